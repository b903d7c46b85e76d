"""How the paper writes times, numbers and names, and what it sets around a story."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from html import escape

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from terbit.newsroom.models import Article, Contributor, Publication, Section, StandingPage
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.kind import Kind
from terbit.newsroom.models.person import Office
from terbit.pictures.models import Picture
from terbit.search import excerpts
from terbit.theme import standing

register = template.Library()
SOURCE = re.compile(r"(?<=[.;])\s+(Sumber: .+)", re.DOTALL)


@register.simple_tag
def moment(when: datetime, publication: Publication, since: datetime | None = None) -> SafeString:
    """A `<time>` with offset, in words and with the zone: “Selasa, 18 Februari 2025, 10.30 WIB”.

    On the day of `since` the clock alone says enough: “12.00 WIB”.
    """
    local = when.astimezone(publication.zone)
    same_day = since is not None and since.astimezone(publication.zone).date() == local.date()
    day = "" if same_day else f"{_in_words(local.date(), 'EEEE, d MMMM y')}, "
    return _time(local.isoformat(timespec="seconds"), f"{day}{local:%H.%M} {publication.zone_label}")


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
    return _time(local.date().isoformat(), _in_words(local.date(), pattern))


@register.simple_tag
def day_heading(date: date) -> SafeString:
    """Weekday above the day: “Selasa” and “17 November 2026”."""
    words = (_in_words(date, pattern) for pattern in ("EEEE", "d MMMM y"))
    return format_html('<span class="label">{}</span> {}', *words)


@register.simple_tag
def day_said(date: date) -> SafeString:
    """A `<time>` of a day that was stored as one: “Senin, 16 November 2026”."""
    return _time(date.isoformat(), _in_words(date, "EEEE, d MMMM y"))


@register.simple_tag
def day_words(date: date) -> str:
    """“Senin, 16 November”"""
    return _in_words(date, "EEEE, d MMMM")


@register.simple_tag
def iso(when: datetime, publication: Publication) -> str:
    """ISO 8601 with the offset of the publication's zone."""
    return when.astimezone(publication.zone).isoformat(timespec="seconds")


@lru_cache(1024)
def _in_words(day: date, pattern: str) -> str:
    """Kept: a page names few days, and most of them stand on many pages."""
    return format_date(day, pattern, locale="id")


def _time(machine: str, words: str) -> SafeString:
    return SafeString(f'<time datetime="{machine}">{escape(words)}</time>')


# Words -----------------------------------------------------------------------------------------------


@register.simple_tag
def authors(story: Article) -> str:
    """Who wrote it: “Idham Kasturi dan Mutia Renggali”."""
    return format_list([writer.name for writer in _writers(story)], locale="id")


@register.simple_tag
def author(story: Article) -> Contributor | None:
    """Who stands first in the byline, with portrait or initials."""
    return next(iter(_writers(story)), None)


@register.simple_tag
def teaser_label(story: Article, own: Section | None, *, by: bool) -> SafeString:
    """What the place it stands at does not say by itself: “Pesisir · Analisis”, “Opini · Yosef Manuhara”, “Tajuk”.

    `own` is the section of that place; with `by`, opinion has its authors here.
    """
    parts: list[str] = []
    if story.section and story.section != own:
        parts.append(f'<a href="{escape(story.section.path)}">{escape(story.section.name)}</a>')
    if story.kind == Kind.OPINION and by:
        parts.append(escape(authors(story)))
    elif story.kind in (Kind.EDITORIAL, Kind.ANALYSIS):
        parts.append(escape(capfirst(story.get_kind_display())))
    words = " · ".join(filter(None, parts))
    return SafeString(f'<p class="label">{words}</p>' if words else "")


@register.simple_tag
def story_flags(story: Article) -> SafeString:
    """Behind a headline that stands alone what readers must know before they tap it: paid for, or not verified yet."""
    flags = [gettext("Advertorial")] if story.kind == Kind.ADVERTORIAL else []
    flags += [gettext("Needs verification")] if story.unverified else []
    return SafeString("".join(f' <span class="flag">{escape(flag)}</span>' for flag in flags))


@register.filter
def credit_line(picture: Picture) -> str:
    """“Foto: Wayan Lestari”; what was drawn or made with AI is not credited as a photograph."""
    drawn = picture.is_illustration or picture.is_ai
    words = gettext("Illustration: %(credit)s") if drawn else gettext("Picture: %(credit)s")
    return words % {"credit": picture.credit}


@register.filter
def caption_label(picture: Picture | None) -> str:
    """What readers must be told above all, unless the credit line says so itself: “Ilustrasi: Wayan Lestari”."""
    if not picture or (picture.credit and credit_line(picture).startswith(f"{picture.label}:")):
        return ""
    return picture.label


@register.simple_tag
def sourced_caption(caption: str) -> SafeString:
    """What a table is of, and smaller below it whose figures they are: “… Sumber: BPS”."""
    found = SOURCE.search(caption)
    if not found:
        return format_html("{}", caption)
    return format_html('{}<br><span class="meta">{}</span>', caption[: found.start()], found[1])


@register.filter
def name_initials(name: str) -> str:
    """“NP” for “Nirmala Pasaribu”, where there is no portrait."""
    return "".join(part[0] for part in name.split()[:2]).upper()


def _writers(story: Article) -> list[Contributor]:
    return [row.contributor for row in story.bylines.all() if row.part == Part.REPORTER]


@register.simple_tag
def marked(text: str, query: str = "", typing: bool | None = False) -> str:
    """The text with what of a search stands in it in `<mark>`, in whatever form."""
    if not query:
        return text
    parts = excerpts.of(query, typing=bool(typing)).parts(text)
    return format_html_join("", "{}", ((_mark(part) if found else part,) for part, found in parts))


def _mark(part: str) -> str:
    return format_html("<mark>{}</mark>", part)


@register.simple_tag
def count_stories(number: int) -> str:
    return ngettext("%(number)s story", "%(number)s stories", number) % {
        "number": format_decimal(number, locale="id")
    }


@register.simple_tag
def more_than_stories(number: int) -> str:
    """“Lebih dari 5.000 tulisan”"""
    return gettext("More than %(number)s stories") % {"number": format_decimal(number, locale="id")}


@register.simple_tag
def count_statements(number: int) -> str:
    words = ngettext("%(number)s statement", "%(number)s statements", number)
    return words % {"number": format_decimal(number, locale="id")}


@register.simple_tag
def published_that_day(number: int) -> str:
    if number == 1:  # Indonesian has no singular, and one story has no order
        return gettext("One story published on this day.")
    words = ngettext(
        "%(number)s story published on this day, newest first.",
        "%(number)s stories published on this day, newest first.",
        number,
    )
    return words % {"number": format_decimal(number, locale="id")}


@register.simple_tag
def years_of(office: Office) -> str:
    """“2019–2024”, “2024–kini”, “sampai 2019”."""
    end = office.end.year if office.end else pgettext("years of an office", "now")
    if office.start is None:
        return gettext("until %(year)s") % {"year": end}
    return f"{office.start.year}–{end}" if office.start.year != end else str(end)


# A story ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def standing_body(context: template.Context, page: StandingPage) -> SafeString:
    return mark_safe(standing.body(page, preview=bool(context.get("preview"))))  # noqa: S308 - cleaned when saved


@register.simple_tag(takes_context=True)
def story_body(context: template.Context, article: Article, dateline: str) -> SafeString:
    """The body, with the dateline at the head of its first paragraph, whatever stands above that."""
    place = format_html('<span class="dateline">{}</span> – ', dateline) if dateline else ""
    with context.push(place=place):
        return article.body.render_as_block(context)
