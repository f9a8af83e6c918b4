"""What is pushed to devices: cut to fit, filled to an even length, and the names of browsers."""

import json
from datetime import date

import pytest

from mentorpanel.domain.card_links import Press
from mentorpanel.domain.digest import Digest, Step
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.pushes import EVEN_BYTES, PushWords, device_name, payload, words_of_digest

AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Safari/537.36": "Chrome on Linux",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/138.0 Safari/537.36": "Chrome on Linux",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36": "Samsung Internet on Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0 Safari/537.36 Edg/138.0": "Edge on Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0 Safari/537.36 OPR/120.0": "Opera on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Mac",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "<script>alert(1)</script>": "A browser",
    "": "A browser",
}


@pytest.mark.parametrize(("said", "name"), AGENTS.items())
def test_a_browser_has_a_short_name(said: str, name: str) -> None:
    assert device_name(said) == name


@pytest.mark.parametrize("body", ["", "x", "ä" * 100, "😀" * 200, "x" * 220])
def test_the_length_tells_little(body: str) -> None:
    words = PushWords("Title", body, "/").as_json()
    made = payload(words)
    assert len(made) % EVEN_BYTES == 0 and json.loads(made) == words


def test_the_day_in_one_line() -> None:
    steps = (Step("Prepare", "today 15:00", "done"), Step("Brief", "due today 16:00", "now"))
    digest = Digest(
        day=date(2026, 12, 2), worth=Verdict("mail", ""), headline="A word " * 40, coming="Ana Ruiz, tomorrow 14:00",
        coming_path="/sessions/1/", steps=steps, duties=(), cards=(), more=0, sessions=frozenset({1}), coming_id=1,
    )  # fmt: skip
    said = words_of_digest(digest)
    assert said.body == "Ana Ruiz, tomorrow 14:00. Brief: due today 16:00." and said.path == "/"
    assert len(said.title) <= 110 and said.title.endswith("…")
    buttons = (Press("done", "Done", f"/do/{'x' * 120}/"), Press("snooze", "Snooze", f"/do/{'x' * 120}/"))
    longest = len(payload(PushWords("😀" * 110, "😀" * 200, "/sessions/1/", buttons).as_json()))
    assert longest < 3900, "a push service takes 4096 bytes, locks and all"
