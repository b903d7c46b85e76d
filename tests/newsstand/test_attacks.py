"""Nobody reaches a file outside, makes one, or changes what another reader gets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terbit.lib.prints import CURRENT
from tests.newsstand.printing import PAGE, PUBLIC, PrintFolder
from tests.newsstand.reading import Answer, Reader

JUNK = [
    "/%00",
    "/banjir%00/",
    "/banjir/index.html%00.jpg",
    "/%ff%fe",
    "/%c0%ae%c0%ae/rahasia",  # overlong UTF-8 of ".."
    "/%ed%a0%80/",  # half a surrogate pair
    "/" + "a" * 2_001,
    "/ruang-redaksi/%00",
]
ELSEWHERE = [
    "/../rahasia",
    "/../../rahasia.html",
    "/..%2f..%2frahasia",
    "/%2e%2e/%2e%2e/rahasia",
    "/banjir/../../../rahasia",
    "/./banjir/",
    "//banjir/",
    "/banjir//",
    "//rahasia",
    "/..\\..\\rahasia",
    "/%5c..%5crahasia",
    "/banjir/index.html",
    "/banjir/index.html.gz",
    "/banjir/index.html.br",
    "/.other/",
    "/.other/00/index.html",
    "/lama@.html",
    "/lama%40.html",
    "/banjir/.",
    "/banjir/..",
    "/" + "a/" * 900,
    "/" + "a" * 1_999,
    "/banjir/ ",
    "/banjir/%0d%0aSet-Cookie:%20a=b",
    "/banjir/;a=b",
    "/*",
    "",
]
NAMES = (
    "banjir",
    "index.html",
    "@.html",
    ".gz",
    ".br",
    ".other",
    "current",
    "rahasia",
    "a" * 101,
    "é",
    "e\u0301",
)
SIGNS = (*"/.\\%~ ;?#\0", "..", "//", "%2e", "%2f", "%00", "%ff", "\r\n")
PIECES = st.sampled_from(NAMES + SIGNS)
HEADERS = (
    "x_forwarded_host x_forwarded_for x_original_url x_rewrite_url x_host forwarded cookie accept accept_language "
    "origin referer user_agent range if_range accept_encoding if_none_match if_modified_since authorization "
    "x_http_method_override x_forwarded_scheme"
).split()
TARGETS = st.lists(PIECES | st.text(max_size=5), max_size=12).map(lambda pieces: "/" + "".join(pieces))


@contextmanager
def watching(folder: PrintFolder) -> Iterator[list[str]]:
    """Every file that is opened meanwhile, except below the print folder."""
    opened: list[str] = []
    watch[:] = [(str(folder.root), opened)]
    yield opened
    watch.clear()


watch: list[tuple[str, list[str]]] = []


def _note(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and watch and isinstance(args[0], str):
        inside, opened = watch[0]
        if not args[0].startswith(f"{inside}/") or "/../" in args[0]:
            opened.append(args[0])


sys.addaudithook(_note)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> PrintFolder:
    """A folder with two pages, and files outside that nobody may get."""
    place = tmp_path_factory.mktemp("serangan")
    folder = PrintFolder(place / "prints")
    folder.put("/banjir/")
    folder.put("/lama")
    folder.put("/")
    for outside in (place, folder.path, folder.path / CURRENT, folder.path / "jahat.example"):
        outside.mkdir(exist_ok=True)
        for name in ("rahasia", "rahasia.html", "rahasia@.html"):
            (outside / name).write_text("RAHASIA")
    return folder


def ask(folder: PrintFolder, target: str, **said: str) -> Answer:
    before = sorted(folder.path.parent.rglob("*"))
    with watching(folder) as opened:
        answer = Reader(folder).get(target, strict=False, **said)
    assert opened == [], target
    assert b"RAHASIA" not in answer.body
    assert sorted(folder.path.parent.rglob("*")) == before
    return answer


@pytest.mark.parametrize("target", JUNK, ids=lambda target: ascii(target)[:30])
def test_what_no_browser_sends_gets_one_plain_sentence(printed: PrintFolder, target: str):
    answer = ask(printed, target)
    assert (answer.code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert answer.text == "Alamat ini tidak dapat dibaca. Periksa kembali tautannya.\n"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("target", ELSEWHERE, ids=lambda target: ascii(target)[:30])
def test_addresses_that_are_no_prints_open_no_file(printed: PrintFolder, target: str):
    assert ask(printed, target).missed


@given(target=TARGETS, raw=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_leads_outside(printed: PrintFolder, target: str, raw: bool):
    answer = ask(printed, target if raw else quote(target.encode("utf-8", "surrogatepass")))
    assert answer.missed or answer.code == 400 or answer.text == PAGE


@given(
    host=st.sampled_from(
        ["jahat.example", "../jahat.example", "..", "www.kabar.example/../jahat.example", "\0"]
    )
    | st.text(max_size=30)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_host_but_the_papers_own_is_served(printed: PrintFolder, host: str):
    if host.lower() not in ("www.kabar.example", "www.kabar.example:443"):
        assert ask(printed, "/banjir/", host=host).missed
        assert ask(printed, "/rahasia", host=host).missed


@given(
    said=st.dictionaries(
        st.sampled_from(HEADERS),
        st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
    ),
    query=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=40),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_a_reader_says_changes_the_page_of_another(
    printed: PrintFolder, said: dict[str, str], query: str
):
    reader = Reader(printed)
    kept = {"if_none_match", "if_modified_since"} & set(said)
    answer = reader.get(f"/banjir/?{query}", strict=False, **said)
    if answer.code == 304:
        assert kept
        return
    assert (answer.code, answer.text) == (200, PAGE)
    words = [*said.values(), query]
    assert not any(len(word) > 6 and word in str(answer.headers) for word in words)
    again = reader.get("/banjir/", strict=False, accept_encoding=said.get("accept_encoding", ""))
    assert (again.headers, again.body) == (answer.headers, answer.body)


def test_the_public_address_is_not_taken_from_the_request(printed: PrintFolder):
    answer = Reader(printed, PUBLIC).get(
        "/banjir/", x_forwarded_host="jahat.example", x_forwarded_proto="https"
    )
    assert "jahat" not in str(answer.headers) + answer.text


def test_folders_are_not_followed_out(printed: PrintFolder, tmp_path: Path):
    assert ask(printed, "/banjir/index.html/").missed and ask(printed, "/lama/").missed
