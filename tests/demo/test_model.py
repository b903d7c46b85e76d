"""Every block, kind and state of the model is somewhere in the demo, and people are quoted again and again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db.models import Count
from wagtail.models import Revision

from terbit.demo import sources, staff
from terbit.demo.management.commands.demo import Command
from terbit.demo.newspaper import first_uuid
from terbit.fronts.models import Front
from terbit.house import loopback
from terbit.newsroom import plaintext, readiness
from terbit.newsroom.blocks import Body
from terbit.newsroom.models import (
    Article,
    Byline,
    Contributor,
    Office,
    Person,
    Publication,
    Redirect,
    Section,
    StandingPage,
    Statement,
    Topic,
)
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.kind import Kind, Obtained
from terbit.newsroom.models.topic import TopicKind
from terbit.pictures.models import Picture
from terbit.workflow import board, breaking, status
from terbit.workflow.models import Note, Role, RoleAssignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def user(name: str):
    return get_user_model().objects.get(name=name)


@pytest.fixture(autouse=True)
def unmarked():
    """The house of the tests is served to nobody, and is no demo for those that follow."""
    yield
    (Path(settings.HOME) / loopback.MARK).unlink(missing_ok=True)


def test_a_filling_that_is_cut_short_leaves_nothing(demo):
    assert demo.left == 0


def test_the_terminal_is_told_how_far_it_is(demo):
    total = len(sources.stories())
    assert demo.told[-2:] == [
        f"Publishing a year of stories: {total} of {total}.",
        "Making the pictures of the front page: 7 of 7.",
    ]


def test_every_block_occurs_in_what_readers_read():
    used = {block.block_type for story in Article.objects.live() for block in story.body}
    assert used == set(Body().child_blocks)


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (Article, "kind", Kind.values),
        (Article, "obtained", Obtained.values),
        (Byline, "part", Part.values),
        (Topic, "kind", TopicKind.values),
        (RoleAssignment, "role", Role.values),
    ],
)
def test_every_choice_of_the_model_is_made_somewhere(model, field, values):
    assert set(model.objects.values_list(field, flat=True)) == set(values)


def test_every_state_of_a_story_occurs():
    stories = status.with_status(Article.objects.all())
    assert {status.status_of(story) for story in stories} == set(status.LABELS)
    assert Article.objects.filter(expired=True).exists()
    assert Article.objects.exclude(withdrawn_reason="").exists()
    assert Article.objects.filter(live=False, embargo_until__isnull=False).exists()
    assert Article.objects.live().filter(updated_at__isnull=False).exists()
    assert Article.objects.live().filter(ai_assisted=True).exclude(ai_note="").exists()
    assert Article.objects.live().filter(translation_of__live=True).exclude(language="").exists()
    assert len(breaking.open_debts()) == 1


def test_published_stories_lack_nothing():
    lacking = {
        story.headline: found
        for story in Article.objects.live()
        if (found := readiness.reasons_against(story))
    }
    assert lacking == {}


def test_a_statement_needs_verification_and_one_hides_its_speaker():
    said = [each for story in Article.objects.live() for each in plaintext.statements_in(story.body)]
    assert any(each["needs_verification"] for each in said)
    assert any(each["unnamed"] and each["reason"] for each in said)


def test_people_are_quoted_in_several_stories_with_the_office_of_the_day():
    rows = Statement.objects.values("person__name").annotate(stories=Count("article", distinct=True))
    stories = {row["person__name"]: row["stories"] for row in rows}
    assert stories["Laras Wibisana"] >= 5 and sum(number >= 3 for number in stories.values()) >= 5
    said = [each for story in Article.objects.live() for each in plaintext.statements_in(story.body)]
    assert all(each.office for each in said if each["person"] and each["person"].offices.exists())


def test_people_have_offices_with_years_one_after_the_other():
    assert not Person.objects.filter(biography="").exists()
    assert Office.objects.filter(end__isnull=False).exists()
    assert Counter(Office.objects.values_list("person__name", flat=True))["Laras Wibisana"] == 3


def test_every_section_that_publishes_has_stories():
    used = set(Article.objects.live().values_list("section", flat=True))
    assert [section.name for section in Section.objects.leaves() if section.pk not in used] == []


def test_every_topic_has_stories_and_one_was_merged():
    used = set(Article.objects.live().values_list("article_topics__topic", flat=True))
    assert [topic.name for topic in Topic.objects.current() if topic.pk not in used] == []
    assert Topic.objects.filter(merged_into__isnull=False).exists()


def test_a_story_has_moved(client):
    moved = Redirect.objects.get(article__isnull=False)
    assert client.get(moved.path).headers["Location"] == moved.article.path
    assert client.get(moved.article.path).status_code == 200


def test_one_picture_is_not_on_every_page():
    shown = Counter(Article.objects.live().values_list("lead_picture", flat=True))
    del shown[None]
    assert max(shown.values()) <= 4 and sum(shown.values()) >= 40
    assert not Picture.objects.filter(description="").exists()


@pytest.mark.parametrize(
    ("name", "owed"),
    [("Sekar Anindita", True), ("Bagas Pranoto", True), ("Hasan Tabrani", True), ("Ratih Lembayung", False)],
)
def test_the_board_of_everybody_who_edits_is_alive(name, owed):
    found = board.board(user(name))
    assert found.waiting and bool(found.debts) is owed


def test_the_boards_of_reporters_show_their_drafts():
    for name in ("Idham Kasturi", "Mutia Renggali", "Nadia Kilawan", "Wayan Lestari"):
        assert board.board(user(name)).mine, name
    [returned] = board.board(user("Tegar Mahesa")).waiting
    assert "Umur pemain" in returned.returned_with
    assert Note.objects.exclude(passage="").exists()


def test_what_is_scheduled_comes_out_and_nothing_else_is_late():
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1


def test_everybody_of_the_newsroom_signs_in_with_the_printed_password(client):
    accounts = staff.to_sign_in_as()
    assert list(dict.fromkeys(account.role for account in accounts)) == [
        Role.CHIEF_EDITOR, Role.MANAGING_EDITOR, Role.EDITOR, Role.REPORTER, Role.ADMINISTRATOR,
    ]  # fmt: skip
    [reporter] = [account for account in accounts if account.role == Role.REPORTER]
    read = {section for account in accounts if account.role == Role.EDITOR for section in account.sections}
    assert reporter.sections and set(reporter.sections) <= read
    assert client.login(username=accounts[0].email, password=staff.PASSWORD)
    unlinked = Contributor.objects.filter(name__in=[account.name for account in accounts], user=None)
    assert not unlinked.exists()


def test_the_standing_pages_are_in_the_footer(demo):
    slugs = {page.values["slug"] for page in sources.pages()}
    assert slugs >= {"redaksi", "pedoman-media-siber", "koreksi", "kontak", "tentang"}
    assert set(StandingPage.objects.live().values_list("slug", flat=True)) == slugs
    assert {f"/{slug}/" for slug in slugs} <= set(demo.pages["/"].links)
    names = Contributor.objects.filter(user__isnull=False).values_list("name", flat=True)
    assert all(name in demo.pages["/redaksi/"].html for name in names)
    assert Publication.load().person_responsible in demo.pages["/redaksi/"].html


def test_an_editor_arranged_the_front():
    front = Front.objects.get(section=None)
    assert front.published.made_by == user("Sekar Anindita")


def test_a_second_start_fills_nothing_and_says_nothing_of_it(capsys):
    before = Article.objects.count()
    Command().furnish()
    assert (Article.objects.count(), capsys.readouterr().out) == (before, "")


def test_the_demo_stays_out_of_somebodys_own_house():
    Article.objects.filter(uuid=first_uuid()).update(uuid=uuid4())
    with pytest.raises(CommandError, match="a newsroom of its own") as refused:
        Command().furnish()
    assert refused.value.returncode == 2
