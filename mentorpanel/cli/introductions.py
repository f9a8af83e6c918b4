"""introductions, introduce, path: who could introduce whom, asked for and made."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, day_option, listed, part_of
from mentorpanel.domain.introduction_documents import introduction_document, path_document


@command("introductions", short_help="Introductions, asked for and made; note what happened.")
@click.argument("number", type=int, required=False, metavar="[ID]")
@click.option("--asked", "step", flag_value="asked", help="They have been asked.")
@click.option("--agreed", "step", flag_value="agreed", help="They said yes.")
@click.option("--declined", "step", flag_value="declined", help="They would rather not, for now.")
@click.option("--reminded", "step", flag_value="reminded", help="A short reminder went.")
@click.option(
    "--introduced", "step", flag_value="introduced", help="It is made; of two only when both said yes."
)
@click.option("--met", "step", flag_value="met", help="You talked with whom you were introduced to.")
@click.option("--thanked", "step", flag_value="thanked", help="The bridge is thanked.")
@click.option("--told", "step", flag_value="told", help="They know what came of it, or that it is not to be.")
@click.option("--nothing", "step", flag_value="nothing", help="Nothing came of it.")
@click.option("--let-go", "step", flag_value="let-go", help="Let it rest, kindly.")
@click.option("--outcome", metavar="T", help="What came of it.")
@click.option("--second", is_flag=True, help="With --asked, --agreed, --declined: the other of the two.")
@click.option("--on", "on_text", default="", metavar="DATE", help="When; without it, today.")
@click.option("--why", metavar="T", help="Change what it is for.")
@click.option("--undo", is_flag=True, help="Take the last step back.")
@click.option("--delete", is_flag=True, help="Delete it; people and letters stay.")
@click.option("--all", "with_past", is_flag=True, help="With those that came to their end.")
@listed
def introductions_command(shell: Shell, number: int | None, limit: int, after: str, **given: Any) -> None:
    """Without ID: what is open, most pressing first. With one: it, or what happened in it."""
    from mentorpanel.usecases import introductions

    doing = [name for name in ("step", "outcome", "why") if given[name]]
    doing += [name for name in ("undo", "delete") if given[name]]
    if number is None and doing:
        raise click.UsageError("Say which one, by its ID.")
    if len(doing) > 1:
        raise click.UsageError("One thing at a time.")
    if number is not None:
        if doing:
            _do(shell, number, doing[0], given)
        if not given["delete"]:
            _show(shell, introductions.introduction(shell.owner, introduction_id=number))
        return
    found = introductions.every_introduction(shell.owner)
    kept = [one for one in found if given["with_past"] or one.is_open]
    rows, following = part_of(kept, limit=limit, after=after, key=lambda one: one.record.id)
    lines = [line for one in rows for line in _words(one)]
    if following:
        lines.append(f"… more: --after {following}")
    empty = "None is open. “mentorpanel path NAME” finds who could introduce you to somebody."
    shell.answer({"results": [_document(one) for one in rows], "next": following}, lines or empty)


@command("introduce", short_help="Connect two people, or ask to be introduced.")
@click.argument("first")
@click.argument("second")
@click.option("--why", default="", metavar="T", help="What for; it goes into the letters.")
@click.option("--through", metavar="NAME", help="With FIRST as “me”: who could introduce you.")
@click.option(
    "--org", "organisation", default="", metavar="O", help="Where they work, if they are not here yet."
)
@click.option("--new", "is_new", is_flag=True, help="Somebody new, though the name is near one you know.")
def introduce_command(
    shell: Shell, first: str, second: str, why: str, through: str | None, organisation: str, is_new: bool
) -> None:
    """Think of connecting FIRST and SECOND; or “introduce me NAME --through BRIDGE”. Nobody is told anything yet."""
    from mentorpanel.usecases import introductions, people

    owner = shell.owner
    if (first.strip().lower() == "me") != (through is not None):
        raise click.UsageError("“introduce me NAME --through BRIDGE” asks; two names connect.")
    if through is not None:
        made = introductions.begin_request(
            owner,
            bridge_id=people.find_person(owner, name=through).id,
            target_name=second,
            organisation=organisation,
            why=why,
            is_new=is_new,
        )
    else:
        one, other = (people.find_person(owner, name=name).id for name in (first, second))
        made = introductions.begin_connection(owner, first_id=one, second_id=other, why=why)
    _show(shell, introductions.introduction(owner, introduction_id=made.id))


@command("path", short_help="Who could introduce you to a person or an organisation.")
@click.argument("whom", nargs=-1, required=True)
def path_command(shell: Shell, whom: tuple[str, ...]) -> None:
    """Who of yours could introduce you: to a NAME, an ORGANISATION, or “pricing at Tallis”."""
    from mentorpanel.usecases import introduction_paths

    found = introduction_paths.find_paths(shell.owner, query=" ".join(whom))
    lines = [found.headline]
    for way in found.paths:
        through = ", then ".join(one.name for one in way.via) or "you yourself"
        lines += [f"{way.target.name}: through {through}", f"      {' '.join(way.reasons)}"]
    shell.answer(
        {
            "query": found.query,
            "headline": found.headline,
            "organisation": found.organisation,
            "results": [path_document(way) for way in found.paths],
        },
        lines,
    )


def _do(shell: Shell, number: int, doing: str, given: dict[str, Any]) -> None:
    from mentorpanel.usecases import introduction_moves, introduction_steps, introductions

    if doing == "undo":
        introduction_steps.undo(shell.owner, introduction_id=number)
    elif doing == "delete":
        gone = introductions.introduction(shell.owner, introduction_id=number).record
        introductions.delete_introduction(shell.owner, introduction_id=number)
        shell.answer({"id": number, "deleted": True}, f"Deleted: {gone.title}. People and letters stay.")
    elif doing == "why":
        introductions.change_introduction(shell.owner, introduction_id=number, why=given["why"])
    else:
        introduction_moves.take_step(
            shell.owner,
            introduction_id=number,
            step=given["step"] or "outcome",
            whom="second" if given["second"] else "",
            on=day_option(shell, given["on_text"], looks_back=True),
            text=given["outcome"] or "",
        )


def _show(shell: Shell, one: Any) -> None:
    record = one.record
    lines = [*_words(one)]
    lines += [f"      What for: {record.why}"] if record.why else []
    lines += [f"      What came of it: {record.outcome}"] if record.outcome else []
    shell.answer(_document(one), lines)


def _words(one: Any) -> list[str]:
    due = f"  by {one.step.due}" if one.step.due and one.is_mine_to_do else ""
    return [
        f"#{one.record.id}  {one.record.title} ({one.record.status.value}): {one.step.label}{due}",
        f"      {one.step.reason}",
    ]


def _document(one: Any) -> dict[str, Any]:
    return introduction_document(one.record, one.step, one.letters)
