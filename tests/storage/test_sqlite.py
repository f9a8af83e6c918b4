"""The text of a statement is made ready for SQLite once, and means what Django's own makes of it."""

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from mentorpanel.storage.sqlite import base

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own cursor"),
]


@pytest.mark.parametrize("query", ["SELECT %s", "SELECT %s || '%%s'", "SELECT '100%%', %s", "SELECT '%%%s'"])
def test_the_kept_text_is_what_django_would_make(query: str) -> None:
    cursor = connection.connection.cursor(factory=base.Cursor)
    wanted = SQLiteCursorWrapper.convert_query(cursor, query)
    assert [cursor.convert_query(query) for _ in range(2)] == [wanted, wanted]


def test_values_by_place_by_name_and_none_at_all() -> None:
    with connection.cursor() as cursor:
        assert isinstance(cursor.cursor, base.Cursor)
        assert cursor.execute("SELECT %s, '50%%'", ["a"]).fetchone() == ("a", "50%")
        assert cursor.execute("SELECT %(name)s", {"name": "b"}).fetchone() == ("b",)
        assert cursor.execute("SELECT '%s'").fetchone() == ("%s",)


def test_a_very_long_text_is_not_kept() -> None:
    before = base._with_question_marks.cache_info().currsize
    with connection.cursor() as cursor:
        spaces = " " * base.LONGEST_KEPT
        assert cursor.execute(f"SELECT %s{spaces}", [1]).fetchone() == (1,)
    assert base._with_question_marks.cache_info().currsize == before
