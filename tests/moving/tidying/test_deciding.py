"""What an editor decides about topics: what readers then see, and how it is taken back."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from terbit.lib import schedule
from terbit.moving.tidying import deeds, queue
from terbit.moving.tidying.models import Proposal, State
from terbit.moving.tidying.reasons import Reason
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, ArticleTopic, Topic
from terbit.newsroom.models.topic import TopicAlias
from tests.factories import UserFactory, redraft
from tests.moving.tidying.desk import carried, keys, proposal, story, topic, waiting

pytestmark = pytest.mark.django_db


# Proposing --------------------------------------------------------------------------------------------


def test_what_is_proposed_follows_the_topics(fish):
    assert queue.look() == 1
    assert waiting() == {"pasar-ikan": "Pasar Ikan"}
    key = keys()
    assert queue.look() == 1 and keys() == key
    Topic.objects.filter(name="pasar-ikan").update(name="Pelabuhan Ikan")
    assert queue.look() == 0


def test_the_background_worker_looks_each_hour_if_anything_changed(fish):
    [job] = [job for job in schedule.jobs() if job.name == "topics"]
    assert job.seconds == 3600 and job.apart
    job.run()
    assert waiting() == {"pasar-ikan": "Pasar Ikan"}
    Proposal.objects.all().delete()
    job.run()
    assert waiting() == {}  # nothing has changed since
    topic("NELAYAN")
    job.run()
    assert waiting() == {"pasar-ikan": "Pasar Ikan", "NELAYAN": "nelayan"}


def test_the_publications_own_name_is_known_from_its_settings_and_its_address(fish, settings):
    settings.TERBIT_URL = "https://www.kabararumbai.example"
    story("Lain", "kabararumbai", "kabararumbai.example", section=fish[0].section)
    queue.look()
    assert waiting().items() >= {"kabararumbai": None, "kabararumbai.example": None}.items()


def test_a_topic_with_another_name_or_a_description_stays(fish):
    TopicAlias.objects.create(topic=topic("pasar-ikan"), name="Pasar Pelabuhan")
    queue.look()
    assert waiting() == {"Pasar Ikan": "pasar-ikan"}


def test_a_topic_of_one_story_waits_until_the_story_is_old(section):
    past = story("Dulu", "Laras Hanum", "peran nelayan lama", section=section)
    now = story("Kini", "Idham Kasturi", "peran nelayan muda", section=section)
    queue.look()
    assert waiting() == {"peran nelayan lama": None, "peran nelayan muda": None}
    before = now.first_published_at.replace(year=now.first_published_at.year - 2, day=1)
    Article.objects.filter(pk=past.pk).update(first_published_at=before)
    queue.look()
    assert waiting() == {"peran nelayan lama": None, "Laras Hanum": None}


def test_a_longer_name_is_proposed_where_all_its_stories_carry_the_shorter_one(section):
    both = ("perundingan dagang", "perundingan dagang nelayan dan tengkulak")
    first = story("Satu", *both, section=section)
    story("Dua", *both, section=section)
    queue.look()
    assert waiting() == {both[1]: both[0]}
    ArticleTopic.objects.filter(article=first, topic__name=both[0]).delete()
    queue.look()
    assert both[1] not in waiting()


# Deciding ---------------------------------------------------------------------------------------------


def test_a_merge_moves_stories_and_list_and_leads_readers_on(fish, client):
    queue.look()
    assert [each.topic.name for each in deeds.accept(keys())] == ["pasar-ikan"]
    assert carried(fish[1]) == ["Pasar Ikan", "nelayan"]
    answer = client.get("/topik/pasar-ikan-2/")
    assert (answer.status_code, answer["Location"]) == (301, "/topik/pasar-ikan/")
    assert b"Harga Ikan Naik" in client.get("/topik/pasar-ikan/").content
    assert queue.look() == 0


def test_a_refused_proposal_never_comes_again(fish):
    queue.look()
    user = UserFactory(role="editor")
    deeds.refuse(keys(), user)
    assert queue.look() == 0
    refused = Proposal.objects.get()
    assert (refused.state, refused.decided_by) == (State.REFUSED, user)
    deeds.take_back(refused.pk, user)
    assert queue.look() == 1


def test_turned_round_the_other_name_stays_and_a_new_look_does_not_turn_it_back(fish):
    queue.look()
    deeds.turn_round(keys()[0])
    queue.look()
    assert waiting() == {"Pasar Ikan": "pasar-ikan"}
    deeds.accept(keys())
    assert [carried(each) for each in fish] == [["pasar-ikan"], ["pasar-ikan", "nelayan"]]


def test_a_longer_name_does_not_take_over_the_shorter_one_in_it(section):
    story("Satu", "perundingan dagang", "perundingan dagang nelayan dan tengkulak", section=section)
    queue.look()
    with pytest.raises(deeds.Refused, match="tidak dapat dibalik"):
        deeds.turn_round(keys()[0])


@pytest.mark.parametrize("why", [Reason.LONE, Reason.COMMON, Reason.OWN])
def test_a_dropped_topic_is_on_no_story_and_its_address_leads_to_what_its_readers_want(
    section, client, settings, why
):
    name = {Reason.LONE: "peran nelayan tua", Reason.COMMON: "warga", Reason.OWN: "kabararumbai"}[why]
    settings.TERBIT_URL = "http://kabararumbai"
    settings.ALLOWED_HOSTS = ["*"]
    stories = [story("Nelayan", name, "Laras Hanum", section=section)]
    if why != Reason.LONE:
        stories.append(story("Lain", name, section=section))
    queue.look()
    assert Proposal.objects.get(topic__name=name).reason == why
    deeds.accept([proposal(name).pk])
    assert carried(stories[0]) == ["Laras Hanum"]
    answer = client.get(f"/topik/{name.replace(' ', '-')}/")
    there = {Reason.LONE: stories[0].path, Reason.COMMON: "/cari/?q=warga", Reason.OWN: "/"}[why]
    assert (answer.status_code, answer["Location"]) == (301, there)
    assert client.get(there).status_code == 200
    assert name not in waiting()
    queue.look()
    assert name not in waiting()


def test_no_old_version_of_a_story_brings_a_dropped_topic_back(section):
    article = story("Nelayan", "warga", "Laras Hanum", section=section)
    queue.look()
    deeds.accept(keys())
    redraft(article, standfirst="Ringkasan lain.").publish()
    assert carried(article) == ["Laras Hanum"]


def test_readers_of_a_topic_merged_into_a_dropped_one_are_led_on_in_one_step(section, client):
    story("Nelayan", "warga", "warga kota", section=section)
    publishing.merge_topic(topic("warga kota"), topic("warga"))
    queue.look()
    deeds.accept(keys())
    answer = client.get("/topik/warga-kota/")
    assert answer.status_code == 301 and not answer["Location"].startswith("/topik/")


def test_what_changed_meanwhile_is_not_decided(fish):
    queue.look()
    [key] = keys()
    publishing.merge_topic(topic("pasar-ikan"), topic("nelayan"))
    assert deeds.accept([key]) == []
    assert topic("pasar-ikan").merged_into == topic("nelayan")


def test_only_who_edits_topics_decides(fish):
    queue.look()
    reporter = UserFactory(role="reporter")
    for deed in (deeds.accept, deeds.refuse):
        with pytest.raises(PermissionDenied):
            deed(keys(), reporter)
    for deed in (deeds.turn_round, deeds.take_back):
        with pytest.raises(PermissionDenied):
            deed(keys()[0], reporter)
    assert waiting() == {"pasar-ikan": "Pasar Ikan"}


# The command ------------------------------------------------------------------------------------------


def told(*words: str) -> str:
    out = StringIO()
    call_command("topics", *words, stdout=out)
    return out.getvalue()


def test_the_command_proposes_and_lists(fish):
    assert told() == "No proposal waits.\n"
    listed = told("--propose")
    assert "pasar-ikan → Pasar Ikan: written differently\n" in listed
    assert "1 proposal waits; decide it under" in listed
    assert json.loads(told("--json")) == {
        "proposals": [{"topic": "pasar-ikan", "into": "Pasar Ikan", "reason": "writing"}]
    }
