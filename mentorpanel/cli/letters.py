"""brief and draft: letters from the shell, with the same checks as on the page."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, pairs
from mentorpanel.domain import documents
from mentorpanel.domain.problems import Invalid


def letter_document(letter: Any) -> dict[str, Any]:
    """A letter as JSON."""
    return documents.letter(letter.draft, to=letter.to, checks=letter.checks)


def letter_words(letter: Any) -> list[str]:
    """A letter as it will read, with its checks under it."""
    draft = letter.draft
    words = [f"To: {letter.to or '(no address)'}", f"Subject: {draft.subject}", "", draft.text.rstrip(), ""]
    words += [f"{'ok ' if check.ok else '!  '} {check.why}" for check in letter.checks]
    state = {
        "draft": "Not sent.",
        "queued": "On its way.",
        "sent": "Sent.",
        "failed": f"Not delivered: {draft.failure}",
    }
    return [*words, state[draft.state]]


WAYS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--set", "slots", multiple=True, metavar="SLOT=TEXT", help="Fill a slot; --set help lists them."
    ),
    click.option("--subject", default=None, help="Write the subject yourself."),
    click.option(
        "--text", default=None, help="Write the whole text yourself; - reads it from standard input."
    ),
    click.option("--fresh", is_flag=True, help="Assemble it anew from today's facts."),
    click.option("--send", is_flag=True, help="Send it by the mail server that is set."),
    click.option("--sent", is_flag=True, help="I have sent it myself."),
    click.option("--unsend", is_flag=True, help="Take that back."),
    click.option("--eml", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a mail file."),
)


def ways(function: Any) -> Any:
    """The options that brief and draft share."""
    for option in reversed(WAYS):
        function = option(function)
    return function


@command("brief", short_help="The brief of a session; --send sends it.")
@click.argument("session", default="")
@ways
def brief_command(shell: Shell, session: str, **way: Any) -> None:
    """The brief of SESSION (an id, a name, or the next one), assembled from what has changed."""
    from mentorpanel.usecases import letters, sessions

    if "help" in way["slots"]:
        return _list_slots(shell, "brief")
    found = sessions.find_session(shell.owner, reference=session)
    return _work_on(shell, letters.session_letter(shell.owner, session_id=found.id, kind="brief"), way)


@command("draft", short_help="A letter from slots, with its checks.")
@click.argument("kind")
@click.argument("name")
@click.option("--session", default="", metavar="ID", help="For a brief or recap: which session.")
@ways
def draft_command(shell: Shell, kind: str, name: str, session: str, **way: Any) -> None:
    """A letter of KIND (brief, recap, thank-you) to NAME."""
    from mentorpanel.domain.letters.kinds import kind_of
    from mentorpanel.usecases import letters, people, sessions

    slug = kind_of(kind).slug
    if "help" in way["slots"]:
        return _list_slots(shell, slug)
    person = people.find_person(shell.owner, name=name)
    session_id = sessions.find_session(shell.owner, reference=session).id if session else None
    if slug == "recap" and session_id is None:
        session_id = _last_held(shell, person)
    unsent = [
        one
        for one in letters.letters_to(shell.owner, person_id=person.id)
        if one.kind == slug and one.session_id == session_id and one.state in ("draft", "failed")
    ]
    if unsent and slug not in ("brief", "recap"):
        letter = letters.letter(shell.owner, draft_id=unsent[0].id)
    else:
        letter = letters.draft_letter(shell.owner, kind=slug, person_id=person.id, session_id=session_id)
    return _work_on(shell, letter, way)


def _list_slots(shell: Shell, kind: str) -> None:
    from mentorpanel.domain.letters.kinds import kind_of

    slots = kind_of(kind).slots
    shell.answer(
        {"slots": documents.letter_slots(kind_of(kind))},
        [f"{slot.name:24} {slot.label}. {slot.help}" for slot in slots],
    )


def _last_held(shell: Shell, person: Any) -> int:
    from mentorpanel.usecases import sessions

    held = [one for one in sessions.sessions_with(shell.owner, person_id=person.id) if one.held_at]
    if not held:
        raise Invalid(
            f"No session with {person.name} has been held yet; “mentorpanel hold” notes one.", field="session"
        )
    return held[0].id


def _work_on(shell: Shell, letter: Any, way: dict[str, Any]) -> None:
    from mentorpanel.usecases import letters

    owner, draft_id = shell.owner, letter.draft.id
    if way["unsend"]:
        letter = letters.take_back(owner, draft_id=draft_id)
    if way["fresh"]:
        letter = letters.start_afresh(owner, draft_id=draft_id)
    text = sys.stdin.read() if way["text"] == "-" else way["text"]
    if way["slots"] or way["subject"] or text is not None:
        letter = letters.write_letter(
            owner, draft_id=draft_id, slots=pairs(way["slots"], "a slot"), subject=way["subject"], text=text
        )
    if way["eml"]:
        way["eml"].write_bytes(letters.letter_eml(owner, draft_id=draft_id))
        shell.say(f"Written: {way['eml']}")
    if way["sent"]:
        letter = letters.mark_sent(owner, draft_id=draft_id)
    if way["send"]:
        letters.send_letter(owner, draft_id=draft_id)
        _deliver_what_is_due()
        letter = letters.letter(owner, draft_id=draft_id)
    shell.answer(letter_document(letter), letter_words(letter))


def _deliver_what_is_due() -> None:
    """One round of a worker, so that sending from the shell needs no server; a running one may be quicker."""
    subprocess.run([sys.executable, "-m", "mentorpanel.worker", "--once"], check=False)
