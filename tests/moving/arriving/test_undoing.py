"""A move can be taken back until the newsroom has begun to work with it; a run that was cut short goes on."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry, Site

from terbit.house import digest
from terbit.moving.arriving import files, undoing
from terbit.moving.arriving.lock import Busy, the_only_one
from terbit.moving.models import Move, OldItem, State
from terbit.newsroom import archive
from terbit.newsroom.models import Article, Contributor, Redirect, Section, StandingPage, Topic
from terbit.pictures.models import Picture
from terbit.search import api as search
from tests.factories import ArticleFactory, SectionFactory, TopicFactory, UserFactory, publish, redraft
from tests.moving.arriving.exports import (
    HEAD,
    TAIL,
    category,
    cdata,
    ghost_paper,
    item,
    of_kind,
    old_paper,
    paper_with_pictures,
)

pytestmark = pytest.mark.django_db


def content() -> dict[str, Any]:
    """Checksums by kind, without the move's own row, the publication and the logs."""
    kinds = digest.of(connection).kinds
    own = {
        "terbit_moving.Move",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "terbit_newsroom.Publication",
    }
    return {kind: part for kind, part in kinds.items() if kind not in own}


def test_a_move_is_taken_back_without_a_trace(arrive, uploads):
    SectionFactory(name="Daerah", slug="daerah")
    TopicFactory(name="Banjir", slug="banjir")
    before = content()
    arrive(old_paper(), files=files.at(uploads))
    assert content() != before
    undoing.undo(Move.objects.get())
    assert content() == before
    assert not Redirect.objects.exists() and search.count("Banjir", collections=[archive.ARCHIVE]) == 0
    assert Client().get("/2026/02/1/").status_code == 404
    assert ModelLogEntry.objects.filter(action="terbit.undo_move").exists()
    assert Move.objects.get().state == State.UNDONE


def test_pictures_go_with_the_move_and_it_can_come_again(arrive, uploads):
    before = content()
    arrive(paper_with_pictures(), files=files.at(uploads))
    there = content()
    undoing.undo(Move.objects.get())
    assert content() == before
    arrive(paper_with_pictures(), files=files.at(uploads))
    assert content() == there


def test_once_a_story_has_been_worked_on_the_move_stays(arrive):
    arrive(old_paper())
    story = OldItem.objects.get(key="item:2").became
    redraft(story, user=UserFactory(), headline="Jembatan Dibuka Kembali")
    with pytest.raises(undoing.UndoRefused, match="Jembatan Dibuka"):
        undoing.undo(Move.objects.get())
    assert Article.objects.filter(live=True).count() == 3


def test_once_declared_done_the_move_stays(arrive):
    arrive(old_paper())
    undoing.declare(Move.objects.get())
    with pytest.raises(undoing.UndoRefused, match="declared this move done"):
        undoing.undo(Move.objects.get())
    arrive(old_paper(item(30)))
    assert Move.objects.get().state == State.DECLARED


def test_what_a_story_of_our_own_uses_stays(arrive):
    arrive(old_paper())
    own = publish(ArticleFactory(section=Section.objects.get(slug="agam")))
    gone = undoing.undo(Move.objects.get())
    assert gone["kept"] == 2 and own.section == Section.objects.get(slug="agam")  # it and the one above
    assert not Topic.objects.exists()


def test_a_name_that_the_newsroom_made_something_of_stays(arrive):
    arrive(old_paper())
    Topic.objects.filter(slug="banjir").update(description="Yang terjadi tiap Januari.")
    Section.objects.filter(slug="agam").update(name="Kabupaten Agam")
    sari, account = Contributor.objects.get(name="Sari Dewi"), UserFactory()
    sari.user = account
    sari.save()
    gone = undoing.undo(Move.objects.get())
    assert gone["kept"] == 4  # with the section above
    assert [person.name for person in Contributor.objects.all()] == ["Sari Dewi"]
    assert account.contributor == sari and Topic.objects.get().description
    assert Section.objects.filter(name="Kabupaten Agam").exists()


def test_a_name_goes_though_its_section_got_another_place_in_the_navigation(arrive):
    arrive(old_paper())
    Section.objects.update(order=7)
    assert not undoing.undo(Move.objects.get())["kept"] and not Section.objects.filter(slug="agam").exists()


