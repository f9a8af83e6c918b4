"""person: everything about one person, and changing it."""

from typing import Any

import click

from mentorpanel.cli.assessing import assessment_words, readiness_words
from mentorpanel.cli.notices import path_words
from mentorpanel.cli.shell import Shell, command, day_option, pairs
from mentorpanel.domain import assessment_documents
from mentorpanel.domain.outreach_documents import path_document
from mentorpanel.domain.problems import NotFound

TEXTS = (
    "name", "nickname", "organisation", "title", "function", "level", "time_zone", "how_met", "admire", "share",
    "care_about", "need", "offer", "distance", "private_notes", "imported_notes",
)  # fmt: skip
LISTS = ("tags", "expertise")
FLAGS = ("do_not_contact", "is_confidential", "keeps_mail_text")
ADDRESSES = ("email", "phone", "link")


@command("person", short_help="Everything about one person; change it.")
@click.argument("name")
@click.option(
    "--set", "fields", multiple=True, metavar="FIELD=TEXT", help="Change a field, such as admire=… or title=…"
)
@click.option("--email", metavar="E", help="Add an address, the one that letters go to from now on.")
@click.option("--phone", metavar="P", help="Add a number.")
@click.option("--link", metavar="URL", help="Add a page of theirs.")
@click.option("--forget", metavar="VALUE", help="Take an address, number or link away.")
@click.option(
    "--cadence", metavar="DAYS", help="How many days may pass between contacts; “stage”: as the stage says."
)
@click.option("--pause", metavar="DATE", help="Nothing is expected until then; “no” ends the pause.")
@click.option("--roles", metavar="ROLES", help="mentee, peer, sponsor, role-model, between commas; “none”.")
@click.option("--merge", "other", metavar="NAME", help="Make NAME's other entry part of this one.")
@click.option("--unmerge", type=int, metavar="MERGE", help="Part two entries again.")
@click.option("--trash", is_flag=True, help="Put them into the trash.")
@click.option("--restore", is_flag=True, help="Take them out of the trash (NAME as #ID).")
def person_command(shell: Shell, name: str, unmerge: int | None, **changes: Any) -> None:
    """Show NAME: who they are, where we stand, what is open between us. Options change what is said of them first."""
    from mentorpanel.usecases import invitations, matches, people, person_page

    if unmerge is not None:
        kept, parted = matches.undo_merge(shell.owner, merge_id=unmerge)
        shell.answer(
            {"people": [kept.id, parted.id]}, f"#{kept.id} {kept.name} and #{parted.id} {parted.name} again."
        )
        return
    if changes["restore"] and name.lstrip("#").isdigit():
        people.restore_person(shell.owner, person_id=int(name.lstrip("#")))
    found = people.find_person(shell.owner, name=name)
    if changes["trash"]:
        people.trash_person(shell.owner, person_id=found.id)
        undo = f"“mentorpanel person '#{found.id}' --restore” takes them out."
        expecting = invitations.expected_by(shell.owner, person_ids=[found.id])
        lines = [f"{found.name} is in the trash. {undo}"]
        lines += [
            f"{state.reason} Tell them that it is off: mentorpanel sessions --invite {one.id} --send"
            for one, state in expecting
        ]
        shell.answer(
            {"id": found.id, "trashed": True, "expected_sessions": [one.id for one, _ in expecting]}, lines
        )
        return
    if changes["other"]:
        merged = people.find_person(shell.owner, name=changes["other"])
        done = matches.merge_people(shell.owner, kept_id=found.id, merged_id=merged.id)
        shell.say(f"Merged. “mentorpanel person '#{found.id}' --unmerge {done}” parts them again.")
    _change(shell, found.id, changes)
    page = person_page.person_page(shell.owner, person_id=found.id)
    shell.answer(person_document(page), person_words(page))


def _change(shell: Shell, person_id: int, changes: dict[str, Any]) -> None:
    from mentorpanel.usecases import panel, people

    owner = shell.owner
    if changes["fields"]:
        people.change_person(owner, person_id=person_id, **_fields(changes["fields"]))
    for kind in ADDRESSES:
        if changes[kind]:
            _add_address(shell, person_id, kind, changes[kind])
    if changes["forget"]:
        _forget_address(shell, person_id, changes["forget"])
    if changes["cadence"]:
        panel.set_cadence(owner, person_id=person_id, days=_days(changes["cadence"]))
    if changes["pause"]:
        until = None if changes["pause"].lower() == "no" else day_option(shell, changes["pause"])
        panel.pause(owner, person_id=person_id, until=until)
    if changes["roles"]:
        roles = [] if changes["roles"].lower() == "none" else changes["roles"].split(",")
        panel.set_roles(owner, person_id=person_id, roles=[role.strip() for role in roles if role.strip()])


def _add_address(shell: Shell, person_id: int, kind: str, value: str) -> None:
    from mentorpanel.usecases import people

    before = {point.id for point in people.person(shell.owner, person_id=person_id).contact_points}
    after = people.add_contact_point(shell.owner, person_id=person_id, kind=kind, value=value)
    for point in after.contact_points:
        if point.id not in before:
            people.prefer_contact_point(shell.owner, person_id=person_id, point_id=point.id)


