"""How the paper writes times."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date, format_datetime
from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from terbit.newsroom.models import Publication

register = template.Library()


@register.simple_tag
def moment(when: datetime, publication: Publication) -> SafeString:
    """A `<time>` with offset, in words and with the zone: “Selasa, 18 Februari 2025, 10.30 WIB”."""
    local = when.astimezone(publication.zone)
    words = format_datetime(local, "EEEE, d MMMM y, HH.mm", locale="id")
    return format_html(
        '<time datetime="{}">{} {}</time>', local.isoformat(timespec="seconds"), words, publication.zone_label
    )


@register.simple_tag
def day(when: datetime, publication: Publication | str = "") -> SafeString:
    """A `<time>` of the day alone, in the publication's zone: “18 Februari 2025”."""
    local = timezone.localtime(when, publication.zone if publication else None)
    return format_html(
        '<time datetime="{}">{}</time>', local.date().isoformat(), format_date(local, "d MMMM y", locale="id")
    )


@register.simple_tag(takes_context=True)
def body_after_dateline(context: Context, body: StreamValue, dateline: str) -> SafeString:
    """The body with the dateline at the head of its first paragraph, or before it where it begins otherwise."""
    html = body.render_as_block(context.flatten()).lstrip()
    if not dateline:
        return html
    line = format_html('<span class="dateline">{} –</span>', dateline)
    if html.startswith("<p>"):
        return format_html("<p>{} {}", line, mark_safe(html.removeprefix("<p>")))  # noqa: S308 - rendered above
    return format_html("<p>{}</p>\n{}", line, html)
