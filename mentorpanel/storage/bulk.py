"""Many rows in one statement, for imports: the same tables as everywhere, without a model object a row."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

ROWS_A_STATEMENT = 250


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[int]:
    """Insert rows, given as database values in the order of ``columns``; returns their ids in order.

    Ids ascend in the order of the rows, whatever the order they are returned in.
    """
    ids: list[int] = []
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        ids.extend(_insert(model, columns, rows[start : start + ROWS_A_STATEMENT], returning=True))
    return ids


def insert_new_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, passing over those that a unique constraint knows already."""
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        _insert(model, columns, rows[start : start + ROWS_A_STATEMENT], returning=False)


def _insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, returning: bool
) -> list[int]:
    quoted = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(columns))})"
    statement = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(map(quoted, columns))})"  # noqa: S608 (our names)
        f" VALUES {', '.join([row] * len(rows))}"
        f" {'RETURNING id' if returning else 'ON CONFLICT DO NOTHING'}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for values in rows for value in values])
        return sorted(found for (found,) in cursor.fetchall()) if returning else []
