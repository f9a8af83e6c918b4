"""The tables are made once, a copy is kept before an upgrade, and a newer database is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.programs import Program, begun


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "mentorpanel.sqlite3")) as database, database:
        return database.execute(sql).fetchall()


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models() -> None:
    call_command("makemigrations", "storage", check=True, dry_run=True, verbosity=0)


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    program = begun(tmp_path)
    ask(
        tmp_path,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '9999_later', '2030-01-01')",
    )
    done = program.run("people")
    assert done.returncode == 1
    assert "newer Mentorpanel (9999_later)" in done.stderr
    assert str(tmp_path / "before-upgrade") in done.stderr
    assert "Traceback" not in done.stderr


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Ana Ruiz")
    ask(tmp_path, "DELETE FROM django_migrations WHERE app = 'sessions'")
    ask(tmp_path, "DROP TABLE django_session")
    assert [one["name"] for one in program.json("people")["results"]] == ["Ana Ruiz"]
    (copy,) = (tmp_path / "before-upgrade").glob("*.sqlite3")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT name FROM storage_person").fetchall() == [("Ana Ruiz",)]
    assert ask(tmp_path, "SELECT count(*) FROM django_session") == [(0,)]


def test_two_first_starts_at_once_make_one_owner(tmp_path: Path) -> None:
    program = Program(tmp_path)
    both = [program.start("mentorpanel.cli.entry", "user", "list", "--json") for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]
    assert ask(tmp_path, "SELECT count(*) FROM storage_user") == [(1,)]
