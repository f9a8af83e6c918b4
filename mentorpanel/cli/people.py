"""people, person, add, met and stage: who they are, and what happened between us."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, day_option


def row_document(row: Any) -> dict[str, Any]:
    """A person in a list as JSON."""
    return {
        "id": row.id,
        "name": row.name,
        "organisation": row.organisation,
        "title": row.title,
        "level": row.level,
        "stage": row.stage or None,
        "email": row.email,
        "last_talked_on": row.last_two_way_on,
    }


def row_line(row: Any) -> str:
    """A person in a list."""
    work = ", ".join(part for part in (row.title, row.organisation) if part)
    stage = f"  [{row.stage}]" if row.stage else ""
    return f"#{row.id:<5} {row.name}{stage}{'  ' + work if work else ''}"


@command("people", short_help="List people.")
@click.option("--stage", default="", help="Only this stage.")
@click.option("--query", default="", help="Name, nickname, organisation, title or address.")
@click.option("--panel", "on_panel", is_flag=True, help="Only those with a stage.")
@click.option("--trash", is_flag=True, help="Those in the trash.")
@click.option("--limit", type=int, default=50, show_default=True)
@click.option("--after", default="", metavar="CURSOR")
def people_command(
    shell: Shell, stage: str, query: str, on_panel: bool, trash: bool, limit: int, after: str
) -> None:
    """Everyone, by name."""
    from mentorpanel.usecases import people

    if trash:
        rows: Any = people.trashed(shell.owner)
        following = ""
    else:
        scope = "panel" if on_panel else "all"
        page = people.list_people(shell.owner, query=query, stage=stage, scope=scope, limit=limit, after=after)
        rows, following = page.results, page.next
    lines = [row_line(row) for row in rows]
    if following:
        lines.append(f"… more: --after {following}")
    empty = "Nobody here yet. “mentorpanel add NAME” adds somebody, “mentorpanel import FILE” many."
    shell.answer({"results": [row_document(row) for row in rows], "next": following or None}, lines or empty)


@command("person", short_help="Everything about one person.")
@click.argument("name")
@click.option("--trash", is_flag=True, help="Put them into the trash.")
@click.option("--restore", is_flag=True, help="Take them out of the trash (NAME as #ID).")
@click.option("--merge", "other", default="", metavar="NAME", help="Make NAME's other entry part of this one.")
@click.option("--unmerge", "merge_id", type=int, metavar="MERGE", help="Part two entries again.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=TEXT", help="Change a field, such as admire=… or title=…")
def person_command(
    shell: Shell, name: str, trash: bool, restore: bool, other: str, merge_id: int | None, fields: tuple[str, ...]
) -> None:
    """Show NAME: who they are, where we stand, what is open between us."""
    from mentorpanel.usecases import matches, people, person_page

    if merge_id is not None:
        kept, parted = matches.undo_merge(shell.owner, merge_id=merge_id)
        shell.answer({"people": [kept.id, parted.id]}, f"#{kept.id} {kept.name} and #{parted.id} {parted.name} again.")
        return
    if restore and name.lstrip("#").isdigit():
        people.restore_person(shell.owner, person_id=int(name.lstrip("#")))
    found = people.find_person(shell.owner, name=name)
    if trash:
        people.trash_person(shell.owner, person_id=found.id)
        undo = f"“mentorpanel person #{found.id} --restore” takes them out."
        shell.answer({"id": found.id, "trashed": True}, f"{found.name} is in the trash. {undo}")
        return
    if other:
        merged = people.find_person(shell.owner, name=other)
        done = matches.merge_people(shell.owner, kept_id=found.id, merged_id=merged.id)
        shell.say(f"Merged. “mentorpanel person {found.id} --unmerge {done}” parts them again.")
    if fields:
        people.change_person(shell.owner, person_id=found.id, **_fields(fields))
    page = person_page.person_page(shell.owner, person_id=found.id)
    shell.answer(person_document(page), person_words(shell, page))


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
        "cadence": {"days": state.days, "state": state.state, "since": state.since} if state else None,
        "informed": standing.informed.verdict == "informed" if standing else None,
        "assessment": None,
        "readiness": None,
        "emails": [point.value for point in person.contact_points if point.kind == "email"],
        "phones": [point.value for point in person.contact_points if point.kind == "phone"],
        "links": [point.value for point in person.contact_points if point.kind == "link"],
        "timeline": [
            {"id": one.id, "kind": one.kind, "direction": one.direction, "on": one.on, "summary": one.summary}
            for one in page.timeline
        ],
        "stages": [{"from": one.from_stage, "to": one.to_stage, "on": one.on, "reason": one.reason} for one in page.stages],
        "parked": [{"id": one.id, "kind": one.kind, "text": one.text, "status": one.status} for one in page.parked],
        "commitments": [
            {"id": one.id, "mine": one.is_mine, "text": one.text, "due": one.due_on} for one in page.commitments
        ],
        "advice": [
            {"id": one.id, "text": one.text, "on": one.on, "status": one.status, "outcome": one.outcome}
            for one in page.advice
        ],
        "letters": [{"id": one.id, "kind": one.kind, "state": one.state, "sent_at": one.sent_at} for one in page.letters],
        "merges": [{"id": merge_id, "name": name, "reason": reason} for merge_id, name, reason in page.merges],
    }


def person_words(shell: Shell, page: Any) -> list[str]:
    """A whole person for people."""
    person, standing = page.person, page.standing
    work = ", ".join(part for part in (person.title, person.organisation) if part)
    words = [f"{person.name}{' · ' + work if work else ''}  #{person.id}"]
    words.append(f"Stage: {person.stage or 'address book'}")
    if standing:
        words += [f"Warmth: {standing.warmth.verdict}. {standing.warmth.reason}", f"Cadence: {standing.cadence.reason}"]
        if standing.standing:
            words.append(f"Standing: {standing.standing.verdict}. {standing.standing.reason}")
    words += [f"{point.kind}: {point.value}" for point in person.contact_points if point.kind != "uid"]
    words += _section("Between us:", [f"{one.on}  {one.kind}: {one.summary}".rstrip(": ") for one in page.timeline])
    words += _section("Parked for them:", [f"#{one.id}  {one.text}" for one in page.parked])
    words += _section("Promised:", [f"{'I' if one.is_mine else 'They'}: {one.text}" for one in page.commitments])
    return words + _section("They said:", [f"#{one.id}  {one.text} ({one.status})" for one in page.advice])


@command("add", short_help="Add somebody.")
@click.argument("name")
@click.option("--email", default="")
@click.option("--phone", default="")
@click.option("--link", default="")
@click.option("--org", "organisation", default="")
@click.option("--title", default="")
@click.option("--stage", default="", help="Put them on the panel at this stage (none: address book).")
@click.option("--since", default="", metavar="DATE")
@click.option("--distance", type=click.Choice(["my-line", "my-team", "near", "outside"]), default=None)
@click.option("--expertise", multiple=True, metavar="TOPIC")
@click.option("--tag", "tags", multiple=True)
@click.option("--admire", default="", help="What you admire, specifically.")
@click.option("--how-met", default="")
def add_command(shell: Shell, name: str, since: str, **given: Any) -> None:
    """Add NAME to the address book, or with --stage to the panel."""
    from mentorpanel.usecases import people

    fields = {field: list(value) if isinstance(value, tuple) else value for field, value in given.items() if value}
    added = people.add_person(shell.owner, name=name, since=day_option(shell, since, looks_back=True), **fields)
    where = f"on the panel as {added.stage}" if added.stage else "in the address book"
    document = {"id": added.id, "name": added.name, "stage": added.stage or None}
    shell.answer(document, f"#{added.id} {added.name} is {where}.")


@command("met", short_help="Something happened between us.")
@click.argument("name")
@click.option("--kind", default="meeting", help="talk, meeting, message, email, call, coffee, session, introduction, feedback, event.")
@click.option("--on", "on_text", default="", metavar="DATE", help="When (today).")
@click.option("--note", default="", help="What it was about.")
@click.option("--topic", "topics", multiple=True)
@click.option("--from", "direction", type=click.Choice(["me", "them", "both"]), default="both", show_default=True)
@click.option("--told-them", is_flag=True, help="I told them what I focus on now.")
def met_command(
    shell: Shell, name: str, kind: str, on_text: str, note: str, topics: tuple[str, ...], direction: str, told_them: bool
) -> None:
    """Log a touchpoint with NAME."""
    from mentorpanel.usecases import people, touchpoints

    person = people.find_person(shell.owner, name=name)
    made = touchpoints.log_touchpoint(
        shell.owner,
        person_id=person.id,
        kind=kind,
        direction=direction if direction == "both" else f"from-{direction}",
        on=day_option(shell, on_text, looks_back=True),
        summary=note,
        topics=topics,
        told_focus=told_them,
    )
    document = {"id": made.id, "person": {"id": person.id, "name": person.name}, "kind": made.kind, "on": made.on}
    shell.answer(document, f"Noted: {made.kind} with {person.name} on {made.on}.")


@command("stage", short_help="Put on the panel, or move.")
@click.argument("name")
@click.argument("stage")
@click.option("--since", default="", metavar="DATE")
@click.option("--reason", default="", help="Why, for an unusual jump; or the closing note.")
def stage_command(shell: Shell, name: str, stage: str, since: str, reason: str) -> None:
    """Move NAME to STAGE: noticed, reached-out, connected, rapport, mentor, formal-mentor, resting, alumni, closed."""
    from mentorpanel.usecases import panel, people

    person = people.find_person(shell.owner, name=name)
    panel.move_stage(
        shell.owner,
        person_id=person.id,
        stage=stage,
        since=day_option(shell, since, looks_back=True),
        reason=reason,
    )
    moved = people.person(shell.owner, person_id=person.id)
    shell.answer({"id": person.id, "name": person.name, "stage": moved.stage}, f"{person.name}: {moved.stage}.")


def _fields(given: tuple[str, ...]) -> dict[str, Any]:
    from mentorpanel.domain.problems import Invalid

    fields: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise Invalid(f"“{one[:40]}” has no =; a field is changed as --set field=text.", field="set")
        listed = name in ("tags", "expertise")
        flag = name in ("do_not_contact", "is_confidential")
        fields[name] = value.split(",") if listed else value.lower() in ("yes", "true", "1") if flag else value
    return fields


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []
