"""How the paper writes times, numbers and names, and what it sets around a story."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from terbit.newsroom.models import Article, Contributor, Publication
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.person import Office
from terbit.search import language

register = template.Library()
WORD = re.compile(r"([^\W_]+)")


@register.simple_tag
def moment(when: datetime, publication: Publication, since: datetime | None = None) -> SafeString:
    """A `<time>` with offset, in words and with the zone: “Selasa, 18 Februari 2025, 10.30 WIB”.

    On the day of `since` the clock alone says enough: “12.00 WIB”.
    """
    local = when.astimezone(publication.zone)
    same_day = since is not None and since.astimezone(publication.zone).date() == local.date()
    words = format_datetime(local, "HH.mm" if same_day else "EEEE, d MMMM y, HH.mm", locale="id")
    return _time(local.isoformat(timespec="seconds"), f"{words} {publication.zone_label}")


@register.simple_tag
def clock(when: datetime, publication: Publication) -> SafeString:
    """A `<time>` of the clock alone: “06.40”."""
    local = when.astimezone(publication.zone)
    return format_html(
        '<time class="clock" datetime="{}">{}</time>', local.isoformat(timespec="seconds"), f"{local:%H.%M}"
    )


@register.simple_tag
def day(
    when: datetime, publication: Publication | str = "", *, long: bool = False, weekday: bool = False
) -> SafeString:
    """A `<time>` of the day alone, in the publication's zone: “18 Februari 2025”; with weekday, without year."""
    local = timezone.localtime(when, publication.zone if publication else None)
    pattern = "EEEE, d MMMM y" if long else "EEEE, d MMMM" if weekday else "d MMMM y"
    return _time(local.date().isoformat(), format_date(local, pattern, locale="id"))


@register.simple_tag
def day_heading(date: date) -> SafeString:
    """Weekday above the day: “Selasa” and “17 November 2026”."""
    words = (format_date(date, pattern, locale="id") for pattern in ("EEEE", "d MMMM y"))
    return format_html('<span class="label">{}</span> {}', *words)


@register.simple_tag
def day_words(date: date) -> str:
    """“Senin, 16 November”"""
    return format_date(date, "EEEE, d MMMM", locale="id")


@register.simple_tag
def iso(when: datetime, publication: Publication) -> str:
    """ISO 8601 with the offset of the publication's zone."""
    return when.astimezone(publication.zone).isoformat(timespec="seconds")


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


# Words -----------------------------------------------------------------------------------------------


@register.simple_tag
def authors(story: Article) -> str:
    """Who wrote it: “Idham Kasturi dan Mutia Renggali”."""
    return format_list([writer.name for writer in _writers(story)], locale="id")


@register.simple_tag
def author(story: Article) -> Contributor | None:
    """Who stands first in the byline, with portrait or initials."""
    return next(iter(_writers(story)), None)


@register.filter
def name_initials(name: str) -> str:
    """“NP” for “Nirmala Pasaribu”, where there is no portrait."""
    return "".join(part[0] for part in name.split()[:2]).upper()


def _writers(story: Article) -> list[Contributor]:
    return [row.contributor for row in story.bylines.all() if row.part == Part.REPORTER]


@register.simple_tag
def marked(text: str, query: str = "") -> str:
    """The text with every form of the words of a search in `<mark>`."""
    wanted = {language.stem(word) for word in language.words(language.normalise(query))} if query else set()
    if not wanted:
        return text
    return format_html_join("", "{}", ((_mark(part, wanted),) for part in WORD.split(text)))


def _mark(part: str, wanted: set[str]) -> str:
    folded = language.words(language.normalise(part))
    found = any(language.stem(word) in wanted for word in folded)
    return format_html("<mark>{}</mark>", part) if found else part


@register.simple_tag
def count_stories(number: int) -> str:
    return ngettext("%(number)s story", "%(number)s stories", number) % {
        "number": format_decimal(number, locale="id")
    }


@register.simple_tag
def count_statements(number: int) -> str:
    words = ngettext("%(number)s statement", "%(number)s statements", number)
    return words % {"number": format_decimal(number, locale="id")}


@register.simple_tag
def published_that_day(number: int) -> str:
    words = ngettext(
        "%(number)s story published on this day, newest first.",
        "%(number)s stories published on this day, newest first.",
        number,
    )
    return words % {"number": format_decimal(number, locale="id")}


@register.simple_tag
def years_of(office: Office) -> str:
    """“2019–2024”, “2024–kini”, “sampai 2019”."""
    end = office.end.year if office.end else gettext("now")
    if office.start is None:
        return gettext("until %(year)s") % {"year": end}
    return f"{office.start.year}–{end}" if office.start.year != end else str(end)


# A story ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def story_body(context: template.Context, article: Article, dateline: str) -> SafeString:
    """The body, with the dateline set into its first paragraph where it begins with one."""
    html = article.body.render_as_block(context.flatten())
    if not dateline:
        return html
    place = format_html('<span class="dateline">{}</span> – ', dateline)
    if html.lstrip().startswith("<p>"):
        return mark_safe(html.lstrip().replace("<p>", f"<p>{place}", 1))  # noqa: S308 - both are escaped
    return format_html("<p>{}</p>{}", place, html)
