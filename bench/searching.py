"""What search costs one owner among 500,000 notes of many, newest first and ranked, against a bare query.

Run from the project's root: ``python -m bench.searching [NOTES]``. On each database the product's own use case and a
bare query are asked in turns in one process: the bare one is a plain full-text index over the same texts, with the
owner as a term, its newest twenty, or the best twenty of its newest 2,000 by the database's own rank. PostgreSQL is
started by the tests' own means. Texts are invented, out of 20,000 words that are as unequal as those of a language.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

NOTES, OWNERS, VOCABULARY, LENGTH = 500_000, 25, 20_000, 40
TURNS = 40
GOAL = 2.5
ROOT = Path(__file__).resolve().parent.parent
FIRST_DAY = date(2021, 1, 4)
BARE = {
    "sqlite": (
        (
            "SELECT n.id, n.body FROM bare_fts f JOIN bare_notes n ON n.id = f.rowid "
            "WHERE bare_fts MATCH %s ORDER BY f.rowid DESC LIMIT 20"
        ),
        (
            "SELECT n.id, n.body FROM (SELECT rowid AS id, best FROM (SELECT rowid, bm25(bare_fts) AS best FROM bare_fts "
            "WHERE bare_fts MATCH %s ORDER BY rowid DESC LIMIT 2000) ORDER BY best LIMIT 20) f JOIN bare_notes n ON n.id = f.id"
        ),
    ),
    "postgresql": (
        "SELECT id, body FROM bare_notes WHERE terms @@ %s::tsquery ORDER BY id DESC LIMIT 20",
        (
            "SELECT id, body FROM (SELECT id, body, terms FROM bare_notes WHERE terms @@ %s::tsquery "
            "ORDER BY id DESC LIMIT 2000) f ORDER BY ts_rank(terms, %s::tsquery) DESC LIMIT 20"
        ),
    ),
}


def main(notes: int) -> int:
    """Both databases, one after the other; the exit code says whether every goal is met."""
    import psycopg

    import tests.everything as everything

    codes = []
    with tempfile.TemporaryDirectory(prefix="mp-bench-") as scratch:
        everything.SCRATCH = scratch
        codes.append(measured_in(scratch, notes, ""))
        with everything.postgresql() as address:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE searching")
            codes.append(measured_in(scratch, notes, address.replace("/postgres?", "/searching?")))
    return max(codes)


def measured_in(scratch: str, notes: int, address: str) -> int:
    """One database, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")}
    kept |= {"MENTORPANEL_DATA": f"{scratch}/data", "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
    kept |= {"MENTORPANEL_DATABASE_URL": address} if address else {}
    command = [sys.executable, "-m", "bench.searching", "--measure", str(notes)]
    return subprocess.run(command, check=False, cwd=ROOT, env=kept).returncode


def vocabulary() -> list[str]:
    """Invented words, no two alike."""
    starts = (
        "ba",
        "co",
        "du",
        "fe",
        "gri",
        "hol",
        "ja",
        "klu",
        "me",
        "no",
        "pra",
        "ru",
        "si",
        "tou",
        "ve",
        "wa",
    )
    ends = ("nt", "lo", "ring", "sta", "mer", "x", "pe", "dor", "lian", "k", "sh", "tu", "vel")
    found: dict[str, None] = {}
    source = random.Random(7)
    while len(found) < VOCABULARY:
        middle = "".join(source.choices(starts, k=source.randint(1, 2)))
        found[source.choice(starts) + middle + source.choice(ends)] = None
    return list(found)


def texts(words: Sequence[str], count: int) -> Iterator[str]:
    """Notes of forty words, drawn as unequally as Zipf found."""
    source = random.Random(11)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for _ in range(count):
        yield " ".join(source.choices(words, cum_weights=weights, k=LENGTH))


def queries(words: Sequence[str]) -> dict[str, list[str]]:
    """What is asked for: words that stand in many notes, in few, two together, and the beginnings of words."""
    source = random.Random(13)
    common, rare = words[5:60], words[4_000:12_000]
    return {
        "common word": source.sample(common, TURNS),
        "rare word": source.sample(rare, TURNS),
        "two words": [" ".join(source.sample(common, 2)) for _ in range(TURNS)],
        "beginning": [word[:4] for word in source.sample(words[5:2_000], TURNS)],
    }


def measure(notes: int) -> int:
    """Fill the database, ask in turns, print; 1 where a goal is missed."""
    import django

    django.setup()
    from django.db import connection

    from mentorpanel.usecases import search, start

    began = time.perf_counter()
    owner = start.open_database()
    words = vocabulary()
    rate = fill(owner, words, notes)
    print(
        f"{connection.vendor}: {notes:,} notes of {OWNERS} owners in {time.perf_counter() - began:.0f} s; "
        f"the index takes in {rate:,.0f} notes a second",
        flush=True,
    )
    newest, ranked = BARE[connection.vendor]
    missed = 0
    for name, order, statement in (("newest first", "newest", newest), ("ranked", "best", ranked)):
        took: dict[str, list[tuple[float, float]]] = {}
        for kind, asked in queries(words).items():
            for query in asked:
                both = (
                    lambda query=query, statement=statement: bare(owner.pk, query, statement),
                    lambda query=query, order=order: search.search(owner, query=query, order=order),
                )
                took.setdefault(kind, []).append(in_turns(*both))
        missed += shown(name, took)
    return int(missed > 0)


def in_turns(*calls: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds of each, the better of two."""
    best = [float("inf")] * len(calls)
    for _ in range(2):
        for at, call in enumerate(calls):
            started = time.perf_counter()
            call()
            best[at] = min(best[at], (time.perf_counter() - started) * 1000)
    return best[0], best[1]


def shown(name: str, took: dict[str, list[tuple[float, float]]]) -> bool:
    """Print the figures of one order; whether the goal is missed."""
    for kind, pairs in took.items():
        bares, products = zip(*pairs, strict=True)
        print(
            f"  {name:13} {kind:12} bare {median(bares):6.1f} p95 {p95(bares):6.1f}   "
            f"product {median(products):6.1f} p95 {p95(products):6.1f} ms"
        )
    bares, products = zip(*(pair for pairs in took.values() for pair in pairs), strict=True)
    ratio = p95(products) / p95(bares)
    print(
        f"  {name:13} all          p95 bare {p95(bares):.1f}, product {p95(products):.1f} ms: "
        f"{ratio:.2f} x (goal {GOAL} x)",
        flush=True,
    )
    return ratio > GOAL


def p95(values: Sequence[float]) -> float:
    """What nineteen of twenty stay below."""
    return sorted(values)[int(len(values) * 0.95)]


def bare(owner_id: int, query: str, statement: str) -> list[Any]:
    """The same question to the plain index."""
    from django.db import connection

    if connection.vendor == "sqlite":
        match = " AND ".join((f"owner{owner_id}", *(f"{word}*" for word in query.split())))
    else:
        match = " & ".join((f"owner{owner_id}", *(f"{word}:*" for word in query.split())))
    with connection.cursor() as cursor:
        cursor.execute(statement, [match] * statement.count("%s"))
        return list(cursor.fetchall())


def fill(owner: Any, words: Sequence[str], notes: int) -> float:
    """The owner's notes through the product's triggers, the others' in bulk; returns notes indexed a second."""
    from zoneinfo import ZoneInfo

    from django.db import connection, transaction

    from mentorpanel.storage import search_index
    from mentorpanel.storage.models import JournalEntry, SearchEntry, SearchMark, User
    from mentorpanel.storage.search_sources import BY_KIND

    zone, journal = ZoneInfo("UTC"), BY_KIND["journal"]
    owners = [owner, *(User.objects.create_user(f"o{number}@example.org") for number in range(1, OWNERS))]
    all_texts = list(texts(words, notes))
    load_bare([one.pk for one in owners], all_texts)
    mine, others = all_texts[::OWNERS], [(at, text) for at, text in enumerate(all_texts) if at % OWNERS]
    own_notes(owner, mine)
    began = time.perf_counter()
    search_index.catch_up(owner, zone)
    rate = len(mine) / (time.perf_counter() - began)
    with transaction.atomic():
        for at in range(0, len(others), 5_000):
            rows = [
                JournalEntry(owner=owners[number % OWNERS], kind="win", on=day_of(number), text=text)
                for number, text in others[at : at + 5_000]
            ]
            entries = []
            for row in JournalEntry.objects.bulk_create(rows):
                read = {
                    "pk": row.pk,
                    "text": row.text,
                    "topics": [],
                    "on": row.on,
                    "kind": "win",
                    "parts": [],
                }
                entries.append(search_index._entry(row.owner, journal, read, zone))
            SearchEntry.objects.bulk_create(entries)
            SearchMark.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return rate


def own_notes(owner: Any, mine: Sequence[str]) -> None:
    """Notes of four kinds, with forty people."""
    from mentorpanel.storage.models import Advice, JournalEntry, ParkedItem, Person, Touchpoint

    people = Person.objects.bulk_create(
        [Person(owner=owner, name=f"Jo Doe{number}", name_key=f"doe{number} jo") for number in range(40)]
    )
    made: dict[type, list[Any]] = {JournalEntry: [], Touchpoint: [], ParkedItem: [], Advice: []}
    for number, text in enumerate(mine):
        on, person = day_of(number * OWNERS), people[number % 40]
        at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        if number % 4 == 0:
            row: Any = JournalEntry(owner=owner, kind="win", on=on, text=text)
        elif number % 4 == 1:
            row = Touchpoint(owner=owner, person=person, kind="coffee", on=on, at=at, summary=text)
            row.direction, row.source = "both", "manual"
        elif number % 4 == 2:
            row = ParkedItem(owner=owner, person=person, kind="question", text=text, parked_at=at)
        else:
            row = Advice(owner=owner, person=person, text=text, on=on)
        made[type(row)].append(row)
    for model, rows in made.items():
        model._default_manager.bulk_create(rows, batch_size=2_000)  # type: ignore[attr-defined]


def day_of(number: int) -> date:
    """Notes come evenly over five years."""
    return FIRST_DAY + timedelta(days=number * 1_800 // NOTES)


def load_bare(owner_ids: Sequence[int], all_texts: Sequence[str]) -> None:
    """The plain index over the same texts."""
    from django.db import connection, transaction

    rows = [
        (at + 1, f"owner{owner_ids[at % len(owner_ids)]} {text}", text) for at, text in enumerate(all_texts)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TABLE bare_notes (id integer PRIMARY KEY, body text)")
            cursor.execute("CREATE VIRTUAL TABLE bare_fts USING fts5(terms, content='')")
            cursor.executemany("INSERT INTO bare_notes VALUES (%s, %s)", [(row[0], row[2]) for row in rows])
            cursor.executemany(
                "INSERT INTO bare_fts (rowid, terms) VALUES (%s, %s)", [row[:2] for row in rows]
            )
        else:
            cursor.execute("CREATE TABLE bare_notes (id bigint PRIMARY KEY, terms tsvector, body text)")
            cursor.executemany("INSERT INTO bare_notes VALUES (%s, to_tsvector('simple', %s), %s)", rows)
            cursor.execute("CREATE INDEX bare_terms ON bare_notes USING gin (terms)")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    given = numbers[0] if numbers else NOTES
    sys.exit(measure(given) if "--measure" in sys.argv else main(given))
