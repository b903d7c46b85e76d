"""Lists, choosers and forms: what they tell of a story, and what they take from somebody else's."""

from __future__ import annotations

import json
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Revision, WorkflowState

from terbit.newsroom.models import Article
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, redraft
from tests.workflow import rows
from tests.workflow.paper import HIDDEN, Paper
from tests.workflow.rules import ACTORS, EDITORS, client_of, expected_of
from tests.workflow.screens import body, form_of, is_denied, latest, paragraph, signed_in, tells, url

pytestmark = pytest.mark.django_db

# Lists, choosers, new stories -------------------------------------------------------------------------


def listed(response, paper: Paper) -> set[str]:
    """The states of the stories that a page leads to."""
    text = response.content.decode()
    return {state for state, story in paper.stories.items() if url("edit", story.pk) in text}


@pytest.mark.parametrize("actor", ACTORS)
def test_lists_hold_exactly_the_stories_that_one_may_see(paper, actor):
    client = client_of(paper, actor)
    expected = {state for state in paper.stories if "view" in expected_of(actor, state)}
    for view, query in (("list", {}), ("list_results", {"q": "jembatan"}), ("list_results", {"q": HIDDEN})):
        response = client.get(url(view), query)
        if ACTORS[actor][0] in EDITORS | {Role.REPORTER} and actor != "ended":
            assert response.status_code == 200
            found = {state for state in expected if not query or state not in NOT_FOUND_BY[query["q"]]}
            assert listed(response, paper) == found, (view, query)
        else:
            assert is_denied(response)


# The row of a published story is what readers see; what its draft says is found only after publication.
NOT_FOUND_BY = {"jembatan": set(), HIDDEN: {"live"}}


@pytest.mark.parametrize("actor", ACTORS)
def test_only_who_writes_opens_a_new_story(paper, actor):
    client = client_of(paper, actor)
    writes = ACTORS[actor][0] in EDITORS | {Role.REPORTER} and actor != "ended"
    for view, method in product(("add", "preview_on_add"), ("get", "post")):
        before = Article.objects.count()
        response = getattr(client, method)(url(view), {})
        assert is_denied(response) != writes, (view, method)
        assert Article.objects.count() == before


def test_the_chooser_hands_over_only_what_readers_may_see(paper):
    client = client_of(paper, "reporter elsewhere")
    chooser = Article.snippet_viewset.chooser_viewset
    live = {state for state, story in paper.stories.items() if story.live}
    for state, story in paper.stories.items():
        chosen = client.get(reverse(chooser.get_url_name("chosen"), args=[story.pk]))
        several = client.get(reverse(chooser.get_url_name("chosen_multiple")), {"id": story.pk})
        assert (chosen.status_code == 200) == (state in live), state
        assert (str(story.headline) in several.content.decode()) == (state in live), state
        assert not tells(chosen) and not tells(several)
    for name, query in product(("choose", "choose_results"), ("", "jembatan")):
        assert not tells(client.get(reverse(chooser.get_url_name(name)), {"q": query}))


# By addresses and forms that name what they should not ------------------------------------------------


def test_one_story_does_not_lend_its_address_to_the_revisions_and_tasks_of_another(paper):
    user = paper.account(Role.EDITOR, "other")
    client, own = signed_in(user), ArticleFactory(section=paper.olahraga)
    own.get_workflow().start(own, paper.writer)
    foreign = paper.stories["submitted"]
    state = WorkflowState.objects.for_instance(foreign).get()
    revision = foreign.latest_revision_id
    addresses = [
        url("revisions_view", own.pk, revision),
        url("revisions_revert", own.pk, revision),
        url("revisions_unschedule", own.pk, revision),
        url("revisions_compare", own.pk, "earliest", revision),
        url("revisions_compare", own.pk, revision, "latest"),
        url("workflow_action", own.pk, "approve", state.current_task_state_id),
        url("collect_workflow_action_data", own.pk, "approve", state.current_task_state_id),
        url("workflow_history_detail", own.pk, state.pk),
    ]
    before = rows.digests()
    for address, method in product(addresses, ("get", "post")):
        response = getattr(client, method)(address, {"action-publish": "1"})
        assert response.status_code in (404, 405), (address, method)
        assert not tells(response)
    assert rows.digests()["wagtailcore.Revision"] == before["wagtailcore.Revision"]
    text = Revision.objects.get(pk=revision).content
    client.post(url("edit", own.pk), form_of(own, headline="Ditimpa", overwrite_revision_id=revision))
    assert Revision.objects.get(pk=revision).content == text
    assert latest(own).headline == own.headline


def test_a_story_of_ones_own_shows_nothing_of_another_that_it_names(paper):
    client = client_of(paper, "reporter elsewhere")
    draft = paper.stories["draft"].pk
    link = {"key": "a", "text": "tautan", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    link |= {"entityRanges": [{"offset": 0, "length": 6, "key": 0}]}
    entity = {"0": {"type": "ARTICLE", "mutability": "MUTABLE", "data": {"id": draft}}}
    blocks = [
        ("paragraph", json.dumps({"blocks": [link], "entityMap": entity})),
        ("baca_juga", {"-count": 1, "-0-deleted": "", "-0-order": 0, "-0-id": "", "-0-value": draft}),
    ]
    form = form_of(paper.stories["live"], headline="Punya Sendiri", section=paper.olahraga.pk) | body(blocks)
    form = {name: value for name, value in form.items() if not name.startswith("bylines")}
    form |= {
        f"bylines-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    assert not tells(client.post(url("preview_on_add"), form))
    assert not tells(client.get(url("preview_on_add")))
    assert not tells(client.post(url("add"), form, follow=True))
    assert not Article.objects.filter(headline="Punya Sendiri").exists()
    client.post(url("add"), form | paragraph("Tanpa tautan."))
    saved = Article.objects.get(headline="Punya Sendiri")
    named = f'<p><a linktype="article" id="{draft}">tautan</a></p>'  # as if it had been chosen before
    redraft(saved, body=[("paragraph", named), ("baca_juga", [paper.stories["draft"]])])
    assert not tells(client.post(url("edit", saved.pk), form_of(saved) | body(blocks), follow=True))
    for view in ("edit", "preview_on_edit", "history", "usage"):
        assert not tells(client.get(url(view, saved.pk))), view
    compare = url("revisions_compare", saved.pk, "earliest", "latest")
    assert not tells(client.get(compare))


def test_an_editing_session_of_a_story_is_only_for_those_who_may_change_it(paper):
    story, outsider = paper.stories["draft"], paper.account(Role.CHIEF_EDITOR, "other")
    session = EditingSession.objects.create(
        user=paper.writer,
        last_seen_at=timezone.now(),
        object_id=story.pk,
        content_type=Article.get_base_content_type(),
    )
    client = signed_in(outsider)
    names = ("terbit_newsroom", "article", story.pk, session.pk)
    ping = reverse("wagtailadmin_editing_sessions:ping", args=names)
    assert client.post(ping, {"revision_id": story.latest_revision_id}).status_code == 404
    client.post(reverse("wagtailadmin_editing_sessions:release", args=[session.pk]))
    assert EditingSession.objects.get().user == paper.writer
