"""nginx and Caddy, as we ship them, answer as the newsstand itself does, from the same folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import pytest

from terbit.lib import prints
from tests.newsstand.house import open_newsstand
from tests.newsstand.printing import PAGE, PUBLIC, PrintFolder
from tests.newsstand.reading import Answer
from tests.newsstand.servers import Server, caddy, nginx

KIND = [("Content-Type", prints.HTML)]
NAMED = (
    "content-type content-encoding cache-control vary content-security-policy x-content-type-options "
    "referrer-policy cross-origin-opener-policy strict-transport-security last-modified location content-range "
    "x-rendered"
).split()
PAGES = {
    "/": prints.HTML,
    "/banjir/": prints.HTML,
    "/kota/banjir-2026/": prints.HTML,
    "/feed/": prints.RSS,
    "/lama": prints.HTML,
    "/v1.2": prints.HTML,
    "/lama/Berita.html": prints.HTML,
    "/a.html.html": prints.HTML,
    "/ganda.html": prints.HTML,
    "/index": prints.HTML,
    "/cari/": prints.HTML,
    "/robots.txt": prints.TYPES["txt"],
    "/sitemap.xml": prints.TYPES["xml"],
    "/aset/1/terbit.css": prints.TYPES["css"],
    "/aset/1/terbit.js": prints.TYPES["js"],
    "/pecahan/terbaru.json": prints.TYPES["json"],
    "/manifest.webmanifest": prints.TYPES["webmanifest"],
    "/aset/1/logo.svg": prints.TYPES["svg"],
    "/a-b_c~d.e/f.g.css": prints.TYPES["css"],
}
MEDIA = {f"/foto/1/berkas.{end}": kind for end, kind in prints.TYPES.items() if kind not in prints.COMPRESSED}
FILM = "/media/1/rapat.mp4"
READ = [*PAGES, *MEDIA, FILM]
TRACKED = [
    *(
        "/?utm_source=x",
        "/?fbclid=1",
        "/?p=abc",
        "/?p=1234567890123",
        "/?xp=7",
        "/?feed=podcast",
        "/banjir/?gclid=1&utm_medium=y",
    ),
    *(
        "/banjir/?p=7",
        "/banjir/?/../x",
        "/robots.txt?a=b.gz",
        "/lama?x=/index.html",
        "/banjir/?a=%2F&b=%C3%A9+",
    ),
]
# The same page by another spelling, which the server leaves to Terbit.
SPELT = ["/%62anjir/", "/kota%2Fbanjir-2026/", "/lam%61", "/banjir/?", "/cari/?"]
SHEETS = [
    "/pindah/",
    "/dicabut/",
    "/tidak-ada/",
    quote("/café/"),
    "/?p=7",
    "/?utm_source=x&p=7&y",
    "/blog/?p=7",
    "/?feed=rss2",
    "/?utm_source=x&feed=rss2",
    "/feed.json",
    quote("/a b/"),
]
MISSED = [
    *(
        "/gempa/",
        "/gempa",
        "/gempa.css",
        "/banjir",
        "/lama/",
        "/ganda",
        "/cari/?q=banjir",
        "/?p=8",
        "/?cat=3",
    ),
    *(
        "/banjir/index.html",
        "/feed/index.rss",
        "/index.html",
        "/banjir/index.html.gz",
        "/robots.txt.gz",
        "/lama@.html",
    ),
    *(
        "/lama%40.html",
        "/robots.txt.br",
        "/banjir/../banjir/",
        "/./banjir/",
        "//banjir/",
        "/banjir//",
        "/banjir/.",
    ),
    *("/banjir%5c..%5crahasia", "/.other/", "/banjir/;x", "/a.html"),
    *(
        "/ruang-redaksi/",
        "/ruang-redaksi/login/?next=/",
        "/static/a.css",
        "/ruang-redaksi/terbit.css",
        "/" + "a" * 101,
    ),
    *(
        "/" + "a/" * 13,
        "/a.html@.html",
        "/banjir/rss",
        "/kota/",
        "/foto/1/",
        "/.none",
        "/.none.html",
        "/-x/",
        "/index/index.html",
    ),
]
OUTSIDE = [
    "/../rahasia",
    "/..%2f..%2frahasia",
    "/%2e%2e/rahasia",
    "/banjir/../../../rahasia",
    "/%00",
    "/banjir/%00",
]
REFUSED = ["/" + "a" * 2_001, "/%ff%fe"]
ENCODINGS = ["", "gzip", "br", "gzip, deflate, br, zstd", "br;q=0, gzip", "gzip;q=0", "identity", "deflate"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> PrintFolder:
    made = PrintFolder(tmp_path_factory.mktemp("servers") / "prints")
    for number, (address, kind) in enumerate(PAGES.items()):
        made.put(address, f"{PAGE}{number}", kind)
    for address, kind in MEDIA.items():
        made.put(address, os.urandom(3_000), kind)
    made.put(FILM, os.urandom(400_000), prints.TYPES["mp4"])
    made.put_other("/pindah/", 301, [("Location", "/banjir/")], "")
    made.put_other("/?p=7", 301, [("Location", "/banjir/")], "")
    made.put_other("/blog/?p=7", 301, [("Location", "/banjir/")], "")
    made.put_other("/?feed=rss2", 301, [("Location", "/feed/")], "")
    made.put_other("/feed.json", 200, [("Content-Type", prints.JSON_FEED)], "{}")
    for address, status in (("/dicabut/", 410), ("/tidak-ada/", 404), ("/café/", 200), ("/a b/", 200)):
        made.put_other(address, status, KIND, PAGE, br=brotli.compress(PAGE.encode()))
    (made.path.parent / "rahasia").write_text("RAHASIA")
    return made


@pytest.fixture(scope="module")
def own(folder: PrintFolder) -> Iterator[Server]:
    with open_newsstand(folder.path, PUBLIC) as (port, process):
        yield Server("the newsstand", port, process)


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, own: Server, folder: PrintFolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with request.param(tmp_path_factory.mktemp("server"), folder.path, own.port) as found:
        yield found


def seen(answer: Answer, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """What must be the same, whoever answers."""
    headers = {name: answer.headers[name] for name in NAMED if name in answer.headers and name not in without}
    return {"status": answer.code, "body": answer.body} | headers


def same(own: Server, server: Server, target: str, method: str = "GET", **said: str) -> Answer:
    ours, theirs = own.get(target, method, **said), server.get(target, method, **said)
    assert seen(theirs) == seen(ours), f"{method} {target} {said}"
    assert b"RAHASIA" not in theirs.body
    return theirs


def test_every_print_is_the_same_from_every_server(own: Server, server: Server):
    for target in READ + TRACKED + SPELT:
        answer = same(own, server, target)
        assert answer.code == 200 and "x-rendered" not in answer.headers, target
        assert answer.headers["etag"]


def test_every_print_comes_from_the_server_itself(server: Server):
    for target in READ + TRACKED:
        assert "granian" not in server.get(target).headers.get("server", ""), target


def test_every_encoding_is_the_same_from_every_server(own: Server, server: Server):
    for target in (
        "/",
        "/banjir/?utm_source=x",
        "/feed/",
        "/lama",
        "/sitemap.xml",
        "/aset/1/terbit.css",
        *MEDIA,
    ):
        for encoding in ENCODINGS:
            same(own, server, target, accept_encoding=encoding)


def test_heads_are_the_same_from_every_server(own: Server, server: Server):
    for target in (*READ, *SHEETS, "/gempa/"):
        same(own, server, target, "HEAD", accept_encoding="br, gzip")


def test_redirects_withdrawn_stories_and_unusual_addresses_are_terbits(own: Server, server: Server):
    for target in SHEETS:
        for encoding in ("", "br"):
            same(own, server, target, accept_encoding=encoding)


def test_what_is_not_printed_or_no_reading_is_rendered(own: Server, server: Server):
    for target in MISSED:
        assert same(own, server, target).code == 203, target
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert same(own, server, "/banjir/", method, content_length="0").code == 203, method


def test_an_address_is_handed_on_as_it_was_sent(own: Server, server: Server):
    for target in ("/gempa%2F/?a=%2F", "/caf%C3%A9s/?x=%C3%A9&y=a+b", "/a%20b//c/../d"):
        same(own, server, target)


def test_what_no_browser_sends_is_refused(own: Server, server: Server):
    for target in REFUSED:
        assert same(own, server, target).code == 400
    for target in OUTSIDE:  # which nginx refuses by itself
        answer = server.get(target)
        assert answer.code in (203, 400) and b"RAHASIA" not in answer.body


def test_who_has_the_page_is_told_so_by_every_server(own: Server, server: Server):
    for target in ("/banjir/", "/feed/", "/lama", "/robots.txt", "/foto/1/berkas.jpg", FILM):
        for encoding in ("", "gzip", "br"):
            first = server.get(target, accept_encoding=encoding)
            tags = {"if_none_match": first.headers["etag"]}
            times = {"if_modified_since": first.headers["last-modified"]}
            for said in (tags, {"if_none_match": f'"x", W/{first.headers["etag"]}'}, times, tags | times):
                known = server.get(target, accept_encoding=encoding, **said)
                ours = own.get(target, accept_encoding=encoding, if_none_match="*")
                assert seen(known, without=("last-modified",)) == seen(ours, without=("last-modified",))
                assert known.code == 304 and known.headers["etag"] == first.headers["etag"]


def test_who_has_something_else_gets_the_page_from_every_server(own: Server, server: Server):
    other = {name: own.get("/banjir/", accept_encoding=name).headers["etag"] for name in ("", "gzip", "br")}
    for said in ({"if_none_match": '"x"'}, {"if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"}):
        assert same(own, server, "/banjir/", **said).code == 200
    for encoding, tag in other.items():
        for wanted in {"", "gzip", "br"} - {encoding}:
            assert server.get("/banjir/", accept_encoding=wanted, if_none_match=tag).code == 200


def test_who_seeks_in_a_film_gets_that_part_from_every_server(own: Server, server: Server):
    for target in (FILM, "/foto/1/berkas.jpg", "/banjir/"):
        for wanted in ("bytes=0-0", "bytes=100-", "bytes=-7", "bytes=500-9999999"):
            same(own, server, target, range=wanted)
    ours, theirs = (one.get(FILM, range="bytes=400000-") for one in (own, server))
    assert (ours.code, ours.headers["content-range"]) == (theirs.code, theirs.headers["content-range"])


def test_other_names_are_not_served(own: Server, server: Server):
    for host in ("kabar.example", "KABAR.example"):
        assert same(own, server, "/banjir/", host=host).code == 203
    assert same(own, server, "/banjir/", host="WWW.Kabar.Example").code == 200


@contextmanager
def replaced(folder: PrintFolder, address: str) -> Iterator[None]:
    yield
    folder.pull(address)


def test_a_correction_and_a_withdrawal_are_seen_at_once(own: Server, server: Server, folder: PrintFolder):
    with replaced(folder, "/baru/"):
        tags = set()
        for text in ("Korban tujuh orang.", "Korban enam orang. ", "Korban lima orang. "):
            folder.put("/baru/", text)
            answer = same(own, server, "/baru/", accept_encoding="gzip")
            assert answer.text == text and answer.headers["etag"] not in tags
            tags.add(answer.headers["etag"])
    assert same(own, server, "/baru/", accept_encoding="gzip").code == 203


def test_encodings_without_their_page_are_no_print_for_any_server(
    own: Server, server: Server, folder: PrintFolder
):
    with replaced(folder, "/setengah/"):
        folder.put("/setengah/").unlink()
        for encoding in ENCODINGS:
            assert same(own, server, "/setengah/", accept_encoding=encoding).code == 203


def test_a_new_edition_is_seen_at_once_by_every_server(own: Server, server: Server, folder: PrintFolder):
    folder.switch("edisi-2")
    try:
        assert same(own, server, "/banjir/").code == 203
    finally:
        folder.switch("edisi-1")
    assert same(own, server, "/banjir/").code == 200


def test_nginx_without_brotli_sends_gzip(own: Server, folder: PrintFolder, tmp_path):
    with nginx(tmp_path, folder.path, own.port, brotli=False) as server:
        answer = server.get("/banjir/", accept_encoding="br, gzip")
        assert (answer.headers["content-encoding"], answer.text) == ("gzip", own.get("/banjir/").text)


def test_printed_pages_stay_when_terbit_is_closed(folder: PrintFolder, tmp_path):
    with nginx(tmp_path, folder.path, 1) as server:
        assert server.get("/banjir/").code == 200
        assert server.get("/gempa/").code == 502


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a server as somebody else")
@pytest.mark.parametrize("start", [nginx, caddy])
def test_what_a_server_may_not_read_is_sent_by_terbit(start: Any):
    """As after a restore under a strict umask: media, and so the prints that are linked to them, are Terbit's alone."""
    with tempfile.TemporaryDirectory() as name:
        place, serving = Path(name), Path(name, "server")
        serving.mkdir()
        place.chmod(0o777)
        serving.chmod(0o777)
        folder = PrintFolder(place / "prints")
        folder.put("/banjir/").chmod(0o600)
        folder.put("/foto/1/a.jpg", b"\xff\xd8\xff", prints.TYPES["jpg"]).chmod(0o600)
        with open_newsstand(folder.path, PUBLIC) as (port, process):
            own = Server("the newsstand", port, process)
            with start(serving, folder.path, port, user="daemon") as server:
                for target in ("/foto/1/a.jpg", "/banjir/?utm_source=x"):
                    assert same(own, server, target).code == 200
                    assert same(own, server, target, "HEAD").code == 200
