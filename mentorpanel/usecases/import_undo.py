"""Takes a whole import back: whom it made, what it changed, what it asked."""

from typing import Any, Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict
from mentorpanel.storage import import_people, import_records, imports, system
from mentorpanel.storage.import_people import Known
from mentorpanel.storage.ownership import User
from mentorpanel.usecases.import_values import plain

CHUNK: Final = 100


def undo_import(owner: User, *, import_id: int) -> int:
    """Take an import back; returns how many people were kept because the owner has worked with them since.

    Done in short steps; stopped midway, calling it again goes on. What the owner changed since stays.
    """
    now = clock.now()
    system.free_lost_runs(now=now)
    run = imports.run(owner, import_id=import_id)
    if run.state == "undone":
        raise Conflict("This import is undone already.")
    stopped = run.state if run.state in ("done", "failed") else "failed"
    if run.state == "running" or not imports.change_state(
        owner, import_id=import_id, before=(run.state,), state=stopped, holder=""
    ):
        raise Conflict("This import is still running; undo it when it is done.")
    kept = 0
    while rows := import_records.undo_rows(owner, import_id=import_id, limit=CHUNK):
        with transaction.atomic():
            kept += _undo_some(owner, import_id, rows)
    with transaction.atomic():
        imports.drop_doubts(owner, import_id=import_id)
        imports.drop_pieces(owner, import_id=import_id)
        import_people.delete_unused_organisations(owner, since=run.created_at)
        imports.change_run(owner, import_id=import_id, state="undone", undone_at=now)
    return kept


def _undo_some(owner: User, import_id: int, rows: list[tuple[int, str, int | None, dict[str, Any]]]) -> int:
    """Undo these records, the newest first; returns how many of the people made stay."""
    changed = [person_id for _, outcome, person_id, _ in rows if outcome == "updated" and person_id]
    known = import_people.known_people(owner, changed)
    for _, outcome, person_id, undo in rows:
        if outcome == "updated" and person_id in known:
            take_back(owner, known[person_id], undo)
    made = [person_id for _, outcome, person_id, _ in rows if outcome == "created" and person_id]
    spared = import_people.people_in_use(owner, made)
    spared |= import_records.updated_by_others(owner, made, import_id=import_id)
    import_people.delete_people(owner, [person_id for person_id in made if person_id not in spared])
    import_records.drop_records(owner, ids=[row_id for row_id, *_ in rows])
    return len(spared)


def take_back(owner: User, person: Known, undo: dict[str, Any]) -> None:
    """Take back what an update wrote, where it stands as it was written."""
    import_people.delete_points(owner, person_id=person.id, keys=undo.get("points", []))
    fields = {
        name: before
        for name, (before, written) in undo.get("fields", {}).items()
        if plain(getattr(person, name)) == written and not (name == "level" and person.level_said)
    }
    if not fields:
        return
    provenance = dict(person.provenance)
    for name, source in undo.get("provenance", {}).items():
        if name in fields or f"{name}_id" in fields:
            provenance.pop(name, None)
            if source:
                provenance[name] = source
    import_people.change_person(owner, person_id=person.id, provenance=provenance, **fields)
    person.provenance = provenance
    for name, before in fields.items():
        setattr(person, name, before)
