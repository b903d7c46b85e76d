"""What befalls published stories of the demo: moved, brought up to date, withdrawn, expired, out past the editors.

Each goes through the newsroom's own functions. Their clock says today; readers are then told the moment of the
story's file, so that the demo is the same on every day.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from terbit.demo import sources
from terbit.demo.newspaper import Newspaper
from terbit.newsroom import publishing
from terbit.newsroom.models import Article
from terbit.workflow import breaking
from terbit.workflow.models import Notice

if TYPE_CHECKING:
    from terbit.demo.sources import Source


def befall(paper: Newspaper) -> None:
    for source in sources.stories():
        for name, happen in HAPPENINGS.items():
            if name in source.values:
                happen(paper, source, source.values[name])


def _move(paper: Newspaper, source: Source, given: dict[str, Any]) -> None:
    """`first_at`: section and slug of its first address, which leads to the one it has now."""
    section = paper.ground.sections[source.values["section"]]
    publishing.move(_story(paper, source), section=section, slug=source.slug)


def _update(paper: Newspaper, source: Source, given: dict[str, Any]) -> None:
    """`updated`: `at` which time, `by` whom, and the standfirst that stood there `before`."""
    story = _story(paper, source)
    story.standfirst = source.values["standfirst"]
    user = paper.accounts[given["by"]]
    publishing.publish(story, story.save_revision(user=user, clean=False), user=user)
    at = paper.moment(given["at"])
    _set_moments(story, updated_at=at, last_published_at=at)


def _withdraw(paper: Newspaper, source: Source, given: dict[str, Any]) -> None:
    """`withdrawn`: `at` which time, `by` whom, and the `reason` that readers read."""
    story = publishing.take_offline(
        _story(paper, source), reason=given["reason"], user=paper.accounts[given["by"]]
    )
    at = paper.moment(given["at"])
    _set_moments(story, withdrawn_at=at)
    Notice.objects.filter(article=story).update(created_at=at)


def _expire(paper: Newspaper, source: Source, at: datetime) -> None:
    """`expires`: when it ended."""
    story = _story(paper, source)
    _set_moments(story, expire_at=paper.moment(at))
    publishing.expire(story)
    _set_moments(story, withdrawn_at=paper.moment(at))


def _owe(paper: Newspaper, source: Source, given: dict[str, Any]) -> None:
    """`breaking`: `by` whom it was published without another person's approval, and the `reason`."""
    story = _story(paper, source)
    user = paper.accounts[given["by"]]
    revision = story.save_revision(user=story.created_by, clean=False)
    debt = breaking.publish(story, revision, user, given["reason"])
    debt.published_at = story.first_published_at
    debt.save(update_fields=["published_at"])
    _set_moments(story, last_published_at=story.first_published_at)


HAPPENINGS = {
    "first_at": _move,
    "updated": _update,
    "withdrawn": _withdraw,
    "expires": _expire,
    "breaking": _owe,
}


def _story(paper: Newspaper, source: Source) -> Article:
    return Article.objects.get(pk=paper.records.stories[source.key])


def _set_moments(story: Article, **moments: datetime) -> None:
    Article.objects.filter(pk=story.pk).update(**moments)
