"""Where an import writes what it decided: into the database, or, on a dry run, nowhere."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from mentorpanel.storage import import_people, import_records, imports
from mentorpanel.storage.import_people import Known, NewPerson, Points
from mentorpanel.storage.import_records import Outcome
from mentorpanel.storage.ownership import User
from mentorpanel.usecases.import_values import Changes, Prepared, as_document, plain


class Book(Protocol):
    """What ``ChunkTaker`` asks and tells."""

    def outcomes_of(self, prints: Sequence[str]) -> dict[str, str]:
        """Fingerprint to how the record counts now, for those taken before."""

    def people_with(
        self, *, point_keys: Sequence[str], name_keys: Sequence[str], most: int
    ) -> Iterable[Known]:
        """Whoever shares a key."""

    def create(self, people: Sequence[NewPerson], now: datetime) -> None:
        """Make people; each gets an id."""

    def update(self, person: Known, changes: Changes, source: str, now: datetime) -> dict[str, Any]:
        """Change somebody; returns what it takes to undo that."""

    def doubt(self, record: Prepared, person: Known, reason: str, now: datetime) -> None:
        """Put a record to the owner that may be somebody known."""

    def note(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Keep what became of records."""


class StoredBook:
    """The owner's people in the database."""

    def __init__(self, owner: User, *, import_id: int) -> None:
        self.owner, self.import_id = owner, import_id
        self.points: list[tuple[int, Points]] = []

    def outcomes_of(self, prints: Sequence[str]) -> dict[str, str]:
        """A doubtful record whose match has gone, with the person, is fresh again; a decided one is known."""
        found = import_records.outcomes_of(self.owner, prints)
        doubtful = [print_ for print_, (_, outcome) in found.items() if outcome == "doubtful"]
        decisions = imports.decisions_on(self.owner, doubtful) if doubtful else {}
        counted = {}
        for print_, (import_id, outcome) in found.items():
            if outcome != "doubtful":
                counted[print_] = outcome if import_id == self.import_id else "unchanged"
            elif print_ in decisions:
                counted[print_] = "unchanged" if decisions[print_] else "doubtful"
        return counted

    def people_with(
        self, *, point_keys: Sequence[str], name_keys: Sequence[str], most: int
    ) -> Iterable[Known]:
        """Whoever shares a key."""
        found = import_people.people_with(self.owner, point_keys=point_keys, name_keys=name_keys, most=most)
        return found.values()

    def create(self, people: Sequence[NewPerson], now: datetime) -> None:
        """Make people, and the organisations that are not there yet."""
        import_people.create_people(self.owner, people, now)

    def update(self, person: Known, changes: Changes, source: str, now: datetime) -> dict[str, Any]:
        """Change somebody in the database and in ``person``."""
        undo: dict[str, Any] = {}
        columns = dict(changes.columns)
        if changes.organisation is not None:
            key, name = changes.organisation
            columns["organisation_id"] = import_people.organisation_ids(self.owner, {key: name}, now)[key]
        if columns:
            undo["fields"] = {
                name: [plain(getattr(person, name)), plain(value)] for name, value in columns.items()
            }
            told = [name.removesuffix("_id") for name in columns if name != "level"]
            undo["provenance"] = {name: person.provenance.get(name, "") for name in told}
            provenance = {**person.provenance, **dict.fromkeys(told, source)}
            import_people.change_person(self.owner, person_id=person.id, provenance=provenance, **columns)
        if changes.points:
            self.points.append((person.id, changes.points))
            undo["points"] = [[kind, key] for kind, _, key in changes.points]
        renew(person, changes, columns, source)
        return undo

    def doubt(self, record: Prepared, person: Known, reason: str, now: datetime) -> None:
        """Put it to the owner, once."""
        imports.add_doubt(
            self.owner,
            import_id=self.import_id,
            where=record.where,
            record=as_document(record.record),
            fingerprint=record.fingerprint,
            person_id=person.id,
            reason=reason,
        )

    def note(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Keep what became of records, and the contact points that were added to people."""
        import_people.add_points(self.owner, self.points, now)
        self.points = []
        import_records.add_outcomes(self.owner, import_id=self.import_id, outcomes=outcomes, now=now)


class DryBook(StoredBook):
    """Counts what would happen: reads the database, remembers whom the file would make, and writes nothing."""

    def __init__(self, owner: User) -> None:
        super().__init__(owner, import_id=0)
        self.rejected: list[Outcome] = []
        self.noted: dict[str, str] = {}
        self.made: dict[str, list[Known]] = {}
        self.changed: dict[int, Known] = {}
        self.count = 0

    def outcomes_of(self, prints: Sequence[str]) -> dict[str, str]:
        """As in the database, and of the files that went before."""
        return super().outcomes_of(prints) | {one: self.noted[one] for one in prints if one in self.noted}

    def people_with(
        self, *, point_keys: Sequence[str], name_keys: Sequence[str], most: int
    ) -> Iterable[Known]:
        """Whoever shares a key, in the database as it would be by now."""
        stored = super().people_with(point_keys=point_keys, name_keys=name_keys, most=most)
        found = {person.id: self.changed.get(person.id, person) for person in stored}
        for key in (*point_keys, *name_keys):
            found.update({person.id: person for person in self.made.get(key, ())})
        return found.values()

    def create(self, people: Sequence[NewPerson], now: datetime) -> None:
        """Numbers below zero, which no stored person has."""
        for new in people:
            self.count -= 1
            new.person.id = self.count
            for key in {key for _, _, key in new.points} | {new.name_key, new.alias_key}:
                self.made.setdefault(key, []).append(new.person)

    def update(self, person: Known, changes: Changes, source: str, now: datetime) -> dict[str, Any]:
        """Change ``person`` alone."""
        renew(person, changes, changes.columns, source)
        if person.id > 0:
            self.changed[person.id] = person
        return {"dry": True}

    def doubt(self, record: Prepared, person: Known, reason: str, now: datetime) -> None:
        """Nothing to keep."""

    def note(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Remember it for the files that follow."""
        self.rejected += [one for one in outcomes if one.outcome == "rejected"]
        for one in outcomes:
            if one.fingerprint:
                self.noted[one.fingerprint] = "doubtful" if one.outcome == "doubtful" else "unchanged"


def renew(person: Known, changes: Changes, columns: dict[str, Any], source: str) -> None:
    """Bring ``person`` to what was written."""
    for name, value in columns.items():
        setattr(person, name, value)
        person.provenance[name.removesuffix("_id")] = source
    if changes.organisation is not None:
        person.organisation = changes.organisation[1]
        person.provenance["organisation"] = source
    for kind, _, key in changes.points:
        person.points.setdefault(kind, set()).add(key)
