"""The page for a mentor on a phone, without a script or a sign-in; and a time proposed there that the owner accepts."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import App
from tests.browser.test_pages import serious
from tests.mail_servers import free_port

pytestmark = [pytest.mark.browser]
MOST_BYTES = 50_000


@pytest.fixture
def app(start: Callable[..., App]) -> App:
    """The demo panel under an address that a link can name."""
    port = str(free_port())
    return start("--demo", "--port", port, MENTORPANEL_URL=f"http://localhost:{port}")


@pytest.fixture
def link(app: App, page: Page, sign_in: Callable[[App], Page]) -> str:
    """The private link to a session's page, made by the owner."""
    sign_in(app)
    page.goto(f"{app.address}sessions/5/")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("The private link").input_value()
    assert address.startswith(app.address + "m/")
    return address


def test_it_is_small_sound_and_keeps_to_itself(app: App, link: str, browser: Browser) -> None:
    for theme in ("light", "dark"):
        for width in (390, 1280):
            context = browser.new_context(
                color_scheme=theme,  # type: ignore[arg-type]
                viewport={"width": width, "height": 844},
            )
            page, bodies, troubles = context.new_page(), [], []
            page.on("response", lambda answer, all_of=bodies: all_of.append(answer))
            page.on(
                "console",
                lambda message, told=troubles: told.append(message.text) if message.type == "error" else None,
            )
            answer = page.goto(link)
            assert answer is not None and answer.status == 200
            page.wait_for_load_state("networkidle")
            assert sum(len(one.body()) for one in bodies) < MOST_BYTES
            assert all(one.url.startswith(app.address) for one in bodies)
            assert not context.cookies() and not troubles, troubles
            too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(too_wide) <= 0
            for fold in page.locator("summary").all():
                fold.click()
            assert serious(Axe().run(page)) == []
            gone = page.goto(f"{app.address}m/nobody-made-this/")
            assert gone is not None and gone.status == 404
            assert serious(Axe().run(page)) == []
            context.close()


def test_a_time_proposed_by_keyboard_without_script_is_accepted_by_the_owner(
    app: App, link: str, browser: Browser, page: Page
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    theirs = phone.new_page()
    theirs.goto(link)
    theirs.get_by_text("Another time", exact=True).focus()
    theirs.keyboard.press("Enter")
    theirs.get_by_label("Hour").fill("10:05")
    theirs.get_by_label("Day").fill("2026-12-31" if _is_before_2027(theirs) else "2027-12-30")
    theirs.get_by_label("Your time zone").fill("Tokyo")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_text("You proposed")).to_be_visible()
    expect(theirs.get_by_text("10:05 (Tokyo)")).to_be_visible()
    theirs.locator("#note-text").fill("Bring the numbers.")
    theirs.get_by_role("button", name="Leave the note").click()

    page.goto(app.address)
    page.get_by_role("link", name="Accept or answer").click()
    expect(page.get_by_text("Bring the numbers.")).to_be_visible()
    page.get_by_role("button", name="Move it there").click()
    expect(page.get_by_text("proposed. Their page shows it.")).to_be_visible()
    theirs.goto(link)
    expect(theirs.get_by_text("You will be there.")).to_be_visible()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("10:05")
    phone.close()


def _is_before_2027(page: Page) -> bool:
    return (page.get_by_label("Day").get_attribute("value") or "") < "2027"
