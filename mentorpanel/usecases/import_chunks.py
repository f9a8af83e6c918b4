"""Takes a chunk of records in: each is somebody new, somebody known, doubtful or refused."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from mentorpanel.domain import matching, titles
from mentorpanel.domain.facts import Rejected, Rung
from mentorpanel.domain.matching import Match, Same
from mentorpanel.domain.name_fit import full_name_key
from mentorpanel.domain.names import name_key
from mentorpanel.storage.import_people import Known, NewPerson
from mentorpanel.storage.import_records import Outcome
from mentorpanel.storage.imports import COUNTS
from mentorpanel.usecases.import_books import Book
from mentorpanel.usecases.import_values import Prepared, changes_for, identity_of

MOST_PER_KEY = 40
"""A key that more people share, such as a name that is a firm's, compares nobody any more (our judgement)."""
MOST_PER_CHUNK = 4000

Best = tuple[Match, Known]


class ChunkTaker:
    """Takes the chunks of one file in, one after the other; what is decided goes into the book."""

    def __init__(self, book: Book, *, source: str, ladder: Sequence[Rung]) -> None:
        self.book, self.source = book, source
        self.level_of = lru_cache(maxsize=4096)(lambda title: titles.level_of(title, ladder).verdict)
        self.seen: set[str] = set()
        self.crowded: set[str] = set()

    def take(self, records: Sequence[Prepared | Rejected], *, now: datetime) -> dict[str, int]:
        """Take records in, in order; returns the counts by outcome. To be called inside the book's transaction."""
        self.now = now
        self.counts = dict.fromkeys(COUNTS, 0)
        self.counts["read"] = len(records)
        self.outcomes: list[Outcome] = []
        self.new: list[tuple[Prepared, NewPerson]] = []
        fresh = self._pass_over_known(records)
        self._find_people(fresh)
        for record in fresh:
            self._decide(record)
        self._create()
        self.book.note(self.outcomes, now)
        return self.counts

    def take_as_new(self, record: Prepared, *, now: datetime) -> int:
        """Take one record as somebody new, whoever it resembles; returns the person's id."""
        self.now, self.outcomes, self.counts = now, [], dict.fromkeys(COUNTS, 0)
        self.new = [(record, self._as_new(record))]
        self._create()
        self.book.note(self.outcomes, now)
        return self.outcomes[0].person_id or 0

    def _pass_over_known(self, records: Sequence[Prepared | Rejected]) -> list[Prepared]:
        """Count the refused and those taken before; returns the others.

        One that this very import has taken before it was stopped counts as it did then.
        """
        before = self.book.outcomes_of([one.fingerprint for one in records if isinstance(one, Prepared)])
        fresh = []
        for record in records:
            if isinstance(record, Rejected):
                self._note(Outcome(record.where, "rejected", reason=record.reason))
            elif record.fingerprint in self.seen:
                self.counts["unchanged"] += 1
            else:
                self.seen.add(record.fingerprint)
                if record.fingerprint in before:
                    self.counts[before[record.fingerprint]] += 1
                else:
                    fresh.append(record)
        return fresh

    def _find_people(self, records: Sequence[Prepared]) -> None:
        wanted = self.crowded.isdisjoint
        known = self.book.people_with(
            point_keys=[key for record in records for key in record.point_keys if wanted((key,))],
            name_keys=[key for record in records for key in record.name_keys if wanted((key,))],
            most=MOST_PER_CHUNK,
        )
        self.by_key: dict[str, list[Known]] = {}
        for person in known:
            self._index(person, _keys_of(person))

    def _index(self, person: Known, keys: Iterable[str]) -> None:
        for key in keys:
            found = self.by_key.setdefault(key, [])
            if len(found) < MOST_PER_KEY:
                found.append(person)
            else:
                self.crowded.add(key)

    def _decide(self, record: Prepared) -> None:
        best = self._best(record)
        if best is None:
            new = self._as_new(record)
            self.new.append((record, new))
            self._index(new.person, record.keys)
            return
        match, person = best
        if not person.id:
            self._create()
        if match.verdict is not Same.SAME:
            self.book.doubt(record, person, match.reason, self.now)
            self._note(Outcome(record.where, "doubtful", record.fingerprint, None, match.reason))
            return
        changes = changes_for(record, person, self.source, self.level_of)
        undo = (
            {}
            if person.is_trashed or not changes
            else self.book.update(person, changes, self.source, self.now)
        )
        outcome = "updated" if undo else "unchanged"
        self._note(Outcome(record.where, outcome, record.fingerprint, person.id, match.reason, undo))

    def _best(self, record: Prepared) -> Best | None:
        """The likeliest of those who share a key. Whoever is in the trash comes back by nothing doubtful."""
        candidates = {
            id(one): one for key in record.keys if key not in self.crowded for one in self.by_key.get(key, ())
        }
        if not candidates:
            return None
        best: Best | None = None
        identity = record.identity
        for person in candidates.values():
            found = matching.match(identity, identity_of(person))
            if found.verdict is Same.DIFFERENT or (person.is_trashed and found.verdict is not Same.SAME):
                continue
            if best is None or _rank(found) > _rank(best[0]):
                best = (found, person)
        return best

    def _create(self) -> None:
        if self.new:
            self.book.create([new for _, new in self.new], self.now)
            for record, new in self.new:
                self._note(Outcome(record.where, "created", record.fingerprint, new.person.id))
            self.new = []

    def _as_new(self, record: Prepared) -> NewPerson:
        title = record.record.title
        return record.as_new(self.source, self.level_of(title) if title else "")

    def _note(self, row: Outcome) -> None:
        self.counts[row.outcome] += 1
        self.outcomes.append(row)


def _rank(match: Match) -> tuple[bool, float]:
    return match.verdict is Same.SAME, match.score


def _keys_of(person: Known) -> set[str]:
    keys = {key for found in person.points.values() for key in found}
    return keys | {name_key(person.name), full_name_key(person.name)} - {""}
