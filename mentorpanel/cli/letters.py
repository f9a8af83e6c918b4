"""brief and draft: letters from the shell, with the same checks as on the page."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, pairs
from mentorpanel.domain import documents
from mentorpanel.domain.problems import Conflict, Invalid

UNSENT = ("draft", "failed")


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
    answered = [f"Answered on {draft.answered_on}."] if draft.answered_on else []
    held = [letter.held_back] if letter.held_back else []
    return [*words, *held, state[draft.state], *answered]


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


WORDING: tuple[Callable[[Any], Any], ...] = (
    click.option("--show-template", is_flag=True, help="The wording of KIND, with its places to fill."),
    click.option(
        "--template", metavar="FILE", help="Word KIND your way, from a file; - reads standard input."
    ),
    click.option("--template-reset", is_flag=True, help="Back to the usual wording of KIND."),
)


def wording(function: Any) -> Any:
    """The options about how a kind of letter is worded."""
    for option in reversed(WORDING):
        function = option(function)
    return function


@command("draft", short_help="A letter from slots, with its checks.")
@click.argument("kind", default="")
@click.argument("name", default="")
@click.option("--session", default="", metavar="ID", help="For a brief or recap: which session.")
@click.option(
    "--answered",
    is_flag=False,
    flag_value="answered",
    type=Slug("answered", "yes", "no"),
    default=None,
    help="They answered the last letter of KIND that went; yes or no to a formal ask.",
)
@click.option(
    "--said", default="", metavar="T", help="With --answered, to an ask: their words, kept as advice."
)
@click.option("--unanswered", is_flag=True, help="Take that back.")
@wording
@ways
def draft_command(shell: Shell, kind: str, name: str, session: str, **way: Any) -> None:
    """A letter of KIND to NAME. Without KIND: the kinds there are; without NAME: the slots of KIND."""
    from mentorpanel.domain.letters.kinds import kind_of
    from mentorpanel.usecases import letters, people, sessions

    if not kind:
        return _list_kinds(shell)
    slug = kind_of(kind).slug
    if way["show_template"] or way["template"] is not None or way["template_reset"]:
        return _word(shell, slug, way)
    if "help" in way["slots"] or not name:
        return _list_slots(shell, slug)
    person = people.find_person(shell.owner, name=name)
    if way["answered"] or way["unanswered"]:
        return _note_answer(shell, slug, person, way)
    session_id = sessions.find_session(shell.owner, reference=session).id if session else None
    if slug == "recap" and session_id is None:
        session_id = _last_held(shell, person)
    found = _letter_to(shell, slug, person, session_id, ("sent", "queued") if way["unsend"] else UNSENT)
    if way["unsend"] and found is None:
        raise Conflict(f"No such letter to {person.name} has gone; there is nothing to take back.")
    if found is None and (way["sent"] or way["send"]) and _went_already(shell, slug, person, way):
        return None
    if found is not None and slug not in ("brief", "recap"):
        letter = letters.letter(shell.owner, draft_id=found.id)
    else:
        letter = letters.draft_letter(shell.owner, kind=slug, person_id=person.id, session_id=session_id)
    return _work_on(shell, letter, way)


def _went_already(shell: Shell, kind: str, person: Any, way: dict[str, Any]) -> bool:
    """Whether the same words went to them today: then that is said, and no second letter is made."""
    from mentorpanel.usecases import letters

    if way["text"] == "-" or way["fresh"]:
        return False
    said = {"subject": way["subject"], "text": way["text"]}
    slots = pairs(way["slots"], "a slot")
    letter = letters.went_today(shell.owner, kind=kind, person_id=person.id, slots=slots, **said)
    if letter is None:
        return False
    shell.say(f"This very letter to {person.name} is noted as sent today already; nothing was changed.")
    shell.answer(letter_document(letter), letter_words(letter))
    return True


def _letter_to(
    shell: Shell, kind: str, person: Any, session_id: int | None, states: tuple[str, ...]
) -> Any | None:
    """The newest letter of a kind to a person in one of those states, or None."""
    from mentorpanel.usecases import letters

    known = letters.letters_to(shell.owner, person_id=person.id)
    fitting = (one for one in known if one.kind == kind and one.state in states)
    return next((one for one in fitting if session_id is None or one.session_id == session_id), None)


def _note_answer(shell: Shell, kind: str, person: Any, way: dict[str, Any]) -> None:
    from mentorpanel.usecases import letter_replies, letters

    found = _letter_to(shell, kind, person, None, ("sent", "queued"))
    if found is None:
        raise Conflict(f"No such letter to {person.name} has gone, so there is no answer to note.")
    if way["unanswered"]:
        letter_replies.forget_reply(shell.owner, draft_id=found.id)
    else:
        said = "" if way["answered"] == "answered" else way["answered"]
        letter_replies.note_reply(shell.owner, draft_id=found.id, said=said, advice=way["said"])
    letter = letters.letter(shell.owner, draft_id=found.id)
    shell.answer(letter_document(letter), letter_words(letter))


def _list_kinds(shell: Shell) -> None:
    from mentorpanel.domain.letters.about import ABOUT, GROUPS
    from mentorpanel.domain.letters.kinds import kind_of

    kinds = [kind_of(slug) for _, slugs in GROUPS for slug in slugs]
    rows = [
        {
            "kind": kind.slug,
            "name": kind.name,
            "about": ABOUT[kind.slug],
            "slots": documents.letter_slots(kind),
        }
        for kind in kinds
    ]
    shell.answer({"results": rows, "next": None}, [f"{kind.slug:22} {ABOUT[kind.slug]}" for kind in kinds])


def _word(shell: Shell, kind: str, way: dict[str, Any]) -> None:
    from mentorpanel.usecases import letter_wording

    if way["template_reset"]:
        shown = letter_wording.reset_wording(shell.owner, kind=kind)
    elif way["template"] is not None:
        text = sys.stdin.read() if way["template"] == "-" else _text_of(way["template"])
        shown = letter_wording.save_wording(shell.owner, kind=kind, text=text)
    else:
        shown = letter_wording.wording(shell.owner, kind=kind)
    document = {
        "kind": kind,
        "template": shown.text,
        "is_own": shown.is_own,
        "default": shown.kind.template,
        "slots": documents.letter_slots(shown.kind),
    }
    shell.say("Your wording." if shown.is_own else "The usual wording.")
    shell.answer(document, shown.text.rstrip("\n"))


def _text_of(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"“{name[:80]}” cannot be read as a text: {error}") from error


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
        deliver_what_is_due()
        letter = letters.letter(owner, draft_id=draft_id)
    shell.answer(letter_document(letter), letter_words(letter))


def deliver_what_is_due() -> None:
    """What a worker would send now, so that sending from the shell needs no server; a running one may be quicker."""
    from django.conf import settings

    from mentorpanel.delivery import outgoing
    from mentorpanel.usecases import outbox

    outbox.free_lost_claims()
    holder = f"shell-{os.getpid()}"
    while settings.SMTP_URL and (mail := outbox.claim_next(holder=holder)) is not None:
        outbox.settle(mail, outgoing.deliver(mail, server_url=settings.SMTP_URL))
