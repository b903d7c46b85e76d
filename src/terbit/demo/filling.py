"""Fills an empty house with the invented newspaper: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone, translation

from terbit.demo import copies, desk, fates, front, readership, sources, staff, standing
from terbit.demo.ground import Ground
from terbit.demo.newspaper import Newspaper, first_uuid
from terbit.newsroom.models import Article
from terbit.workflow.models import Notice

EACH = 10  # stories to a line of progress

Say = Callable[[str], None]


def is_filled() -> bool:
    return Article.objects.filter(uuid=first_uuid()).exists()


def refuse_strangers() -> None:
    """Raise CommandError with one sentence where somebody's own newspaper lives."""
    if not is_filled() and (Article.objects.exists() or get_user_model().objects.exists()):
        raise CommandError(
            "This house holds a newsroom of its own: TERBIT_HOME names another folder for the demo.",
            returncode=2,
        )


def fill(say: Say = lambda line: None) -> None:
    """One transaction: a filling that is cut short leaves an empty house, and the next one begins anew."""
    with transaction.atomic(), translation.override("id"):
        _count_from_one()
        say("Writing the newspaper: its sections, people, topics and pictures …")
        ground = Ground()
        paper = Newspaper(ground, staff.make())
        total = len(sources.stories())
        for number, _source in enumerate(paper.publish(), 1):
            if number % EACH == 0 or number == total:
                say(f"Publishing a year of stories: {number} of {total}.")
        fates.befall(paper)
        desk.fill(paper)
        chief = paper.accounts[ground.publication.person_responsible]
        standing.publish(paper.records, chief)
        front.arrange(paper.records, ground.sections, chief)
        readership.fill()
        # The board shows them; as e-mail they would only fill the terminal of whoever tries the demo.
        Notice.objects.update(emailed_at=timezone.now())
        copies.order()
    for number, total in copies.make_for_the_front():
        if number % EACH == 0 or number == total:
            say(f"Making the pictures of the front page: {number} of {total}.")


def _count_from_one() -> None:
    """On PostgreSQL keys that a filling cut short had drawn would not come again, and addresses hold some."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
