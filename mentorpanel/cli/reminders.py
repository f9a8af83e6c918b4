"""remind: the day's mail to yourself as it would be sent; switched on and off, set, or sent now."""

from typing import TYPE_CHECKING, Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, time_option

if TYPE_CHECKING:
    from mentorpanel.usecases.reminder_mails import Preview
    from mentorpanel.usecases.reminders import RemindersShown


@command("remind", short_help="The day's mail to yourself: look at it, set it, send it now.")
@click.option("--send", is_flag=True, help="Send today's mail now; it counts as the day's.")
@click.option("--on/--off", "is_on", default=None, help="Switch mails to yourself on or off.")
@click.option(
    "--at",
    "at_text",
    default="",
    metavar="HH:MM",
    help="The day's mail goes then; “work”: when your day starts.",
)
@click.option("--digest", type=Slug("yes", "no"), help="Whether there is a mail a day.")
@click.option(
    "--moments",
    default=None,
    metavar="LIST",
    help="Which moments have a mail of their own: preparation, brief-due, about-to-start, notes, thanks; or none.",
)
@click.option("--names", type=Slug("yes", "no"), help="Whether mails say names.")
def remind_command(
    shell: Shell,
    send: bool,
    is_on: bool | None,
    at_text: str,
    digest: str | None,
    moments: str | None,
    names: str | None,
) -> None:
    """Show today's mail as it would be sent; options change what goes, and --send sends it."""
    from mentorpanel.usecases import reminder_mails, reminders

    changes: dict[str, Any] = {}
    if at_text:
        changes["at"] = None if at_text.strip().lower() == "work" else time_option(at_text)
    if digest is not None:
        changes["has_digest"] = digest == "yes"
    if moments is not None:
        given = [one.strip() for one in moments.split(",") if one.strip()]
        changes["moments"] = [] if given == ["none"] else given
    if names is not None:
        changes["hides_names"] = names == "no"
    if changes:
        reminders.change(shell.owner, **changes)
    if is_on is not None:
        reminders.switch(shell.owner, is_on=is_on)
    sent_to = reminder_mails.send_now(shell.owner) if send else None
    shown, preview = reminders.reminders_of(shell.owner), reminder_mails.preview(shell.owner)
    shell.answer(_document(shown, preview, sent_to), _words(shell, shown, preview, sent_to))


def _document(shown: "RemindersShown", preview: "Preview", sent_to: str | None) -> dict[str, Any]:
    options = shown.options
    return {
        "on": options.is_on,
        "digest": options.has_digest,
        "at": f"{shown.at:%H:%M}",
        "moments": sorted(one.value for one in options.moments),
        "names": not options.hides_names,
        "to": shown.address or None,
        "why_not": shown.why_not or None,
        "next_at": shown.next_at,
        "sent_to": sent_to,
        "preview": {
            "goes": preview.goes,
            "reason": preview.reason,
            "subject": preview.subject,
            "text": preview.text,
        },
    }


def _words(shell: Shell, shown: "RemindersShown", preview: "Preview", sent_to: str | None) -> list[str]:
    options = shown.options
    lines = [f"On its way to {sent_to}."] if sent_to else []
    following = f", next look {shell.when(shown.next_at)}" if shown.next_at else ""
    digest = f"the day's mail at {shown.at:%H:%M}" if options.has_digest else "no mail a day"
    alone = ", ".join(sorted(one.value for one in options.moments)) or "no others"
    lines.append(f"Mails to yourself are {'on' if options.is_on else 'off'}: {digest}; {alone}{following}.")
    if shown.why_not:
        lines.append(shown.why_not)
    if not options.is_on:
        lines.append("“mentorpanel remind --on” switches them on.")
    return [*lines, f"Today: {preview.reason}", "", f"Subject: {preview.subject}", "", preview.text.rstrip()]
