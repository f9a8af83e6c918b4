"""Wisdom in the browser: a question parked, asked of two who differ, decided with their criteria, tried, told, returned."""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, turned_to
from tests.mail_servers import Inbox

pytestmark = [pytest.mark.browser]
ME = "maya@fernwood.example"
ANA, OMAR, LENA = "ana@fernwood.example", "omar@northlight.example", "lena@tallis.example"
DAY_ONE = datetime(2026, 3, 3, 10, tzinfo=UTC)
QUESTION = "Should we price the pilot by seat or by use?"
BY_SEAT, BY_USE = "Price by seat first and learn", "Price by use; seats punish the teams that adopt it"
CAME = "We priced by seat; 14 of 20 pilots stayed."
PEOPLE = (
    ("Ana Ruiz", ANA, "mentor", "Fernwood", "Director of Product", "pricing"),
    ("Omar Haddad", OMAR, "mentor", "Northlight", "VP Product", "pricing"),
    ("Lena Brandt", LENA, "rapport", "Tallis", "Head of Research", "research"),
)


def test_from_a_question_to_a_favour_returned(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any], postbox: tuple[Inbox, str]
) -> None:
    box, address = postbox
    mail = {"MENTORPANEL_SMTP_URL": address, "MENTORPANEL_MAIL_FROM": ME}
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))

    app = start(**mail, **turned_to(DAY_ONE))
    settle_in(app)
    sign_in(app)
    while page.get_by_role("button", name="Skip this").count():
        page.get_by_role("button", name="Skip this").click()
    park(page, app)
    ask_two_who_differ(page, app, box)
    app.stop()

    app = start(**mail, **turned_to(DAY_ONE + timedelta(days=4), app.data))
    sign_in(app)
    they_answer_differently(page, app)
    decide_by_their_criteria(page, app, box)
    app.stop()

    app = start(**mail, **turned_to(DAY_ONE + timedelta(days=48), app.data))
    sign_in(app)
    it_worked(page, app)
    the_next_brief_tells_ana(page, app, box)
    connect_two(page, app, box)
    assert not troubles, troubles


def settle_in(app: App) -> None:
    app.command("profile", "--name", "Maya Lind", "--title", "Senior Product Manager", "--mail", ME)
    for name, email, stage, organisation, title, knows in PEOPLE:
        app.command("add", name, "--email", email, "--stage", stage, "--org", organisation, "--title", title)
        app.command("person", name, "--set", f"expertise={knows}")
        app.command("met", name, "--kind", "coffee", "--on", "2026-02-20")
    app.command("wants", "Ana", "a researcher for her new team", "--topic", "research")
    app.command(
        "wants",
        "Lena",
        "introductions to researchers between two jobs",
        "--kind",
        "offer",
        "--topic",
        "research",
    )
    app.command(
        *("schedule", "Ana", "--rrule", "FREQ=WEEKLY;INTERVAL=7", "--at", "16:00", "--length", "45"),
        *("--from", "2026-03-05"),
    )


def park(page: Page, app: App) -> None:
    page.goto(app.address)
    page.keyboard.press("c")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".flashes")).to_be_visible()


def ask_two_who_differ(page: Page, app: App, box: Inbox) -> None:
    page.goto(f"{app.address}parking/")
    page.get_by_role("link", name=QUESTION).first.click()
    page.get_by_role("link", name="Whom to ask?").click()
    asking = page.url
    page.get_by_label("It is a big one: show two who see it differently").check()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", name="Two to hear")).to_be_visible()
    asking = page.url
    for number, name in enumerate(("Ana Ruiz", "Omar Haddad"), 1):
        page.goto(asking)
        page.get_by_role("button", name=f"Write to {name}").click()
        page.locator("#field-context").fill("Twenty teams want in, and finance wants a number by April")
        write(page, name)
        assert QUESTION in arrived(box, number)


def write(page: Page, name: str) -> None:
    """What an ask still lacks, and the word to send it."""
    page.locator("#field-considered").fill("By seat is easy to explain, by use is fair")
    page.locator("#field-by_when").fill("Friday 13 March")
    page.locator("#field-want").select_option("advise")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name=f"Send it to {name}").click()


def they_answer_differently(page: Page, app: App) -> None:
    for name, said in (("Ana Ruiz", BY_SEAT), ("Omar Haddad", BY_USE)):
        page.goto(f"{app.address}people/")
        page.get_by_role("link", name=name).first.click()
        page.locator("main").get_by_role("link", name="Ask", exact=True).click()
        page.get_by_label("What did they say?").fill(said)
        page.get_by_role("button", name="They answered").click()
    page.goto(f"{app.address}advice/")
    beside = page.locator("section", has=page.get_by_role("heading", name="Side by side"))
    beside.get_by_role("link", name="Compare").click()
    for said in (BY_SEAT, BY_USE):
        expect(page.get_by_text(said).first).to_be_visible()


