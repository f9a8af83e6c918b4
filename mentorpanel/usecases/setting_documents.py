"""What programs read of the calendar feed, the calendar, reminders, devices and the profile; the same from every shell."""

from typing import Any

from mentorpanel.domain.calendar_feed import FeedRecord
from mentorpanel.domain.pushes import DeviceRecord
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.usecases.calendars import ConnectedCalendar
from mentorpanel.usecases.reminder_mails import Preview
from mentorpanel.usecases.reminders import RemindersShown

Document = dict[str, Any]


def feed(record: FeedRecord, *, address: str | None, is_local: bool) -> Document:
    """The calendar feed; ``address`` is there only where it has just been made, since its hash is all that is kept."""
    options = record.options
    return {
        "address": address,
        "state": record.state,
        "options": {
            "names": options.shows_names,
            "due_dates": options.has_due_dates,
            "alarm_minutes": options.alarm_minutes,
        },
        "made_at": record.made_at,
        "last_fetched_on": record.last_fetched_on,
        "this_machine_only": is_local,
    }


def calendar(shown: ConnectedCalendar | None, *, work_address: str) -> Document:
    """The calendar on a server, never its password; and the address at work that gets copies."""
    work = {"work_address": work_address or None}
    if shown is None:
        return {"connected": False, **work}
    account = shown.account
    return {
        "connected": True,
        "address": account.address,
        "login": account.user,
        "state": account.state,
        "last_error": account.last_error,
        "synced_at": account.synced_at,
        "next_at": account.next_at,
        "busy_until": account.busy_until,
        "entries": shown.written,
        "calendars": [
            {
                "id": one.id,
                "name": one.name,
                "can_write": one.can_write,
                "writes": one.address == account.write_to,
                "reads": one.is_read,
            }
            for one in account.calendars
        ],
        "left_alone": [
            {
                "id": one.entry.id,
                "kind": one.entry.kind,
                "session_id": one.entry.session_id,
                "starts_at": one.entry.starts_at,
                "state": one.entry.state,
                "reason": one.entry.note,
            }
            for one in shown.left_alone
        ],
        **work,
    }


def reminders(shown: RemindersShown, preview: Preview, *, sent_to: str | None) -> Document:
    """What goes to the owner by mail, when, and today's mail as it would be sent."""
    options = shown.options
    return {
        "on": options.is_on,
        "digest": options.has_digest,
        "every": options.every,
        "at": f"{shown.at:%H:%M}",
        "moments": sorted(one.value for one in options.moments),
        "names": not options.hides_names,
        "line": options.pushes_digest,
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


def device(one: DeviceRecord) -> Document:
    """A device that reminders come to; neither its address nor its keys."""
    return {
        "id": one.id,
        "name": one.name,
        "made_at": one.made_at,
        "reached_at": one.reached_at,
        "last_error": one.last_error or None,
    }


def profile(record: ProfileRecord) -> Document:
    """Who the owner is, their day and their week."""
    return {
        "id": record.owner_id,
        "email": record.email,
        "name": record.name,
        "title": record.title,
        "level": record.level,
        "organisation": record.organisation,
        "time_zone": record.time_zone,
        "mail_address": record.mail_address,
        "weekly_minutes": record.weekly_minutes,
        "work_starts": f"{record.work_starts:%H:%M}",
        "work_ends": f"{record.work_ends:%H:%M}",
        "prepares": f"{record.prepares:%H:%M}",
        "prep_hours_before": record.prep_hours_before,
    }
