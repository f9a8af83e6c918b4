"""Many rows at once, for imports: the same tables as everywhere, without a model object a row."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

NOTHING: Mapping[str, str] = {}


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    constants: Mapping[str, str] = NOTHING,
) -> list[int]:
    """Insert rows, given as database values in the order of ``columns``; returns their ids in order.

    ``constants`` are columns that are the same in every row, as SQL. Needs a transaction: on SQLite it
    keeps others from taking the ids meanwhile.
    """
    if not rows:
        return []
    ids = _new_ids(model._meta.db_table, len(rows))
    _insert(model, ("id", *columns), [(one, *row) for one, row in zip(ids, rows, strict=True)], constants, "")
    return ids


def insert_new_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, passing over those that a unique constraint knows already."""
    if rows:
        _insert(model, columns, rows, NOTHING, "ON CONFLICT DO NOTHING")


def select_in(
    model: type[models.Model],
    columns: Sequence[str],
    *,
    owner_id: int,
    column: str,
    values: Sequence[Any],
    most: int,
    is_filled: bool = False,
) -> list[tuple[Any, ...]]:
    """At most ``most`` rows of an owner's whose ``column`` is one of the values; as the database holds them.

    ``is_filled`` says that the column is not empty, for an index that leaves out the empty ones.
    """
    if not values:
        return []
    quoted = connection.ops.quote_name
    filled = f" AND NOT ({quoted(column)} = '')" if is_filled else ""
    statement = (
        f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(model._meta.db_table)}"  # noqa: S608 (our names)
        f" WHERE owner_id = %s AND {quoted(column)} IN ({', '.join(['%s'] * len(values))})"
        f"{filled} LIMIT {most:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [owner_id, *values])
        return list(cursor.fetchall())


def _new_ids(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [found for (found,) in cursor.fetchall()]


def _insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    constants: Mapping[str, str],
    ending: str,
) -> None:
    names = ", ".join(map(connection.ops.quote_name, (*columns, *constants)))
    values = ", ".join((*(["%s"] * len(columns)), *constants.values()))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({values}) {ending}", rows)  # noqa: S608 (our names)
