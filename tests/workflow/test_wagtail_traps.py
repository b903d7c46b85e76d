"""Where Wagtail's snippets do not do what a newsroom expects, and ours do.

Each test fails when the code it names is taken away.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from terbit.newsroom import schedule
from terbit.newsroom.models import Article, ArticleTopic, ScheduleFailure
from terbit.workflow import approvals, groups
from terbit.workflow.models import Approval, Role
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    publish,
    redraft,
)

pytestmark = pytest.mark.django_db


def url(view: str, *args: object) -> str:
    return reverse(Article.snippet_viewset.get_url_name(view), args=args)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(article: Article, **changes: object) -> dict[str, object]:
    """What the editor's form posts for the latest draft."""
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    data = {
        "headline": draft.headline,
        "short_headline": draft.short_headline,
        "standfirst": draft.standfirst,
        "kind": draft.kind,
        "section": draft.section_id or "",
        "slug": draft.slug,
        "no_picture": "on",
        "obtained": draft.obtained,
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": '{"blocks": [{"key": "a", "text": "Jembatan itu dipakai lagi.", "type": "unstyled", "depth": 0,'
        ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
    }
    bylines = list(draft.bylines.all())
    for prefix, rows in (("bylines", bylines), ("article_topics", []), ("article_people", [])):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        data |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for number, row in enumerate(bylines):
        data |= {
            f"bylines-{number}-id": row.pk or "",
            f"bylines-{number}-contributor": row.contributor_id,
            f"bylines-{number}-part": row.part,
            f"bylines-{number}-ORDER": number + 1,
        }
    return data | changes


# 1 ---------------------------------------------------------------------------------------------------


def test_1_an_editor_of_one_section_reaches_no_draft_of_another_by_its_address():
    olahraga, politik = SectionFactory(), SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=olahraga)
    draft = ArticleFactory(section=politik, headline="Rahasia Politik")
    client = signed_in(editor)
    for view in ("edit", "history", "usage", "preview_on_edit", "delete", "lock", "unpublish"):
        assert client.get(url(view, draft.pk)).status_code in (302, 403), view
        response = client.get(url(view, draft.pk), follow=True)
        assert "Rahasia Politik" not in response.content.decode(), view
    assert "Rahasia Politik" not in client.get(url("list")).content.decode()


# 2 ---------------------------------------------------------------------------------------------------


def test_2_an_imported_story_stays_online_when_an_update_is_scheduled():
    article = publish(ArticleFactory())
    Article.objects.filter(pk=article.pk).update(live_revision=None)  # as a bulk import leaves it
    revision = redraft(article, headline="Judul Besok", go_live_at=timezone.now() + timedelta(days=1))
    revision.publish()
    article.refresh_from_db()
    assert article.live
    assert article.headline != "Judul Besok"


# 3 ---------------------------------------------------------------------------------------------------


def test_3_an_older_revision_does_not_undo_what_is_not_the_writers():
    old_topic, new_topic = TopicFactory(), TopicFactory()
    article = ArticleFactory()
    article.article_topics.set([ArticleTopic(topic=old_topic)])
    article.article_topics.commit()
    first = article.save_revision(clean=False)
    publish(article)
    from terbit.newsroom import publishing

    moved = publishing.move(article, section=SectionFactory(slug="kota"), slug="alamat-baru")
    publishing.merge_topic(old_topic, new_topic)
    published_at = moved.first_published_at
    first.publish()
    article.refresh_from_db()
    assert article.path == "/kota/alamat-baru/"
    assert article.first_published_at == published_at
    assert [row.topic for row in article.article_topics.all()] == [new_topic]
    assert article.bylines.count() == 1


# 4 ---------------------------------------------------------------------------------------------------


