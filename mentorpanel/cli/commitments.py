"""The commands on commitments: what was promised, mine and theirs."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, day_option, listed, part_of
from mentorpanel.domain import documents
from mentorpanel.domain.promises import read_promise


@command("commitments", short_help="What was promised, mine and theirs.")
@click.option("--with", "name", default="", metavar="NAME", help="Those with one person.")
@click.option(
    "--mine", "mine", default="", metavar="TEXT", help="With --with: I promised; “… by Friday” dates it."
)
@click.option("--theirs", "theirs", default="", metavar="TEXT", help="With --with: they promised.")
@click.option("--kept", type=int, metavar="ID", help="It was kept.")
@click.option("--on", "on_text", default="", metavar="DATE", help="With --kept or --drop: when (today).")
@click.option("--drop", type=int, metavar="ID", help="It no longer holds.")
@click.option("--reopen", type=int, metavar="ID", help="It is open after all.")
@listed
def commitments_command(
    shell: Shell,
    name: str,
    mine: str,
    theirs: str,
    on_text: str,
    limit: int,
    after: str,
    **changes: int | None,
) -> None:
    """The open promises, soonest due first; options note one or say what became of it."""
    from mentorpanel.usecases import commitments, people

    if (mine or theirs) and not name:
        raise click.UsageError("Say with whom: --with NAME.")
    given = [way for way, number in changes.items() if number is not None] + [
        text for text in (mine, theirs) if text
    ]
    if len(given) > 1:
        raise click.UsageError("One at a time: --mine, --theirs, --kept, --drop or --reopen.")
    if on_text and changes["kept"] is None and changes["drop"] is None:
        raise click.UsageError("--on goes with --kept or --drop.")
    person_id = people.find_person(shell.owner, name=name).id if name else None
    found = _noted(shell, person_id, mine or theirs, bool(mine)) or _changed(shell, changes, on_text)
    if found is not None:
        shell.answer(documents.commitment(found), _line(found))
        return
    known = commitments.open_commitments(shell.owner, person_id=person_id)
    rows, following = part_of(known, limit=limit, after=after, key=lambda one: one.id)
    document = {"results": [documents.commitment(one) for one in rows], "next": following}
    shell.answer(document, [_line(one) for one in rows] or "Nothing promised is open.")


def _noted(shell: Shell, person_id: int | None, text: str, is_mine: bool) -> Any:
    from mentorpanel import clock
    from mentorpanel.usecases import commitments

    if not text or person_id is None:
        return None
    said = read_promise(text, today=clock.today(shell.zone))
    return commitments.promise(
        shell.owner, person_id=person_id, text=said.text, is_mine=is_mine, due_on=said.due_on
    )


def _changed(shell: Shell, changes: dict[str, int | None], on_text: str) -> Any:
    from mentorpanel.usecases import commitments

    on = day_option(shell, on_text)
    if changes["kept"] is not None:
        return commitments.keep_commitment(shell.owner, commitment_id=changes["kept"], on=on)
    if changes["drop"] is not None:
        return commitments.drop_commitment(shell.owner, commitment_id=changes["drop"], on=on)
    if changes["reopen"] is not None:
        return commitments.reopen_commitment(shell.owner, commitment_id=changes["reopen"])
    return None


def _line(one: Any) -> str:
    who = f"I promised {one.person.name}" if one.is_mine else f"{one.person.name} promised"
    due = f", by {one.due_on}" if one.due_on else ""
    state = "  [kept]" if one.done_on else "  [dropped]" if one.dropped_on else ""
    return f"#{one.id}  {who}: {one.text}{due}{state}"
