"""What is rendered once for many is each request's own where it must be."""

import re

import pytest
from django.template import engines
from django.test import Client

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_page_has_its_own_nonce_and_form_token(client: Client) -> None:
    first, second = (client.get("/parking/") for _ in range(2))
    nonces = [set(re.findall(r'nonce="([^"]+)"', one.content.decode())) for one in (first, second)]
    assert len(nonces[0]) == len(nonces[1]) == 1 and nonces[0] != nonces[1]
    for one, nonce in zip((first, second), nonces, strict=True):
        assert f"'nonce-{nonce.pop()}'" in one.headers["Content-Security-Policy"]
    token = 'name="csrfmiddlewaretoken" value="([^"]+)"'
    tokens = [set(re.findall(token, one.content.decode())) for one in (first, second)]
    assert len(tokens[0]) == len(tokens[1]) == 1 and tokens[0] != tokens[1]


@pytest.mark.parametrize(
    ("path", "here"), [("/", "/"), ("/people/", "/people/"), ("/settings/mail/", "/settings/")]
)
def test_the_menu_says_where_we_are_and_forms_lead_back(client: Client, path: str, here: str) -> None:
    found = page(client, path)
    assert set(re.findall(r'<a href="([^"]+)"[^>]* aria-current="page"', found)) == {here}
    assert f'<input type="hidden" name="next" value="{path}">' in found


def test_the_look_that_was_chosen_and_the_numbers_that_wait(client: Client) -> None:
    assert 'value="dark" aria-pressed="true"' not in page(client, "/parking/")
    assert "waiting</span>" not in page(client, "/people/")
    client.cookies["theme"] = "dark"
    client.post("/capture/", {"text": "Whom do I ask?", "kind": "question"})
    found = page(client, "/people/")
    assert 'value="dark" aria-pressed="true"' in found
    assert 'Parking lot</span><span class="count">1<span' in found


def test_a_hostile_look_stays_text(client: Client) -> None:
    client.cookies["theme"] = '"><script>alert(1)</script>'
    assert "<script>alert(1)" not in page(client, "/people/")


def test_the_frame_takes_no_name_from_the_page(client: Client) -> None:
    """The frame's own values are not seen by the page, which may have some of the same names."""
    environment = engines["jinja2"].env
    page = environment.from_string(
        '{% extends "layout.html" %}{% block lede %}{{ lede }}{% endblock %}'
        "{% block content %}{{ look }} {{ eyebrow }} {{ actions }} {{ lede }} {{ theme }} {{ at }}{% endblock %}"
    )
    names = ("look", "eyebrow", "actions", "lede", "at")
    found = page.render({name: f"my-{name}" for name in names} | {"theme": "dark"})
    assert "my-look my-eyebrow my-actions my-lede dark my-at" in found
