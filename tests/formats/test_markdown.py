"""Markdown becomes HTML that cannot do anything but be read."""

from time import process_time

import pytest

from mentorpanel.formats.markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello\nAna", "<p>Hello<br>\nAna</p>\n"),
        ("*a* and **b**", "<p><em>a</em> and <strong>b</strong></p>\n"),
        ("Since:\n- one\n- two", "<p>Since:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("# Big", "<h2>Big</h2>\n"),
        ("3. third", '<ol start="3">\n<li>third</li>\n</ol>\n'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        (
            "See https://a.example/b_c?d=e&f=g.",
            '<p>See <a href="https://a.example/b_c?d=e&amp;f=g" rel="noopener noreferrer">https://a.example/b_c?d=e&amp;f=g</a>.</p>\n',
        ),
        (
            "[me](mailto:a@b.example)",
            '<p><a href="mailto:a@b.example" rel="noopener noreferrer">me</a></p>\n',
        ),
        ("`https://a.example`", "<p><code>https://a.example</code></p>\n"),
    ],
)
def test_what_people_type(text: str, html: str) -> None:
    assert to_html(text) == html


def test_an_address_in_a_link_is_linked_once() -> None:
    assert to_html("[https://a.example](https://b.example)").count("<a ") == 1
    assert to_html("<https://a.example>").count("<a ") == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://tracker.example/pixel.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](JaVaScRiPt&#58;alert(1))",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<a href='javascript:alert(1)'>x</a>",
        "<style>@import 'https://a.example'</style>",
        "<iframe src='https://a.example'></iframe>",
        'https://a.example/"onmouseover="alert(1)',
    ],
)
def test_nothing_runs_and_nothing_is_loaded(hostile: str) -> None:
    html = to_html(hostile)
    for tag in ("<script", "<img", "<style", "<iframe", '<a href="javascript', '<a href="data'):
        assert tag not in html.lower()
    assert " onmouseover=" not in html.split(">")[0]
    assert "src=" not in html.replace("&lt;", "").split("<p>")[0]


@pytest.mark.parametrize(
    "bomb", ["(" * 100_000, "[" * 100_000, ">" * 20_000, "*a " * 60_000, "https://a" * 20_000, "- " * 50_000]
)
def test_bombs_are_slow_for_nobody(bomb: str) -> None:
    started = process_time()
    to_html(bomb)
    assert process_time() - started < 5


def test_nul_and_endless_text() -> None:
    assert to_html("a\0b") == "<p>ab</p>\n"
    assert len(to_html("a" * 1_000_000)) < 201_000
    assert to_html("") == ""
