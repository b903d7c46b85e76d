"""A paper in several languages (Polylang, WPML) arrives with its stories bound to each other."""

from __future__ import annotations

import pytest

from terbit.moving.arriving import undoing
from terbit.moving.models import Move, OldItem
from terbit.newsroom.models import Article
from tests.factories import ArticleFactory
from tests.moving.arriving.exports import HEAD, TAIL, category, cdata, item, meta

pytestmark = pytest.mark.django_db


def in_polylang(number: int, language: str, group: str = "pll_1", **fields: object) -> str:
    terms = category("language", language, language.upper()) + category("post_translations", group, group)
    return item(number, f"Naskah {number}", f"<p>Isi {number}.</p>", terms, **fields)


def in_wpml(number: int, language: str, group: str = "17") -> str:
    more = meta("_wpml_import_language_code", language) + meta("_wpml_import_translation_group", group)
    return item(number, f"Naskah {number}", f"<p>Isi {number}.</p>", more=more)


def export(*items: str) -> str:
    return HEAD + "".join(items) + TAIL


def story(number: int) -> Article:
    return OldItem.objects.get(key=f"item:{number}").became


def bound() -> dict[int, tuple[str, int | None]]:
    """Language, and whose translation it is, of each."""
    lines = OldItem.objects.filter(key__startswith="item:")
    numbers = {line.became.pk: int(line.key.removeprefix("item:")) for line in lines}
    return {
        numbers[each.pk]: (each.language, numbers.get(each.translation_of_id))
        for each in Article.objects.filter(pk__in=numbers)
    }


@pytest.mark.parametrize("written", [in_polylang, in_wpml])
def test_the_oldest_is_the_one_that_the_others_translate(arrive, written):
    paper = export(written(1, "id"), written(2, "en_US"), written(3, "zh-hans"), item(4))
    arrive(paper)
    assert bound() == {1: ("", None), 2: ("en", 1), 3: ("zh", 1), 4: ("", None)}
    assert story(2).get_latest_revision_as_object().translation_of == story(1)
    assert arrive(paper).counts["unchanged"] == 4


def test_a_translation_that_is_older_than_what_is_here_joins_it(arrive):
    later = in_polylang(2, "en")
    arrive(export(later))
    arrive(export(in_polylang(1, "id", wp__post_date_gmt=cdata("2020-01-01 00:00:00")), later))
    assert bound() == {1: ("", 2), 2: ("en", None)}


def test_stories_that_were_bound_there_afterwards_are_bound_here(arrive):
    arrive(export(in_polylang(1, "id", "pll_1"), in_polylang(2, "en", "pll_2")))
    assert bound() == {1: ("", None), 2: ("en", None)}
    arrive(export(in_polylang(1, "id", "pll_1"), in_polylang(2, "en", "pll_1")))
    assert bound() == {1: ("", None), 2: ("en", 1)}


def test_what_an_editor_bound_here_stays(arrive):
    arrive(export(in_polylang(1, "id", "pll_1"), in_polylang(2, "en", "pll_2")))
    own = ArticleFactory(published=True)
    Article.objects.filter(pk=story(2).pk).update(translation_of=own)
    arrive(export(in_polylang(1, "id", "pll_1"), in_polylang(2, "en", "pll_1")))
    assert story(2).translation_of == own


def test_a_language_that_is_not_known_here_is_told_by_the_ledger_alone(arrive):
    arrive(export(in_polylang(1, "tlh")))
    assert story(1).language == ""
    assert OldItem.objects.get(key="item:1").notes["language"] == "tlh"


def test_an_import_is_not_taken_back_under_a_translation_made_here(arrive):
    arrive(export(in_polylang(1, "id")))
    own = ArticleFactory(language="en", translation_of=story(1), published=True)
    with pytest.raises(undoing.UndoRefused, match="in use elsewhere"):
        undoing.undo(Move.objects.get())
    own.refresh_from_db()
    assert own.live and own.translation_of == story(1)
