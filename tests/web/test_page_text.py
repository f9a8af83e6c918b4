"""What a template writes is what Jinja2 itself would have written."""

from datetime import date

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

from mentorpanel.web.page_text import PageEnvironment, page_text


class Loud(str):
    """A text of a kind of its own."""

    def __str__(self) -> str:
        return f"<{self.upper()}>"


class Marked:
    """What says itself how it stands in a page."""

    def __html__(self) -> str:
        return "<b>kept</b>"

    def __repr__(self) -> str:
        return "Marked"


VALUES = (
    "", "plain", "O’Brien & <b>", "a > b", "it's", 'say "x"', Markup("<i>x</i> & y"), 12, True, None, 1.5, date(2026, 11, 26),
    Loud("loud"), Marked(), ["<"], ("&", 1), {"<": 1},
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value(value: object) -> None:
    assert page_text(value) == str(escape(value))


@pytest.mark.parametrize(
    "template",
    [
        "{{ value }}",
        "<p title='{{ value }}'>{{ value }}{{ value }}</p>",
        "{% set kept %}<b>{{ value }}</b>{% endset %}{{ kept }}",
        "{% macro said(one) %}<i>{{ one }}</i>{% endmacro %}{{ said(value) }}{{ said(said(value)) }}",
        "{% for one in (value, value) %}{{ one }}{{ loop.index }}{% endfor %}",
        "{% autoescape false %}{{ value }}{% endautoescape %}{{ value }}",
        "{% filter upper %}{{ value }}{% endfilter %}",
        "{{ value ~ '<' }}{{ value|string }}{{ value|safe }}{{ missing }}",
    ],
)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_template(template: str, value: object) -> None:
    ours, theirs = (
        kind(autoescape=True).from_string(template).render(value=value)
        for kind in (PageEnvironment, Environment)
    )
    assert ours == theirs
