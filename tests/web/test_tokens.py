"""The page of tokens: one is shown once, and revoked by one press."""

import re

import pytest
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import tokens
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once(client: Client, owner: User) -> None:
    made = client.post("/settings/tokens/", {"name": "My script", "scope": "write", "days": "30"})
    (token,) = re.findall(r"mp_[\w-]{43}", made.content.decode())
    found = tokens.bearer_of(token)
    assert found is not None
    assert (found.owner, found.scope) == (owner, "write")
    page = client.get("/settings/tokens/").content.decode()
    assert token not in page
    assert "My script" in page
    assert "/settings/tokens/" in client.get("/settings/").content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x", "days": "0"}, {"name": "x", "scope": "all"}])
def test_what_is_wrong_stands_beside_its_field(wrong: dict[str, str], client: Client, owner: User) -> None:
    answer = client.post("/settings/tokens/", wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert tokens.all_tokens(owner) == ()


def test_a_token_is_revoked(client: Client, owner: User, other_owner: User) -> None:
    made, token = tokens.make_token(owner, name="My script")
    assert browser_of(other_owner).post(f"/settings/tokens/{made.id}/revoke/").status_code == 404
    assert tokens.bearer_of(token) is not None
    client.post(f"/settings/tokens/{made.id}/revoke/")
    assert tokens.bearer_of(token) is None
    assert made.start not in client.get("/settings/tokens/").content.decode()
