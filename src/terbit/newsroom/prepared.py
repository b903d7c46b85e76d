"""Questions that every page asks, with their SQL written once: Django takes ten times as long to write as to ask."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections, models
from django.db.models.sql.compiler import SQLCompiler

from terbit.press import api as press

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Written:
    """`params` have names, which Django's SQLite writes in faster than it looks for unnamed ones.

    `places` are the names of the looked-for values, field by field.
    """

    compiler: SQLCompiler
    converters: dict[int, Any]
    sql: str
    params: dict[str, Any]
    places: list[list[str]]


class Prepared(Generic[Row]):
    """Rows of `queryset` where one of the fields has one of the values given for it.

    `Prepared(Article.objects.all(), "pk", "uuid")([1, 2], [])` are the rows 1 and 2, as the queryset gives them. The
    SQL is kept for 1, 2, 4 … values, and fewer are filled up with the last; so there are few of them.
    """

    def __init__(self, queryset: models.QuerySet[Row], *fields: str) -> None:
        self.queryset = press.shows(queryset)  # no list: the rows that are read are noted by themselves
        options = queryset.model._meta
        self.fields = [options.pk if name == "pk" else options.get_field(name) for name in fields]
        self._written: dict[tuple[int, ...], Written] = {}

    def __call__(self, *values: Sequence[Any]) -> list[Row]:
        """Asks nothing where no value is given."""
        if not any(values):
            return []
        sizes = tuple(1 << max(0, len(of_field) - 1).bit_length() for of_field in values)
        if sizes not in self._written:
            self._written[sizes] = self._write(sizes)
        return self._ask(self._written[sizes], values)

    def _write(self, sizes: tuple[int, ...]) -> Written:
        nobody = [
            [_nobody(field, number) for number in range(size)]
            for field, size in zip(self.fields, sizes, strict=True)
        ]
        wanted = [
            models.Q((f"{field.name}__in", some)) for field, some in zip(self.fields, nobody, strict=True)
        ]
        asked = self.queryset.filter(reduce(or_, wanted))
        compiler = asked.query.get_compiler(using=asked.db)
        sql, params = compiler.as_sql()
        named = {f"p{number}": value for number, value in enumerate(params)}
        names = list(named)
        places = [
            [names[params.index(field.get_db_prep_value(value, compiler.connection))] for value in some]
            for field, some in zip(self.fields, nobody, strict=True)
        ]
        sql = sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in named)
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        return Written(compiler, converters, sql, named, places)

    def _ask(self, written: Written, values: Sequence[Sequence[Any]]) -> list[Row]:
        params, connection = dict(written.params), connections[self.queryset.db]
        for field, places, some in zip(self.fields, written.places, values, strict=True):
            for place, value in zip(places, [*some, *some[-1:] * (len(places) - len(some))], strict=False):
                params[place] = field.get_db_prep_value(value, connection)
        compiler = copy.copy(written.compiler)  # several threads ask at once, each by its own connection
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: (written.sql, params)  # type: ignore[method-assign]
        compiler.get_converters = lambda _columns: written.converters  # type: ignore[method-assign]
        # Nothing in it changes, and a whole clone takes far longer.
        compiler.query = copy.copy(self.queryset.query)
        compiler.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(type(self.queryset)(self.queryset.model, compiler.query, connection.alias))


def _nobody(field: models.Field[Any, Any], number: int) -> Any:
    """A value that no row has, another for each number."""
    field = getattr(field, "target_field", field)
    if isinstance(field, models.UUIDField):
        return UUID(int=number)
    return -1 - number if isinstance(field, models.IntegerField) else f"\x01{number}"
