"""The tables are made once, a copy is kept before an upgrade, and a newer database is refused."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from tests.programs import ROOT, Program, begun
from tests.storage.table_shapes import table_shapes

# Django's steps give this table smaller numbers than its models do; nothing of ours is in it.
DJANGOS_OWN = {f"auth_group_permissions.id {kind}  NO  BY DEFAULT " for kind in ("integer", "bigint")}
WALK = """
import django, json
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from tests.storage.table_shapes import table_shapes
print(json.dumps(table_shapes(connection)))
"""


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "mentorpanel.sqlite3")) as database, database:
        return database.execute(sql).fetchall()


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models() -> None:
    call_command("makemigrations", "storage", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_step_from_the_first_leads_to_the_same_tables(tmp_path: Path) -> None:
    environment = {**os.environ, "MENTORPANEL_DATA": str(tmp_path)}
    if connection.vendor == "postgresql":
        name = f"steps_{os.getpid()}"
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        address = urlsplit(os.environ["MENTORPANEL_DATABASE_URL"])
        environment["MENTORPANEL_DATABASE_URL"] = address._replace(path=f"/{name}").geturl()
    walked = subprocess.run(
        [sys.executable, "-c", WALK], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    by_steps, at_once = json.loads(walked.stdout), table_shapes(connection)
    assert by_steps.keys() == at_once.keys()
    for kind, shapes in at_once.items():
        differing = Counter(by_steps[kind])
        differing.subtract(shapes)
        assert {shape for shape, many in differing.items() if many} <= DJANGOS_OWN, kind


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
