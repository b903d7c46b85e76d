"""Rows that are edited together with rows of theirs: a story with its bylines, a person with the offices held."""

from __future__ import annotations

from typing import Any

from modelcluster.models import ClusterableModel


class Cluster(ClusterableModel):
    """A row that is read brings none of them along, so nobody need look for their names among all relations first."""

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:
            super(ClusterableModel, self).__init__(*args)
