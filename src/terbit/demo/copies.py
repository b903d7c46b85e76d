"""The smaller copies of the demo's pictures: those of the front page at once, the rest by the worker."""

from __future__ import annotations

from collections.abc import Iterable

from terbit.demo import sources
from terbit.fronts import composing
from terbit.newsroom.models import Article, Publication
from terbit.pictures.addresses import make_renditions
from terbit.pictures.models import Picture

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task

# What the paper's templates ask for: ratio and widths of pictures to stories, of portraits, of pictures in a text.
STORIES = ("3:2", (160, 320, 640, 960, 1200))
PORTRAITS = (("1:1", (160,)), ("4:5", (320, 640)))
WITHIN = ("", (320, 640, 960, 1200))
SMALL, LARGE = (320, 640), (320, 640, 960)


@task(backend="background")
def make(pk: int, ratio: str, widths: list[int]) -> None:
    """All formats of one picture; gone or not, the task ends."""
    for picture in Picture.objects.filter(pk=pk):
        make_renditions(picture, widths, ratio)


def order() -> None:
    """Put into the worker's queue what the front page does not need: newest stories first, then portraits."""
    stories = Article.objects.latest().filter(lead_picture__isnull=False)
    leading = dict.fromkeys(stories.values_list("lead_picture", flat=True))
    names = {row["name"] for row in sources.newspaper()["pictures"]}
    portraits = Picture.objects.exclude(title__in=names).values_list("pk", flat=True)
    _enqueue(leading, STORIES)
    for sizes in PORTRAITS:
        _enqueue(portraits.order_by("pk"), sizes)
    _enqueue(Picture.objects.filter(title__in=names).order_by("pk").values_list("pk", flat=True), WITHIN)


def make_for_the_front() -> None:
    """What a browser of today asks for when it opens the front page."""
    context = composing.context(Publication.load())
    strips = [half for strip in context["strips"] for half in strip.halves or [strip]]
    photos = [strip.stories[0] for strip in strips if strip.rhythm == "photo"]
    others = [story for strip in strips for story in strip.everything]
    _make([context["lead"], *photos], LARGE)
    _make([*context["seconds"], *others], SMALL)


def _enqueue(keys: Iterable[int], sizes: tuple[str, tuple[int, ...]]) -> None:
    for key in keys:
        make.enqueue(key, sizes[0], list(sizes[1]))


def _make(stories: Iterable[Article], widths: tuple[int, ...]) -> None:
    pictures = {story.lead_picture_id: story.lead_picture for story in stories if story.lead_picture_id}
    for picture in pictures.values():
        make_renditions(picture, widths, "3:2", ["avif"])
