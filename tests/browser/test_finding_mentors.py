"""Finding a mentor in the browser: from a talk that impressed me to a formal mentor, over a hundred days."""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import App, turned_to
from tests.mail_servers import Inbox

pytestmark = [pytest.mark.browser]
ME = "dana@fernwood.example"
DAY_ONE = datetime(2026, 3, 3, 10, tzinfo=UTC)
IMPRESSED = "You showed the three bets that you killed, and what each of them taught you"


def test_from_a_talk_to_a_formal_mentor(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any], postbox: tuple[Inbox, str]
) -> None:
    box, address = postbox
    mail = {"MENTORPANEL_SMTP_URL": address, "MENTORPANEL_MAIL_FROM": ME}
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))

    app = start(**mail, **turned_to(DAY_ONE))
    app.command("profile", "--name", "Dana Lund", "--title", "Senior Product Manager", "--level", "senior-pm")
    sign_in(app)
    notice_a_speaker(page, app)
    thank_for_the_talk(page, app)
    ask_for_twenty_minutes(page, app, box)
    app.stop()

    app = start(**mail, **turned_to(DAY_ONE + timedelta(days=12), app.data))
    sign_in(app)
    they_answer_and_we_have_coffee(page, app)
    note_what_i_saw(page, app)
    make_them_a_mentor(page, app)
    app.stop()

    app = start(**mail, **turned_to(DAY_ONE + timedelta(days=105), app.data))
    app.command("met", "Vera", "--kind", "call", "--on", "2026-04-20")
    app.command("met", "Vera", "--kind", "coffee", "--on", "2026-06-01")
    app.command("goal", "Lead a team of three", "--by", "2027-06-01", "--with", "Vera")
    sign_in(app)
    the_formal_ask_waits_for_time(page, app)
    they_say_yes(page, app, box)
    assert not troubles, troubles


def notice_a_speaker(page: Page, app: App) -> None:
    page.goto(f"{app.address}notice/")
    page.get_by_label("Who?").fill("Vera Vice")
    page.get_by_label("a talk of theirs").check()
    page.get_by_label("Where was it?").fill("ProductCon in Lisbon")
    page.get_by_label("What exactly impressed you?").fill("Great talk")
    page.get_by_label("What would you ask them?").fill("How did you decide when to stop?")
    page.get_by_text("More, if you know it").click()
    page.get_by_label("E-mail").fill("vera@northlight.example")
    page.get_by_label("Title").fill("Director of Product")
    page.get_by_role("button", name="Keep it", exact=True).click()
    expect(page.get_by_label("What exactly impressed you?")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("What exactly impressed you?").fill(IMPRESSED)
    page.get_by_role("button", name="Keep it", exact=True).click()
    expect(page.get_by_text("Noticed: Vera Vice.")).to_be_visible()
    known = person(app)
    assert (known["stage"], known["level"]) == ("noticed", "director")
    assert (known["notices"][0]["state"], known["notices"][0]["letter"]) == ("write", "appreciation")


def thank_for_the_talk(page: Page, app: App) -> None:
    page.get_by_role("button", name="Write the appreciation").click()
    thing = slot(page, "impressed")
    thing.fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("holds it back").first).to_be_visible()
    expect(page.get_by_role("button", name="I’ve sent it")).to_have_count(0)
    assert letters(app, "appreciation")[0]["state"] == "draft", "held back without the specific thing"
    page.goto(f"{app.address}letters/{letters(app, 'appreciation')[0]['id']}/")
    thing.fill(IMPRESSED)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="I’ve sent it").click()
    expect(page.get_by_text("Noted as sent.")).to_be_visible()
    page.get_by_role("button", name="They answered").click()
    noticed = person(app)["notices"][0]
    assert (noticed["state"], noticed["letter"]) == ("write", "curiosity-connect")


def ask_for_twenty_minutes(page: Page, app: App, box: Inbox) -> None:
    page.goto(f"{app.address}notice/")
    page.get_by_role("button", name="Write the curiosity connect").click()
    slot(page, "shared").fill("ProductCon in Lisbon last week")
    slot(page, "why_you").fill("You have led the move that my team stands before")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Send it to Vera Vice").click()
    text = arrived(box, 1)
    assert "the three bets that you killed" in text and "20 minutes" in text
    assert letters(app, "curiosity-connect")[0]["state"] in ("queued", "sent")
    assert person(app)["notices"][0]["state"] == "waiting"


def they_answer_and_we_have_coffee(page: Page, app: App) -> None:
    page.goto(f"{app.address}notice/")
    page.get_by_role("button", name="They answered").first.click()
    assert person(app)["notices"][0]["state"] == "meet"
    page.goto(f"{app.address}people/1/")
    page.get_by_role("button", name="Move to connected").click()
    assert person(app)["stage"] == "connected"
    page.locator("summary[aria-label='We talked: Vera Vice']").click()
    menu = page.locator("details[open]", has=page.locator("summary[aria-label='We talked: Vera Vice']"))
    menu.get_by_label("What stays from it?").fill("She asked before she answered")
    menu.get_by_role("button", name="Keep it").click()
    noticed = person(app)["notices"][0]
    assert noticed["state"] == "done"


