"""replies: what a mentor said about a session, and what is done with it."""

from collections.abc import Callable
from typing import Any

import click

from mentorpanel.cli.shell import Shell, command
from mentorpanel.domain import engagement_documents


def reply_line(shell: Shell, one: Any) -> str:
    """ "#3  propose Wed 2 Dec 2026, 16:00: Mornings suit me (by mail)"."""
    when = f" {shell.when(one.starts_at)}" if one.starts_at else ""
    text = f": {one.text}" if one.text else ""
    by_mail = " (by mail)" if one.source == "mail" else ""
    settled = ", dealt with" if one.settled_at else ""
    return f"#{one.id}  {one.kind}{when}{text}{by_mail}{settled}"


@command("replies", short_help="What a mentor answered, and what you do with it.")
@click.argument("session", default="")
@click.option("--accept", type=int, metavar="ID", help="Move the session to the time they propose.")
@click.option("--take-over", type=int, metavar="ID", help="Keep their answer with the parked question.")
@click.option("--settle", type=int, metavar="ID", help="You have dealt with it.")
@click.option("--unsettle", type=int, metavar="ID", help="It waits after all.")
def replies_command(shell: Shell, session: str, **changes: int | None) -> None:
    """What they said about SESSION (an id, a name, or the next one), on their page or by mail; options deal with one."""
    from mentorpanel.usecases import mentor_replies, sessions

    given = {way: number for way, number in changes.items() if number is not None}
    if len(given) > 1:
        raise click.UsageError("One at a time: --accept, --take-over, --settle or --unsettle.")
    found = sessions.find_session(shell.owner, reference=session)
    acts: dict[str, Callable[..., object]] = {
        "accept": mentor_replies.accept_proposal,
        "take_over": mentor_replies.take_over,
        "settle": mentor_replies.settle,
        "unsettle": mentor_replies.unsettle,
    }
    for way, reply_id in given.items():
        acts[way](shell.owner, reply_id=reply_id)
        if way == "accept":
            shell.say(
                "Moved. They know the new time once you send it: mentorpanel sessions --invite ID --send"
            )
    said = mentor_replies.replies_of(shell.owner, session_id=found.id)
    document = {"results": [engagement_documents.reply(one) for one in said], "next": None}
    shell.answer(document, [reply_line(shell, one) for one in said] or "They have not answered yet.")
