"""The main job in the browser: from one's own contacts to a brief in the mentor's inbox, and the thanks after it."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App
from tests.mail_servers import Inbox
from tests.programs import Program

pytestmark = [pytest.mark.browser]
ZONE = ZoneInfo("Europe/Lisbon")
ME = "dana@fernwood.example"
PRIVATE = "Quokkaberg"
BRIEF = re.compile("brief (to|for) Ana")
HOSTILE = "<script>alert(1)</script>"
CARDS = f"""\
BEGIN:VCARD
VERSION:3.0
FN:Ana Ruiz
N:Ruiz;Ana;;;
ORG:Fernwood
TITLE:Director of Product
EMAIL;TYPE=WORK:ana.ruiz@fernwood.example
NOTE:Met through {PRIVATE}
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:{HOSTILE}
EMAIL:script@northlight.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Noa \u202elaB\u202c Levin
EMAIL:noa@northlight.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
END:VCARD
"""


def test_from_contacts_to_a_brief_that_arrived(
    page: Page,
    start: Callable[..., App],
    sign_in: Callable[[App], Any],
    postbox: tuple[Inbox, str],
    tmp_path: Path,
) -> None:
    box, address = postbox
    app = start(MENTORPANEL_SMTP_URL=address, MENTORPANEL_MAIL_FROM=ME)
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(f"a window opened: {dialog.message}"))
    sign_in(app)
    first_run(page)
    bring_in(page, tmp_path)
    pick_mentors(page, app)
    meets = plan_sessions(page, app)
    keep_private(app)
    work(page, app)
    set_goal_and_focus(page, app)
    write_brief(page, app)
    page.get_by_role("button", name="Send it to Ana Ruiz").click()
    expect(page.get_by_text("On its way to Ana Ruiz.")).to_be_visible()
    check_brief(arrived(box, 1), meets)
    assert box.arrived[0][0] == ["ana.ruiz@fernwood.example"]
    page.reload()
    expect(page.locator("#letter")).to_contain_text("Kept as it went out")
    page.goto(app.address)
    expect(page.locator(".card", has_text=BRIEF)).to_have_count(0)
    hold_and_thank(page, app)
    check_recap(arrived(box, 2))
    page.goto(app.address)
    expect(page.locator(".lanes")).to_contain_text("Write the scorecard")
    expect(page.locator(".card", has_text=re.compile("thanks|recap", re.I))).to_have_count(0)
    assert not troubles, troubles


def test_without_a_mail_server_it_is_as_complete(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any]
) -> None:
    app = start()
    Program(app.data).json("add", "Ana Ruiz", "--email", "ana@x.example", "--stage", "formal-mentor")
    sign_in(app)
    for _ in range(3):
        page.get_by_role("button", name="Skip this").click()
    page.get_by_role("button", name="To my Today").click()
    page.goto(f"{app.address}people/1/")
    plan_sessions(page, app)
    page.locator("main table a", has_text="Ana Ruiz").first.click()
    page.get_by_role("button", name="Write the brief").click()
    page.get_by_label("Focus area 1").fill("Hiring")
    page.get_by_label("Your question").fill("What would you look for first?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("Send it to"))).to_have_count(0)
    copies(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download .eml").click()
    mail = message_from_bytes(download.value.path().read_bytes(), policy=policy.default)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "Ana Ruiz <ana@x.example>")
    assert isinstance(mail, EmailMessage) and "What would you look for first?" in body(mail, "plain")
    page.get_by_role("button", name="I’ve sent it").click()
    expect(page.get_by_text("Noted as sent.")).to_be_visible()
    expect(page.locator("#letter")).to_contain_text("by your own hand")
    page.goto(app.address)
    expect(page.locator(".card", has_text=BRIEF)).to_have_count(0)
    page.goto(f"{app.address}sessions/")
    expect(page.locator("main table").first).to_contain_text("brief sent")
    page.locator("main table a", has_text="Ana Ruiz").first.click()
    page.get_by_role("button", name="I have not sent it after all").click()
    expect(page.get_by_text("It is a draft again.")).to_be_visible()
    page.goto(app.address)
    expect(page.locator(".card", has_text=BRIEF)).to_have_count(1)


def first_run(page: Page) -> None:
    """Two helpers by keyboard, three taps each by mouse; name, zone, title; the phase."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Who already helps you?")
    page.keyboard.type("Ines Duarte\nTomas Berg")
    page.get_by_role("button", name="Go on").click()
    for name, how in (("Ines Duarte", "formal"), ("Tomas Berg", "informal")):
        helper = page.locator(".helpers > li", has_text=name)
        for tap in (how, "this year", "this month"):
            helper.locator(".chip", has_text=re.compile(f"^{tap}$")).click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("And you?")
    page.get_by_label("Name").fill("Dana Levi")
    page.get_by_label("Time zone").fill(ZONE.key)
    page.get_by_label("Title").fill("Senior Product Manager")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where are you just now?")
    page.locator(".chip", has_text="new team or product").click()
    page.get_by_label("The situation").fill(f"{PRIVATE} reorganises")
    page.get_by_role("button", name="Go on").click()


