"""look-back: what happened so far, or a year with its letter to oneself."""

from pathlib import Path
from typing import Any

import click

from mentorpanel.cli.shell import Shell, command
from mentorpanel.domain import look_back_documents as documents
from mentorpanel.domain import plots
from mentorpanel.domain.look_back_year import ENDINGS, LONGEST_LETTER

NO_MARK = "·"


@command("look-back", short_help="What happened so far, or a year with a letter to yourself.")
@click.argument("year", type=click.IntRange(1900, 2200), required=False)
@click.option("--letter", is_flag=True, help="Print the year's letter to yourself: this year's without YEAR.")
@click.option(
    "--write",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep what stands in FILE as the year's letter; an empty one makes it a draft again.",
)
@click.option("--undo", is_flag=True, help="The year's letter as it was before its last change.")
def look_back_command(shell: Shell, year: int | None, letter: bool, write: Path | None, undo: bool) -> None:
    """Who was there, when you talked, what went both ways, by month; with YEAR, what that year was. As JSON, the
    numbers."""
    from mentorpanel import clock
    from mentorpanel.usecases import look_back

    if write and undo:
        raise click.UsageError("Say --write or --undo, not both.")
    if year is None and not (letter or write or undo):
        found = look_back.look_back(shell.owner)
        shell.answer(documents.so_far(found), _so_far(found))
        return
    of = year or clock.today(shell.zone).year
    if write:
        look_back.keep_letter(shell.owner, year=of, text=_text_of(write))
    if undo:
        look_back.undo_letter(shell.owner, year=of)
    looked = look_back.look_at_year(shell.owner, year=of)
    wants_letter = letter or write or undo
    shell.answer(documents.of_year(looked), looked.letter.text if wants_letter else _year(looked))


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes()[: LONGEST_LETTER * 8].decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} is not text in UTF-8.") from error


def _so_far(found: Any) -> list[str]:
    lines = [found.headline, ""]
    for one in (found.panel, found.talks, found.given, found.received):
        lines += _months(one)
    for one in found.phases:
        counted = ", ".join(f"{one.counted(state)} {state}" for state in ("covered", "thin", "open"))
        lines.append(f"{one.name} (until {one.until or 'now'}): {counted}")
    lines += [f"{one.statement}: {one.starts_on} to {one.due_on}{_ended(one)}" for one in found.goals]
    return lines


def _year(found: Any) -> list[str]:
    book = found.book
    lines = [found.headline, ""]
    lines += [f"{one.on}  {one.person.name} came: {one.stage}" for one in book.joined]
    lines += [f"{one.on}  {one.person.name}: {one.stage}" for one in book.rested]
    lines += [f"{one.on}  session with {one.person.name}" for one in book.sessions]
    lines += [
        f"{one.person.name} said “{one.text}” [{one.status}]{f': {one.outcome}' if one.outcome else ''}"
        for one in (*book.worked, *book.did_not, *book.trying)
    ]
    lines += [f"{one.line.on}  {one.person.name}: {one.line.text}" for one in book.gave]
    lines += [f"{one.on}  answered: {one.text}" for one in book.answered]
    lines += [f"{one.ended_on}  goal: {one.statement}{_ended(one)}" for one in book.goals]
    return lines


def _ended(one: Any) -> str:
    return f" ({ENDINGS.get(one.ending, 'ended')} on {one.ended_on})" if one.ended_on else ""


def _months(one: Any) -> list[str]:
    """A series as lines of months, those without anything left out."""
    there = [line for line in one.lines if any(line.values)]
    if not there:
        return []
    begins = plots.month_name(one.months[0])
    room = max(len(line.name) for line in there)
    rows = [
        f"  {line.name:<{room}}  {' '.join(str(value or NO_MARK) for value in line.values)}" for line in there
    ]
    return [f"{one.summary} (by month, from {begins})", *rows, ""]
