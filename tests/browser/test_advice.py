"""Advice in a real browser: one press in place, a line of notes marked with a key, a loop closed by a thank-you."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App

pytestmark = [pytest.mark.browser]


def test_from_the_notes_to_the_thank_you(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any]
) -> None:
    app = start("--demo")
    sign_in(app)
    page.goto(f"{app.address}sessions/1/")
    box = page.locator("#field-notes")
    box.fill("We met.\nAsk for the number first #communication")
    box.press("Alt+a")
    expect(box).to_have_value("We met.\n! Ask for the number first #communication")
    page.get_by_role("button", name="Mark this line as advice").first.click()
    expect(box).to_have_value("We met.\nAsk for the number first #communication")
    box.press("Alt+a")
    page.get_by_role("button", name="Save notes").click()
    expect(page.locator(".flash")).to_contain_text("One line is advice now.")

    page.goto(f"{app.address}advice/?topic=communication")
    row = page.locator("li.advice", has_text="Ask for the number first")
    address = page.url
    row.get_by_role("button", name="trying").click()
    expect(row.get_by_role("button", name="trying")).to_have_attribute("aria-pressed", "true")
    row.get_by_role("button", name=re.compile("^Undo")).click()
    expect(row.get_by_role("button", name="new", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.url == address, "it is changed in place"
    page.fill("#q", "number")
    expect(page.locator("#found li.advice")).to_have_count(2)

    page.goto(f"{app.address}advice/")
    page.get_by_role("button", name=re.compile("^Write the thank-you to Omar")).click()
    page.locator("[name=appreciation]").fill("You listen longer than is comfortable, and it helps.")
    page.get_by_role("button", name="I’ve sent it").click()
    expect(page.locator(".flash")).to_contain_text("Noted as sent.")
    page.goto(f"{app.address}advice/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ana Ruiz has not heard what came of their advice."
    )