def test_of_names_that_came_before_it_was_noted_how_those_stay_that_something_was_written_of(arrive):
    arrive(old_paper())
    OldItem.objects.update(text="")
    Topic.objects.filter(slug="banjir").update(description="Yang terjadi tiap Januari.")
    assert undoing.undo(Move.objects.get())["kept"] == 1
    assert Topic.objects.exists() and not Contributor.objects.exists()


@pytest.mark.parametrize("of", ["story", "page"])
def test_a_picture_that_a_draft_of_our_own_uses_stays(arrive, uploads, of):
    arrive(paper_with_pictures(), files=files.at(uploads))
    picture = Picture.objects.get()
    if of == "story":
        redraft(publish(ArticleFactory()), user=UserFactory(), lead_picture=picture)
    else:
        page = StandingPage(title="Riwayat kami", slug="riwayat", body="<p>Dulu.</p>")
        Site.objects.get().root_page.add_child(instance=page)
        page.body = f'<embed alt="" embedtype="image" format="fullwidth" id="{picture.pk}"/>'
        page.save_revision(user=UserFactory())
    assert undoing.undo(Move.objects.get())["kept"] == 1
    assert Picture.objects.get() == picture


def test_stories_that_a_page_of_our_own_links_to_are_not_taken_back(arrive):
    arrive(old_paper())
    link = f'<a linktype="article" id="{Article.objects.last().pk}">begitu</a>'
    page = StandingPage(title="Riwayat kami", slug="riwayat", body=f"<p>Dulu {link}.</p>")
    Site.objects.get().root_page.add_child(instance=page)
    with pytest.raises(undoing.UndoRefused) as refused:
        undoing.undo(Move.objects.get())
    assert refused.value.reason == "in-use"
    page.delete()
    undoing.undo(Move.objects.get())


def test_a_page_that_editors_made_below_one_that_came_is_not_taken_away_with_it(arrive):
    arrive(old_paper())
    above = StandingPage.objects.get(slug="tentang")
    own = above.add_child(instance=StandingPage(title="Sejarah", slug="sejarah", body="<p>Punya kami.</p>"))
    with pytest.raises(undoing.UndoRefused) as refused:
        undoing.undo(Move.objects.get())
    assert refused.value.reason == "in-use" and Article.objects.count() == 5
    own.move(Site.objects.get().root_page, pos="last-child")
    undoing.undo(Move.objects.get())
    assert [page.title for page in StandingPage.objects.all()] == ["Sejarah"]


def test_pages_that_came_one_below_the_other_go_together(arrive):
    pages = (
        of_kind("page", number, title=title, wp__post_name=cdata(title.lower()), wp__post_parent=above)
        for number, title, above in ((4, "Tentang", "0"), (5, "Redaksi", "4"), (6, "Iklan", "0"))
    )
    arrive(HEAD + "".join(pages) + TAIL)
    above, below = StandingPage.objects.get(slug="iklan"), StandingPage.objects.get(slug="tentang")
    below.move(above, pos="last-child")
    undoing.undo(Move.objects.get())
    assert not StandingPage.objects.exists() and not OldItem.objects.exists()


def test_the_old_addresses_of_a_page_that_changed_later_go_too(arrive):
    for text in ("Kami.", "Kami ada di sini."):
        arrive(HEAD + of_kind("page", 4, title="Tentang", body=f"<p>{text}</p>") + TAIL)
    assert Redirect.objects.exists()
    undoing.undo(Move.objects.get())
    assert not Redirect.objects.exists()


def other_site(export: str) -> str:
    return export.replace("muara.example", "lain.example")


def led() -> set[tuple[str, str]]:
    """The redirects that lead to sections, pages and the like."""
    return set(Redirect.objects.filter(article=None).values_list("path", "target"))


def test_redirects_of_our_own_stay_though_the_move_had_the_same(arrive):
    SectionFactory(name="Daerah", slug="daerah")
    own = {("/category/daerah/", "/daerah/"), ("/?page_id=4", "/tentang/")}
    for path, target in own:
        Redirect.objects.create(path=path, target=target)
    arrive(old_paper())
    assert led() > own
    undoing.undo(Move.objects.get())
    assert led() == own


