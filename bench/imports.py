"""What bringing people in costs: 30,000 vCards and 30,000 rows of a table, against a floor, and what it does to a page.

Run from the project's root: ``python -m bench.imports [COUNT]``. The floor is a bare reader by hand with
``executemany``: the same rows into the same tables, without matching, levels, undo or the search's triggers.
Everything is measured in this one run, each step in a process of its own with a fresh database; names are invented.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

COUNT = 30_000
GOALS = {"vcards": 3.0, "rows": 10.0}
MOST_MEGABYTES = 300.0
MOST_WAIT_MS = 100.0
EVERY_SECONDS = 0.02

_FIRST = [
    "Abra",
    "Belo",
    "Cira",
    "Dono",
    "Elvi",
    "Faro",
    "Gita",
    "Hano",
    "Ivra",
    "Jelo",
    "Kira",
    "Lomo",
    "Mira",
    "Nalo",
]
_MIDDLE = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ke",
    "li",
    "mo",
    "nu",
    "pa",
    "re",
    "si",
    "to",
    "vu",
    "wa",
    "xe",
    "yi",
    "zo",
]
_LAST = ["lund", "mark", "stein", "berg", "wick", "ford", "dale", "thorne", "holm", "croft"]
_NOTE = "We met at a talk on pricing and spoke of platforms, hiring, teams and how one says no. " * 9


def invented(number: int) -> tuple[str, str, str, str]:
    """A given name, a family name, a firm and an address. Some come a second time, and some names at another firm."""
    if number % 97 == 96:
        number -= 40
    given = _FIRST[number % 14] + _MIDDLE[number // 14 % 19]
    family = _MIDDLE[number // 266 % 19].title() + _MIDDLE[number // 5054 % 19] + _LAST[number % 10]
    firm = f"{_MIDDLE[number % 19].title()}{_MIDDLE[number // 19 % 17]} Works {number % 900}"
    return given, family, firm, f"{given}.{family}.{number}@works{number % 900}.example"


def vcards(count: int) -> Iterator[str]:
    """Cards of about 1 kB."""
    for number in range(count):
        given, family, firm, address = invented(number)
        note = _NOTE[: 640 + number % 90]
        yield (
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n"
            f"ORG:{firm}\r\nTITLE:{'Senior ' * (number % 2)}Product Manager\r\n"
            f"EMAIL;TYPE=INTERNET,WORK:{address}\r\n"
            f"TEL;TYPE=CELL:+34 6{number:08d}\r\nUID:urn:uuid:0000-{number}\r\nNOTE:{note}\r\nEND:VCARD\r\n"
        )


def rows(count: int) -> Iterator[str]:
    """Rows of Google's table."""
    yield "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Value,Phone 1 - Value,Notes\r\n"
    for number in range(count):
        given, family, firm, address = invented(number)
        yield f"{given},{family},{firm},Product Manager,{address},+34 6{number:08d},Met {number}\r\n"


def floor_vcards(path: Path) -> Iterator[tuple[str, ...]]:
    """name, organisation, title, address, number, note and id, read the shortest way that works for this file."""
    fields = re.compile(r"^(FN|ORG|TITLE|EMAIL|TEL|NOTE|UID)[^:]*:(.*)$", re.MULTILINE)
    with path.open(encoding="utf-8") as file:
        lines: list[str] = []
        for line in file:
            if line.startswith("END:VCARD"):
                card = dict(fields.findall("".join(lines)))
                yield tuple(
                    card.get(key, "") for key in ("FN", "ORG", "TITLE", "EMAIL", "TEL", "NOTE", "UID")
                )
                lines = []
            else:
                lines.append(line)


