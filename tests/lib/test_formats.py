"""One way of writing times in Indonesian."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import translation
from django.utils.formats import date_format


def test_dates_and_times_are_written_as_a_newspaper_does():
    moment = datetime(2020, 3, 1, 6, 18, tzinfo=UTC)
    with translation.override("id"):
        assert date_format(moment) == "1 Maret 2020"
        assert date_format(moment, "TIME_FORMAT") == "06.18"
        assert date_format(moment, "DATETIME_FORMAT") == "1 Maret 2020, 06.18"
