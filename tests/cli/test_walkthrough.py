"""The main job in the shell alone: from one's own contacts to a brief that was sent, and the thanks after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.parser import isoparse
from icalendar import Calendar

from tests.mail_servers import Inbox, serving
from tests.programs import Program, begun

ZONE = ZoneInfo("Europe/Lisbon")
PRIVATE = "Quokkaberg"
ME = "dana@fernwood.example"
CONTACTS = """\
BEGIN:VCARD
VERSION:3.0
FN:Ana Ruiz
N:Ruiz;Ana;;;
ORG:Fernwood
TITLE:Director of Product
EMAIL;TYPE=WORK:ana.ruiz@fernwood.example
NOTE:Met through Quokkaberg
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Marek Holm
N:Holm;Marek;;;
ORG:Northlight
TITLE:VP Product
EMAIL:marek@northlight.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Nora Lindqvist
ORG:Fernwood
TEL:+351 21 000 0000
END:VCARD
"""
SECRETS = ("private_notes", "how_met", "admire", "share", "care_about", "need", "offer", "imported_notes")


class Week:
    """A week that ended just now: the session was four hours ago, its brief went the day before."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.meets = (self.now - timedelta(hours=4)).replace(second=0, microsecond=0)
        self.monday = self.meets - timedelta(days=6)
        self.brief = self.meets - timedelta(hours=26)

    def day(self, days: int) -> datetime:
        """A moment ``days`` after the first."""
        return self.monday + timedelta(days=days)


@pytest.fixture
def week() -> Week:
    return Week()


def bring_in(program: Program, week: Week, folder: Path) -> None:
    """First evening: contacts, mentors, a goal, a focus, a series."""
    cards = folder / "contacts.vcf"
    cards.write_text(CONTACTS, encoding="utf-8")
    (read,) = program.json("import", str(cards), at=week.monday)["files"]
    assert (read["format"], read["read"], read["created"]) == ("vcard", 3, 3)
    assert program.json("people", at=week.monday)["results"][0]["stage"] is None
    me = ("--name", "Dana Levi", "--mail", ME, "--zone", ZONE.key, "--title", "Senior Product Manager")
    program.json("profile", *me, "--phase", "new team", "--situation", f"{PRIVATE} situation", at=week.monday)
    program.json("stage", "Marek", "mentor", "--reason", PRIVATE, at=week.monday)
    program.json(
        "stage", "Ana Ruiz", "formal mentor", "--since", "3 months ago", "--reason", PRIVATE, at=week.monday
    )
    year = (week.monday + timedelta(days=330)).date().isoformat()
    program.json(
        "goal", "Lead a team of two", "--by", year, "--with", "Ana", "--why", PRIVATE, at=week.monday
    )
    program.json(
        "focus", "Hiring my first report", "--readers", "everyone", "--worth-telling", at=week.monday
    )
    local = week.meets.astimezone(ZONE)
    when = (
        "--at",
        f"{local:%H:%M}",
        "--from",
        local.date().isoformat(),
        "--length",
        "45",
        "--place",
        "Room Oak",
    )
    planned = program.json("schedule", "Ana", "--rrule", "FREQ=WEEKLY;INTERVAL=4", *when, at=week.monday)
    assert len(planned["sessions"]) >= 4
    assert isoparse(planned["sessions"][0]["starts_at"]) == week.meets


def keep_private(program: Program, week: Week) -> None:
    """The marked word goes into everything that is nobody else's business."""
    fields = [part for name in SECRETS for part in ("--set", f"{name}={PRIVATE} {name}")]
    program.json("person", "Ana", *fields, "--set", f"tags={PRIVATE}", at=week.monday)
    program.json(
        "met",
        "Ana",
        "--on",
        "yesterday",
        "--note",
        f"{PRIVATE} between us",
        "--topic",
        PRIVATE,
        at=week.monday,
    )
    program.json("met", "Marek", "--note", f"{PRIVATE} said by Marek", at=week.monday)
    program.json("person", "Marek", "--set", "is_confidential=yes", at=week.monday)
    for words in (("park", f"{PRIVATE} for Marek", "--for", "Marek"), ("park", f"{PRIVATE} not planned")):
        assert program.run(*words, at=week.day(1)).returncode == 0
    assert (
        program.run("log", f"{PRIVATE} is a hard week", "--kind", "challenge", at=week.day(1)).returncode == 0
    )


