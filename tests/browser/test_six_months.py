"""Six months of a formal mentorship on real servers: what the mentor gets, what the calendar holds, what stays private."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.parser import isoparse
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, turned_to
from tests.calendar_servers import PASSWORD, USER, Radicale, radicale
from tests.mail_servers import ImapServer, Inbox, imap_server, serving
from tests.programs import Program, begun

pytestmark = [pytest.mark.browser]
BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
ME, VERA, PRIVATE = "maya@x.example", "vera@y.example", "Quokkaberg"
FIRST_TUESDAYS = ("2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02", "2027-04-06", "2027-05-04")
MOVED = datetime(2027, 1, 7, 16, 30, tzinfo=BERLIN)


def at(day: str, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the owner's day."""
    year, month, number = map(int, day.split("-"))
    return datetime(year, month, number, hour, minute, tzinfo=BERLIN)


@dataclass
class World:
    """The program, and the servers around it."""

    program: Program
    inbox: Inbox
    mailbox: ImapServer
    calendar: Radicale
    answers: int = 0
    seen: list[str] = field(default_factory=list)

    def events(self) -> dict[str, list[tuple[datetime, datetime]]]:
        """What the owner's calendar holds: from and to of each entry, by its words."""
        found: dict[str, list[tuple[datetime, datetime]]] = {}
        for text in self.calendar.entries("work").values():
            for event in Calendar.from_ical(text).walk("VEVENT"):
                found.setdefault(str(event["SUMMARY"]), []).append((event.start, event.end))
        return {words: sorted(times) for words, times in found.items()}

    def answer(self, to: EmailMessage, said: str, moment: datetime, proposed: datetime | None = None) -> None:
        """The mentor's calendar answers an invitation, as Outlook would: by mail, into the owner's mailbox."""
        (event,) = invited(to).walk("VEVENT")
        self.answers += 1
        starts = (proposed or event.start).astimezone(UTC)
        lines = [
            *("BEGIN:VCALENDAR", "PRODID:-//Somebody//Else//EN", "VERSION:2.0"),
            f"METHOD:{'COUNTER' if proposed else 'REPLY'}",
            *("BEGIN:VEVENT", f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE']}"),
            f"ATTENDEE;PARTSTAT={said};CN=Vera Vice:mailto:{VERA}",
            f"ORGANIZER:mailto:{ME}",
            *(f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", f"DTEND:{starts + timedelta(minutes=45):%Y%m%dT%H%M%SZ}"),
            f"DTSTAMP:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Vera Vice <{VERA}>", ME, f"{said.title()}: session"
        mail["Date"], mail["Message-ID"] = moment, f"<answer-{self.answers}@y.example>"
        mail.set_content(f"{said.title()}.")
        mail.add_alternative(
            "\r\n".join(lines).encode(),
            maintype="text",
            subtype="calendar",
            params={"method": "COUNTER" if proposed else "REPLY", "charset": "utf-8"},
        )
        self.mailbox.put(mail.as_bytes(), at=moment)

    def fetched(self, moment: datetime) -> str:
        """Read the mailbox at a moment; what the newest mail came to."""
        self.program.json("mail", "--fetch", at=moment)
        return str(self.program.json("mail", at=moment)["mails"][0]["outcome"])

    def new_mails(self) -> list[EmailMessage]:
        """What the mentor got since this was last asked."""
        fresh = self.inbox.mails[len(self.seen) :]
        self.seen += [str(mail["Subject"]) for mail in fresh]
        return fresh


def invited(mail: EmailMessage) -> Calendar:
    """The calendar in a mail."""
    (part,) = [one for one in mail.iter_attachments() if one.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_payload(decode=True))


def sequence_of(mail: EmailMessage) -> tuple[str, str, int, datetime]:
    """Method, UID, SEQUENCE and start of the invitation in a mail."""
    read = invited(mail)
    (event,) = read.walk("VEVENT")
    return str(read["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event.start


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Maya with a formal mentor, a goal, a monthly series, a mail server, a mailbox and a calendar server."""
    inbox = Inbox()
    with serving(inbox) as smtp, imap_server() as mailbox, radicale(tmp_path / "radicale") as calendar:
        calendar.calendar("work")
        program = begun(
            tmp_path / "data",
            MENTORPANEL_SMTP_URL=smtp,
            MENTORPANEL_MAIL_FROM=ME,
            MENTORPANEL_IMAP_URL=mailbox.url,
            MENTORPANEL_ALLOW_PRIVATE_ADDRESSES="1",
        )
        begin(program, calendar)
        yield World(program, inbox, mailbox, calendar)


def begin(program: Program, calendar: Radicale) -> None:
    """November: who, what for, how often, and where it is written."""
    now = at("2026-11-23")
    program.json(
        *("profile", "--name", "Maya Lind", "--mail", ME, "--zone", BERLIN.key),
        *(
            "--title",
            "Senior Product Manager",
            "--phase",
            "progressing",
            "--situation",
            f"{PRIVATE} situation",
        ),
        at=now,
    )
    program.json(
        *("add", "Vera Vice", "--email", VERA, "--stage", "formal-mentor", "--since", "2026-10-01"), at=now
    )
    program.json(
        "person", "Vera", "--set", f"private_notes={PRIVATE} notes", "--set", f"tags={PRIVATE}", at=now
    )
    program.json("met", "Vera", "--note", f"{PRIVATE} between us", at=now)
    program.json("goal", "--example", "moving-into-management", "--with", "Vera", "--why", PRIVATE, at=now)
    program.json("focus", "Hiring my first report", "--readers", "everyone", "--worth-telling", at=now)
    planned = program.json(
        *("schedule", "Vera", "--rrule", "FREQ=MONTHLY;BYDAY=1TU", "--at", "09:00", "--length", "45"),
        *("--from", FIRST_TUESDAYS[0]),
        at=now,
    )
    assert isoparse(planned["sessions"][0]["starts_at"]) == at(FIRST_TUESDAYS[0])
    program.json("calendar", "--connect", calendar.address, "--login", USER, typed=f"{PASSWORD}\n", at=now)
    program.json("calendar", "--write", "My work", "--read", "My work", at=now)


def prepare(world: World, day: str, number: int) -> tuple[int, EmailMessage]:
    """The working day before: a block in the calendar, a question parked, the brief sent on time with its invitation."""
    meets = at(day)
    before = meets - timedelta(days=1)
    world.program.json("calendar", "--sync", at=before.replace(hour=8))
    blocks = [start for start, _ in world.events()["Preparation"]]
    assert before.replace(hour=15) in blocks, (day, blocks)
    world.program.json("today", at=before)  # makes the sessions ahead, as a page would
    question = f"What would you do first in month {number}?"
    assert world.program.run("park", question, "--for", "Vera", at=before.replace(hour=10)).returncode == 0
    session = next(
        one
        for one in world.program.json("sessions", at=before)["results"]
        if isoparse(one["starts_at"]) == meets
    )["id"]
    offered = world.program.json("prep", str(session), at=before.replace(hour=15))["offered"]
    plan = [part for item in offered for part in ("--plan", str(item["id"]))]
    world.program.json("prep", str(session), *plan, at=before.replace(hour=15))
    duties = {card["id"] for card in world.program.json("today", at=before)["coming_up"]}
    assert f"brief-{session}" in duties
    slots = ("focus_1=Hiring my first report", "focus_1_want=advise", f"focus_1_question={question}")
    sent = world.program.json(
        "brief",
        str(session),
        *(part for one in slots for part in ("--set", one)),
        "--send",
        at=before.replace(hour=16),
    )
    assert sent["state"] == "sent"
    (mail,) = world.new_mails()
    assert question in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert sequence_of(mail)[0] == "REQUEST" and sequence_of(mail)[3] == meets
    return session, mail


def meet(world: World, session: int, starts: datetime, number: int) -> None:
    """What was said goes where it belongs, and one mail with the thanks leaves the same day."""
    after = starts + timedelta(hours=2)
    assert f"notes-{session}" in {one["id"] for one in world.program.json("today", at=after)["coming_up"]}
    held = world.program.json(
        *("hold", str(session), "--notes", f"{PRIVATE} in my notes", "--advice", f"Advice of month {number}"),
        *(
            "--promise",
            f"Promise of month {number} by in 2 weeks",
            "--their-promise",
            f"A name in month {number}",
        ),
        at=after,
    )
    assert held["status"] == "held"
    thanks = f"thanks=What you said in month {number} changed how I see it."
    recap = world.program.json(
        "draft", "recap", "Vera", "--set", thanks, "--send", at=after + timedelta(hours=1)
    )
    assert recap["state"] == "sent"
    (mail,) = world.new_mails()
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"in month {number} changed how I see it" in text and f"Promise of month {number}" in text
    assert f"thank-{session}" not in {
        one["id"] for one in world.program.json("today", at=after + timedelta(hours=2))["coming_up"]
    }


def test_six_months(
    world: World, start: Callable[..., App], sign_in: Callable[[App], Page], page: Page
) -> None:
    program = world.program

    # December: accepted in the mentor's own calendar.
    session, mail = prepare(world, FIRST_TUESDAYS[0], 1)
    world.answer(mail, "ACCEPTED", at("2026-11-30", 17))
    assert world.fetched(at("2026-11-30", 18)) == "accepted"
    meet(world, session, at(FIRST_TUESDAYS[0]), 1)

    # January: the mentor counters; the owner accepts it in the browser and sends the new time.
    session, mail = prepare(world, FIRST_TUESDAYS[1], 2)
    world.answer(mail, "TENTATIVE", at("2027-01-04", 17), proposed=MOVED)
    assert world.fetched(at("2027-01-04", 18)) == "proposed"
    (said,) = program.json("replies", str(session), at=at("2027-01-04", 18))["results"]
    assert (said["kind"], said["source"], isoparse(said["starts_at"])) == ("propose", "mail", MOVED)
    for way, is_settled in (("--settle", True), ("--unsettle", False)):
        (said,) = program.json("replies", str(session), way, str(said["id"]), at=at("2027-01-04", 18))[
            "results"
        ]
        assert said["settled"] is is_settled
    move_in_the_browser(world, start, sign_in, page, session)
    (moved,) = world.new_mails()
    assert sequence_of(moved)[1] == sequence_of(mail)[1]
    assert (sequence_of(moved)[2], sequence_of(moved)[3]) == (sequence_of(mail)[2] + 1, MOVED)
    program.json("calendar", "--sync", at=at("2027-01-05", 8))
    assert (MOVED, MOVED + timedelta(minutes=45)) in world.events()["Mentoring session"]
    world.answer(mail, "DECLINED", at("2027-01-05", 9))
    assert world.fetched(at("2027-01-05", 10)) == "noted", "an answer to the old time changes nothing"
    world.answer(moved, "ACCEPTED", at("2027-01-05", 11))
    assert world.fetched(at("2027-01-05", 12)) == "accepted"
    meet(world, session, MOVED, 2)

    # February: she does not come; what was parked is not lost.
    session, mail = prepare(world, FIRST_TUESDAYS[2], 3)
    program.json("hold", str(session), "--missed", "them", at=at(FIRST_TUESDAYS[2], 10))
    assert world.new_mails() == []
    waiting = [one["text"] for one in program.json("parking", at=at("2027-02-03"))["results"]]
    assert "What would you do first in month 3?" in waiting

    # March, April over the change of the clocks, May.
    for number, day in enumerate(FIRST_TUESDAYS[3:], 4):
        session, mail = prepare(world, day, number)
        world.answer(mail, "ACCEPTED", at(day) - timedelta(hours=15))
        assert world.fetched(at(day) - timedelta(hours=14)) == "accepted"
        meet(world, session, at(day), number)
    april = at(FIRST_TUESDAYS[4])
    assert april.astimezone(UTC).hour == 7 and at(FIRST_TUESDAYS[3]).astimezone(UTC).hour == 8

    check_the_mailbox(world)
    check_the_calendar(world)
    person = program.json("person", "Vera", at=at("2027-05-05"))
    assert (person["standing"], person["cadence"]["state"]) == ("current", "in-touch")
    assert len(person["advice"]) == 5


def move_in_the_browser(
    world: World, start: Callable[..., App], sign_in: Callable[[App], Page], page: Page, session: int
) -> None:
    """The card of Today leads to the proposal; the session moves; the new time goes with the owner's word."""
    settings = {
        name: value for name, value in world.program.environment.items() if name.startswith("MENTORPANEL_")
    }
    app = start(**{**settings, **turned_to(at("2027-01-04", 18, 30), world.program.data)})
    sign_in(app)
    while page.get_by_role("button", name="Skip this").count():
        page.get_by_role("button", name="Skip this").click()
    page.goto(app.address)
    page.get_by_role("link", name="Accept or answer").click()
    expect(page.get_by_text("proposes").first).to_be_visible()
    page.get_by_role("button", name="Move it there").click()
    page.goto(f"{app.address}sessions/{session}/invitation/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Send it to Vera Vice").click()
    for _ in range(100):
        if len(world.inbox.mails) > len(world.seen):
            break
        page.wait_for_timeout(100)
    app.stop()


def check_the_mailbox(world: World) -> None:
    """Exactly a brief a session, one new time, and a recap for each that took place; nothing private in any."""
    briefs = [mail for mail in world.inbox.mails if has_calendar(mail)]
    assert len(world.inbox.mails) == 6 + 1 + 5
    assert len(briefs) == 6 + 1
    assert {recipient for to, _ in world.inbox.arrived for recipient in to} == {VERA}
    rising: dict[str, list[int]] = {}
    for mail in briefs:
        _, uid, sequence, _ = sequence_of(mail)
        rising.setdefault(uid, []).append(sequence)
    assert sorted(rising.values()) == [[0], [0], [0], [0], [0], [0, 1]]
    identities = [mail["Message-ID"] for mail in world.inbox.mails]
    assert len(set(identities)) == len(identities)
    for mail in world.inbox.mails:
        for part in mail.walk():
            if not part.is_multipart():
                assert PRIVATE.encode() not in (part.get_payload(decode=True) or b""), mail["Subject"]


def check_the_calendar(world: World) -> None:
    """Six sessions with a block each, on the hour of Berlin in winter and in summer, and no names."""
    world.program.json("calendar", "--sync", at=at("2027-05-03", 8))
    texts = "".join(world.calendar.entries("work").values())
    assert "Vera" not in texts and PRIVATE not in texts
    sessions = {start.astimezone(BERLIN) for start, _ in world.events()["Mentoring session"]}
    assert at(FIRST_TUESDAYS[4]) in sessions and at(FIRST_TUESDAYS[5]) in sessions


def has_calendar(mail: EmailMessage) -> bool:
    """Whether an invitation is in a mail."""
    return any(part.get_content_type() == "text/calendar" for part in mail.walk())
