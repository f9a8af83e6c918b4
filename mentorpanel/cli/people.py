"""people, add, met and stage: who they are, and what happened between us."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, day_option, listed, part_of
from mentorpanel.domain import documents
from mentorpanel.domain.facts import Stage, TouchpointKind

ADDRESS_BOOK = "address-book"
STAGES = tuple(stage.value for stage in Stage)
KINDS = tuple(kind.value for kind in TouchpointKind)


def row_line(row: Any) -> str:
    """A person in a list."""
    work = ", ".join(part for part in (row.title, row.organisation) if part)
    stage = f"  [{row.stage}]" if row.stage else ""
    return f"#{row.id:<5} {row.name}{stage}{'  ' + work if work else ''}"


@command("people", short_help="List people.")
@click.option("--stage", type=Slug(*STAGES), default=None, help="Only this stage.")
@click.option("--query", default="", help="Name, nickname, organisation, title or address.")
@click.option("--panel", "on_panel", is_flag=True, help="Only those with a stage.")
@click.option("--trash", is_flag=True, help="Those in the trash.")
@listed
def people_command(
    shell: Shell, stage: str | None, query: str, on_panel: bool, trash: bool, limit: int, after: str
) -> None:
    """Everyone, by name."""
    from mentorpanel.usecases import people

    if trash:
        rows: Any = people.trashed(shell.owner)
        rows, following = part_of(rows, limit=limit, after=after, key=lambda row: row.id)
    else:
        scope = "panel" if on_panel else "all"
        page = people.list_people(
            shell.owner, query=query, stage=stage or "", scope=scope, limit=limit, after=after
        )
        rows, following = page.results, page.next
    lines = [row_line(row) for row in rows]
    if following:
        lines.append(f"… more: --after {following}")
    empty = "Nobody here yet. “mentorpanel add NAME” adds somebody, “mentorpanel import FILE” many."
    shell.answer(
        {"results": [documents.person_row(row) for row in rows], "next": following or None}, lines or empty
    )


@command("add", short_help="Add somebody.")
@click.argument("name")
@click.option("--email", default="", help="Their address.")
@click.option("--phone", default="", help="Their number.")
@click.option("--link", default="", help="A page of theirs.")
@click.option("--org", "organisation", default="", help="Where they work.")
@click.option("--title", default="", help="What they are there; suggests a level.")
@click.option(
    "--stage",
    type=Slug(*STAGES),
    default=None,
    help="Put them on the panel at this stage (none: address book).",
)
@click.option("--since", default="", metavar="DATE", help="With --stage: since when.")
@click.option(
    "--distance",
    type=Slug("my-line", "my-team", "near", "outside"),
    default=None,
    help="From your day-to-day.",
)
@click.option("--expertise", multiple=True, metavar="TOPIC", help="What they know well; may be said again.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="May be said again.")
@click.option("--admire", default="", help="What you admire, specifically.")
@click.option("--how-met", default="", help="How you met.")
def add_command(shell: Shell, name: str, since: str, **given: Any) -> None:
    """Add NAME to the address book, or with --stage to the panel. An e-mail address is what letters go to."""
    from mentorpanel.usecases import people

    fields: dict[str, Any] = {
        field: list(value) if isinstance(value, tuple) else value for field, value in given.items() if value
    }
    added = people.add_person(
        shell.owner, name=name, since=day_option(shell, since, looks_back=True), **fields
    )
    where = f"on the panel as {added.stage}" if added.stage else "in the address book"
    document = {"id": added.id, "name": added.name, "stage": added.stage or None}
    shell.answer(document, f"#{added.id} {added.name} is {where}.")


@command("met", short_help="Something happened between us.")
@click.argument("name")
@click.option("--kind", type=Slug(*KINDS), default="meeting", show_default=True, help="What it was.")
@click.option("--on", "on_text", default="", metavar="DATE", help="When (today).")
@click.option("--note", default="", help="What it was about.")
@click.option("--topic", "topics", multiple=True, metavar="T", help="May be said again.")
@click.option(
    "--from",
    "direction",
    type=Slug("me", "them", "both"),
    default="both",
    show_default=True,
    help="Who it came from.",
)
@click.option("--told-them", is_flag=True, help="I told them what I focus on now.")
def met_command(
    shell: Shell,
    name: str,
    kind: str,
    on_text: str,
    note: str,
    topics: tuple[str, ...],
    direction: str,
    told_them: bool,
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
    document = {
        "id": made.id,
        "person": {"id": person.id, "name": person.name},
        "kind": made.kind,
        "on": made.on,
    }
    shell.answer(document, f"Noted: {made.kind} with {person.name} on {made.on}.")


@command("stage", short_help="Put on the panel, or move.")
@click.argument("name")
@click.argument("stage", type=Slug(*STAGES, ADDRESS_BOOK), metavar="STAGE")
@click.option("--since", default="", metavar="DATE", help="Since when (today).")
@click.option("--reason", default="", help="Why, for an unusual jump; or the closing note.")
def stage_command(shell: Shell, name: str, stage: str, since: str, reason: str) -> None:
    """Move NAME to STAGE; out of the address book this puts them on the panel.

    noticed, reached-out, connected, rapport, mentor and formal-mentor are a line; resting, alumni and
    closed end it kindly. address-book takes somebody off the panel who was put there by mistake.
    """
    from mentorpanel.domain.today_cards import quoted
    from mentorpanel.usecases import panel, people, today

    person = people.find_person(shell.owner, name=name)
    if stage == ADDRESS_BOOK:
        if people.person(shell.owner, person_id=person.id).stage:
            panel.take_off_panel(shell.owner, person_id=person.id)
        document = {"id": person.id, "name": person.name, "stage": None}
        shell.answer(document, f"{person.name} is in the address book only.")
        return
    panel.move_stage(
        shell.owner,
        person_id=person.id,
        stage=stage,
        since=day_option(shell, since, looks_back=True),
        reason=reason,
    )
    moved = people.person(shell.owner, person_id=person.id)
    said = [f"{person.name}: {moved.stage}."]
    if today.owes_goodbye(shell.owner, person_id=person.id):
        said.append(f"A closing letter says goodbye well: mentorpanel draft closing {quoted(person.name)}")
    shell.answer({"id": person.id, "name": person.name, "stage": moved.stage}, said)