def decide_by_their_criteria(page: Page, app: App, box: Inbox) -> None:
    page.goto(f"{app.address}decisions/")
    page.get_by_label("What is to be decided?").fill(QUESTION)
    page.get_by_label("The ways you see").fill("By seat\nBy use")
    page.get_by_role("button", name="Begin").click()
    before = len(box.mails)
    for number, (name, criteria) in enumerate(
        (("Ana Ruiz", "Easy to explain"), ("Omar Haddad", "Fair to those who use it most")), 1
    ):
        form = page.get_by_role("form", name=f"Ask {name}")
        here = page.url
        form.get_by_role("button", name=f"Write to {name}").click()
        write(page, name)
        assert QUESTION[:-1] in arrived(box, before + number)
        page.goto(here)
        row = page.locator("li", has=page.get_by_role("link", name=name))
        row.get_by_text("What did they say?").first.click()
        row.get_by_label("What they would look at").fill(criteria)
        row.get_by_role("button").last.click()
        expect(page.get_by_role("rowheader", name=re.compile(criteria))).to_be_visible()
    for mark in (
        "better: By seat, Easy to explain",
        "worse: By use, Easy to explain",
        "better: By use, Fair to those who use it most",
    ):
        page.get_by_role("button", name=mark).click()
        expect(page.get_by_role("button", name=mark)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("The choice flips if")).to_be_visible()
    page.locator("#choice").get_by_label("By seat", exact=True).check()
    page.get_by_label("Why", exact=True).fill("Finance has to explain it to twenty teams")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("You chose: By seat.")).to_be_visible()
    page.goto(f"{app.address}advice/")
    row = page.locator("li.advice", has_text=BY_SEAT).first
    row.get_by_role("button", name="trying", exact=True).click()
    expect(row.get_by_role("button", name="trying", exact=True)).to_have_attribute("aria-pressed", "true")


def it_worked(page: Page, app: App) -> None:
    page.goto(f"{app.address}advice/")
    row = page.locator("li.advice", has_text=BY_SEAT).first
    row.get_by_role("button", name="worked", exact=True).click()
    row.get_by_label("What came of it?").fill(CAME)
    row.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Ana has not heard").first).to_be_visible()


def the_next_brief_tells_ana(page: Page, app: App, box: Inbox) -> None:
    before = len(box.mails)
    page.goto(app.address)
    page.get_by_role("link", name="Open the brief").click()
    page.get_by_role("button", name="Write the brief").click()
    expect(page.get_by_text(CAME).first).to_be_visible()
    page.locator("#field-focus_1").fill("Pricing beyond the pilot")
    page.locator("#field-focus_1_question").fill("What would you watch before the renewals?")
    page.get_by_role("button", name="Save", exact=True).click()
    send(page)
    assert "14 of 20 pilots stayed" in arrived(box, before + 1)
    told = {
        one["text"]: one["loop_closed_on"] for one in json.loads(app.command("advice", "--json"))["results"]
    }
    assert told[BY_SEAT] == "2026-04-20"


def connect_two(page: Page, app: App, box: Inbox) -> None:
    """Ana needs what Lena offers: each is asked alone, and only then does one letter go to both."""
    before = len(box.mails)
    page.goto(f"{app.address}give-back/")
    page.get_by_text("Bring the two together").first.click()
    page.get_by_label("What would each find in the other?").fill(
        "Interviews for the team, and a team that listens"
    )
    page.get_by_role("button", name="Begin").click()
    here = page.url
    for number, email in enumerate((ANA, LENA), 1):
        page.get_by_role("button", name="Write and ask").click()
        page.get_by_label("Who that is").fill("Somebody whose questions I trust")
        page.get_by_role("button", name="Save", exact=True).click()
        send(page)
        arrived(box, before + number)
        assert box.arrived[before + number - 1][0] == [email]
        page.goto(here)
        assert page.get_by_role("button", name="Write to both").count() == 0, (
            "nothing to both before both agreed"
        )
        page.get_by_role("button", name="They said yes").first.click()
        page.goto(here)
    page.get_by_role("button", name="Write to both").click()
    send(page)
    arrived(box, before + 3)
    assert sorted(box.arrived[before + 2][0]) == [ANA, LENA]
    page.goto(f"{app.address}give-back/")
    expect(page.get_by_text("brought them together").first).to_be_visible()
    expect(page.get_by_text(f"what came of their advice: {BY_SEAT}", exact=False)).to_be_visible()
    assert page.get_by_text("Bring the two together").count() == 0, "they know each other now"


def send(page: Page) -> None:
    """Send the letter that is open, also where a check has something to say."""
    if page.get_by_label("all the same").count():
        page.get_by_label("all the same").check()
    page.get_by_role("button", name=re.compile("^Send it to")).click()


def arrived(box: Inbox, number: int) -> str:
    """The plain words of the mail with that number, once it is there."""
    end = time.monotonic() + 20
    while len(box.mails) < number:
        assert time.monotonic() < end, f"mail {number} did not arrive"
        time.sleep(0.1)
    body = box.mails[number - 1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())