def bring_in(page: Page, folder: Path) -> None:
    """A file of four cards, one of them broken, and two with names that mean harm."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring people in, if you like.")
    cards = folder / "contacts.vcf"
    cards.write_text(CARDS, encoding="utf-8")
    page.get_by_label("Drop files here").set_input_files(cards)
    page.get_by_role("button", name="Bring them in").click()
    page.wait_for_url(re.compile(r"/import/\d+/"))
    run = page.locator("#run")
    expect(run).to_contain_text("3 new", timeout=15_000)
    expect(run).to_contain_text("4 read")
    expect(run).to_contain_text("1 not taken")
    page.reload()
    expect(page.locator("#changed")).to_contain_text(HOSTILE)
    assert "\u202e" not in page.locator("#changed").inner_text(), "a name turns the text after it around"


def pick_mentors(page: Page, app: App) -> None:
    """Ana out of the address book, on her page; she has no stage until then."""
    page.get_by_role("link", name="People", exact=True).first.click()
    page.get_by_label("Find by name").fill("ana")
    page.get_by_role("link", name="Ana Ruiz").click()
    expect(page.locator("#stage")).to_contain_text("address book")
    page.get_by_text("Move, pace and roles").click()
    page.get_by_label("Move to").select_option("formal-mentor")
    page.get_by_label("Why").first.fill(f"{PRIVATE} says she is wise")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#stage")).to_contain_text("formal mentor")


def plan_sessions(page: Page, app: App) -> datetime:
    """Monthly with Ana, first the day after tomorrow, from her page; returns when."""
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_label("With", exact=True)).to_have_value(re.compile(r"\d+"))
    first = datetime.now(ZONE).date() + timedelta(days=2)
    page.get_by_label("First on").fill(first.isoformat())
    page.get_by_label("At", exact=True).fill("15:30")
    page.locator(".chip", has_text="monthly, the same date").click()
    page.get_by_label("Place or link").fill("Room Oak")
    page.get_by_role("button", name="Plan them").click()
    expect(page.get_by_text(re.compile(r"made ahead"))).to_be_visible()
    page.goto(app.address)
    expect(page.locator(".card", has_text=BRIEF)).to_have_count(1)
    page.goto(f"{app.address}sessions/")
    return datetime.combine(first, datetime.strptime("15:30", "%H:%M").time(), ZONE)


def keep_private(app: App) -> None:
    """The marked word goes into everything that is nobody else's business, from the shell, while the page is open."""
    program = Program(app.data)
    fields = ("private_notes", "how_met", "admire", "share", "care_about", "need", "offer")
    given = [part for name in fields for part in ("--set", f"{name}={PRIVATE} {name}")]
    program.json("person", "Ana Ruiz", *given)
    program.json(
        "met", "Ana Ruiz", "--on", "yesterday", "--note", f"{PRIVATE} between us", "--topic", PRIVATE
    )
    program.json("met", "Tomas", "--note", f"{PRIVATE} said by Tomas")
    for words in (
        ("park", f"{PRIVATE} for Tomas", "--for", "Tomas"),
        ("log", f"{PRIVATE} is hard", "--kind", "challenge"),
    ):
        assert program.run(*words).returncode == 0


