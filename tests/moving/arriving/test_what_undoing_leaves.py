"""A move that is taken back takes nothing that the newsroom made of it, and leaves nothing that only it made."""

from __future__ import annotations

import pytest
from wagtail.models import Page, Site

from terbit.fronts.models import Arrangement, Front
from terbit.moving.arriving import files, undoing
from terbit.moving.models import Move, OldItem
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Redirect, Section, StandingPage
from terbit.workflow.models import RoleAssignment
from terbit.workflow.models.role import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.moving.arriving.exports import HEAD, SITE, TAIL, of_kind, old_paper, paper_with_pictures

pytestmark = pytest.mark.django_db


def refusal() -> str:
    """Why the one move is not taken back."""
    before = Article.objects.count()
    with pytest.raises(undoing.UndoRefused) as refused:
        undoing.undo(Move.objects.get())
    assert Article.objects.count() == before
    return refused.value.reason


def bridge() -> Article:
    return OldItem.objects.get(key="item:2").became


@pytest.mark.parametrize("kind", ["link", "baca_juga"])
def test_a_story_that_a_draft_of_our_own_names_is_not_taken_from_under_it(arrive, kind):
    arrive(old_paper())
    link = {"type": "paragraph", "value": f'<p><a linktype="article" id="{bridge().pk}">Lihat</a>.</p>'}
    blocks = [link] if kind == "link" else [{"type": "baca_juga", "value": [bridge().pk]}]
    own = publish(ArticleFactory())
    redraft(own, user=UserFactory(), body=blocks)
    assert refusal() == "in-use"
    redraft(own, user=UserFactory(), body=[])
    undoing.undo(Move.objects.get())


def test_a_story_that_editors_put_on_the_front_is_not_taken_from_it(arrive):
    arrive(old_paper())
    front = Front.objects.create()
    front.published = Arrangement.objects.create(
        front=front, number=1, slots={"lead": {"story": bridge().pk}}
    )
    front.save()
    assert refusal() == "in-use"


def test_a_story_that_got_another_address_here_has_been_worked_on(arrive):
    arrive(old_paper())
    user = UserFactory(is_superuser=True)
    publishing.move(bridge(), section=SectionFactory(), slug="jembatan-baru", user=user)
    assert refusal() == "worked-on"


def test_so_has_a_page_that_got_another_place(arrive):
    arrive(HEAD + of_kind("page", 4, title="Tentang") + TAIL)
    above = Site.objects.get().root_page.add_child(instance=StandingPage(title="Kami", slug="kami"))
    Page.objects.get(title="Tentang").move(above, pos="last-child", user=UserFactory(is_superuser=True))
    assert refusal() == "worked-on"


def test_a_section_stays_where_somebody_has_a_role_or_a_front_was_arranged(arrive):
    arrive(old_paper())
    sections = {section.slug: section for section in Section.objects.all()}
    role = RoleAssignment.objects.create(user=UserFactory(), role=Role.EDITOR, section=sections["agam"])
    front = Front.objects.create(section=sections["berita"])
    Front.objects.create(section=sections["daerah"])  # was only looked at
    arranged = Arrangement.objects.create(front=front, number=1)
    undoing.undo(Move.objects.get())
    role.refresh_from_db()
    arranged.refresh_from_db()
    assert set(Section.objects.values_list("slug", flat=True)) == {"agam", "daerah", "berita"}


# Redirects -------------------------------------------------------------------------------------------


def other_site(export: str) -> str:
    return export.replace("muara.example", "lain.example")


@pytest.mark.parametrize("folder", ["", "/blog"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_redirects_that_several_moves_needed_go_with_the_last_of_them(arrive, folder, order):
    SectionFactory(name="Daerah", slug="daerah")
    paper = old_paper().replace(SITE, f"{SITE}{folder}")
    for host in ("muara.example", "lain.example", "lagi.example"):
        arrive(paper.replace("muara.example", host))
    moves = list(Move.objects.order_by("pk"))
    for number in order[:2]:
        undoing.undo(moves[number])
    paths = set(Redirect.objects.filter(article=None).values_list("path", flat=True))
    assert {f"{folder}/category/daerah/", f"{folder}/?cat=11"} < paths
    assert f"{folder}/" in paths or not folder
    undoing.undo(moves[order[2]])
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("shown_by", ["page", "story"])
def test_the_old_pages_of_pictures_go_with_them(arrive, uploads, shown_by):
    export = paper_with_pictures()
    if shown_by == "page":
        body = f'<p><img class="wp-image-50" src="{SITE}/wp-content/uploads/2026/02/banjir.jpg"></p>'
        story, behind = export.index("\t<item>"), export.index("</item>\n") + len("</item>\n")
        export = export[:story] + of_kind("page", 4, title="Tentang", body=body) + export[behind:]
    arrive(export, files=files.at(uploads))
    assert set(Redirect.objects.values_list("path", flat=True)) >= {"/banjir-foto/", "/?attachment_id=50"}
    undoing.undo(Move.objects.get())
    assert not Redirect.objects.exists()