def _forget_address(shell: Shell, person_id: int, value: str) -> None:
    from mentorpanel.usecases import people

    points = people.person(shell.owner, person_id=person_id).contact_points
    found = [point for point in points if point.value.casefold() == value.strip().casefold()]
    if not found:
        raise NotFound(f"They have no “{value[:100]}”; “mentorpanel person” shows what they have.")
    people.remove_contact_point(shell.owner, person_id=person_id, point_id=found[0].id)


def _days(said: str) -> int | None:
    if said.lower() == "stage":
        return None
    if not said.isdigit():
        raise click.UsageError("--cadence is a number of days, or “stage”.")
    return int(said)


def person_document(page: Any) -> dict[str, Any]:
    """A whole person as JSON."""
    person, standing = page.person, page.standing
    state = standing.cadence if standing else None
    return {
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "title": person.title,
        "level": person.level,
        "stage": person.stage or None,
        "roles": person.roles,
        "standing": standing.standing.verdict if standing and standing.standing else None,
        "warmth": standing.warmth.verdict if standing else None,
        "cadence": cadence_document(state) if state else None,
        "informed": standing.informed.verdict == "informed" if standing else None,
        "suggested": assessment_documents.suggested(standing.move) if standing else None,
        **assessment_documents.assessed(page.assessment, page.readiness),
        "emails": _values(person, "email"),
        "phones": _values(person, "phone"),
        "links": _values(person, "link"),
        "timeline": [
            {"id": one.id, "kind": one.kind, "direction": one.direction, "on": one.on, "summary": one.summary}
            for one in page.timeline
        ],
        "stages": [
            {"from": one.from_stage, "to": one.to_stage, "on": one.on, "reason": one.reason}
            for one in page.stages
        ],
        "parked": [
            {"id": one.id, "kind": one.kind, "text": one.text, "status": one.status} for one in page.parked
        ],
        "commitments": [
            {"id": one.id, "mine": one.is_mine, "text": one.text, "due": one.due_on}
            for one in page.commitments
        ],
        "advice": [
            {"id": one.id, "text": one.text, "on": one.on, "status": one.status, "outcome": one.outcome}
            for one in page.advice
        ],
        "letters": [
            {"id": one.id, "kind": one.kind, "state": one.state, "sent_at": one.sent_at}
            for one in page.letters
        ],
        "merges": [
            {"id": merge_id, "name": name, "reason": reason} for merge_id, name, reason in page.merges
        ],
        "notices": [path_document(path.notice, path.step, path.letters) for path in page.paths],
    }


def _values(person: Any, kind: str) -> list[str]:
    """Addresses, numbers or links, the one to use first."""
    points = [point for point in person.contact_points if point.kind == kind]
    return [point.value for point in sorted(points, key=lambda point: not point.is_primary)]


def cadence_document(state: Any) -> dict[str, Any]:
    """How often, and how it stands, as JSON; nulls where nothing is expected."""
    is_none = state.state == "none"
    return {
        "days": None if is_none else state.days,
        "state": None if is_none else state.state,
        "since": state.since,
        "reason": state.reason,
    }


def person_words(page: Any) -> list[str]:
    """A whole person for people."""
    person, standing = page.person, page.standing
    work = ", ".join(part for part in (person.title, person.organisation) if part)
    words = [f"{person.name}{' · ' + work if work else ''}  #{person.id}"]
    words.append(
        f"Stage: {person.stage or 'address book'}{f' ({chr(44).join(person.roles)})' if person.roles else ''}"
    )
    if standing:
        words += [
            f"Warmth: {standing.warmth.verdict}. {standing.warmth.reason}",
            f"Cadence: {standing.cadence.reason}",
        ]
        if standing.standing:
            words.append(f"Standing: {standing.standing.verdict}. {standing.standing.reason}")
        if standing.move:
            words.append(f"Next stage, perhaps: {standing.move.verdict}. {standing.move.reason}")
    words += [f"{point.kind}: {point.value}" for point in person.contact_points if point.kind != "uid"]
    words += section("As a mentor:", assessment_words(page.assessment))
    words += section("For a formal mentor:", readiness_words(page.readiness) if page.readiness else [])
    words += section(
        "Between us:", [f"{one.on}  {one.kind}: {one.summary}".rstrip(": ") for one in page.timeline]
    )
    words += section("How it began:", [line for path in page.paths for line in path_words(path)])
    words += section("Parked for them:", [f"#{one.id}  {one.text}" for one in page.parked])
    words += section(
        "Promised:", [f"{'I' if one.is_mine else 'They'}: {one.text}" for one in page.commitments]
    )
    return words + section("They said:", [f"#{one.id}  {one.text} ({one.status})" for one in page.advice])


def _fields(given: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for written, value in pairs(given, "a field").items():
        name = written.replace("-", "_")
        if name not in TEXTS + LISTS + FLAGS:
            raise click.UsageError(
                f"There is no field “{written[:40]}”; there are {', '.join(TEXTS + LISTS + FLAGS)}."
            )
        if name in LISTS:
            fields[name] = [part.strip() for part in value.split(",") if part.strip()]
        else:
            fields[name] = value.strip().lower() in ("yes", "true", "1", "on") if name in FLAGS else value
    return fields


def section(heading: str, lines: list[str]) -> list[str]:
    """A heading with its lines, or nothing where there are none."""
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []
