"""What a database's tables are made of, however they came to be: columns, constraints, indexes and triggers, in order."""

import re
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Shapes = dict[str, list[str]]
POSTGRESQL = {
    "columns": """SELECT table_name || '.' || column_name || ' ' || data_type || ' '
        || coalesce(character_maximum_length::text, '') || ' ' || is_nullable || ' ' || coalesce(column_default, '')
        || ' ' || coalesce(identity_generation, '') || ' ' || coalesce(generation_expression, '')
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid)
        || CASE WHEN contype = 'f' THEN '' ELSE ' ' || conname END
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """SELECT pg_get_functiondef(p.oid) FROM pg_proc p LEFT JOIN pg_depend d
        ON d.objid = p.oid AND d.deptype = 'e' WHERE pronamespace = 'public'::regnamespace AND d.objid IS NULL
        AND prokind = 'f'""",
}


def table_shapes(connection: BaseDatabaseWrapper) -> Shapes:
    """Every part of every table by kind, each list in order: equal where two databases are made alike."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return {kind: sorted(row[0] for row in _rows(cursor, sql)) for kind, sql in POSTGRESQL.items()}
        made = _rows(cursor, "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    shapes: Shapes = {}
    for kind, name, sql in made:
        if name.startswith("sqlite_"):
            continue
        words = re.sub(r"\s+", " ", sql)
        is_plain = words.startswith("CREATE TABLE")
        shapes.setdefault(kind, []).extend(
            [f"{name}: {one}" for one in _parts(words)] if is_plain else [words]
        )
    return {kind: sorted(found) for kind, found in shapes.items()}


def _rows(cursor: Any, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())


def _parts(sql: str) -> list[str]:
    """The columns and constraints of a ``CREATE TABLE``: what stands between commas outside inner brackets and quotes."""
    found, depth, quote, last = [], 0, "", ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "," and depth == 0:
            found.append(last.strip())
            last = ""
            continue
        depth += (sign == "(") - (sign == ")") if not quote else 0
        last += sign
    return [*found, last.strip()]
