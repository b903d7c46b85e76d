from __future__ import annotations

from datetime import UTC, datetime, timedelta

import factory

from terbit.search.api import Document

START = datetime(2026, 1, 1, tzinfo=UTC)


class DocumentFactory(factory.Factory[Document]):
    """Published documents, each an hour after the one before, with words that mean nothing."""

    class Meta:
        model = Document

    collection = "archive"
    key = factory.Sequence(str)
    date = factory.Sequence(lambda number: START + timedelta(hours=number))
    title = "Judul"
    summary = ""
    body = ""
    facets = factory.Dict({})
