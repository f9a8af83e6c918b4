"""Measures the readers of contact files against a bare reader in the same run: time and memory.

python bench/contacts_formats.py [--cards 30000]
"""

import argparse
import base64
import csv
import io
import random
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mentorpanel.domain.facts import ContactRecord
from mentorpanel.formats.recognise import read_contacts

GIVEN = ["Ana", "Priya", "Jürgen", "Sören", "Wei", "Olamide", "Fatima", "Łukasz", "Mary-Jane", "Noël"]
FAMILY = ["Costa", "Natarajan", "Müller", "O'Neil", "Nguyễn", "Adeyemi", "Haddad", "Kowalski", "van den Berg"]


def vcards(count: int, target_bytes: int) -> bytes:
    """An address book of ``count`` cards: every eighth has a folded picture that fills it up to the size."""
    chance = random.Random(1)
    picture_bytes = max((target_bytes // count - 430) * 8 * 3 // 4, 0)
    cards = []
    for number in range(count):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        lines = [
            "BEGIN:VCARD", "VERSION:3.0", f"N:{family};{given};;;", f"FN:{given} {family}",
            f"ORG:Company {number % 900}\\, Inc.;Product", "TITLE:Senior Product Manager",
            f"item1.EMAIL;type=INTERNET;type=WORK;type=pref:p{number}@company{number % 900}.example",
            f"EMAIL;TYPE=INTERNET,HOME:home{number}@mail.example", f"TEL;TYPE=CELL:+1 415 555 {number:05d}",
            "NOTE:Met at the product conference\\, talked about pricing and about hiring a second\\n",
            "  designer for the team.", f"URL:https://www.linkedin.com/in/p{number}", "CATEGORIES:Friends,Work",
            f"UID:{number:032x}", "REV:2026-01-02T03:04:05Z",
        ]  # fmt: skip
        if number % 8 == 0:
            picture = base64.b64encode(chance.randbytes(picture_bytes)).decode()
            lines.append("PHOTO;ENCODING=b;TYPE=JPEG:" + picture[:50])
            lines.extend(" " + picture[at : at + 74] for at in range(50, len(picture), 74))
        cards.append("\r\n".join([*lines, "END:VCARD", ""]))
    return "".join(cards).encode()


def connections(count: int) -> bytes:
    """A LinkedIn export of ``count`` rows."""
    out = io.StringIO()
    out.write('Notes:\n"When exporting your connection data, some addresses are missing."\n\n')
    writer = csv.writer(out)
    writer.writerow(
        ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
    )
    for number in range(count):
        writer.writerow(
            [GIVEN[number % 10], FAMILY[number % 9], f"https://www.linkedin.com/in/p{number}", "", "Example, Inc.",
             "Group Product Manager", f"{number % 28 + 1:02d} Mar 2024"]
        )  # fmt: skip
    return out.getvalue().encode()


def bare_lines(path: Path) -> int:
    """The floor for cards: unfold, split at the colon and count, nothing kept."""
    count = 0
    with path.open("rb") as stream:
        for line in stream:
            if line[:1] not in (b" ", b"\t"):
                name, _, _value = line.partition(b":")
                count += name == b"END"
    return count


def bare_rows(path: Path) -> int:
    """The floor for rows: the standard library's reader."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream))


def read(path: Path) -> int:
    with path.open("rb") as stream:
        _, records = read_contacts(stream, path.name)
        return sum(isinstance(record, ContactRecord) for record in records)


def best_of(action, path: Path, times: int = 3) -> tuple[float, int]:
    seconds, result = [], 0
    for _ in range(times):
        started = time.perf_counter()
        result = action(path)
        seconds.append(time.perf_counter() - started)
    return min(seconds), result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=30_000)
    count = parser.parse_args().cards
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "people.vcf": (vcards(count, count * 1_000), bare_lines),
            "Connections.csv": (connections(count), bare_rows),
        }
        for name, (content, floor) in files.items():
            path = Path(folder) / name
            path.write_bytes(content)
            size = len(content) / 1e6
            floor_seconds, _ = best_of(floor, path)
            seconds, taken = best_of(read, path)
            tracemalloc.start()
            read(path)
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
            ratio = seconds / floor_seconds
            print(f"{name}: {size:.1f} MB, {taken:,} read in {seconds:.2f} s, bare {floor_seconds:.2f} s, "
                  f"ratio {ratio:.1f}, at most {peak:.1f} MB at once")  # fmt: skip


if __name__ == "__main__":
    main()