def test_4_autosave_never_rewrites_a_revision_that_is_live_scheduled_or_judged():
    user = UserFactory(role=Role.REPORTER)
    article = ArticleFactory(created_by=user)
    for fix in ("live", "scheduled", "judged"):
        revision = redraft(article, user=user)
        if fix == "live":
            revision.publish()
        elif fix == "scheduled":
            Revision.objects.filter(pk=revision.pk).update(
                approved_go_live_at=timezone.now() + timedelta(days=1)
            )
        else:
            Revision.objects.filter(pk__isnull=False).update(approved_go_live_at=None)
            Article.objects.get(pk=article.pk).get_workflow().start(Article.objects.get(pk=article.pk), user)
        revision.refresh_from_db()
        before = revision.content
        draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
        draft.headline = f"Diketik Lagi Sesudah {fix}"
        saved = draft.save_revision(user=user, clean=False, overwrite_revision=revision)
        revision.refresh_from_db()
        assert saved.pk != revision.pk, fix
        assert revision.content == before, fix


def test_4_autosave_does_rewrite_its_own_last_draft():
    user = UserFactory()
    article = ArticleFactory(created_by=user)
    revision = redraft(article, user=user)
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert draft.save_revision(user=user, clean=False, overwrite_revision=revision).pk == revision.pk


# 5 ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_5_publishing_is_one_transaction(monkeypatch):
    from wagtail.signals import published

    def fail(**kwargs):
        raise RuntimeError("the power fails here")

    article = ArticleFactory()
    published.connect(fail, sender=Article)
    try:
        with pytest.raises(RuntimeError):
            article.latest_revision.publish()
    finally:
        published.disconnect(fail, sender=Article)
    article.refresh_from_db()
    assert (article.live, article.path, article.live_revision_id) == (False, None, None)


# 6 ---------------------------------------------------------------------------------------------------


def test_6_an_author_cannot_approve_or_publish_by_form_task_or_finish():
    section = SectionFactory()
    author = UserFactory(role=Role.EDITOR, role__section=section)
    article = ArticleFactory(section=section, created_by=author, contributor=ContributorFactory(user=author))
    client = signed_in(author)
    client.post(url("edit", article.pk), form_of(article, **{"action-publish": "1"}))
    assert not Article.objects.get(pk=article.pk).live
    article.get_workflow().start(article, author)
    state = article.current_workflow_task_state
    assert state.task.specific.get_actions(article, author) == []
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, author, "approve")
    assert client.post(url("workflow_action", article.pk, "approve", state.pk)).status_code in (302, 403)
    assert not Article.objects.get(pk=article.pk).live


def test_6_finishing_publishes_the_approved_revision_not_the_latest():
    section = SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    reporter = UserFactory(role=Role.REPORTER, role__section=section)
    article = ArticleFactory(section=section, created_by=reporter)
    article.get_workflow().start(article, reporter)
    article = Article.objects.get(pk=article.pk)
    state = article.current_workflow_task_state
    approved = state.revision
    Revision.objects.create(
        content_object=article,
        base_content_type=article.get_base_content_type(),
        content=article.serializable_data() | {"headline": "Disisipkan Belakangan"},
    )
    state.task.specific.on_action(state, editor, "approve")
    article.refresh_from_db()
    assert article.live_revision == approved
    assert article.headline != "Disisipkan Belakangan"


def test_6_a_task_of_another_story_cannot_be_named_in_the_address():
    mine, theirs = SectionFactory(), SectionFactory()
    editor = UserFactory(role=Role.EDITOR, role__section=mine)
    own, other = ArticleFactory(section=mine), ArticleFactory(section=theirs)
    for article in (own, other):
        article.get_workflow().start(article, UserFactory(role=Role.REPORTER))
    state = other.current_workflow_task_state
    response = signed_in(editor).post(url("workflow_action", own.pk, "approve", state.pk))
    assert response.status_code in (403, 404)
    assert not Article.objects.get(pk=other.pk).live


# 7 ---------------------------------------------------------------------------------------------------


def test_7_a_story_submitted_while_it_is_created_takes_the_workflow_of_its_section():
    stricter = next(
        workflow
        for workflow in (task.workflows.all() for task in Approval.objects.filter(leading_only=True))
        for workflow in workflow
    )
    section = SectionFactory(workflow=stricter)
    reporter = UserFactory(role=Role.REPORTER, role__section=section)
    blank = ArticleFactory.build(section=section, contributor=None)
    blank.pk = None
    data = {
        **form_of(ArticleFactory(section=section)),
        "headline": "Baru Dibuat",
        "action-submit": "1",
        "bylines-0-id": "",
        "bylines-INITIAL_FORMS": 0,
    }
    signed_in(reporter).post(url("add"), data)
    article = Article.objects.get(headline="Baru Dibuat")
    assert WorkflowState.objects.for_instance(article).get().workflow == stricter


