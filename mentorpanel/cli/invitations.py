"""sessions --invite: what a mentor was told about a session, and the message that tells them what is so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mentorpanel.cli.letters import deliver_what_is_due
from mentorpanel.cli.shell import Shell
from mentorpanel.domain import engagement_documents

WAYS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--invite", metavar="SESSION", help="The invitation to it, or the message that it has changed."
    ),
    click.option("--line", default="", metavar="TEXT", help="One free line in that message."),
    click.option("--send", is_flag=True, help="Send it by the mail server that is set."),
    click.option("--sent", is_flag=True, help="I have told them myself."),
    click.option("--unsend", is_flag=True, help="Take that back."),
    click.option("--eml", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a mail file."),
    click.option("--whole-series", is_flag=True, help="With --send: the other sessions of its series, too."),
)


def invitation_options(function: Any) -> Any:
    """The options about the message of a session."""
    for option in reversed(WAYS):
        function = option(function)
    return function


def invite(shell: Shell, way: dict[str, Any]) -> None:
    """Show the message about a session, and let it go as the options say."""
    from mentorpanel.usecases import invitations, sessions

    found = sessions.find_session(shell.owner, reference=way["invite"])
    owner, session_id, line = shell.owner, found.id, way["line"]
    if way["whole_series"] and not way["send"]:
        raise click.UsageError("--whole-series goes with --send.")
    if way["unsend"]:
        invitations.take_back(owner, session_id=session_id)
    if way["eml"]:
        way["eml"].write_bytes(invitations.invitation_eml(owner, session_id=session_id, line=line))
        shell.say(f"Written: {way['eml']}")
    if way["sent"]:
        invitations.mark_told(owner, session_id=session_id, line=line)
    if way["send"]:
        _send(shell, session_id, line, is_series=way["whole_series"])
    shown = invitations.invitation(owner, session_id=session_id, line=line)
    shell.answer(engagement_documents.message(shown), _words(shown))


def say_what_they_have(shell: Shell, session: Any) -> None:
    """After a change: what the mentor still believes, and the command that tells them."""
    from mentorpanel.usecases import invitation_states

    state = invitation_states.session_state(shell.owner, session=session)
    if state.must_tell:
        shell.say(f"{state.reason} {state.ask} mentorpanel sessions --invite {session.id} --send")


def say_who_still_expects(shell: Shell, series_id: int) -> None:
    """After the end of a series: the command that tells its mentor."""
    from mentorpanel.usecases import invitations

    left = invitations.untold(shell.owner, series_id=series_id)
    if left:
        name = left[0].person.name
        shell.say(
            f"{name} still expects you. Tell them: mentorpanel sessions --invite {left[0].id} --send --whole-series"
        )


def _send(shell: Shell, session_id: int, line: str, *, is_series: bool) -> None:
    from mentorpanel.domain import words
    from mentorpanel.usecases import invitations

    if is_series:
        gone = invitations.send_series(shell.owner, session_id=session_id, line=line)
        shell.say(f"{words.start_sentence(words.count(gone, 'message'))}, one for each session.")
    else:
        invitations.send_invitation(shell.owner, session_id=session_id, line=line)
    deliver_what_is_due()


def _words(shown: Any) -> list[str]:
    words = [shown.state.reason]
    if shown.last is not None and shown.last.state == "failed":
        words.append(f"Not delivered: {shown.last.failure}")
    if shown.text:
        words += [
            "",
            f"To: {shown.to or '(no address)'}",
            f"Subject: {shown.subject}",
            "",
            shown.text.rstrip(),
        ]
    if shown.state.ask:
        words += ["", "Not sent. --send sends it, --sent says that you have told them."]
    elif shown.last is not None:
        gone = {"queued": "On its way.", "sent": "Sent.", "failed": "Not sent."}
        words += ["", gone[shown.last.state]]
    return words
