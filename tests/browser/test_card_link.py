"""Done, from a mail on a phone: no sign-in, no script; one press, and another that takes it back."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import App
from tests.browser.test_pages import serious
from tests.mail_servers import Inbox

pytestmark = [pytest.mark.browser]


def arrived(inbox: Inbox) -> str:
    """The mail's text, once it is here."""
    end = time.monotonic() + 20
    while not inbox.arrived:
        assert time.monotonic() < end, "no mail came"
        time.sleep(0.1)
    body = inbox.mails[0].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def sound(page: Page, name: str) -> None:
    """Axe finds nothing in either theme, wide or as on a phone; with PICTURES set, what it looked like."""
    for theme, width in (("light", 1280), ("dark", 390), ("light", 390), ("dark", 1280)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
        assert serious(Axe().run(page)) == []
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}-{theme}.png"))


def test_done_from_a_mail_and_taken_back(
    start: Callable[..., App], postbox: tuple[Inbox, str], browser: Browser
) -> None:
    inbox, address = postbox
    app = start(MENTORPANEL_SMTP_URL=address)
    app.command("profile", "--mail", "me@x.example")
    app.command("add", "Ana Ruiz", "--stage", "mentor", "--since", "2025-01-05")
    app.command("met", "Ana", "--on", "2026-01-05", "--kind", "call")
    app.command("remind", "--on", "--send")
    found = re.search(r"Done: (http://localhost:\d+/do/[^/\s]+cadence[^/\s]+/)", arrived(inbox))
    assert found is not None
    plain = browser.new_page()
    plain.goto(found[1])
    sound(plain, "done")
    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = phone.new_page()
    page.goto(found[1])
    expect(page.get_by_text("Ana Ruiz").first).to_be_visible()
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Done.")).to_be_visible()
    assert "cadence" not in app.command("today")
    plain.goto(page.url)
    sound(plain, "undo")
    plain.goto(found[1])
    expect(plain.get_by_role("heading", name="This link is no longer good.")).to_be_visible()
    sound(plain, "gone")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", name="Is this done?")).to_be_visible()
    assert "cadence" in app.command("today") and phone.cookies() == []