def capture(page: Page, text: str, kind: str, for_name: str = "") -> None:
    """The box on every page, by keyboard."""
    page.keyboard.press("c")
    page.keyboard.type(text)
    page.locator("#capture .chip", has_text=re.compile(f"^{kind}$")).click()
    page.get_by_label("For whom, if known").fill(for_name)
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.locator(".flashes")).to_be_visible()


def work(page: Page, app: App) -> None:
    """In the week: two questions parked for Ana, a win written and shared with all mentors."""
    for text in ("How do I keep the bar in a first hire?", "Who should interview with me?"):
        capture(page, text, "question", "Ana")
    capture(page, "The pilot kept fourteen customers", "win")
    page.keyboard.press("g")
    page.keyboard.press("j")
    expect(page.get_by_text(f"{PRIVATE} is hard")).to_be_visible()
    page.get_by_role("link", name="Edit: The pilot kept").click()
    page.locator("#readers .chip", has_text="all mentors").click()
    page.get_by_role("button", name="Save who reads it").click()
    expect(page.get_by_text("All mentors may read it.")).to_be_visible()


def set_goal_and_focus(page: Page, app: App) -> None:
    """A goal with Ana, and a focus that every mentor may know."""
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/goals/"))
    page.get_by_role("link", name="Set the first").click()
    page.get_by_label("Where to?").fill("Lead a team of two")
    due = (datetime.now(ZONE) + timedelta(days=330)).date()
    page.get_by_label("By", exact=True).fill(due.isoformat())
    page.get_by_label("Why it matters to me").fill(f"{PRIVATE} wants it")
    page.locator(".chip", has_text="Ana Ruiz").click()
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("Set: Lead a team of two")).to_be_visible()
    page.goto(f"{app.address}settings/#focus")
    page.get_by_label("First focus", exact=True).fill("Hiring my first report")
    page.get_by_label("Who may know the first focus").select_option("everyone")
    page.get_by_label("Second focus", exact=True).fill(f"{PRIVATE} and me")
    page.get_by_label("Who may know the second focus").select_option("nobody")
    page.locator("#focus").get_by_label(re.compile("Worth telling")).check()
    page.locator("#focus").get_by_role("button", name="Save").click()
    expect(page.locator(".flashes")).to_be_visible()


def write_brief(page: Page, app: App) -> None:
    """From Today to the session: both questions on the agenda, then the brief, looked at as it will arrive."""
    page.goto(app.address)
    page.locator(".card", has_text=BRIEF).get_by_role("link").click()
    for text in ("How do I keep the bar in a first hire?", "Who should interview with me?"):
        page.get_by_role("button", name=f"Add: {text}").click()
        expect(page.locator("#agenda ol")).to_contain_text(text)
    expect(page.locator("#since")).to_contain_text("The pilot kept fourteen customers")
    page.get_by_role("button", name="Write the brief").click()
    page.get_by_label("Context").first.fill("The role is open since May.")
    page.get_by_label("Options you see").first.fill("Somebody junior soon, or senior later.")
    page.get_by_label("What you want").first.select_option("advise")
    page.get_by_label("Your question").first.fill("What would you look for first?")
    expect(page.locator("#letter-html")).to_contain_text("What would you look for first?")
    expect(page.locator("#letter-preview")).to_contain_text("Ready to go")
    page.locator("#letter-form").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def hold_and_thank(page: Page, app: App) -> None:
    """A session that ended two hours ago: three boxes, one Save, and the recap that carries the thanks."""
    ended = (datetime.now(UTC) - timedelta(hours=2)).astimezone(ZONE)
    when = ("--from", ended.date().isoformat(), "--at", f"{ended:%H:%M}", "--length", "45")
    Program(app.data).json("schedule", "Ana Ruiz", *when, at=datetime.now(UTC) - timedelta(days=1))
    page.goto(f"{app.address}sessions/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You met Ana Ruiz")
    page.locator("main table a", has_text="Ana Ruiz").first.click()
    page.get_by_label("What will I use?").fill("Decide what you will not test for")
    page.get_by_label("What did I promise, by when?").fill("Write the scorecard by tomorrow")
    page.get_by_label("What is for next time?").fill("Ask how the first week went")
    page.get_by_text("What they promised, what was talked about, notes").click()
    page.get_by_label("What did they promise?").fill("Send her interview guide")
    page.get_by_label("Notes, for me alone").fill(f"{PRIVATE} in my notes")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Why it helped").fill(
        "What you said about not testing for everything took a weight off me."
    )
    page.get_by_label("What you understood").fill("A small hire with a clear first project beats a big one")
    page.locator("#letter-form").get_by_role("button", name="Save").click()
    expect(page.locator("#letter-html")).to_contain_text("Write the scorecard")
    page.get_by_role("button", name="Send it to Ana Ruiz").click()
    expect(page.get_by_text("On its way to Ana Ruiz.")).to_be_visible()


