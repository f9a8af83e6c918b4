"""remind: the day's mail to yourself as it would be sent; switched on and off, set, or sent now; and your devices."""

from typing import TYPE_CHECKING, Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, time_option
from mentorpanel.domain.problems import Ambiguous, NotFound
from mentorpanel.domain.reminders import EVERY
from mentorpanel.domain.wording import one_line

if TYPE_CHECKING:
    from mentorpanel.domain.pushes import DeviceRecord
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
@click.option("--digest", type=Slug("yes", "no"), help="Whether there is such a mail.")
@click.option("--every", type=Slug(*EVERY), help="Each day, or on one weekday for the whole week.")
@click.option(
    "--moments",
    default=None,
    metavar="LIST",
    help="Which moments have a mail of their own: preparation, brief-due, about-to-start, notes, thanks; or none.",
)
@click.option("--names", type=Slug("yes", "no"), help="Whether mails and devices say names.")
@click.option("--line", type=Slug("yes", "no"), help="Whether your devices get the day in one line.")
@click.option(
    "--forget", default="", metavar="DEVICE", help="Take a device off the list, by its name or #number."
)
def remind_command(
    shell: Shell,
    send: bool,
    is_on: bool | None,
    at_text: str,
    digest: str | None,
    every: str | None,
    moments: str | None,
    names: str | None,
    line: str | None,
    forget: str,
) -> None:
    """Show today's mail as it would be sent; options change what goes, and --send sends it."""
    from mentorpanel.usecases import push_devices, reminder_mails, reminders, setting_documents

    changes: dict[str, Any] = {}
    if at_text:
        changes["at"] = None if at_text.strip().lower() == "work" else time_option(at_text)
    if digest is not None:
        changes["has_digest"] = digest == "yes"
    if every is not None:
        changes["every"] = every
    if moments is not None:
        given = [one.strip() for one in moments.split(",") if one.strip()]
        changes["moments"] = [] if given == ["none"] else given
    if names is not None:
        changes["hides_names"] = names == "no"
    if line is not None:
        changes["pushes_digest"] = line == "yes"
    if changes:
        reminders.change(shell.owner, **changes)
    if is_on is not None:
        reminders.switch(shell.owner, is_on=is_on)
    if forget:
        device_id = _named(forget, push_devices.devices(shell.owner))
        push_devices.forget(shell.owner, device_id=device_id)
    sent_to = reminder_mails.send_now(shell.owner) if send else None
    shown, preview = reminders.reminders_of(shell.owner), reminder_mails.preview(shell.owner)
    devices = push_devices.devices(shell.owner)
    shell.answer(
        setting_documents.reminders(shown, preview, sent_to=sent_to)
        | {"devices": [setting_documents.device(one) for one in devices]},
        [*_words(shell, shown, preview, sent_to), *_device_words(shell, devices)],
    )


def _named(name: str, devices: "list[DeviceRecord]") -> int:
    """The id of the device with that number or name; ``NotFound`` or ``Ambiguous`` where it is not one."""
    said = name.strip()
    found = [one for one in devices if f"#{one.id}" == said or str(one.id) == said]
    found = found or [one for one in devices if one.name.lower() == said.lower()]
    if not found:
        raise NotFound(
            f"No device on the list is called “{one_line(said, at_most=80)}”. “mentorpanel remind” shows them."
        )
    if len(found) > 1:
        raise Ambiguous(
            "Several devices have that name; say its #number.", [(one.id, one.name) for one in found]
        )
    return found[0].id


def _device_words(shell: Shell, devices: "list[DeviceRecord]") -> list[str]:
    lines = ["", "Devices that reminders come to:"] if devices else []
    for one in devices:
        reached = f"last reached {shell.when(one.reached_at)}" if one.reached_at else "not reached yet"
        lines.append(f"  #{one.id}  {one.name}, {one.last_error or reached}")
    return lines


def _words(shell: Shell, shown: "RemindersShown", preview: "Preview", sent_to: str | None) -> list[str]:
    options = shown.options
    lines = [f"On its way to {sent_to}."] if sent_to else []
    following = f", next look {shell.when(shown.next_at)}" if shown.next_at else ""
    which = f"a mail of the week on {options.every.capitalize()}s" if options.is_weekly else "the day's mail"
    digest = f"{which} at {shown.at:%H:%M}" if options.has_digest else "no mail a day"
    alone = ", ".join(sorted(one.value for one in options.moments)) or "no others"
    lines.append(f"Mails to yourself are {'on' if options.is_on else 'off'}: {digest}; {alone}{following}.")
    if shown.why_not:
        lines.append(shown.why_not)
    if not options.is_on:
        lines.append("“mentorpanel remind --on” switches them on.")
    return [*lines, f"Today: {preview.reason}", "", f"Subject: {preview.subject}", "", preview.text.rstrip()]
