"""update: one text, a personal line each, sent one by one from the shell."""

from typing import Any

import click

from mentorpanel.cli.letters import deliver_what_is_due, letter_document, letter_words
from mentorpanel.cli.shell import Shell, command, pairs
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.update_documents import audience_document, update_document
from mentorpanel.domain.update_words import audience_headline, update_headline, update_title

EVERYBODY = "*"


@command("update", short_help="News for several: one text, a line each, sent singly.")
@click.argument("number", type=int, required=False)
@click.option("--begin", is_flag=True, help="A new one, for those who are not informed.")
@click.option(
    "--set", "slots", multiple=True, metavar="SLOT=TEXT", help="Write a slot that all readers share."
)
@click.option(
    "--for",
    "lines",
    multiple=True,
    metavar="NAME=LINE",
    help="A reader's own line; a new name becomes a reader.",
)
@click.option("--without", multiple=True, metavar="NAME", help="Not for them after all.")
@click.option("--leave-out", multiple=True, metavar="NAME", help="Leave out for them what they may not read.")
@click.option("--show", metavar="NAME", help="The letter to them as it will arrive, with its checks.")
@click.option(
    "--send",
    is_flag=False,
    flag_value=EVERYBODY,
    metavar="NAME",
    help="Send: to NAME, or all that are ready.",
)
@click.option("--sent", metavar="NAME", help="I have sent theirs myself.")
@click.option("--unsend", metavar="NAME", help="Take that back, or stop a mail that has not left.")
@click.option("--close", is_flag=True, help="Be done with it.")
@click.option("--reopen", is_flag=True, help="Go on with it.")
@click.option("--delete", is_flag=True, help="Throw it away; letters that have gone stay.")
def update_command(shell: Shell, number: int | None, **way: Any) -> None:
    """The update NUMBER, else the newest open one. Without options: the open ones, and who is not informed."""
    from mentorpanel.usecases import updates

    if number is None and not any(way.values()):
        return _list(shell)
    update_id = updates.begin_update(shell.owner).id if way["begin"] else _chosen(shell, number)
    if way["delete"]:
        updates.delete_update(shell.owner, update_id=update_id)
        return shell.answer({"id": update_id, "deleted": True}, "It is thrown away; what had gone stays.")
    _write(shell, update_id, way)
    _go(shell, update_id, way)
    if way["show"]:
        return _show_letter(shell, update_id, way["show"])
    return _show(shell, update_id)


def _chosen(shell: Shell, number: int | None) -> int:
    from mentorpanel.usecases import updates

    if number is not None:
        return updates.update(shell.owner, update_id=number).id
    found = updates.open_update(shell.owner)
    if found is None:
        raise NotFound("No update is open. “mentorpanel update --begin” begins one.")
    return found.id


def _write(shell: Shell, update_id: int, way: dict[str, Any]) -> None:
    from mentorpanel.usecases import updates

    owner = shell.owner
    if way["slots"]:
        updates.change_update(owner, update_id=update_id, slots=pairs(way["slots"], "a slot"))
    for name, line in _lines(way["lines"]):
        person_id = _person(shell, name)
        updates.add_readers(owner, update_id=update_id, person_ids=[person_id])
        updates.write_lines(owner, update_id=update_id, lines={person_id: line})
    for name in way["without"]:
        updates.remove_reader(owner, update_id=update_id, person_id=_person(shell, name))
    for name in way["leave_out"]:
        updates.leave_out(owner, update_id=update_id, person_id=_person(shell, name))


def _lines(given: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for one in given:
        name, equals, line = one.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"“{one[:40]}” has no =; a line is written as --for NAME=LINE.")
        found.append((name.strip(), line))
    return found


def _go(shell: Shell, update_id: int, way: dict[str, Any]) -> None:
    """What leaves, what comes back, and what is put away."""
    from mentorpanel.usecases import letters, updates

    owner = shell.owner
    if way["sent"]:
        letters.mark_sent(owner, draft_id=_letter(shell, update_id, way["sent"]))
    if way["unsend"]:
        letters.take_back(owner, draft_id=_letter(shell, update_id, way["unsend"]))
    if way["send"] == EVERYBODY:
        done = updates.send_ready(owner, update_id=update_id)
        for name, why in done.not_sent:
            shell.say(f"Not to {name}: {why}")
        if not done.names:
            raise Conflict("Nothing has gone: no letter is ready.")
        deliver_what_is_due()
    elif way["send"]:
        letters.send_letter(owner, draft_id=_letter(shell, update_id, way["send"]))
        deliver_what_is_due()
    if way["close"]:
        updates.close_update(owner, update_id=update_id)
    if way["reopen"]:
        updates.reopen_update(owner, update_id=update_id)


def _person(shell: Shell, name: str) -> int:
    from mentorpanel.usecases import people

    return people.find_person(shell.owner, name=name).id


def _letter(shell: Shell, update_id: int, name: str) -> int:
    from mentorpanel.usecases import updates

    return updates.letter_to(shell.owner, update_id=update_id, person_id=_person(shell, name)).id


def _show_letter(shell: Shell, update_id: int, name: str) -> None:
    from mentorpanel.usecases import letters

    letter = letters.letter(shell.owner, draft_id=_letter(shell, update_id, name))
    shell.answer(letter_document(letter), letter_words(letter))


def _show(shell: Shell, update_id: int) -> None:
    from mentorpanel.usecases import updates

    page = updates.update_page(shell.owner, update_id=update_id)
    document = update_document(page.update)
    for row, one in zip(document["readers"], page.readers, strict=True):
        row["state"] = one.state
        row["to_mend"] = one.failure or one.to_mend
        row["why_not_send"] = one.why_not_send
    document["checks"] = [{"check": one.check, "ok": one.ok, "why": one.why} for one in page.checks]
    words = [f"#{page.update.id}  {update_headline(page.update, ready=len(page.ready))}", ""]
    words += [f"{name:10} {line}" for name, text in page.update.slots.items() for line in text.splitlines()]
    words += [f"!   {one.why}" for one in page.checks if not one.ok] + [""]
    for one in page.readers:
        words.append(f"{one.state:8} {one.person.name}: {one.personal or '…'}")
        if one.state in ("held", "look", "failed"):
            words.append(f"         {one.failure or one.to_mend}")
    shell.answer(document, words)


def _list(shell: Shell) -> None:
    from mentorpanel.usecases import update_audience, updates

    known = [one for one in updates.list_updates(shell.owner) if one.is_open]
    audience = update_audience.audience_of(shell.owner)
    words = [audience_headline(audience)]
    words += [f"  {one.name}: {one.reason}" for one in audience if one.is_suggested]
    others = [one for one in audience if not one.is_suggested]
    words += ["Not now:", *(f"  {one.name}: {one.reason}" for one in others)] if others else []
    words += [f"#{one.id}  {update_title(one)}: {one.sent} of {len(one.letters)} have it" for one in known]
    if not known:
        words.append("No update is open. “mentorpanel update --begin” begins one.")
    document = {
        "results": [update_document(one) for one in known],
        "next": None,
        "audience": audience_document(audience),
    }
    shell.answer(document, words)
