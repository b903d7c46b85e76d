"""What readers type, and what they then see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from terbit.search import api
from tests.search.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def put(**documents: str) -> None:
    """Index documents given as key=body."""
    api.put([DocumentFactory(key=key, body=body) for key, body in documents.items()])


def found(query: str, **options: object) -> list[str]:
    results = api.find(query, **{"collections": ["archive"], **options})
    return [hit.key for hit in results.hits]


def test_a_word_is_found_in_title_summary_and_body() -> None:
    api.put(
        [
            DocumentFactory(key="title", title="Banjir di Solok"),
            DocumentFactory(key="summary", summary="Hujan dan banjir"),
            DocumentFactory(key="body", body="Warga menyebut banjir itu terbesar."),
            DocumentFactory(key="other", body="Kemarau"),
        ]
    )
    assert found("banjir") == ["body", "summary", "title"]


def test_all_words_must_be_there() -> None:
    put(both="gempa di Padang", one="gempa di Palu")
    assert found("padang gempa") == ["both"]


def test_a_word_is_found_in_its_other_forms() -> None:
    put(plain="Mereka pilih wali kota", noun="Pemilihan wali kota", verb="Warga memilihnya", other="pilu")
    assert found("memilih") == ["verb", "noun", "plain"]


def test_a_minister_is_not_an_anchovy() -> None:
    put(minister="Menteri datang", ministry="Kementerian buka", anchovy="Sambal teri")
    assert found("menteri") == ["ministry", "minister"]
    assert found("teri") == ["anchovy"]


def test_a_phrase_is_found_only_word_for_word() -> None:
    put(exact="Kepala Desa Sungai Pua", reversed="Desa tanpa kepala", formed="kepala desanya")
    assert found('"kepala desa"') == ["exact"]
    assert found("“kepala desa”") == ["exact"]
    assert found("kepala desa") == ["formed", "reversed", "exact"]


def test_a_phrase_does_not_run_from_title_into_summary() -> None:
    api.put([DocumentFactory(key="a", title="Wali", summary="Kota", body="Padang")])
    assert found('"wali kota"') == []
    assert found('"kota padang"') == []


def test_a_phrase_in_quotes_of_one_word_is_that_form_only() -> None:
    put(noun="pemilihan", verb="memilih")
    assert found('"pemilihan"') == ["noun"]


def test_a_word_with_a_minus_is_left_out_in_every_form() -> None:
    put(a="banjir dan korban", b="banjir mengorbankan sawah", c="banjir surut")
    assert found("banjir -korban") == ["c"]
    assert found("-korban") == ["c"]


def test_a_phrase_with_a_minus_is_left_out_word_for_word() -> None:
    put(a="wali kota padang", b="kota wali padang")
    assert found('padang -"wali kota"') == ["b"]


def test_a_minus_inside_a_word_is_a_hyphen() -> None:
    put(together="pasien covid-19 sembuh", apart="covid membuat 19 orang sakit")
    assert found("covid-19") == ["together"]


def test_a_doubled_word_is_the_word() -> None:
    put(one="seorang anak", many="anak-anak bermain", formed="anak-anaknya")
    assert found("anak-anak") == ["formed", "many", "one"]


def test_capitals_accents_and_curly_apostrophes_do_not_matter() -> None:
    put(a="KYAI MA’RUF", b="Salat Jum'at", c="Café São Paulo", d="ﬁlm \N{FULLWIDTH LATIN CAPITAL LETTER A}")
    assert found("kyai maruf") == ["a"]
    assert found("jumat") == found("Jum’at") == ["b"]
    assert found("cafe sao") == ["c"]
    assert found("FILM a") == ["d"]


def test_while_somebody_types_the_last_word_is_found_by_its_beginning() -> None:
    put(bridge="Jembatan Selindit", formed="jembatannya roboh", other="Pelabuhan Selindit")
    assert found("jembat") == []
    assert found("jembat", typing=True) == ["formed", "bridge"]
    assert found("Selindit jemb", typing=True) == ["bridge"]
    assert found("jemb selindit", typing=True) == []  # only the last one
    assert found("selindit -jemb", typing=True) == ["other", "bridge"]  # to leave out is said in whole words
    assert api.count("jembat", collections=["archive"], typing=True) == 2


def test_while_somebody_types_what_begins_so_in_the_title_stands_first() -> None:
    api.put([DocumentFactory(key="title", title="Jembatan"), DocumentFactory(key="body", body="jembatannya")])
    assert found("jembat", typing=True) == ["body", "title"]
    assert found("jembat", typing=True, order="relevance") == ["title", "body"]


def test_while_somebody_types_whole_words_are_found_in_their_other_forms_too() -> None:
    put(plain="Mereka pilih wali kota", verb="Warga memilihnya", begun="pilihannya", other="pilu")
    assert found("pilih", typing=True) == ["begun", "verb", "plain"]
    assert found("pilih ", typing=True) == found("pilih")
    assert found("memilih,", typing=True) == found("memilih")


def test_while_somebody_types_a_phrase_may_end_in_the_middle_of_a_word() -> None:
    put(exact="Kepala Desa Sungai Pua", reversed="Desa kepala", joined="pasien covid-19 sembuh")
    assert found('"kepala des', typing=True) == ["exact"]
    assert found('"kepala des"', typing=True) == []
    assert found("pasien cov", typing=True) == found("covid-19", typing=True) == ["joined"]


def test_one_or_two_letters_of_the_next_word_take_nothing_away() -> None:
    put(a="Jembatan Selindit", b="Selasa di pasar", c="Liga 1")
    assert found("jembatan s", typing=True) == found("jembatan se", typing=True) == ["a"]
    assert found('jembatan "s', typing=True) == found("jembatan-s", typing=True) == ["a"]
    assert found("liga 1", typing=True) == ["c"] and found("liga 2", typing=True) == []
    assert found("s", typing=True) == []  # rather than all there is


def test_one_or_two_letters_that_are_a_word_themselves_are_looked_for() -> None:
    put(court="Putusan MK", other="Putusan sela")
    assert found("putusan MK", typing=True) == ["court"]


@pytest.mark.parametrize("query", ["jembat", "kota jembat", '"kota jembat'])
def test_pages_repeat_and_lose_nothing_while_somebody_types(query: str) -> None:
    words = ["kota jembatannya", "kota jembatan", "kota pasar", "desa"]
    put(**{f"k{number}": words[number % 4] for number in range(320)})
    for order in ("newest", "relevance"):
        keys: list[str] = []
        after = None
        while not keys or after:
            page = api.find(query, collections=["archive"], typing=True, order=order, limit=30, after=after)
            keys, after = [*keys, *page.keys("archive")], page.after
        assert len(keys) == len(set(keys)) == 160


def test_words_of_every_story_are_not_asked_for_beside_others() -> None:
    put(a="gempa padang", b="yang")
    assert found("gempa yang di padang") == ["a"]
    assert found("yang") == ["b"]


def test_an_empty_query_finds_everything_newest_first() -> None:
    put(a="x", b="y", c="z")
    assert found("") == found("  -- ") == found("?!") == ["c", "b", "a"]
    assert found("", order="relevance") == ["c", "b", "a"]


def test_facets_narrow_a_search() -> None:
    api.put(
        [
            DocumentFactory(key="a", body="gempa", facets={"section": "daerah", "topic": ["bnpb", "padang"]}),
            DocumentFactory(key="b", body="gempa", facets={"section": "nasional", "topic": ["bnpb"]}),
            DocumentFactory(key="c", body="banjir", facets={"section": "daerah"}),
        ]
    )
    assert found("gempa", facets={"section": "daerah"}) == ["a"]
    assert found("", facets={"section": ["daerah", "nasional"]}) == ["c", "b", "a"]
    assert found("", facets={"section": ["daerah"], "topic": ["bnpb"]}) == ["a"]
    assert found("-gempa", facets={"section": "daerah"}) == ["c"]
    assert found("gempa", facets={"section": []}) == []
    assert found("gempa", facets={"kind": "daerah"}) == []


def test_a_facet_is_no_word_and_a_word_no_facet() -> None:
    api.put([DocumentFactory(key="a", body="section daerah", facets={"section": "nasional"})])
    assert found("nasional") == []
    assert found("", facets={"section": "daerah"}) == []


def test_facet_values_may_hold_anything() -> None:
    odd = ["a b", "", "'", '"', "\0", "\ud800", "x" * 5000, "😀", "A", "a"]
    api.put(
        [DocumentFactory(key=str(number), facets={"tag": [value, "all"]}) for number, value in enumerate(odd)]
    )
    assert [found("", facets={"tag": value}) for value in odd] == [
        [str(number)] for number in range(len(odd))
    ]


def test_since_is_included_and_until_is_not() -> None:
    days = [datetime(2026, 5, day, tzinfo=UTC) for day in (1, 2, 3)]
    api.put([DocumentFactory(key=str(day.day), date=day) for day in days])
    assert found("", since=days[1]) == ["3", "2"]
    assert found("", until=days[1]) == ["1"]
    assert found("judul", since=days[0], until=days[2]) == ["2", "1"]


def test_documents_from_before_1970_come_last() -> None:
    api.put(
        [
            DocumentFactory(key="1945", date=datetime(1945, 8, 17, 3, tzinfo=UTC)),
            DocumentFactory(key="1969", date=datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
            DocumentFactory(key="1970", date=datetime(1970, 1, 1, tzinfo=UTC)),
        ]
    )
    assert found("judul") == found("") == ["1970", "1969", "1945"]
    assert found("", until=datetime(1969, 1, 1, tzinfo=UTC)) == ["1945"]


def test_count_stops_where_it_is_told() -> None:
    put(a="gempa", b="gempa", c="banjir")
    assert api.count("gempa", collections=["archive"]) == 2
    assert api.count("", collections=["archive", "newsroom"]) == 3
    assert api.count("", collections=["archive"], up_to=2) == 2
    assert api.count("", collections=["archive"], facets={"section": []}) == 0


@pytest.mark.parametrize("order", ["newest", "relevance"])
@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        '"gempa',
        'gempa"',
        "'",
        "-",
        "--",
        '-"',
        "(gempa",
        "gempa) OR (a",
        "gempa AND NOT OR NEAR(a b)",
        "NEAR(gempa, 5)",
        "title:gempa",
        "gempa*",
        "^gempa",
        "{title body}: gempa",
        "gempa & | ! <-> :*",
        "\\",
        "\\'",
        "a\0b",
        "\0",
        "\ud800",
        "😀",
        "👨‍👩‍👧",
        "%s %d %%",
        "'; DROP TABLE terbit_search_archive; --",
        "= == =gempa",
        "gempa " * 2000,
        "a" * 10_000,
        "-a " * 4000,
        '"' * 10_000,
        ".a" * 5_000,
        "(" * 10_000,
        " ".join(f"kata{number}" for number in range(2000)),
        "\u0301\u0301",
        "ﷺ" * 1000,
        "漢字かな交じり文",
        "مرحبا",
    ],
)
def test_no_text_is_an_error(query: str, order: str) -> None:
    put(a="gempa")
    assert set(found(query, order=order)) <= {"a"}
    assert set(found(query, order=order, typing=True)) <= {"a"}
    assert set(found("judul", order=order, facets={query: query})) == set()
    assert set(found("judul", order=order, after=query)) == {"a"}


def test_a_collection_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no collection"):
        found("x", collections=["nowhere"])
    with pytest.raises(ValueError, match="no collection"):
        api.put([DocumentFactory(collection="nowhere")])


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        api.put([DocumentFactory(date=datetime(2026, 1, 1))])  # noqa: DTZ001


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        found("x", limit=0)


def test_a_reader_never_finds_what_is_in_the_newsroom() -> None:
    api.put(
        [
            DocumentFactory(key="live", body="skandal"),
            DocumentFactory(key="draft", body="skandal", collection="newsroom"),
        ]
    )
    for query in ("skandal", "", "-x", '"skandal"', "judul"):
        assert found(query) == found(query, order="relevance") == ["live"]
        assert api.count(query, collections=["archive"]) == 1
    assert found("skandal", collections=["newsroom"]) == ["draft"]
