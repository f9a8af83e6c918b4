"""The first minutes in the browser: from nothing and one file of contacts to cards that are worth a click."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App

pytestmark = [pytest.mark.browser]
CONTACTS = """\
BEGIN:VCARD
VERSION:3.0
FN:Priya Nair
ORG:Tallis
TITLE:VP Product
EMAIL:priya@tallis.example
END:VCARD
"""


def test_the_first_card_is_there_within_minutes_and_can_be_done(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any], tmp_path: Path
) -> None:
    app = start()
    sign_in(app)
    page.get_by_label("Names, one a line").fill("Ana Ruiz")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill("Senior Product Manager")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("progressing").check(force=True)
    page.get_by_role("button", name="Go on").click()
    contacts = tmp_path / "contacts.vcf"
    contacts.write_text(CONTACTS, encoding="utf-8")
    page.get_by_label("Drop files here").set_input_files(contacts)
    page.get_by_role("button", name="Bring them in").click()
    expect(page.locator("#run")).to_contain_text("1 new", timeout=15_000)

    page.goto(app.address)
    lanes = page.locator(".lanes")
    expect(lanes).to_contain_text("Nobody covers this yet")
    expect(lanes).to_contain_text("What are you working on just now?")
    page.get_by_role("link", name=re.compile("^Say it in a line or two")).click()
    page.locator("#focus").get_by_label("First focus", exact=True).fill("Pricing for teams")
    page.locator("#focus").get_by_role("button", name=re.compile("^(Save|Keep)")).click()
    page.goto(app.address)
    expect(lanes).to_contain_text("Nobody covers this yet")
    expect(lanes).not_to_contain_text("What are you working on just now?")
