"""What the board shows as waiting for somebody's judgement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.menu import admin_menu
from wagtail.models import Site

from terbit.newsroom.models import Article, Byline, Publication, Section
from terbit.staff.models import User
from terbit.workflow import board
from terbit.workflow.models import BreakingStory, Notice, Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


def submitted(section: Section, by: User, **facts: object) -> Article:
    story = ArticleFactory(section=section, created_by=by, **facts)
    story.get_workflow().start(story, by)
    return story


def waiting(user: User) -> list[Article]:
    return board.board(User.objects.get(pk=user.pk)).waiting


def test_a_story_waits_for_the_editors_of_its_section_alone():
    olahraga, politik = SectionFactory(), SectionFactory()
    story = submitted(olahraga, UserFactory(role=Role.REPORTER))
    assert waiting(UserFactory(role=Role.EDITOR, role__section=olahraga)) == [story]
    assert waiting(UserFactory(role=Role.CHIEF_EDITOR)) == [story]
    assert waiting(UserFactory(role=Role.EDITOR, role__section=politik)) == []
    assert waiting(UserFactory(role=Role.REPORTER, role__section=olahraga)) == []


def test_a_story_waits_for_nobody_who_wrote_or_submitted_it():
    section = SectionFactory()
    writer, named, submitter = (UserFactory(role=Role.EDITOR, role__section=section) for _ in range(3))
    story = ArticleFactory(section=section, created_by=writer, contributor=ContributorFactory(user=named))
    story.get_workflow().start(story, submitter)
    assert [waiting(user) for user in (writer, named, submitter)] == [[], [], []]
    Publication.objects.update_or_create(defaults={"own_approval": True})
    assert waiting(named) == [story]


def test_a_story_waits_for_nobody_whom_only_the_waiting_text_names():
    section = SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    story = ArticleFactory(section=section, published=True, created_by=UserFactory(role=Role.REPORTER))
    draft = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.bylines.add(Byline(contributor=ContributorFactory(user=editor)))
    draft.save_revision(clean=False)
    assert not story.bylines.filter(contributor__user=editor).exists()
    story = Article.objects.get(pk=story.pk)
    story.get_workflow().start(story, story.created_by)
    assert waiting(editor) == []


def test_the_story_that_waits_longest_comes_first():
    section, reporter = SectionFactory(), UserFactory(role=Role.REPORTER)
    older, newer = (submitted(section, reporter) for _ in range(2))
    state = newer.current_workflow_task_state
    state.started_at = timezone.now() - timedelta(days=1)
    state.save()
    assert waiting(UserFactory(role=Role.CHIEF_EDITOR)) == [newer, older]


def test_many_waiting_stories_take_no_more_queries_than_a_few():
    section, reporter = SectionFactory(), UserFactory(role=Role.REPORTER)
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    submitted(section, reporter)
    few = queries_of_board(chief)
    for _ in range(4):
        submitted(section, reporter)
    assert queries_of_board(chief) == few


def queries_of_board(user: User) -> int:
    user = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        assert board.board(user).waiting
    return len(captured)


def test_a_story_waits_for_nobody_who_left_its_byline_by_himself():
    section = SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    story = ArticleFactory(section=section, created_by=UserFactory(role=Role.REPORTER))
    draft = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    for names in ([ContributorFactory(user=editor), ContributorFactory()], [ContributorFactory()]):
        draft.bylines.set([Byline(contributor=contributor) for contributor in names])
        draft.save_revision(user=editor, clean=False)
    story = Article.objects.get(pk=story.pk)
    story.get_workflow().start(story, story.created_by)
    assert waiting(editor) == []


def test_a_story_waits_for_nobody_whose_name_in_it_lost_its_account():
    section = SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    contributor = ContributorFactory(user=editor)
    story = ArticleFactory(section=section, contributor=contributor)
    contributor.user = None
    contributor.save()
    story.get_workflow().start(story, UserFactory(role=Role.REPORTER))
    assert waiting(editor) == []


def test_a_story_waits_for_an_editor_who_changed_it_without_being_its_author():
    section = SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    story = ArticleFactory(section=section, created_by=UserFactory(role=Role.REPORTER))
    story.save_revision(user=editor, clean=False)
    story.get_workflow().start(story, story.created_by)
    assert waiting(editor) == [story]


def test_a_returned_story_waits_for_its_reporter_and_stands_on_the_board_once():
    section = SectionFactory()
    reporter, editor = (
        UserFactory(role=role, role__section=section) for role in (Role.REPORTER, Role.EDITOR)
    )
    story = submitted(section, reporter)
    story.current_workflow_task_state.reject(user=editor, comment="Siapa sumbernya?")
    shown = board.board(User.objects.get(pk=reporter.pk))
    assert (shown.waiting, shown.mine, shown.news) == ([story], [], [])
    assert shown.waiting[0].returned_with == "Siapa sumbernya?"


def test_news_is_told_once_for_each_story_and_only_while_it_is_so():
    section, reporter = SectionFactory(), UserFactory(role=Role.REPORTER)
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    told, settled = ArticleFactory(section=section), ArticleFactory(section=section)
    for story, kind in ((told, "note"), (told, "approved"), (settled, "submitted")):
        Notice.objects.create(user=editor, article=story, kind=kind, actor=reporter)
    assert [notice.article for notice in board.board(editor).news] == [told]


def test_at_most_five_pieces_of_news_stand_on_the_board():
    editor = UserFactory(role=Role.EDITOR)
    for _number in range(7):
        Notice.objects.create(user=editor, article=ArticleFactory(), kind="note")
    assert len(board.board(editor).news) == 5


def test_breaking_news_to_be_approved_is_shown_to_the_editors_of_its_section_and_to_who_published_it():
    politik, olahraga = SectionFactory(), SectionFactory()
    publisher, author = (UserFactory(role=Role.EDITOR, role__section=olahraga) for _ in range(2))
    story = ArticleFactory(section=politik, published=True, contributor=ContributorFactory(user=author))
    debt = BreakingStory.objects.create(
        article=story, revision=story.live_revision or story.save_revision(), published_by=publisher
    )
    assert board.board(UserFactory(role=Role.EDITOR, role__section=politik)).debts == [debt]
    assert board.board(publisher).debts == [debt]
    assert board.board(author).debts == []


def test_breaking_news_that_waits_for_days_says_since_which_day(client):
    story, publisher = ArticleFactory(published=True), UserFactory(role=Role.EDITOR)
    debt = BreakingStory.objects.create(
        article=story, revision=story.live_revision or story.save_revision(), published_by=publisher
    )
    BreakingStory.objects.filter(pk=debt.pk).update(published_at=datetime(2026, 11, 4, 14, 50, tzinfo=UTC))
    client.force_login(publisher)
    assert "4 Nov, 21.50 WIB" in client.get("/ruang-redaksi/").content.decode()


@pytest.mark.parametrize(("role", "offered"), [(Role.REPORTER, True), (Role.ADMINISTRATOR, False)])
def test_who_writes_no_stories_is_not_offered_to(client, role, offered):
    client.force_login(UserFactory(role=role))
    html = client.get("/ruang-redaksi/").content.decode()
    assert ("/naskah/add/" in html) is offered


def test_the_menu_begins_with_the_board_and_leads_to_the_site_by_its_whole_address(client, settings):
    user = UserFactory(role=Role.CHIEF_EDITOR)
    request = RequestFactory().get("/ruang-redaksi/")
    request.user = user
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    addresses = {item.name: item.url for item in items}
    assert next(iter(addresses.items())) == ("board", "/ruang-redaksi/")
    assert list(addresses)[-4:] == ["readers", "reports", "settings", "site"]
    assert addresses["site"] == f"{settings.TERBIT_URL}/"
    assert addresses["pages"] == f"/ruang-redaksi/pages/{Site.objects.get().root_page_id}/"