def floor_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """The same out of the table."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for given, family, firm, title, address, number, note in reader:
            yield f"{given} {family}", firm, title, address, number, note, ""


def floor(path: Path, read: Callable[[Path], Iterator[tuple[str, ...]]]) -> None:
    """Into the same tables with ``executemany``, a thousand at a time."""
    from itertools import islice

    from django.db import connection, transaction

    from mentorpanel.storage import import_people as storage
    from mentorpanel.storage import import_records
    from mentorpanel.storage.models import ContactPoint, Import, ImportRecord, Organisation, Person, User

    owner = User.objects.get().pk
    batch = Import.objects.create(owner_id=owner, filename=path.name).pk
    now = "2026-03-02 12:00:00"
    rest = [{"FALSE": False}.get(value, value.strip("'")) for value in storage._PERSON_REST.values()]

    def into(model: Any, columns: tuple[str, ...], values: list[Any]) -> None:
        table, marks = model._meta.db_table, ", ".join(["%s"] * len(columns))
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{trigger}"')
    source, person_id, firms = read(path), 0, {}
    while some := list(islice(source, 1000)):
        with transaction.atomic():
            new = {firm for _, firm, *_ in some if firm not in firms}
            firms.update({firm: len(firms) + at for at, firm in enumerate(sorted(new), 1)})
            into(Organisation, ("id", "owner_id", "created_at", "updated_at", "name", "key"),
                 [(firms[firm], owner, now, now, firm, firm.lower()) for firm in new])  # fmt: skip
            people, points, records = [], [], []
            for name, firm, title, address, number, note, uid in some:
                person_id += 1
                people.append((person_id, owner, now, now, name, name.lower(), "", "", firms[firm], title, "", "", "[]",
                               note, "{}", None, *rest))  # fmt: skip
                points.append((owner, now, now, person_id, "email", address, address.lower(), False))
                points.append((owner, now, now, person_id, "phone", number, number.replace(" ", ""), False))
                if uid:
                    points.append((owner, now, now, person_id, "uid", uid, uid, False))
                records.append((owner, now, now, batch, "card", "created", address, person_id, "", "{}"))
            into(Person, ("id", *storage._PERSON_COLUMNS, *storage._PERSON_REST), people)
            into(ContactPoint, storage._POINT_COLUMNS, points)
            into(ImportRecord, import_records._COLUMNS, records)


def product(path: Path) -> None:
    """The same through the product's own import."""
    from mentorpanel.storage.models import User
    from mentorpanel.usecases import imports

    result = imports.import_path(User.objects.get(), path=path)
    run = result.run
    print(
        json.dumps(
            {name: getattr(run, name) for name in ("read", "created", "updated", "unchanged", "doubtful")}
        )
    )


def page(seconds_file: Path) -> None:
    """Parks an item every 20 ms, as a page does, until the file is there; prints how long each took."""
    from django.db import OperationalError

    from mentorpanel.storage.models import User
    from mentorpanel.usecases import parking

    owner = User.objects.get()
    waits, errors = [], 0
    while not seconds_file.exists():
        started = time.perf_counter()
        try:
            parking.park_item(owner, text="How do I say no?")
        except OperationalError:
            errors += 1
        waits.append(time.perf_counter() - started)
        time.sleep(EVERY_SECONDS)
    print(json.dumps({"waits": waits, "errors": errors}))


def step(name: str, *arguments: str) -> None:
    """One measured step, in a process of its own."""
    import django

    django.setup()
    from mentorpanel.usecases import imports  # loaded before the clock runs, for both

    path = Path(arguments[0])
    if name == "page":
        page(path)
        return
    assert imports
    started, worked = time.perf_counter(), time.process_time()
    if name == "product":
        product(path)
    else:
        floor(path, floor_vcards if path.suffix == ".vcf" else floor_rows)
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": megabytes}))


