"""The triggers that note what changed for search. Installed by migrations; the newest form is always the right one.

SQLite drops a table's triggers when a migration makes the table anew: such a migration, and one that adds a
source, ends with ``migrations.RunPython(install)``. A test looks that all of them are there.
"""

from collections.abc import Iterator
from typing import Any

from mentorpanel.storage.search_sources import SOURCES

FTS = "CREATE VIRTUAL TABLE storage_search_fts USING fts5(terms, content='', tokenize='ascii', detail='none')"
# Each term begins with the owner's number, so that no term of one owner's is another's.
_TERMS = (
    "{row}owner_id || '·' || replace({row}names || ' ' || {row}words || ' ' || {row}keys, "
    "' ', ' ' || {row}owner_id || '·')"
)
VECTOR = (
    "ALTER TABLE storage_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (array_to_tsvector("
    f"string_to_array({_TERMS.format(row='').replace('owner_id', 'owner_id::text')}, ' '))) STORED"
)
# What is new waits in a list that every search reads: of 4 MB by default, which takes longer than the search.
VECTOR_INDEX = (
    "CREATE INDEX search_vector ON storage_searchentry USING gin (vector) WITH (gin_pending_list_limit = 256)"
)
MARKER = """
CREATE OR REPLACE FUNCTION storage_search_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[1] = 'id' THEN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM storage_searchentry WHERE owner_id = OLD.owner_id AND kind = TG_ARGV[0] AND item = OLD.id;
        ELSE
            INSERT INTO storage_searchmark (owner_id, kind, item) VALUES (NEW.owner_id, TG_ARGV[0], NEW.id);
        END IF;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO storage_searchmark (owner_id, kind, item)
        VALUES (OLD.owner_id, TG_ARGV[0], (to_jsonb(OLD) ->> TG_ARGV[1])::bigint);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO storage_searchmark (owner_id, kind, item)
        VALUES (NEW.owner_id, TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::bigint);
    END IF;
    RETURN NULL;
END $$
"""


def watched() -> Iterator[tuple[str, str, str]]:
    """Each table with the kind it marks and the column with the thing's id: its own, or that of the thing it is part of."""
    for source in SOURCES:
        yield source.model._meta.db_table, source.kind, "id"
        for part in source.parts:
            yield part.model._meta.db_table, source.kind, part.column


def install(apps: Any, schema_editor: Any) -> None:
    """Make the triggers of every source anew; for a migration's ``RunPython``."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            if table in tables:
                cursor.execute(statement)


def make(editor: Any) -> None:
    """Index and triggers, beside the tables of the models."""
    make_index(None, editor)
    install(None, editor)


def make_index(apps: Any, schema_editor: Any) -> None:
    """The index itself, in the database's own way; for a migration's ``RunPython``."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor != "sqlite":
            cursor.execute(VECTOR)
            cursor.execute(VECTOR_INDEX)
            return
        cursor.execute(FTS)
        put = f"INSERT INTO storage_search_fts (rowid, terms) VALUES (NEW.id, {_TERMS.format(row='NEW.')});"  # noqa: S608
        take = (
            "INSERT INTO storage_search_fts (storage_search_fts, rowid, terms) "  # noqa: S608 (our names)
            f"VALUES ('delete', OLD.id, {_TERMS.format(row='OLD.')});"
        )
        for event, body in (("insert", put), ("delete", take), ("update", take + put)):
            cursor.execute(
                f"CREATE TRIGGER search_fts_{event} AFTER {event.upper()} ON storage_searchentry BEGIN {body} END"
            )


def mark_all(apps: Any, schema_editor: Any) -> None:
    """Mark everything there is, so that it is indexed soon; one statement a table. For a migration's ``RunPython``."""
    with schema_editor.connection.cursor() as cursor:
        tables = set(schema_editor.connection.introspection.table_names(cursor))
        for table, kind, column in watched():
            if column == "id" and table in tables:
                cursor.execute(
                    "INSERT INTO storage_searchmark (owner_id, kind, item) "  # noqa: S608 (our names)
                    f"SELECT owner_id, '{kind}', id FROM {table}"
                )


def _sqlite() -> Iterator[tuple[str, str]]:
    for table, kind, column in watched():

        def mark(row: str, kind: str = kind, column: str = column) -> str:
            values = f"{row}.owner_id, '{kind}', {row}.{column}"
            return f"INSERT INTO storage_searchmark (owner_id, kind, item) VALUES ({values});"  # noqa: S608

        gone = f"DELETE FROM storage_searchentry WHERE owner_id = OLD.owner_id AND kind = '{kind}' AND item = OLD.id;"  # noqa: S608
        is_own = column == "id"
        bodies = {
            "insert": mark("NEW"),
            "update": mark("NEW") if is_own else mark("NEW") + mark("OLD"),
            "delete": gone if is_own else mark("OLD"),
        }
        for event, body in bodies.items():
            name = f"search_{table}_{kind.replace('-', '_')}_{event}"
            yield table, f"DROP TRIGGER IF EXISTS {name}"
            yield table, f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} BEGIN {body} END"


def _postgresql() -> Iterator[tuple[str, str]]:
    yield "storage_searchmark", MARKER
    for table, kind, column in watched():
        name = f"search_{table}_{kind.replace('-', '_')}"
        yield table, f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            table,
            (
                f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION storage_search_mark('{kind}', '{column}')"
            ),
        )
