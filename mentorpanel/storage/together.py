"""Many small reads of one owner's in one statement, on SQLite and on PostgreSQL alike.

A page such as Today looks at a little of many tables. Asked for one by one, each costs a query, and Django writes
its SQL anew every time, which takes longer than the answer. Here a read is declared once, beside its noun::

    OPEN_LOOPS = Read(
        lambda: Advice.objects.filter(owner=OWNER, on__gte=TODAY - timedelta(days=400))
        .order_by("on", "pk")
        .values_list("pk", "person__name")[:200],
        lambda rows: tuple(Loop(*row) for row in rows),
    )

and asked for with others, at no query of its own, or alone::

    found = read_together(owner, (OPEN_LOOPS, ENDED), today=day)
    found[OPEN_LOOPS]                       # what the second function made of the rows, and of that type
    OPEN_LOOPS.alone(owner, today=day)      # the same by itself

To add a noun to Today: declare its ``Read`` in the noun's file, put it into ``READS`` of usecases/today_facts.py and
take it from what is found there.

The first function is called once in a process. What differs from one call to the next is a ``Given``: ``OWNER``,
``TODAY`` (a date), ``NOW`` (a moment), or one of your own, named when it is read; a span of time may be added to one.
Anything else in it stays as it was at the first call: no clock, no owner, no person there.
Rows come in their order and within their slice: tuples of ``values_list``, bare values where that is ``flat``, dicts
of ``values``, and instances otherwise, with what ``select_related`` and ``only`` say (instances take more time).
What it does not know it refuses when it is first read: prefetching, unions, bytes, more than 100 columns, and
``startswith``, ``contains`` and their like (with a LIKE, SQLite plans the whole statement anew at every reading).
A read without rows gives an empty list to the second function; without a second function the rows are the answer.
"""

import json
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import BigIntegerField, DateField, DateTimeField, Expression, Field, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

if TYPE_CHECKING:  # The models' own file reads users with this.
    from mentorpanel.storage.models import User

Facts = TypeVar("Facts")
Made = TypeVar("Made", covariant=True)
Row = list[Any]
MOST_COLUMNS = 100
"""PostgreSQL's functions take no more arguments, and this many in a read of Today's were a sign to look."""


class Given(Expression):
    """A value that a read is given when it is asked: a moment, a day, an owner."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name
        self.shift = timedelta(0)

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, timedelta):
            return super().__add__(other)
        later = copy(self)
        later.shift = self.shift + other
        return later

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, timedelta) else super().__sub__(other)

    @property
    def identity(self) -> tuple[object, ...]:
        """Two that are given and shifted alike are the same."""
        return (self.__class__, self.name, self.shift, self.output_field.get_internal_type())

    def as_sql(self, compiler: object, connection: object) -> Any:
        """A place for the value; its parameter is this object, until it is known."""
        return "%s", [self]

    def value(self, given: dict[str, Any]) -> Any:
        """What stands in the place, as the database takes it."""
        value = given[self.name]
        return self.output_field.get_db_prep_value(value + self.shift if self.shift else value, connection)


OWNER = cast("User", Given("owner", BigIntegerField()))
"""Whoever asks; it says that it is a user, so that a function which makes a query takes either."""
TODAY = Given("today", DateField())
NOW = Given("now", DateTimeField())


@dataclass(frozen=True, eq=False, slots=True)
class Read(Generic[Made]):
    """Rows to be asked for, and what is made of them."""

    rows: Callable[[], "QuerySet[Any, Any]"]
    shape: Callable[[list[Any]], Made] = cast(Callable[[list[Any]], Made], list)  # noqa: RUF009 (a type)

    def alone(self, owner: "User | None", **given: object) -> Made:
        """By itself, in one query."""
        return read_together(owner, (self,), **given)[self]


class Found:
    """What was read, by its ``Read``."""

    def __init__(self, facts: dict[Read[Any], Any]) -> None:
        self._facts = facts

    def __getitem__(self, read: Read[Facts]) -> Facts:
        facts: Facts = self._facts[read]
        return facts

    def get(self, read: Read[Facts], otherwise: Facts) -> Facts:
        """What was read, or something else where it was not asked for."""
        facts: Facts = self._facts.get(read, otherwise)
        return facts


def read_together(owner: "User | None", reads: Sequence[Read[Any]], **given: object) -> Found:
    """All of them in one query; what a read needs and is not ``given`` is a ``KeyError``.

    Without an owner only where nobody is known yet: see storage/system.py.
    """
    statement = _statement(connection.vendor, tuple(reads))
    values = given if owner is None else {**given, "owner": owner.pk}
    params = list(statement.params)
    for one, places in statement.places:
        value = one.value(values)
        for place in places:
            params[place] = value
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, params)
        answers = cursor.fetchone()
    # One text for all of them: parsing each by itself takes twice as long.
    written: list[list[Row]] = json.loads(f"[{','.join([answer or '[]' for answer in answers])}]")
    return Found(
        {
            read: read.shape(rows_of(rows) if rows else [])
            for read, rows_of, rows in zip(reads, statement.rows_of, written, strict=True)
        }
    )


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with its parameters, where in these each ``Given`` stands, and how each read's rows come out of JSON."""

    sql: str
    params: tuple[Any, ...]
    rows_of: tuple[Callable[[list[Row]], list[Any]], ...]
    places: tuple[tuple[Given, tuple[int, ...]], ...] = ()


