"""The smaller copies of the demo's pictures: those of the front page at once, the rest by the worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from terbit.demo import sources
from terbit.fronts import composing
from terbit.newsroom.models import Article, Publication
from terbit.pictures.addresses import make_renditions
from terbit.pictures.models import Picture

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task

# What the paper's templates ask for, as ratio and widths.
LEADING = [("3:2", (160, 320, 640, 960, 1200)), ("", (320, 640, 960, 1200))]
PORTRAIT = [("1:1", (160,)), ("4:5", (320, 640))]
SMALL, LARGE = (320, 640), (320, 640, 960)


@task(backend="background")
def make(pk: int, portrait: bool) -> None:
    """All formats of one picture; where it is gone, nothing."""
    for picture in Picture.objects.filter(pk=pk):
        for ratio, widths in PORTRAIT if portrait else LEADING:
            make_renditions(picture, widths, ratio)


def order() -> None:
    """Put every picture into the worker's queue, those of the newest stories first, portraits last."""
    titles = {row["alt"] for row in sources.newspaper()["pictures"]}
    leads = Article.objects.latest().filter(lead_picture__isnull=False).values_list("lead_picture", flat=True)
    others = Picture.objects.filter(title__in=titles).order_by("pk").values_list("pk", flat=True)
    for key in dict.fromkeys([*leads, *others]):
        make.enqueue(key, portrait=False)
    for key in Picture.objects.exclude(title__in=titles).order_by("pk").values_list("pk", flat=True):
        make.enqueue(key, portrait=True)


def make_for_the_front() -> Iterator[tuple[int, int]]:
    """What a browser of today asks for when it opens the front page: after each picture, how many of how many."""
    context = composing.context(Publication.load())
    strips = [half for strip in context["strips"] for half in strip.halves or [strip]]
    photos = [strip.stories[0] for strip in strips if strip.rhythm == "photo"]
    others = [story for strip in strips for story in strip.everything]
    work = [*_of([context["lead"], *photos], LARGE), *_of([*context["seconds"], *others], SMALL)]
    for number, (picture, widths) in enumerate(work, 1):
        make_renditions(picture, widths, "3:2", ["avif"])
        yield number, len(work)


def _of(stories: Iterable[Article], widths: tuple[int, ...]) -> list[tuple[Picture, tuple[int, ...]]]:
    pictures = {story.lead_picture_id: story.lead_picture for story in stories if story.lead_picture_id}
    return [(picture, widths) for picture in pictures.values()]
