"""How the paper writes times."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date, format_datetime
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