def work(program: Program, week: Week) -> None:
    """In the week: questions parked, the journal written, one entry shared."""
    parked = ("How do I keep the bar in a first hire?", "Who should interview with me?")
    for hours, text in enumerate(parked):
        assert (
            program.run("park", text, "--for", "Ana", at=week.day(2) + timedelta(hours=hours)).returncode == 0
        )
    assert (
        program.run("log", "The pilot kept fourteen customers", "--kind", "win", at=week.day(3)).returncode
        == 0
    )
    entries = program.json("journal", at=week.day(3))["results"]
    assert [entry["kind"] for entry in entries] == ["win", "challenge"]
    program.json("journal", "--share", str(entries[0]["id"]), "all mentors", at=week.day(3))
    offered = [
        item for item in program.json("prep", "Ana", at=week.day(3))["offered"] if PRIVATE not in item["text"]
    ]
    assert sorted(item["text"] for item in offered) == sorted(parked)
    plan = [part for item in offered for part in ("--plan", str(item["id"]))]
    assert len(program.json("prep", "Ana", *plan, at=week.day(3))["agenda"]) == 2


def lanes(program: Program, **when: Any) -> dict[str, list[dict[str, Any]]]:
    today = program.json("today", **when)
    return {lane: today[lane] for lane in ("blind_spots", "coming_up", "openings")}


def ids(program: Program, **when: Any) -> set[str]:
    return {card["id"] for cards in lanes(program, **when).values() for card in cards}


def check_mail(inbox: Inbox, week: Week) -> None:
    (mail,) = inbox.mails
    assert inbox.arrived[0][0] == ["ana.ruiz@fernwood.example"]
    assert (ME in mail["From"], "ana.ruiz@fernwood.example" in mail["To"]) == (True, True)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    for part in (plain.get_content(), html.get_content()):
        for said in (
            "The pilot kept fourteen customers",
            "Who should interview with me?",
            "Hiring my first report",
        ):
            assert said in part
    (attached,) = [part for part in mail.iter_attachments() if part.get_filename() == "session.ics"]
    read = Calendar.from_ical(attached.get_payload(decode=True))
    (event,) = read.walk("VEVENT")
    assert str(read["METHOD"]) == "REQUEST"
    assert event.start == week.meets and event.end - event.start == timedelta(minutes=45)
    assert event.start.utcoffset() == week.meets.astimezone(ZONE).utcoffset()
    assert str(event["UID"]).endswith("@mentorpanel")
    decoded = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    assert not any(
        PRIVATE in (one if isinstance(one, str) else one.decode("utf-8", "replace")) for one in decoded
    )
    assert PRIVATE not in str(mail["Subject"])


def test_from_contacts_to_a_brief_that_was_sent(tmp_path: Path, week: Week) -> None:
    inbox = Inbox()
    with serving(inbox) as address:
        program = Program(tmp_path, MENTORPANEL_SMTP_URL=address, MENTORPANEL_MAIL_FROM=ME)
        bring_in(program, week, tmp_path)
        keep_private(program, week)
        work(program, week)
        session = program.json("sessions", at=week.day(3))["results"][0]["id"]
        assert f"brief-{session}" in ids(program, at=week.brief)
        brief = program.json("brief", "Ana", at=week.brief)
        assert brief["state"] == "draft" and PRIVATE not in brief["text"]
        assert {"check", "ok", "why"} == set(brief["checks"][0])
        asks = ("focus_1_context=The role is open since May.", "focus_1_want=advise")
        question = "focus_1_question=What would you look for first?"
        program.json("brief", "Ana", *(x for one in (*asks, question) for x in ("--set", one)), at=week.brief)
        sent = program.json("brief", "Ana", "--send", at=week.brief)
        assert sent["state"] == "sent"
        check_mail(inbox, week)
        assert f"brief-{session}" not in ids(program, at=week.brief + timedelta(hours=1))
        assert f"notes-{session}" in ids(program)
        hold(program, session)
        thank(program, inbox, session)


