"""Which topics are proposed for merging and dropping, and which never."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.moving.bodies import text
from terbit.moving.tidying import places
from terbit.moving.tidying.names import Name
from terbit.moving.tidying.proposing import Known, propose
from terbit.moving.tidying.reasons import Reason
from tests import sources
from tests.moving.tidying.tags import HEAPED, on_all_the_same, on_none_together, topics

MODEL_PAGE = sources.ROOT.parent / "shared/model-page/bakaba-article.txt"


def proposed(*names: str, together: bool = False, **more: object) -> list[tuple[str, str | None, Reason]]:
    known = topics(names, more.pop("stories", 1))
    by_key = {topic.pk: topic.text for topic in known}
    found = propose(known, on_all_the_same if together else on_none_together, **more)
    return [(by_key[each.topic], by_key.get(each.into), each.reason) for each in found]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("Pasar Ikan", "pasar ikan"), Reason.WRITING),
        (("pasca-bencana", "pascabencana"), Reason.WRITING),
        (("Covid-19", "COVID 19"), Reason.WRITING),
        (("#PasarIkan", "Pasar Ikan"), Reason.WRITING),
        (("Jum’at Berkah", "Jumat Berkah"), Reason.WRITING),
        (("kios", "kios-kios"), Reason.PLURAL),
        (("guru honorer", "para guru honorer"), Reason.PLURAL),
        (("Bupati Laras Hanum", "Laras Hanum"), Reason.TITLE),
        (("Wali Kota Laras Hanum", "Laras Hanum"), Reason.TITLE),
        (("Dr. H. Idham Kasturi", "Idham Kasturi, S.H., M.Si."), Reason.TITLE),
        (("Gubernur Idham Kasturi", "Wakil Gubernur Idham Kasturi"), Reason.TITLE),
        (("Sumbar", "Sumatera Barat"), Reason.PLACE),
        (("Kota Padang", "Padang"), Reason.PLACE),
        (("Pasar Limapuluh Kota", "Pasar 50 Kota"), Reason.PLACE),
        (("mitigasi resiko", "mitigasi risiko"), Reason.STANDARD),
        (("Ramadhan", "Ramadan"), Reason.STANDARD),
        (("Soeharto Idham", "Suharto Idham"), Reason.SPELLING),
        (("pengungsian", "pengungsan"), Reason.SPELLING),
        (("kecelakaan laut", "kecelakan laut"), Reason.SPELLING),
        (("kisruh pelabuhan terbaru", "kisruh pelabuhan"), Reason.WEIGHTLESS),
    ],
)
def test_two_names_of_one_thing_are_proposed_for_merging(names, reason):
    assert [(into is not None, why) for _topic, into, why in proposed(*names, stories=3)] == [(True, reason)]


@pytest.mark.parametrize(
    "names",
    [
        ("Padang", "Padang Panjang"),
        ("Payakumbuh", "Payakumbuh Utara"),
        ("Solok", "Solok Selatan"),
        ("Kota Solok", "Kabupaten Solok"),
        ("Solok", "Kabupaten Solok"),
        ("Kota Baru", "Kotabaru"),
        ("banjir Padang", "banjir Padang Panjang"),
        ("Korea Utara", "Korea Selatan"),
        ("Nagari Solok", "Solok"),
        ("Pilkada 2020", "Pilkada 2024"),
        ("Pilkada", "Pilkada 2024"),
        ("pasal 1 2", "pasal 12"),
        ("Timnas U-20", "Timnas U-23"),
        ("mata-mata", "mata"),
        ("Bupati Agam", "Agam"),
        ("Gubernur Bank Indonesia", "Bank Indonesia"),
        ("Presiden FIFA", "FIFA"),
        ("partai", "pantai"),
        ("pembuatan jalan", "perbuatan jalan"),
        ("pelajar teladan", "pengajar teladan"),
        ("penerima bantuan", "penerimaan bantuan"),
        ("Kemenag", "Kemendag"),
        ("Eropa", "Eropa Timur"),
        ("bupati", "wakil bupati"),
        ("C++", "C#"),
    ],
)
def test_two_things_stay_two_topics(names):
    assert [row for row in proposed(*names, together=True, stories=3) if row[1]] == []


def test_a_longer_name_goes_into_the_shorter_one_in_it_where_the_stories_are_the_same():
    names = ("perundingan dagang", "perundingan dagang antara nelayan dan tengkulak")
    assert proposed(*names, together=True) == [(names[1], names[0], Reason.INSIDE)]
    assert [row for row in proposed(*names) if row[1]] == []


def test_a_longer_name_with_stories_of_its_own_stays():
    names = {"banjir": 40, "banjir rob": 10}
    known = topics(names, names)
    assert propose(known, lambda pairs: dict.fromkeys(pairs, 10)) == []


def test_a_place_does_not_swallow_what_happened_there():
    assert proposed("Padang", "banjir Padang", together=True, stories=2) == []


def test_a_short_name_and_the_whole_one_meet_where_a_story_carries_both():
    names = ("KPU", "Komisi Pemilihan Umum")
    assert proposed(*names, together=True, stories=3) == [(names[1], names[0], Reason.ABBREVIATION)]
    assert proposed(*names, stories=3) == []


def test_the_name_with_more_stories_stays_unless_it_is_misspelled_or_the_other_was_tended():
    assert proposed("Pasar Ikan", "pasar ikan", stories={"pasar ikan": 9}) == [
        ("Pasar Ikan", "pasar ikan", Reason.WRITING)
    ]
    assert proposed("praktek", "praktik", stories={"praktek": 9})[0][:2] == ("praktek", "praktik")
    tended = [Known(1, "Pasar Ikan", 2, is_tended=True), Known(2, "pasar ikan", 9)]
    assert [(each.topic, each.into) for each in propose(tended, on_none_together)] == [(2, 1)]


def test_words_that_lead_readers_nowhere_are_proposed_for_dropping():
    rows = proposed(
        "Kabar Arumbai", "kabararumbai", "berita terkini", "warga", stories=9, own_names=["Kabar Arumbai"]
    )
    assert {(topic, why) for topic, _into, why in rows} == {
        ("Kabar Arumbai", Reason.OWN),
        ("kabararumbai", Reason.OWN),
        ("berita terkini", Reason.COMMON),
        ("warga", Reason.COMMON),
    }
    assert proposed("Pasar Ikan", stories=0) == [("Pasar Ikan", None, Reason.EMPTY)]


def test_a_topic_of_one_story_goes_only_if_it_describes_the_story_or_is_long_past():
    assert proposed("peran nelayan dalam perundingan") == [
        ("peran nelayan dalam perundingan", None, Reason.LONE)
    ]
    assert proposed("Laras Hanum", "Padang", "pelabuhan") == []
    old = [Known(1, "Laras Hanum", 1, is_old=True), Known(2, "Padang", 1, is_old=True)]
    assert [(each.topic, each.reason) for each in propose(old, on_none_together)] == [(1, Reason.LONE)]
    fresh = [Known(1, "peran nelayan dalam perundingan", 1, is_fresh=True)]
    assert propose(fresh, on_none_together) == []


def test_a_topic_that_somebody_tended_is_neither_dropped_nor_put_into_a_shorter_name():
    known = [Known(1, "dialog", 1), Known(2, "dialog nelayan dan tengkulak", 1, is_tended=True)]
    assert propose(known, on_all_the_same) == []


def test_what_was_refused_is_not_proposed_again_whichever_way_round():
    names = ("Pasar Ikan", "pasar ikan")
    assert proposed(*names, stories=2, refused=[frozenset((1, 2))]) == []
    assert proposed("peran nelayan dalam perundingan", refused=[frozenset((1,))]) == []


def test_most_of_a_heap_of_tags_is_proposed():
    rows = proposed(*HEAPED, together=True)
    assert len(rows) >= len(HEAPED) * 40 / 62
    kept = set(HEAPED) - {topic for topic, _into, _why in rows}
    assert {"Arumbai", "BMKG", "BNPB", "Basarnas", "Laras Hanum", "banjir", "tanggul jebol"} <= kept


@pytest.mark.skipif(not MODEL_PAGE.exists(), reason="the model page is not beside this project")
def test_at_least_forty_of_the_62_tags_of_the_model_page_are_proposed():
    page = text.read(MODEL_PAGE.read_text())
    assert len(page.tags) == 62
    rows = proposed(*page.tags, together=True, own_names=[page.outlet])
    assert len(rows) >= 40
    gone = {topic for topic, _into, _why in rows}
    assert not gone & {
        "Amerika Serikat",
        "Donald Trump",
        "Joe Biden",
        "NATO",
        "Rusia",
        "Uni Eropa",
        "geopolitik",
    }


# Whatever the topics are ------------------------------------------------------------------------------

UNITS = sorted({words for words in places._known() if len(words) < 4})
PARTS = st.sampled_from(
    "banjir pasar Pasar para kios kios-kios Bupati Laras Hanum 2020 2024 terbaru hari ini resiko risiko Utara Kota "
    "Ramadhan Ramadan di dan penerima penerimaan kecelakaan kecelakan KPU Komisi Pemilihan Umum #banjir".split()
)
PLACES = st.sampled_from(UNITS).map(" ".join)
NAMES = st.lists(st.one_of(PARTS, PLACES), min_size=1, max_size=4).map(" ".join)
KNOWN = st.lists(
    st.tuples(NAMES, st.integers(0, 4), st.booleans(), st.booleans()),
    max_size=12,
    unique_by=lambda row: row[0],
).map(lambda rows: [Known(key, *row) for key, row in enumerate(rows, start=1)])


def some_together(pairs):
    return {pair: sum(pair) % 3 for pair in pairs if sum(pair) % 3}


@given(KNOWN, st.randoms(use_true_random=False))
def test_the_same_topics_in_any_order_give_the_same_proposals(known, chance: random.Random):
    shuffled = list(known)
    chance.shuffle(shuffled)
    assert propose(shuffled, some_together) == propose(known, some_together)


@given(KNOWN)
def test_a_topic_goes_once_or_stays_and_no_two_places_or_numbers_meet(known):
    found = propose(known, on_all_the_same)
    names = {topic.pk: Name(topic.text) for topic in known}
    going, staying = [each.topic for each in found], {each.into for each in found if each.into}
    assert len(set(going)) == len(going)
    assert not staying & set(going)
    for each in found:
        if each.into:
            one, other = names[each.topic], names[each.into]
            assert not (one.places and other.places and one.places != other.places)
            assert one.numbers == other.numbers


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_no_two_places_of_the_data_are_ever_merged(one, other):
    rows = [row for row in proposed(" ".join(one), " ".join(other).title(), together=True) if row[1]]
    assert bool(rows) is (places._known()[one] == places._known()[other] and one != other) or (
        one == other and rows[0][2] == Reason.WRITING
    )


def test_the_data_are_the_provinces_regencies_and_cities_of_indonesia():
    ranks = [rank for rank, _names in places._units()]
    assert [ranks.count(rank) for rank in (places.PROVINCE, places.REGENCY, places.CITY)] == [38, 416, 98]
    assert Path(places.DATA, "countries.txt").exists()
