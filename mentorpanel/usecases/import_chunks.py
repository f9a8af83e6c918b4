"""Takes a chunk of records in: each is somebody new, somebody known, doubtful or refused."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from mentorpanel.domain import matching, titles
from mentorpanel.domain.contact_keys import email_key, is_profile, link_key, phone_key
from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.matching import Identity, Same
from mentorpanel.domain.name_fit import full_name_key
from mentorpanel.domain.names import name_key, organisation_key
from mentorpanel.storage import imports
from mentorpanel.storage.imports import Known, NewPerson, Outcome
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

FIELDS = ("nickname", "organisation", "title", "time_zone", "imported_notes", "connected_on")
TAGS_KEPT = 30


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with everything that is compared of it."""

    record: ContactRecord
    fingerprint: str
    name_key: str
    alias_key: str
    organisation_key: str
    points: tuple[tuple[str, str, str], ...]
    identity: Identity

    @property
    def point_keys(self) -> list[str]:
        """The keys of its contact points that belong to one person: not a firm's own page."""
        return [key for kind, _, key in self.points if kind != "link" or is_profile(key)]

    @property
    def name_keys(self) -> list[str]:
        """The name keys that somebody known may have."""
        return [key for key in (self.name_key, self.alias_key) if key]


def fingerprint(record: ContactRecord) -> str:
    """What makes a record the same record when it comes again, in whatever file or place."""
    told = (
        record.name, record.given, record.family, record.nickname, record.emails, record.phones, record.links,
        record.organisation, record.title, record.tags, record.notes, record.time_zone, record.connected_on, record.uid,
    )  # fmt: skip
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class ChunkTaker:
    """Takes chunks of one import in; call ``take`` inside a transaction."""

    def __init__(self, owner: User, *, import_id: int, source: str) -> None:
        profile = profiles.profile(owner)
        self.owner, self.import_id, self.source = owner, import_id, source
        self.region = profile.phone_region or None
        self.level_of = lru_cache(maxsize=4096)(lambda title: titles.level_of(title, profile.ladder).verdict)
        self.organisations: dict[str, int] = {}

    def take(self, records: Sequence[ContactRecord | Rejected], *, now: datetime) -> dict[str, int]:
        """Take records in, in order; returns the counts by outcome."""
        self.now = now
        self.counts = dict.fromkeys(imports.COUNTS, 0)
        self.counts["read"] = len(records)
        self.outcomes: list[Outcome] = []
        prepared = [record if isinstance(record, Rejected) else self.prepared(record) for record in records]
        fresh = self._pass_over_known(prepared)
        while fresh:
            fresh = self._take_apart(fresh)
        imports.add_outcomes(self.owner, import_id=self.import_id, outcomes=self.outcomes, now=now)
        return self.counts

    def prepared(self, record: ContactRecord) -> Prepared:
        """A record with everything that is compared of it."""
        points = [("email", one, email_key(one)) for one in record.emails]
        points += [("phone", one, phone_key(one, self.region)) for one in record.phones]
        points += [("link", one, link_key(one)) for one in record.links]
        if record.uid:
            points.append(("uid", record.uid, record.uid))
        kept = {(kind, key[:500]): (kind, value[:500], key[:500]) for kind, value, key in points if key}
        plain, full = name_key(record.name), full_name_key(record.name)
        return Prepared(
            record=record,
            fingerprint=fingerprint(record),
            name_key=plain,
            alias_key=full if full != plain else "",
            organisation_key=organisation_key(record.organisation)[:300],
            points=tuple(kept.values()),
            identity=matching.identity_of(record, self.region),
        )

    def take_as_new(self, record: Prepared, *, now: datetime) -> int:
        """Take one record as somebody new, whoever it resembles; returns the person's id."""
        self.now, self.outcomes, self.counts = now, [], dict.fromkeys(imports.COUNTS, 0)
        self._create([record])
        imports.add_outcomes(self.owner, import_id=self.import_id, outcomes=self.outcomes, now=now)
        return self.outcomes[0].person_id or 0

    def _pass_over_known(self, records: Sequence[Prepared | Rejected]) -> list[Prepared]:
        """Count the refused and those taken before; returns the others."""
        known = imports.outcomes_of(
            self.owner, [record.fingerprint for record in records if isinstance(record, Prepared)]
        )
        fresh, seen = [], set()
        for record in records:
            if isinstance(record, Rejected):
                self._note("rejected", Outcome(record.where, "rejected", reason=record.reason))
                continue
            before = known.get(record.fingerprint)
            if before is not None:
                batch, outcome = before
                again = outcome if batch == self.import_id or outcome == "doubtful" else "unchanged"
                self.counts[again] += 1
            elif record.fingerprint in seen:
                self.counts["unchanged"] += 1
            else:
                seen.add(record.fingerprint)
                fresh.append(record)
        return fresh

    def _take_apart(self, records: list[Prepared]) -> list[Prepared]:
        """Decide record by record; stops before one that may be somebody new of this very chunk."""
        known = imports.people_with(
            self.owner,
            point_keys=[key for record in records for key in record.point_keys],
            name_keys=[key for record in records for key in record.name_keys],
        )
        by_key: dict[str, list[Known]] = {}
        for person in known.values():
            for key in _keys_of(person):
                by_key.setdefault(key, []).append(person)
        new: list[Prepared] = []
        new_keys: set[str] = set()
        rest: list[Prepared] = []
        for index, record in enumerate(records):
            keys = [*record.point_keys, *record.name_keys]
            if not new_keys.isdisjoint(keys):
                rest = records[index:]
                break
            candidates = {person.id: person for key in keys for person in by_key.get(key, ())}
            if self._decided(record, list(candidates.values())):
                continue
            new.append(record)
            new_keys.update(keys)
        self._create(new)
        return rest

    def _decided(self, record: Prepared, candidates: list[Known]) -> bool:
        """Update or doubt; False when the record is somebody new."""
        best: tuple[Same, float, Known, str] | None = None
        for person in candidates:
            found = matching.match(record.identity, _identity(person))
            if found.verdict is Same.DIFFERENT:
                continue
            ranked = (found.verdict, found.score, person, found.reason)
            if best is None or (found.verdict is Same.SAME, found.score) > (best[0] is Same.SAME, best[1]):
                best = ranked
        if best is None:
            return False
        verdict, _, person, reason = best
        if verdict is Same.SAME:
            self._update(record, person, reason)
        else:
            self._doubt(record, person, reason)
        return True

    def _doubt(self, record: Prepared, person: Known, reason: str) -> None:
        imports.add_doubt(
            self.owner,
            import_id=self.import_id,
            where=record.record.where,
            record=record_as_document(record.record),
            fingerprint=record.fingerprint,
            person_id=person.id,
            reason=reason,
        )
        outcome = Outcome(record.record.where, "doubtful", record.fingerprint, None, reason)
        self._note("doubtful", outcome)

    def _update(self, record: Prepared, person: Known, reason: str) -> None:
        undo = update_person(self.owner, record=record, person=person, source=self.source, now=self.now)
        if undo:
            points = {kind: set(keys) for kind, keys in person.points.items()}
            for kind, _, key in record.points:
                points.setdefault(kind, set()).add(key)
            person.points.clear()
            person.points.update(points)
        outcome = "updated" if undo else "unchanged"
        self._note(outcome, Outcome(record.record.where, outcome, record.fingerprint, person.id, reason, undo))

    def _create(self, new: list[Prepared]) -> None:
        missing = {
            record.organisation_key: record.record.organisation
            for record in new
            if record.organisation_key and record.organisation_key not in self.organisations
        }
        self.organisations.update(imports.organisation_ids(self.owner, missing, self.now))
        people = [self._new_person(record) for record in new]
        for record, person_id in zip(new, imports.create_people(self.owner, people, self.now), strict=True):
            self._note("created", Outcome(record.record.where, "created", record.fingerprint, person_id))

    def _new_person(self, prepared: Prepared) -> NewPerson:
        record = prepared.record
        told = {
            "name": record.name, "nickname": record.nickname, "organisation": record.organisation,
            "title": record.title, "time_zone": record.time_zone, "imported_notes": record.notes,
        }  # fmt: skip
        return NewPerson(
            record=record,
            name_key=prepared.name_key,
            alias_key=prepared.alias_key,
            organisation_id=self.organisations.get(prepared.organisation_key),
            level=self.level_of(record.title) if record.title else "",
            points=prepared.points,
            provenance={name: self.source for name, value in told.items() if value},
        )

    def _note(self, outcome: str, row: Outcome) -> None:
        self.counts[outcome] += 1
        self.outcomes.append(row)


