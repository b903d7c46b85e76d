"""A story's history, as an editor reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.log_actions import log

from terbit.newsroom import publishing
from terbit.newsroom.blocks.comparison import RichTextComparison
from terbit.newsroom.blocks.text import StoryTextBlock
from terbit.workflow.models import Role
from terbit.workflow.views.history import fold
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.screens import signed_in, url

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def entry(key: int, minute: int, user: int = 1, action: str = "wagtail.edit") -> tuple[object, ...]:
    return (key, action, user, NINE + timedelta(minutes=minute), key * 10)


def test_savings_of_one_sitting_are_one_row_that_compares_with_what_was_before():
    assert fold([entry(1, 0), entry(2, 5), entry(3, 14)]) == ([1, 2], {3: 10})


@pytest.mark.parametrize(
    "rows",
    [
        [entry(1, 0), entry(2, 11)],
        [entry(1, 0), entry(2, 1, user=2)],
        [entry(1, 0), entry(9, 1, action="wagtail.workflow.start"), entry(2, 2)],
        [entry(1, 0), entry(9, 1, action="wagtail.publish"), entry(2, 2)],
    ],
)
def test_a_pause_another_person_or_a_submission_ends_a_sitting(rows):
    folded, before = fold(rows)
    assert folded == []
    assert before == {1: 10, 2: 20}


def test_the_history_speaks_as_the_newsroom_does():
    reporter, chief = UserFactory(role=Role.REPORTER), UserFactory(role=Role.CHIEF_EDITOR)
    story = ArticleFactory(created_by=reporter)
    for _number in range(3):
        log(instance=story, action="wagtail.edit", user=reporter, revision=story.save_revision())
    story.get_workflow().start(story, reporter)
    story.current_workflow_task_state.reject(user=chief, comment="Siapa sumbernya?")
    response = signed_in(chief).get(url("history", story.pk))
    actions = [row.action for row in response.context["object_list"]]
    assert actions.count("wagtail.edit") == 1
    for words in ("Diajukan ke redaktur", "Dikembalikan oleh redaktur", "Siapa sumbernya?"):
        assert words in response.text
    assert "Ditolak" not in response.text


def test_a_move_and_a_withdrawal_say_from_where_to_where_and_why():
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    story = ArticleFactory(published=True)
    old = story.path
    story = publishing.move(story, section=SectionFactory(), slug="alamat-baru", user=chief)
    publishing.take_offline(story, reason="Berita ini memuat harga yang keliru.", user=chief)
    html = signed_in(chief).get(url("history", story.pk)).text
    assert old in html
    assert story.path in html
    assert "Berita ini memuat harga yang keliru." in html


def test_words_of_two_paragraphs_stay_two_words_when_versions_are_compared():
    block = StoryTextBlock()
    old, new = block.to_python("<p>Hujan reda.</p><p>Warga pulang.</p>"), block.to_python("<p>Hujan</p>")
    html = RichTextComparison(block, True, True, old, new).htmlvalue(old)
    assert html == "Hujan reda. Warga pulang."
