"""What was decided about topics is taken back: every row as it was, in any order."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from terbit.house import digest
from terbit.moving.tidying import deeds, queue
from terbit.moving.tidying.models import Proposal, State
from terbit.newsroom.models import Article, ArticleTopic, Redirect, Topic
from tests.factories import UserFactory, redraft
from tests.moving.tidying.desk import carried, keys, proposal, rows, story, topic, waiting

pytestmark = pytest.mark.django_db


def test_taken_back_everything_is_as_it_was_and_the_log_tells_of_both(fish, client):
    story("Warga Rapat", "warga", section=fish[0].section)
    Redirect.objects.create(path="/tag/pasar-ikan/", target="/topik/pasar-ikan-2/")
    queue.look()
    before, summed = rows(), digest.of(connection).kinds
    user = UserFactory(role="editor")
    done = deeds.accept(keys(), user)
    assert len(done) == 2 and rows() != before
    for each in done:
        deeds.take_back(each.pk, user)
    assert rows() == before
    kinds = digest.of(connection).kinds
    of_tidying = ("Topic", "ArticleTopic", "Redirect", "Proposal", "Article")
    changed = {label for label in kinds if kinds[label] != summed.get(label)}
    assert not {label for label in changed if label.rpartition(".")[2] in of_tidying}
    assert client.get("/topik/pasar-ikan-2/").status_code == 200
    logged = ModelLogEntry.objects.filter(user=user).order_by("pk").values_list("action", flat=True)
    assert set(logged) >= {
        "terbit.merge_topic",
        "terbit.unmerge_topic",
        "terbit.drop_topic",
        "terbit.restore_topic",
    }


def test_what_an_editor_changed_since_a_merge_stays_as_they_left_it(fish):
    queue.look()
    [done] = deeds.accept(keys())
    draft = redraft(fish[1], article_topics=[ArticleTopic(topic=topic("nelayan"))])
    draft.publish()
    later = story("Pasar Malam", "Pasar Ikan", section=fish[0].section)
    deeds.take_back(done.pk)
    assert carried(fish[1]) == ["nelayan"]
    assert carried(later) == ["Pasar Ikan"]
    assert topic("pasar-ikan").merged_into is None


def test_nothing_is_taken_back_twice(fish):
    queue.look()
    [done] = deeds.accept(keys())
    deeds.take_back(done.pk)
    with pytest.raises(deeds.Refused, match="Tidak ada yang"):
        deeds.take_back(done.pk)


def test_a_merge_taken_back_out_of_turn_leaves_the_later_ones_standing(section):
    article = story("Nelayan", "Pasar Ikan", "pasar ikan", "PASAR IKAN", section=section)
    queue.look()
    first, second = sorted(waiting())
    deeds.accept([proposal(first).pk])
    deeds.accept([proposal(second).pk])
    stays = carried(article)
    deeds.take_back(proposal(first).pk)
    assert sorted(carried(article)) == sorted([first, *stays])
    assert Topic.objects.get(name=second).merged_into == topic(*stays)


NAMES = ("Pasar Ikan", "pasar ikan", "PASAR IKAN", "pasar-ikan", "warga", "Warga", "peran nelayan tua")
STEPS = st.lists(
    st.tuples(st.sampled_from(["accept", "turn", "take_back", "look"]), st.integers(0, 20)), max_size=10
)


@given(
    st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=5), min_size=1, max_size=3),
    STEPS,
    st.randoms(use_true_random=False),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sequence_of_decisions_taken_back_in_any_order_restores_all_rows(
    stories_of_three: Any, carrying: list[list[str]], steps: list[tuple[str, int]], chance: random.Random
):
    with transaction.atomic():
        for article, names in zip(stories_of_three, carrying, strict=False):
            ArticleTopic.objects.bulk_create(
                ArticleTopic(article=article, topic=topic(name), sort_order=at)
                for at, name in enumerate(names)
            )
        start = rows()[:3]
        queue.look()
        for step, number in steps:
            take(step, number)
        accepted = list(Proposal.objects.filter(state=State.ACCEPTED))
        chance.shuffle(accepted)
        for each in accepted:
            deeds.take_back(each.pk)
        assert rows()[:3] == start
        transaction.set_rollback(True)


@pytest.fixture
def stories_of_three(section: Any) -> list[Article]:
    return [story(f"Berita {number}", section=section) for number in range(3)]


def take(step: str, number: int) -> None:
    """One of the steps, on one of the proposals that are there for it."""
    if step == "look":
        queue.look()
        return
    state = State.ACCEPTED if step == "take_back" else State.OPEN
    there = list(Proposal.objects.filter(state=state))
    if not there:
        return
    key = there[number % len(there)].pk
    if step == "accept":
        deeds.accept([key])
    elif step == "take_back":
        deeds.take_back(key)
    else:
        with suppress(deeds.Refused):
            deeds.turn_round(key)
