"""What the arranging screen shows: every slot with its story, the stories to choose from, the versions before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from terbit.fronts import composing, drafts, offering
from terbit.fronts import slots as places
from terbit.fronts.forms import LookForm
from terbit.fronts.models import Arrangement, Draft, Front, Held, Slots
from terbit.newsroom.models import Article, Publication

if TYPE_CHECKING:
    from terbit.staff.models import User

VERSIONS = 10
AT_WORK = timedelta(hours=12)  # whoever has not touched his choices so long is not at work


@dataclass
class Card:
    """One slot. `story` is what readers will get there; `held` says whether somebody chose something.

    `waits` is the name of a chosen story that does not stand there, and `why` says so.
    """

    slot: places.Slot
    story: Article | None
    held: Held | None
    changed: bool
    until: datetime | None = None
    waits: str = ""
    why: str = ""
    is_asked: bool = False
    theirs: str = ""


@dataclass
class Version:
    """A publication, with what it changed: label of the slot and what stands there since."""

    arrangement: Arrangement
    changes: list[tuple[str, str]] = field(default_factory=list)


class Screen:
    def __init__(self, front: Front, user: User) -> None:
        self.front, self.user = front, user
        self.draft = drafts.of(front, user)
        self.chosen = drafts.shown(front, self.draft)
        self.places = places.of(front)
        self.page = compose(front, self.chosen)
        self.versions = list(front.arrangements.select_related("made_by")[: VERSIONS + 1])
        self.stories = self._stories()

    def _stories(self) -> dict[int, Article]:
        """Every story that some slot names, of now, of before, or of the other editor."""
        held = [*self.chosen.values(), *(self.draft.asked.values() if self.draft else ())]
        held += [each for version in self.versions for each in version.slots.values()]
        return Article.objects.defer("body").in_bulk({each["story"] for each in held if each})

    def name(self, held: Held | None) -> str:
        """The headline as far as the user may read it; what nothing was chosen for fills by itself."""
        if held is None:
            return _("by itself")
        story = self.stories.get(held["story"])
        policy = policy_registry.get_by_type(Article)
        if story is None:
            return _("a story that was deleted")
        if story.live or policy.user_has_permission_for_instance(self.user, "view", story):
            return story.headline
        return story.withdrawn_headline or _("a story that is not out yet")

    def cards(self) -> list[Card]:
        return [self._card(place) for place in self.places]

    def _card(self, place: places.Slot) -> Card:
        held = self.chosen.get(place.name)
        readers = self.front.published.slots if self.front.published_id else {}
        card = Card(place, self.page["filled"].get(place.name), held, readers.get(place.name) != held)
        if held:
            card.until = parse_datetime(held["until"]) if held["until"] else None
            card.why = self._why_not(place, held)
            card.waits = self.name(held) if card.why else ""
        if self.draft and place.name in self.draft.asked:
            card.is_asked, card.theirs = True, self.name(self.draft.asked[place.name])
        return card

    def _why_not(self, place: places.Slot, held: Held) -> str:
        story = self.stories.get(held["story"])
        if story is None or story.is_gone:
            return _("It is not online any more; the newest story stands here.")
        if not story.live:
            return _("It is not out yet; until then the newest story stands here.")
        if places.reason_against(place, story):
            return _("It belongs to another section now; the newest story stands here.")
        if places.has_ended(held, timezone.now()):
            return _("Its time is over; the newest story stands here.")
        return ""

    def history(self) -> list[Version]:
        """The newest publications first."""
        labels = {place.name: place.label for place in self.places}
        before: list[Slots] = [version.slots for version in self.versions[1:]]
        if len(self.versions) <= VERSIONS:
            before.append({})
        return [
            Version(
                version,
                [
                    (labels[name], self.name(version.slots.get(name)))
                    for name in labels
                    if version.slots.get(name) != older.get(name)
                ],
            )
            for version, older in zip(self.versions, before, strict=False)
        ]

    def offered(self, look: LookForm) -> dict[str, Any]:
        """Stories to choose from; `target` is the slot that the editor is looking for, if he said."""
        given = look.cleaned_data if look.is_valid() else {}
        target = next((place for place in self.places if place.name == given.get("tempat")), None)
        section, words = given.get("rubrik"), given.get("q", "").replace("\0", "").strip()
        standing = {story.pk: place.label for place, story in self._standing()}
        published = offering.published(self.front, target, section, words)
        scheduled = [] if words else offering.scheduled(self.user, self.front, target, section)
        for story in (*published, *scheduled):
            story.stands_in = standing.get(story.pk, "")
        return {"target": target, "published": published, "scheduled": scheduled, "words": words}

    def _standing(self) -> list[tuple[places.Slot, Article]]:
        filled = self.page["filled"]
        return [(place, filled[place.name]) for place in self.places if filled.get(place.name)]


def compose(front: Front, chosen: Slots) -> dict[str, Any]:
    """The page as readers would get it now with these choices."""
    publication, chosen = Publication.load(), places.lasting(chosen, timezone.now())
    if front.section_id:
        return composing.section_page(front.section, publication, chosen=chosen)
    return composing.context(publication, chosen=chosen)


def others_at_work(front: Front, user: User) -> list[Draft]:
    """Unpublished choices of others for the same front, the newest first."""
    found = Draft.objects.select_related("user", "base").defer("steps").filter(front=front).exclude(user=user)
    found = found.filter(user__is_active=True, saved_at__gte=timezone.now() - AT_WORK)
    return [draft for draft in found.order_by("-saved_at") if draft.has_changes]