def test_redirects_of_a_move_that_is_declared_done_stay_when_another_is_taken_back(arrive):
    arrive(old_paper())
    first = Move.objects.get()
    undoing.declare(first)
    before = led()
    arrive(other_site(old_paper()))
    undoing.undo(Move.objects.exclude(pk=first.pk).get())
    assert led() == before and ("/category/daerah/", "/daerah/") in before


def test_redirects_that_another_move_needs_too_stay_while_what_they_lead_to_does(arrive):
    arrive(old_paper())
    first = Move.objects.get()
    arrive(other_site(old_paper()))
    undoing.undo(first)
    assert ("/category/daerah/", "/daerah/") in led() and ("/?page_id=4", "/tentang/") not in led()
    assert Client().get("/category/daerah/").status_code == 301
    undoing.undo(Move.objects.exclude(pk=first.pk).get())


def test_redirects_of_a_move_from_before_they_were_noted_go_with_what_they_lead_to(arrive):
    section = SectionFactory(name="Daerah", slug="daerah")
    arrive(old_paper())
    lines = [line for line in OldItem.objects.all() if line.notes.pop("redirects", None) is not None]
    OldItem.objects.bulk_update(lines, ["notes"])
    undoing.undo(Move.objects.get())
    assert {target for _path, target in led()} == {section.path}


def test_redirects_of_two_tags_that_became_one_topic_go_with_it(arrive):
    tags = category("post_tag", "banjir", "Banjir") + category("post_tag", "banjir-2", "Banjir")
    arrive(HEAD + item(1, more=tags) + TAIL)
    assert {"/tag/banjir/", "/tag/banjir-2/"} < set(dict(led()))
    undoing.undo(Move.objects.get())
    assert not led() and not Topic.objects.exists()


@pytest.mark.parametrize("is_ours", [True, False])
def test_the_front_of_an_old_folder_leads_on_where_it_did_before_the_move(arrive, is_ours):
    if is_ours:
        Redirect.objects.create(path="/blog/", target="/")
    before = led()
    arrive(old_paper().replace("https://muara.example", "https://muara.example/blog"))
    assert "/blog/" in dict(led()) and "/blog/?feed=rss2" in dict(led())
    undoing.undo(Move.objects.get())
    assert led() == before


# Cut short -------------------------------------------------------------------------------------------


class _CutOff(Exception):
    """The power fails."""


def _cut(after: int) -> Callable[..., Any]:
    """Let so many writes pass."""
    left = [after]

    def execute(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            left[0] -= 1
            if left[0] == 0:
                raise _CutOff
        return execute(sql, params, many, context)

    return execute


def long_paper() -> str:
    """More stories than are written at once; the oldest links to the newest."""
    stories = [item(1, "Awal", "<p><a href='https://muara.example/2026/02/290/'>Nanti</a></p>")]
    for number in range(2, 291):
        at = cdata(f"2026-03-{1 + number // 24:02} {number % 24:02}:00:00")
        more = category("category", f"k{number % 3}", f"Kategori {number % 3}")
        more += category("post_tag", f"t{number % 40}", f"Tagar {number % 40}")
        stories.append(item(number, f"Kisah {number}", more=more, wp__post_date=at, wp__post_date_gmt=at))
    return HEAD + "".join(stories) + TAIL


@pytest.mark.django_db(transaction=True)
def test_a_run_cut_short_anywhere_goes_on_to_the_same_house(arrive):
    arrive(long_paper())
    whole = content()
    undoing.undo(Move.objects.get())
    chance = random.Random(5)
    for _ in range(3):
        with pytest.raises(_CutOff), connection.execute_wrapper(_cut(chance.randint(2, 16))):
            arrive(long_paper())
        assert Move.objects.get().state in {State.STOPPED, State.UNDONE}
    arrive(long_paper())
    assert content() == whole


def test_two_imports_at_once_are_refused(arrive):
    with the_only_one(), pytest.raises(Busy, match="Another import is under way"):
        arrive(ghost_paper(), source="ghost")