def update_person(owner: User, *, record: Prepared, person: Known, source: str, now: datetime) -> dict[str, Any]:
    """Fill what is empty or came from the same kind of file; returns what it takes to undo that, or nothing.

    What the owner has written themselves is never overwritten: it has no provenance.
    """
    told = {
        "nickname": record.record.nickname[:120], "organisation": record.record.organisation[:300],
        "title": record.record.title[:300], "time_zone": record.record.time_zone[:64],
        "imported_notes": record.record.notes, "connected_on": record.record.connected_on,
    }  # fmt: skip
    changed = {
        name: value
        for name, value in told.items()
        if value and value != getattr(person, name) and (not getattr(person, name) or person.provenance.get(name) == source)
    }
    if "organisation" in changed and organisation_key(str(changed["organisation"])) == organisation_key(person.organisation):
        del changed["organisation"]
    had = {key for keys in person.points.values() for key in keys}
    added = [point for point in record.points if point[2] not in had]
    if not changed and not added:
        return {}
    undo: dict[str, Any] = {"provenance": dict(person.provenance)}
    undo["fields"] = {name: [_plain(getattr(person, name)), _plain(value)] for name, value in changed.items()}
    if changed:
        _write(owner, person, changed, source, now, undo)
    if added:
        imports.add_points(owner, [(person.id, added)], now)
        keys = [(kind, key) for kind, _, key in added]
        undo["points"] = imports.point_ids(owner, person_id=person.id, keys=keys)
    return undo


