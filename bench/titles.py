"""How well title → level does on titles that people have labelled.

Run from the project's root: ``python -m bench.titles``. The data lies beside the project, in
``../shared/data``. The labels have scales of their own; the tables below say which rungs count as
which label, chosen by what the words mean.
"""

import csv
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

from mentorpanel.domain.titles import DEFAULT_LADDER, level_of

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SNAPADDY = DATA / "titles" / "snapaddy" / "seniority-v2.csv"
ENRON = DATA / "gold" / "enron_title_levels.dev.csv"
ROOTSTRAP = DATA / "titles" / "rootstrap" / "data_process" / "data_sets" / "classified_titles.tsv"
PUBLISHED_RULES = 0.54
ORDER = {rung.key: place for place, rung in enumerate(DEFAULT_LADDER)}

LABELS: dict[str, dict[str, str]] = {
    "snapaddy": {
        "": "Senior", "apm": "Junior", "pm": "Senior", "senior-pm": "Senior", "principal-pm": "Lead",
        "director": "Director", "senior-director": "Director", "vp": "Management", "svp": "Management",
        "ceo": "Management",
    },
    "enron": {
        "": "1", "apm": "1", "pm": "1", "senior-pm": "1", "principal-pm": "2", "director": "3",
        "senior-director": "3", "vp": "4", "svp": "5", "ceo": "6",
    },
}  # fmt: skip


def labelled(name: str, path: Path) -> list[tuple[str, str]]:
    """(title, label) of each row."""
    with path.open(encoding="utf-8", newline="") as file:
        if name == "snapaddy":
            return [(row["text"], row["label"]) for row in csv.DictReader(file)]
        return [(row["note"], row["level_1_6"]) for row in csv.DictReader(file)]


def pairs_in_order(rows: list[tuple[str, str]]) -> float:
    """Share of the pairs of different labels that the rungs order rightly; an equal rung counts half."""
    right = total = 0.0
    placed = [(ORDER.get(level_of(title).verdict, 1), int(label)) for title, label in rows]
    for (mine, my_label), (theirs, their_label) in combinations(placed, 2):
        if my_label != their_label:
            total += 1
            right += 0.5 if mine == theirs else (mine < theirs) == (my_label < their_label)
    return right / total


def main() -> int:
    """Print accuracy, balanced accuracy and the majority's; 2 when the data is missing."""
    if not DATA.is_dir():
        print(f"There is no {DATA}: nothing to measure.", file=sys.stderr)
        return 2
    print(
        f"{'set':10} {'titles':>6} {'majority':>8} {'right':>6} {'balanced':>8} {'no level':>8} {'µs each':>8}"
    )
    for name, path in (("snapaddy", SNAPADDY), ("enron", ENRON)):
        rows = labelled(name, path)
        begun = time.perf_counter()
        levels = [level_of(title).verdict for title, _ in rows]
        each = (time.perf_counter() - begun) / len(rows) * 1e6
        counts = Counter(label for _, label in rows)
        hits = Counter(
            label for (_, label), level in zip(rows, levels, strict=True) if LABELS[name][level] == label
        )
        balanced = sum(hits[label] / counts[label] for label in counts) / len(counts)
        print(
            f"{name:10} {len(rows):6} {max(counts.values()) / len(rows):8.3f} {sum(hits.values()) / len(rows):6.3f} "
            f"{balanced:8.3f} {levels.count('') / len(rows):8.3f} {each:8.1f}"
        )
        if name == "enron":
            print(f"{'':10} pairs in the right order: {pairs_in_order(rows):.3f}")
    print(
        f"A published rule-based method has {PUBLISHED_RULES} on real titles; labels of snapaddy were made by keywords."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