def note_what_i_saw(page: Page, app: App) -> None:
    for place, text, seen in (
        (
            "",
            "Asked three questions before she said what she thinks",
            {"listens": "clearly", "helps": "clearly"},
        ),
        ("#saw", "Ended her own project on the numbers", {"principle": "decides-well"}),
    ):
        page.goto(f"{app.address}people/1/{place}")
        section = page.locator("#assessment")
        if not place:  # as Today's card leads there, the fold is open
            section.locator("summary", has_text="Note what you saw").click()
        section.get_by_label("What did you see or hear?").fill(text)
        for name, value in seen.items():
            if name == "principle":
                section.get_by_label("What are they good at?").select_option(value)
            else:
                section.locator(f"input[name={name}][value={value}]").check()
        section.get_by_role("button", name="Note it").click()
    expect(page.locator("#assessment header")).to_contain_text("could mentor me")
    assessed = person(app)["assessment"]
    assert assessed["state"] == "could-mentor"
    assert len(assessed["evidence"]) == 2 and all(piece["on"] for piece in assessed["evidence"])


def make_them_a_mentor(page: Page, app: App) -> None:
    page.get_by_role("button", name="Move to rapport").click()
    page.get_by_role("button", name="Move to mentor").click()
    known = person(app)
    assert (known["stage"], known["standing"], known["cadence"]["days"]) == ("mentor", "current", 60)
    assert [move["to"] for move in known["stages"]] == ["noticed", "connected", "rapport", "mentor"]


def the_formal_ask_waits_for_time(page: Page, app: App) -> None:
    page.goto(f"{app.address}people/1/")
    expect(page.locator("#formal")).to_contain_text("no time")
    ready = person(app)["readiness"]
    assert (ready["verdict"], ready["missing"]) == ("no-time", ["has-time"])
    page.get_by_label("Kind of letter").select_option("formal-ask")
    page.get_by_role("button", name="Write", exact=True).click()
    fill_the_ask(page)
    expect(page.get_by_text("holds it back").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Send it"))).to_have_count(0)
    assert letters(app, "formal-ask")[0]["state"] == "draft", "held back: no time"
    refused = json.loads(app.command("draft", "formal-ask", "Vera", "--json"))
    held = next(check for check in refused["checks"] if check["check"] == "readiness")
    assert not held["ok"] and "time" in held["why"]


def they_say_yes(page: Page, app: App, box: Inbox) -> None:
    page.goto(f"{app.address}people/1/")
    page.locator("#formal summary", has_text="What did they say").click()
    page.locator("#formal input[name=answer][value=yes]").check()
    page.locator("#formal").get_by_role("button", name="Keep it").click()
    ready = person(app)["readiness"]
    assert (ready["verdict"], ready["missing"]) == ("ready", [])
    assert ready["suggested"]["stage"] == "formal-mentor"
    page.goto(f"{app.address}letters/{letters(app, 'formal-ask')[0]['id']}/")
    page.get_by_role("button", name=re.compile("Send it")).first.click()
    text = arrived(box, 2)
    assert "Lead a team of three" in text and "month" in text
    page.goto(f"{app.address}people/1/")
    page.locator("summary", has_text="Move, pace and roles").click()
    page.get_by_label("Move to").select_option("formal-mentor")
    page.get_by_role("button", name="Move", exact=True).click()
    known = person(app)
    assert (known["stage"], known["cadence"]["days"]) == ("formal-mentor", 35)
    assert [letter["kind"] for letter in known["letters"]][::-1] == [
        "appreciation",
        "curiosity-connect",
        "formal-ask",
    ]


def fill_the_ask(page: Page) -> None:
    slot(page, "advice").fill("Stop what you would not start today")
    slot(page, "review").fill("1 December")
    slot(page, "did").fill("I cut the roadmap to three bets, and two of them shipped")
    slot(page, "result").fill("Revenue from them doubled in a quarter")
    slot(page, "why_you").fill("You have built the team that I hope to build")
    page.get_by_role("button", name="Save", exact=True).click()


def slot(page: Page, name: str) -> Locator:
    """The field of a letter's slot."""
    return page.locator(f"#field-{name}")


def person(app: App) -> Any:
    return json.loads(app.command("person", "Vera", "--json"))


def letters(app: App, kind: str) -> list[Any]:
    return [letter for letter in person(app)["letters"] if letter["kind"] == kind]


def arrived(box: Inbox, count: int) -> str:
    """The text of the mail that came as number ``count``."""
    end = time.monotonic() + 20
    while len(box.arrived) < count and time.monotonic() < end:
        time.sleep(0.1)
    assert len(box.arrived) >= count, "the mail has not arrived"
    mail = message_from_bytes(box.arrived[count - 1][1], policy=policy.default)
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())