def _write(
    owner: User, person: Known, changed: dict[str, Any], source: str, now: datetime, undo: dict[str, Any]
) -> None:
    columns = dict(changed)
    if "organisation" in columns:
        name = str(columns.pop("organisation"))
        before, after = organisation_key(person.organisation), organisation_key(name)
        wanted = {after: name, **({before: person.organisation} if before else {})}
        ids = imports.organisation_ids(owner, wanted, now)
        columns["organisation_id"] = ids.get(after)
        undo["organisation_ids"] = [ids.get(before), ids.get(after)]
    provenance = {**person.provenance, **dict.fromkeys(changed, source)}
    imports.change_person(owner, person_id=person.id, provenance=provenance, **columns)


def record_as_document(record: ContactRecord) -> dict[str, Any]:
    """A record as it is kept with a doubtful match."""
    return {name: _plain(value) for name, value in asdict(record).items()}


def record_from_document(document: dict[str, Any]) -> ContactRecord:
    """The record of a doubtful match."""
    named = dict(document)
    for name in ("emails", "phones", "links", "tags"):
        named[name] = tuple(named.get(name) or ())
    if named.get("connected_on"):
        named["connected_on"] = datetime.fromisoformat(named["connected_on"]).date()
    return ContactRecord(**named)


def _identity(person: Known) -> Identity:
    return Identity(
        name=person.name,
        nickname=person.nickname,
        emails=frozenset(person.points.get("email", ())),
        phones=frozenset(person.points.get("phone", ())),
        links=frozenset(person.points.get("link", ())),
        organisation=organisation_key(person.organisation),
        title=person.title,
        uid=next(iter(person.points.get("uid", ())), ""),
    )


def _keys_of(person: Known) -> set[str]:
    keys = {key for keys in person.points.values() for key in keys}
    return keys | {name_key(person.name), full_name_key(person.name)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
