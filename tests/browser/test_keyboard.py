"""The keyboard alone, the theme that stays, and every essential step without JavaScript."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import App
from tests.programs import Program

pytestmark = [pytest.mark.browser]


def test_everything_by_keyboard_and_the_theme_stays(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any]
) -> None:
    app = start("--demo")
    sign_in(app)
    page.goto(app.address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2, "where the focus is cannot be seen"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Parking lot")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("What would you stop doing first?")
    page.keyboard.press("Enter")
    expect(page.locator(".flashes")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/panel/")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/people/")
    name = page.locator("#found th a").first.inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    move_a_card(page, app)
    page.get_by_role("button", name="Dark", exact=True).press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_tab_goes_through_the_lanes_as_they_stand_on_the_screen(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any]
) -> None:
    """Side by side from left to right, on a phone the duties first, and also after the window was made narrow."""
    app = start("--demo")
    sign_in(app)
    side_by_side = ["lane-blind-spots", "lane-coming-up", "lane-openings"]
    below_each_other = ["lane-coming-up", "lane-blind-spots", "lane-openings"]
    page.set_viewport_size({"width": 1280, "height": 850})
    page.goto(app.address)
    assert lanes_by_tab(page) == lanes_as_seen(page) == side_by_side
    page.locator(".lane summary").first.focus()
    page.set_viewport_size({"width": 390, "height": 850})
    expect(page.locator(".lane summary:focus")).to_have_count(1)
    assert lanes_by_tab(page) == lanes_as_seen(page) == below_each_other
    page.reload()
    assert lanes_by_tab(page) == lanes_as_seen(page) == below_each_other
    page.set_viewport_size({"width": 1280, "height": 850})
    assert lanes_by_tab(page) == lanes_as_seen(page) == side_by_side


def lanes_as_seen(page: Page) -> list[str]:
    """The lanes from top to bottom and from left to right."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('.lane')]
        .map((lane) => [lane.getBoundingClientRect(), lane.getAttribute('aria-labelledby')])
        .sort(([a], [b]) => a.top - b.top || a.left - b.left).map(([, name]) => name)"""
    )
    return found


def lanes_by_tab(page: Page) -> list[str]:
    """The lanes in the order in which Tab comes to them, from the first line on."""
    page.locator("h1").click()
    found: dict[str, None] = {}
    for _ in range(90):
        page.keyboard.press("Tab")
        lane = page.evaluate("document.activeElement.closest('.lane')?.getAttribute('aria-labelledby') ?? ''")
        if lane:
            found[lane] = None
        elif found:
            break
    return list(found)


def move_a_card(page: Page, app: App) -> None:
    """Alt + → moves somebody one stage on; Undo brings them back."""
    page.goto(f"{app.address}people/board/")
    column, onward = page.locator("[data-stage=connected]"), page.locator("[data-stage=rapport]")
    name = column.locator("a.name").first.inner_text()
    column.locator("a.name").first.press("Alt+ArrowRight")
    expect(onward.get_by_role("link", name=name)).to_be_visible()
    page.locator(".flash").get_by_role("button", name="Undo").press("Enter")
    page.goto(f"{app.address}people/board/")
    expect(column.get_by_role("link", name=name)).to_be_visible()


def test_the_map_and_a_look_at_another_phase_by_keyboard(
    page: Page, start: Callable[..., App], sign_in: Callable[[App], Any]
) -> None:
    app = start("--demo")
    sign_in(app)
    page.goto(f"{app.address}panel/")
    frame = page.get_by_role("region", name="The map", exact=True)
    frame.focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first.startswith("Ana Ruiz, formal mentor"), "the dots come from the middle outwards"
    ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('.target')).strokeWidth")
    assert ring == "2px", "where the focus is cannot be seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/1/")
    expect(page.locator("#helps")).to_contain_text("calibration")
    page.goto(f"{app.address}panel/")
    page.get_by_role("link", name="transition", exact=True).press("Enter")
    page.wait_for_url("**/panel/?phase=transition")
    expect(page.locator("#candidates")).to_contain_text("Helen Marsh")
    page.locator("#change").get_by_role("button", name="Move to transition").press("Enter")
    expect(page.locator(".flash")).to_contain_text("Everybody else stays where they are.")
    page.locator(".flash").get_by_role("button", name="Undo").press("Enter")
    expect(page.locator(".flash")).to_contain_text("Progressing goes on.")


def test_the_essential_steps_without_javascript(browser: Browser, start: Callable[..., App]) -> None:
    app = start()
    program, zone = Program(app.data), ZoneInfo("UTC")
    ended = datetime.now(zone) - timedelta(hours=2)
    program.json("add", "Ana Ruiz", "--email", "ana@x.example", "--stage", "mentor")
    when = ("--from", ended.date().isoformat(), "--at", f"{ended:%H:%M}", "--length", "45")
    program.json("schedule", "Ana", *when, at=ended - timedelta(days=1))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(app.link)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{app.address}parking/")
    page.get_by_label("Park a question or note a win").fill("Who decides on pricing?")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text("Who decides on pricing?")
    page.goto(f"{app.address}people/1/")
    page.get_by_label("What stays from it?").fill("A coffee about pricing")
    page.locator("#met").get_by_role("button", name="Keep it").click()
    expect(page.locator("#timeline")).to_contain_text("A coffee about pricing")
    page.goto(f"{app.address}sessions/1/")
    page.get_by_label("What will I use?").fill("Ask the customer first")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#stays")).to_contain_text("Ask the customer first")
    context.close()