def hold(program: Program, session: int) -> None:
    """Four hours ago we met: what was said goes where it belongs."""
    said = ("--promise", "Write the scorecard by in 5 days", "--their-promise", "Send her interview guide")
    more = ("--advice", "Decide what you will not test for", "--next", "Ask how the first week went")
    held = program.json("hold", "Ana", "--notes", f"{PRIVATE} in my notes", *said, *more)
    assert held["status"] == "held"
    assert program.json("hold", "Ana", *said, *more)["id"] == held["id"], "said twice, nothing is doubled"
    person = program.json("person", "Ana")
    assert [one["text"] for one in person["advice"]] == ["Decide what you will not test for"]
    assert sorted(one["text"] for one in person["commitments"]) == [
        "Send her interview guide",
        "Write the scorecard",
    ]
    assert "Ask how the first week went" in [one["text"] for one in person["parked"]]
    assert f"thank-{session}" in ids(program)


def thank(program: Program, inbox: Inbox, session: int) -> None:
    """One mail carries recap and thanks; Today is clear of the session."""
    thanks = "thanks=What you said about not testing for everything took a weight off me."
    recap = program.json("draft", "recap", "Ana", "--set", thanks, "--send")
    assert (recap["kind"], recap["state"]) == ("recap", "sent")
    assert len(inbox.mails) == 2
    text = inbox.mails[1].get_body(("plain",))
    assert text is not None
    said = text.get_content()
    assert "took a weight off me" in said and "Write the scorecard" in said and PRIVATE not in said
    assert not {
        card
        for card in ids(program)
        if card.endswith(f"-{session}") and card.split("-")[0] in ("thank", "notes", "brief")
    }
    assert program.json("person", "Ana")["informed"] is True


def test_without_a_mail_server_it_is_as_complete(tmp_path: Path, week: Week) -> None:
    program = begun(tmp_path)
    program.json("add", "Ana Ruiz", "--email", "ana@x.example", "--stage", "formal-mentor", at=week.monday)
    local = week.meets.astimezone(ZONE)
    program.json("profile", "--zone", ZONE.key, "--name", "Dana", at=week.monday)
    when = ("--at", f"{local:%H:%M}", "--from", local.date().isoformat())
    session = program.json("schedule", "Ana", *when, at=week.monday)["sessions"][0]["id"]
    program.json("focus", "Hiring", "--worth-telling", at=week.monday)
    refused = program.json("brief", "--send", at=week.brief, code=1)
    assert (refused["error"], "No mail server is set" in refused["message"]) == ("conflict", True)
    assert f"brief-{session}" in ids(program, at=week.brief)
    file = tmp_path / "brief.eml"
    program.json("brief", "--eml", str(file), at=week.brief)
    assert b"ana@x.example" in file.read_bytes()
    assert program.json("brief", "--sent", at=week.brief)["state"] == "sent"
    assert f"brief-{session}" not in ids(program, at=week.brief + timedelta(minutes=5))
    assert program.json("sessions", at=week.brief)["results"][0]["status"] == "brief-sent"
    person = program.json("person", "Ana", at=week.brief)
    assert person["informed"] is True
    assert [one["kind"] for one in person["timeline"]] == ["email"]
    assert program.json("brief", "--unsend", at=week.brief)["state"] == "draft"
    assert program.json("sessions", at=week.brief)["results"][0]["brief_sent_at"] is None
    assert f"brief-{session}" in ids(program, at=week.brief)
    assert program.json("person", "Ana", at=week.brief)["timeline"] == []
