"""Many rows in one statement, for imports: the same tables as everywhere, without a model object a row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models

ROWS_A_STATEMENT = 250
NOTHING: Mapping[str, str] = {}


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    constants: Mapping[str, str] = NOTHING,
) -> list[int]:
    """Insert rows, given as database values in the order of ``columns``; returns their ids in order.

    ``constants`` are columns that are the same in every row, as SQL. Ids ascend in the order of the
    rows, whatever the order they are returned in.
    """
    ids: list[int] = []
    for some in _portions(rows):
        with connection.cursor() as cursor:
            cursor.execute(_statement(model, columns, len(some), constants, "RETURNING id"), _flat(some))
            ids += sorted(found for (found,) in cursor.fetchall())
    return ids


def insert_new_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, passing over those that a unique constraint knows already."""
    for some in _portions(rows):
        with connection.cursor() as cursor:
            cursor.execute(
                _statement(model, columns, len(some), NOTHING, "ON CONFLICT DO NOTHING"), _flat(some)
            )


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


def _portions(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        yield rows[start : start + ROWS_A_STATEMENT]


def _statement(
    model: type[models.Model], columns: Sequence[str], count: int, constants: Mapping[str, str], ending: str
) -> str:
    names = ", ".join(map(connection.ops.quote_name, (*columns, *constants)))
    row = f"({', '.join((*(['%s'] * len(columns)), *constants.values()))})"
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * count)} {ending}"  # noqa: S608 (our names)


def _flat(rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [value for values in rows for value in values]