def copies(page: Page) -> None:
    """Both copies hold the question: as plain text, and as what Outlook pastes."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(1)
    assert "What would you look for first?" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy for Outlook").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    read = "navigator.clipboard.read().then((all) => all[0].getType('text/html')).then((html) => html.text())"
    assert "What would you look for first?" in page.evaluate(read)


def arrived(box: Inbox, count: int) -> EmailMessage:
    """The newest mail, when so many have come."""
    end = time.monotonic() + 15
    while len(box.mails) < count and time.monotonic() < end:
        time.sleep(0.05)
    assert len(box.mails) == count
    return box.mails[-1]


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None, f"no {kind} part"
    return str(part.get_content())


def check_brief(mail: EmailMessage, meets: datetime) -> None:
    """Complete in both parts, with the invitation, and without anything marked private."""
    assert str(mail["To"]) == "Ana Ruiz <ana.ruiz@fernwood.example>" and ME in str(mail["From"])
    assert "Hiring my first report" in str(mail["Subject"])
    for kind in ("plain", "html"):
        told = body(mail, kind)
        for words in (
            "fourteen customers",
            "Who should interview with me?",
            "What would you look for first?",
        ):
            assert words in told, (kind, words)
        assert "It takes one minute to read" in told and "Lead a team of two" in told and "Room Oak" in told
    shown, attached = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert shown.get_content() == attached.get_content() and attached.get_filename() == "session.ics"
    invitation = shown
    assert invitation.get_param("method", "").upper() == "REQUEST"
    lines = invitation.get_content().replace("\r\n ", "").splitlines()
    assert "METHOD:REQUEST" in lines and sum(line.startswith("UID:") for line in lines) == 1
    starts = next(line for line in lines if line.startswith("DTSTART;"))
    assert starts == f"DTSTART;TZID={ZONE.key}:{meets:%Y%m%dT%H%M%S}"
    nothing_private(mail)


def check_recap(mail: EmailMessage) -> None:
    """The thanks, and who does what by when: tomorrow, as it was said when the session ended."""
    tomorrow = (datetime.now(ZONE) - timedelta(hours=2) + timedelta(days=1)).date()
    for kind in ("plain", "html"):
        told = body(mail, kind)
        for words in (
            "took a weight off me",
            "Write the scorecard",
            "Send her interview guide",
            str(tomorrow.day),
        ):
            assert words in told, (kind, words)
    nothing_private(mail)


def nothing_private(mail: EmailMessage) -> None:
    """No part, and no header, holds the marked word or another person's name."""
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    whole = " ".join(
        [*(part.decode("utf-8") for part in parts if isinstance(part, bytes)), str(mail.items())]
    )
    for words in (PRIVATE, "Tomas", "Ines", "script", "Levin"):
        assert words not in whole, words