# 8 ---------------------------------------------------------------------------------------------------


def test_8_one_storys_failure_does_not_hold_the_next(time_machine):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    soon = timezone.now() + timedelta(minutes=1)
    broken, sound = ArticleFactory(go_live_at=soon), ArticleFactory(go_live_at=soon)
    for article in (broken, sound):
        article.latest_revision.publish()
    redacted = Revision.objects.get(approved_go_live_at__isnull=False, object_id=str(broken.pk))
    redacted.content["standfirst"] = ""
    redacted.save()
    time_machine.shift(timedelta(minutes=1))
    schedule.work_off()
    assert Article.objects.get(pk=sound.pk).live
    assert not Article.objects.get(pk=broken.pk).live
    assert ScheduleFailure.objects.get().article == broken


# 9 ---------------------------------------------------------------------------------------------------


def test_9_the_chooser_searches_and_shows_no_draft():
    editor = UserFactory(role=Role.EDITOR)
    publish(ArticleFactory(headline="Jembatan Lama Dibuka"))
    ArticleFactory(headline="Jembatan Rahasia")
    client = signed_in(editor)
    chooser = Article.snippet_viewset.chooser_viewset
    shown = client.get(reverse(chooser.get_url_name("choose_results")), {"q": "jembatan"}).content.decode()
    assert "Jembatan Lama Dibuka" in shown
    assert "Jembatan Rahasia" not in shown


# 10 --------------------------------------------------------------------------------------------------


def test_10_roles_have_their_permissions_on_a_fresh_database_and_stay_so():
    from django.contrib.auth.models import Group

    editors = Group.objects.get(name=groups.group_name(Role.EDITOR))
    before = set(editors.permissions.values_list("codename", flat=True))
    assert {"access_admin", "publish_article", "add_picture"} <= before
    editors.permissions.clear()
    groups.make_groups()
    approvals.make_workflows()
    assert set(editors.permissions.values_list("codename", flat=True)) == before
    assert Approval.objects.count() == 2


# 11 --------------------------------------------------------------------------------------------------


def test_11_opening_locks_and_a_scheduled_story_is_unscheduled_in_one_click():
    section = SectionFactory()
    first, second = (UserFactory(role=Role.EDITOR, role__section=section) for _ in range(2))
    article = ArticleFactory(section=section)
    signed_in(first).get(url("edit", article.pk))
    article.refresh_from_db()
    assert article.locked_by == first
    signed_in(second).post(url("edit", article.pk), form_of(article, headline="Ditulis Orang Kedua"))
    assert Article.objects.get(pk=article.pk).headline != "Ditulis Orang Kedua"
    signed_in(second).post(url("take_over", article.pk))
    signed_in(second).post(url("edit", article.pk), form_of(article, headline="Ditulis Orang Kedua"))
    assert Article.objects.get(pk=article.pk).headline == "Ditulis Orang Kedua"

    redraft(article, go_live_at=timezone.now() + timedelta(days=1)).publish()
    response = signed_in(second).post(url("unschedule", article.pk), follow=True)
    assert response.status_code == 200
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()


# 12 --------------------------------------------------------------------------------------------------


def test_12_a_preview_may_be_framed_by_the_newsroom_only_and_is_kept_by_nobody():
    editor = UserFactory(role=Role.EDITOR)
    article = ArticleFactory()
    response = signed_in(editor).get(url("revisions_view", article.pk, article.latest_revision_id))
    assert response.status_code == 200
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]
    assert [size["device_width"] for size in Article.preview_sizes] == [360, 768, 1280]


def test_an_index_used_by_latest_lists_is_partial():
    plan = Article.objects.latest()[:30].explain()
    if connection.vendor == "sqlite":
        assert "terbit_live" in plan