def started(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A step in a process of its own, on that data folder."""
    environment = {
        **os.environ,
        "MENTORPANEL_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings",
    }
    environment.pop("MENTORPANEL_DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.imports", "--step", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def told(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What a step printed, put together."""
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(process.returncode)
    found: dict[str, Any] = {}
    for line in said.splitlines():
        found |= json.loads(line)
    return found


PREPARE = """
import django
django.setup()
from django.conf import settings
from mentorpanel.storage import schema
schema.ensure(settings.DATA_FOLDER)
from mentorpanel.storage.models import User
from mentorpanel.storage.owners import profile_of
profile_of(User.objects.create_user("me@example.org"))
"""


def prepared(place: Path) -> Path:
    """A data folder with empty tables and one owner."""
    folder = place / "empty"
    folder.mkdir()
    environment = {
        **os.environ,
        "MENTORPANEL_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings",
    }
    environment.pop("MENTORPANEL_DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    return folder


def compare(place: Path, empty: Path, path: Path) -> dict[str, Any]:
    """Floor, product, and the product again with the same file."""
    floors, products = [], []
    for turn in range(3):
        floor_folder, folder = place / f"floor-{path.stem}-{turn}", place / f"product-{path.stem}-{turn}"
        shutil.copytree(empty, floor_folder)
        shutil.copytree(empty, folder)
        floors.append(told(started(floor_folder, "floor", str(path))))
        products.append(told(started(folder, "product", str(path))))
    again = told(started(folder, "product", str(path)))
    best = min(products, key=lambda one: one["seconds"])
    return {
        "floor": min(one["seconds"] for one in floors),
        "first": best["seconds"],
        "again": again["seconds"],
        "processor": min(one["processor"] for one in products) / min(one["processor"] for one in floors),
        "megabytes": max(best["megabytes"], again["megabytes"]),
        "counts": {name: best[name] for name in ("read", "created", "updated", "unchanged", "doubtful")},
        "unchanged": again["unchanged"] + again["doubtful"],
    }


def beside(place: Path, empty: Path, path: Path) -> dict[str, float]:
    """How long a page's writes take while a file comes in."""
    folder, end = place / "beside", place / "end"
    shutil.copytree(empty, folder)
    writer = started(folder, "page", str(end))
    time.sleep(1.5)
    told(started(folder, "product", str(path)))
    end.touch()
    found = told(writer)
    waits = sorted(found["waits"])
    return {
        "writes": len(waits),
        "errors": found["errors"],
        "p50": waits[len(waits) // 2] * 1000,
        "p99": waits[int(len(waits) * 0.99)] * 1000,
        "max": waits[-1] * 1000,
    }


def main(count: int) -> int:
    """Print the figures; 1 when a goal is missed."""
    missed = []
    with tempfile.TemporaryDirectory(prefix="mp-bench-") as name:
        place = Path(name)
        empty = prepared(place)
        files = {"vcards": place / "cards.vcf", "rows": place / "table.csv"}
        files["vcards"].write_text("".join(vcards(count)), newline="")
        files["rows"].write_text("".join(rows(count)), newline="")
        for kind, path in files.items():
            seen = compare(place, empty, path)
            ratio = seen["first"] / seen["floor"]
            print(
                f"{count} {kind} ({path.stat().st_size / 1e6:.0f} MB): floor {seen['floor']:.2f} s, import "
                f"{seen['first']:.2f} s = {ratio:.1f} x (goal {GOALS[kind]:.0f} x), {seen['processor']:.1f} x "
                f"of processor time, again {seen['again']:.2f} s, {seen['megabytes']:.0f} MB"
            )
            print(f"  {seen['counts']}; again known {seen['unchanged']}")
            missed += [kind] if ratio > GOALS[kind] else []
            missed += [f"{kind} again"] if seen["again"] > seen["first"] else []
            missed += [f"{kind} memory"] if seen["megabytes"] > MOST_MEGABYTES else []
        seen = beside(place, empty, files["vcards"])
        print(
            f"a page's writes meanwhile: {seen['writes']}, p50 {seen['p50']:.1f} ms, p99 {seen['p99']:.1f} ms "
            f"(goal {MOST_WAIT_MS:.0f}), max {seen['max']:.1f} ms, {seen['errors']} lock errors (goal 0)"
        )
        missed += ["writes"] if seen["p99"] > MOST_WAIT_MS or seen["errors"] else []
    print("missed: " + ", ".join(missed) if missed else "all goals met")
    return int(bool(missed))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(*sys.argv[2:])
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