@lru_cache(maxsize=256)
def _statement(vendor: str, reads: tuple[Read[Any], ...]) -> _Statement:
    parts = [_part(vendor, read) for read in reads]
    params = tuple(one for part in parts for one in part.params)
    places: dict[object, tuple[Given, list[int]]] = {}
    for place, one in enumerate(params):
        if isinstance(one, Given):
            places.setdefault(one.identity, (one, []))[1].append(place)
    return _Statement(
        f"SELECT {', '.join(f'({part.sql})' for part in parts)}",
        params,
        tuple(rows_of for part in parts for rows_of in part.rows_of),
        tuple((one, tuple(numbers)) for one, numbers in places.values()),
    )


@lru_cache(maxsize=512)
def _part(vendor: str, read: Read[Any]) -> _Statement:
    """One read as a value: an array of arrays. Its rows keep their order: both databases feed it as the rows come."""
    rows = read.rows()
    if rows._prefetch_related_lookups or rows.query.combinator:  # type: ignore[attr-defined]
        raise TypeError("No prefetching and no unions can be read together.")
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    kinds = [column.output_field.get_internal_type() for column, _, _ in compiler.select]
    if " LIKE " in sql:
        raise TypeError("What looks for a part of a text cannot be read together; compare Left(…) instead.")
    unknown = set(kinds) - PLAIN - DECODERS.keys()
    if unknown or len(kinds) > MOST_COLUMNS:
        raise TypeError(f"{len(kinds)} columns, {sorted(unknown)} among them, cannot be read together.")
    names = [f"c{number}" for number in range(len(kinds))]
    columns = ", ".join(_column(vendor, name, kind) for name, kind in zip(names, kinds, strict=True))
    of_rows, of_row = {
        "sqlite": ("json_group_array", "json_array"),
        "postgresql": ("json_agg", "json_build_array"),
    }[vendor]
    array = f"{of_rows}({of_row}({columns}))" + ("" if vendor == "sqlite" else "::text")
    return _Statement(
        f"WITH q({', '.join(names)}) AS ({sql}) SELECT {array} FROM q",  # noqa: S608 (Django's own SQL)
        tuple(params),
        (_rows_of(rows, compiler, kinds),),
    )


def _column(vendor: str, name: str, kind: str) -> str:
    """What JSON would not keep is written as text: an exact number, SQLite's 17 digits, and that its moments are UTC's."""
    if kind == "DecimalField":
        return f"CAST({name} AS TEXT)"
    if kind == "JSONField" and vendor == "sqlite":
        return f"json({name})"
    if kind == "FloatField" and vendor == "sqlite":
        return f"CASE WHEN {name} IS NOT NULL THEN printf('%%!.17g', {name}) END"
    if kind == "DateTimeField" and vendor == "sqlite":
        return f"{name} || '+00:00'"
    return name


def _moment(text: str) -> datetime:
    known = datetime.fromisoformat(text)
    return known if known.tzinfo is UTC else known.astimezone(UTC)


PLAIN = {
    "AutoField", "BigAutoField", "BigIntegerField", "CharField", "EmailField", "ForeignKey", "IntegerField",
    "JSONField", "OneToOneField", "PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField",
    "SmallIntegerField", "TextField",
}  # fmt: skip
"""Kinds that are in JSON what they are in Python."""
DECODERS: dict[str, Callable[[Any], Any]] = {
    "BooleanField": bool,
    "DateField": date.fromisoformat,
    "DateTimeField": _moment,
    "DecimalField": Decimal,
    "FloatField": float,
    "TimeField": time.fromisoformat,
}


def _rows_of(rows: "QuerySet[Any, Any]", compiler: Any, kinds: list[str]) -> Callable[[list[Row]], list[Any]]:
    """How raw rows become what the query would have given."""
    decoders = [(number, DECODERS[kind]) for number, kind in enumerate(kinds) if kind in DECODERS]
    made = _maker(rows, compiler)

    def rows_of(raw: list[Row]) -> list[Any]:
        for row in raw:
            for number, decode in decoders:
                value = row[number]
                if value is not None:
                    row[number] = decode(value)
        return list(map(made, raw))

    return rows_of


def _maker(rows: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Row], Any]:
    kind = rows._iterable_class
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is ValuesListIterable:
        return tuple
    if kind is ValuesIterable:
        names = list(rows.query.selected or ())
        return lambda row: dict(zip(names, row, strict=True))
    if kind is ModelIterable:
        return _instance_maker(compiler)
    raise TypeError(f"Rows of the kind {kind.__name__} cannot be read together.")


def _instance_maker(compiler: Any) -> Callable[[Row], Any]:
    """As Django makes instances from rows, with those of ``select_related`` and with annotations."""
    info = compiler.klass_info
    model, positions = info["model"], info["select_fields"]
    own = slice(positions[0], positions[-1] + 1)
    names = [column.target.attname for column, _, _ in compiler.select[own]]
    related = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # (the stubs' next Django)
    annotations = dict(compiler.annotation_col_map or {})

    def made(row: Row) -> Any:
        instance = model.from_db(connection.alias, names, row[own])
        for one in related:
            one.populate(row, instance)
        for name, position in annotations.items():
            setattr(instance, name, row[position])
        return instance

    return made
