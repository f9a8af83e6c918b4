"""Reminders on a device in a real Chromium: the page asks, the worker sends, the service worker shows it.

A push service of the internet cannot be reached from a test, so the browser's subscription is one at a service on loopback,
and what that gets is handed to the real service worker as the browser itself would do it.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.push_services import PushService, push_service

pytestmark = [pytest.mark.browser]
PAGE = "settings/reminders/"
SUBSCRIBES = """
(() => {
  const given = GIVEN;
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = (text) => Uint8Array.from(plain(text), (one) => one.charCodeAt(0)).buffer;
  const made = (key) => ({
    endpoint: given.endpoint, options: { applicationServerKey: key }, getKey: (name) => bytes(given[name]),
    unsubscribe: async () => { localStorage.removeItem("key"); return true; },
  });
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("not as browsers want it");
    localStorage.setItem("key", JSON.stringify([...applicationServerKey]));
    return made(applicationServerKey.buffer);
  };
  PushManager.prototype.getSubscription = async () => {
    const key = localStorage.getItem("key");
    return key === null ? null : made(new Uint8Array(JSON.parse(key)).buffer);
  };
})();
"""
SHOWN = """async () => {
  const all = await (await navigator.serviceWorker.ready).getNotifications();
  return all.map((one) => ({ title: one.title, body: one.body, tag: one.tag, url: one.data.url }));
}"""

BUTTONS = """async () => {
  const all = await (await navigator.serviceWorker.ready).getNotifications();
  const said = (one) => ({ actions: one.actions.map(({ action, title }) => `${action} ${title}`), pages: one.data.pages });
  return all.filter((one) => one.title === "A day").map(said);
}"""


def until(what: Callable[[], Any], seconds: float = 15.0) -> Any:
    """Wait for something to become true; returns it."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return found


def sound(page: Any) -> None:
    """Axe finds nothing, wide or as on a phone, and nothing is too wide."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 850})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (width, wide)
        assert Axe().run(page).response["violations"] == []


def registration(page: Any, app: Any) -> tuple[Any, str]:
    """The browser's own line to its service workers, and the number of ours."""
    line, found = page.context.new_cdp_session(page), []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    line.send("ServiceWorker.enable")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.wait_for_timeout(300)
    ours = [one["registrationId"] for one in found if one["scopeURL"] == app.address]
    assert ours, found
    return line, ours[0]


def push(page: Any, app: Any, line: Any, number: str, data: str) -> list[dict[str, str]]:
    """Hand a message to the service worker; what is shown then."""
    line.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": app.address.rstrip("/"), "registrationId": number, "data": data},
    )
    page.wait_for_timeout(500)
    shown: list[dict[str, str]] = page.evaluate(SHOWN)
    return shown


def prepared(page: Any, service: PushService) -> None:
    """The browser subscribes at that service."""
    keys = {"p256dh": service.browser.p256dh, "auth": service.browser.auth}
    given = json.dumps({"endpoint": service.endpoint("chromium"), **keys})
    page.add_init_script(SUBSCRIBES.replace("GIVEN", given))


def test_from_the_press_to_the_message_on_the_screen(
    page: Any, start: Callable[..., Any], sign_in: Callable[[Any], Any]
) -> None:
    with push_service() as service:
        app = start("--demo", MENTORPANEL_ALLOW_PRIVATE_ADDRESSES="1")
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.context.grant_permissions(["notifications"], origin=app.address)
        prepared(page, service)
        sign_in(app)
        page.goto(app.address + PAGE)
        page.get_by_role("button", name="On this device, too").click()
        row = page.get_by_role("list", name="Devices").get_by_role("listitem")
        row.get_by_text("this device").wait_for()
        assert "Chrome on Linux" in row.inner_text()
        sound(page)
        row.get_by_role("button", name="Send a try").click()
        until(lambda: service.got)
        (said,) = service.said()
        line, number = registration(page, app)
        shown = push(page, app, line, number, json.dumps(said))
        assert shown == [
            {
                "title": "Mentorpanel reaches this device",
                "body": "Reminders come here from now on.",
                "tag": "/settings/reminders/",
                "url": "/settings/reminders/",
            }
        ]
        assert len(push(page, app, line, number, json.dumps(said))) == 1, (
            "the same page's again takes its place"
        )
        assert {one["title"] for one in push(page, app, line, number, "no JSON")} == {
            said["title"],
            "Mentorpanel",
        }
        (worker,) = page.context.service_workers
        home = app.address
        for path, leads in (
            ("/sessions/5/", f"{home}sessions/5/"), ("https://elsewhere.example/x", home), ("//elsewhere.example/", home),
            ("javascript:alert(1)", home), ("data:text/html,x", home), ("https://[", home),
        ):  # fmt: skip
            assert worker.evaluate("(path) => ours(path)", path) == leads, path
        buttons = [{"action": "done", "title": "Done", "url": "/do/x/"}, {"action": "bad"}]
        push(page, app, line, number, json.dumps({"title": "A day", "url": "/panel/", "actions": buttons}))
        assert page.evaluate(BUTTONS) == [{"actions": ["done Done"], "pages": {"done": "/do/x/"}}]
        data = {"url": "/panel/", "pages": {"done": "/do/x/"}}
        for action, leads in (("done", "do/x/"), ("", "panel/"), ("constructor", "panel/")):
            found = worker.evaluate("([data, action]) => pageOf(data, action)", [data, action])
            assert found == f"{home}{leads}", "a button opens its page, anything else the message's"
        page.reload()
        assert page.get_by_role("button", name="Add this device anew").is_visible()
        page.get_by_role("button", name="Remove Chrome on Linux").click()
        page.get_by_role("button", name="On this device, too").wait_for()
        assert page.evaluate("localStorage.getItem('key')") is None, "the browser gave it up as well"
        assert not troubles, troubles


def test_a_browser_that_cannot_says_why(
    page: Any, start: Callable[..., Any], sign_in: Callable[[Any], Any]
) -> None:
    app = start("--demo")
    sign_in(app)
    page.context.grant_permissions(["geolocation"], origin=app.address)  # and so nothing else
    page.goto(app.address + PAGE)
    words = page.locator("[data-push-words]")
    assert "told to show no messages" in words.inner_text()
    assert not page.get_by_role("button", name="On this device, too").is_visible()
    sound(page)
    page.context.grant_permissions(["notifications"], origin=app.address)
    page.add_init_script(
        "PushManager.prototype.subscribe = async () => { throw new Error('no service here'); };"
    )
    page.reload()
    page.get_by_role("button", name="On this device, too").click()
    page.get_by_text("The browser could not be added: no service here").wait_for()
    page.add_init_script("delete globalThis.PushManager;")
    page.reload()
    assert "Home Screen" in words.inner_text()


def test_without_javascript_it_says_that_it_needs_it(
    browser: Any, start: Callable[..., Any], sign_in: Callable[[Any], Any]
) -> None:
    app = start("--demo")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(app.link)
    page.get_by_role("button", name="Sign in").click()
    page.goto(app.address + PAGE)
    assert page.get_by_text("its browser needs JavaScript").is_visible()
    assert not page.get_by_role("button", name="On this device, too").is_visible()
    context.close()
