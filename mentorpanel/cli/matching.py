"""matches: contacts that may be people who are here already, and the owner's word on each."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, listed, part_of

COMPARED = (("name", "name"), ("organisation", "organisation"), ("title", "title"))
MOST = 500


@command("matches", short_help="Imported contacts that may be somebody you have: decide.")
@click.option("--same", type=int, metavar="ID", help="It is the same person: join the two.")
@click.option("--different", type=int, metavar="ID", help="They are two people.")
@click.option("--skip", type=int, metavar="ID", help="Leave the contact out.")
@click.option("--undo", type=int, metavar="ID", help="Take a decision back, and ask again.")
@listed
def matches_command(
    shell: Shell,
    same: int | None,
    different: int | None,
    skip: int | None,
    undo: int | None,
    limit: int,
    after: str,
) -> None:
    """List doubtful contacts beside the people they may be, oldest first; an option decides one."""
    from mentorpanel.usecases import matches

    for decision, match_id in (("same", same), ("different", different), ("skip", skip)):
        if match_id is not None:
            matches.decide_match(shell.owner, match_id=match_id, decision=decision)
    if undo is not None:
        matches.undo_decision(shell.owner, match_id=undo)
    waiting = matches.doubtful_matches(shell.owner, limit=MOST)
    found, following = part_of(waiting, limit=limit, after=after, key=lambda one: one.match.id)
    document = {"results": [_document(one) for one in found], "next": following}
    lines = [line for one in found for line in _lines(one)]
    shell.answer(document, lines or "Nothing waits for your decision.")


def _document(one: Any) -> dict[str, Any]:
    return {
        "id": one.match.id,
        "import_id": one.match.import_id,
        "where": one.match.where,
        "reason": one.match.reason,
        "contact": one.match.record,
        "person": {"id": one.person.id, "name": one.person.name},
    }


def _lines(one: Any) -> list[str]:
    """The two beside each other: what the file says, and what is here."""
    record, person = one.match.record, one.person
    here = {"name": person.name, "organisation": person.organisation, "title": person.title}
    lines = [f"#{one.match.id}  {one.match.reason}  ({one.match.where})"]
    for label, field in COMPARED:
        lines.append(f"    {label:13} {str(record.get(field) or '–')[:36]:38} {here[field] or '–'}")
    addresses = [point.value for point in person.contact_points if point.kind == "email"]
    theirs = ", ".join(record.get("emails") or []) or "–"
    lines.append(f"    {'e-mail':13} {theirs[:36]:38} {', '.join(addresses) or '–'}")
    return lines
