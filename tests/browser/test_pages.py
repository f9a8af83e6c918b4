"""Every page in a real browser: no console error, nothing from elsewhere, nothing too wide, and axe finds nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser]
PATHS = (
    "/",
    "/people/",
    "/people/board/",
    "/people/new/",
    "/people/1/",
    "/people/1/edit/",
    "/people/trash/",
    "/panel/",
    "/panel/?phase=transition",
    "/panel/needs/path-maker/",
    "/panel/needs/strategy/",
    "/panel/phases/",
    "/panel/phases/progressing/",
    "/panel/over-time/",
    "/parking/",
    "/parking/1/",
    "/sessions/",
    "/sessions/new/",
    "/sessions/5/",
    "/sessions/6/",
    "/sessions/6/invitation/",
    "/journal/",
    "/journal/1/",
    "/advice/",
    "/advice/?topic=pricing",
    "/advice/3/",
    "/advice/side-by-side/1/",
    "/advice/side-by-side/?item=2",
    "/give-back/",
    "/goals/",
    "/decisions/",
    "/decisions/1/",
    "/decisions/2/",
    "/decisions/reviews/1/",
    "/ask/",
    "/ask/?q=How+should+I+price+the+pilot%3F&big=on",
    "/import/",
    "/import/matches/",
    "/settings/",
    "/settings/tokens/",
    "/api/v1/docs",
    "/search/?q=pricing",
    "/welcome/helpers/",
    "/welcome/profile/",
    "/welcome/phase/",
    "/welcome/bring-in/",
    "/look/",
    "/letters/1/",
    "/letters/2/",
    "/people/1/letters/?kind=closing",
    "/settings/letters/",
    "/settings/calendar/",
    "/settings/reminders/",
    "/week/",
    "/settings/mail/",
    "/settings/letters/offer/",
    "/introductions/",
    "/introductions/?q=Fernwood",
    "/introductions/1/",
    "/introductions/3/",
    "/introductions/new/?first=1",
    "/notice/",
    "/notice/1/",
    "/notice/2/",
    "/updates/",
    "/updates/1/",
    "/look-back/",
    "/look-back/2026/",
)

# Reading a page for axe takes most of the time: wide in the light, as on a phone in the dark.
READ_AT = {"light": 1280, "dark": 390}


def serious(results: Any) -> list[str]:
    """What axe found, a line each."""
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in results.response["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_sound(
    theme: str, page: Any, start: Callable[..., Any], sign_in: Callable[[Any], Any]
) -> None:
    app = start("--demo")
    page.emulate_media(color_scheme=theme)
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: troubles.append(f"left for {request.url}") if not _ours(request.url, app) else None,
    )
    sign_in(app)
    for path in PATHS:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 850})
            answer = page.goto(app.address.rstrip("/") + path)
            assert answer.status == 200, (path, answer.status)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, (path, width, f"{wide} pixels too wide")
            if width != READ_AT[theme]:
                continue
            found = serious(Axe().run(page))
            assert not found, (path, width, json.dumps(found, indent=1))
    assert not troubles, troubles


def _ours(url: str, app: Any) -> bool:
    return url.startswith((app.address, "data:", "blob:"))
