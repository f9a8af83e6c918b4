"""Who may use the API: tokens with a scope, which expire and can be revoked; nothing else opens it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import ApiToken, User
from mentorpanel.storage.owners import audit_of
from mentorpanel.usecases import tokens
from tests.api.conftest import Program, program_of
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_a_token_is_stored_as_its_hash_only(owner: User) -> None:
    made, token = tokens.make_token(owner, name="sync")
    row = ApiToken.objects.get()
    assert token.startswith("mp_") and len(token) == 46
    assert token not in str(row.__dict__)
    assert (made.start, row.scope, row.expires_at) == (token[:10], "read", None)


@pytest.mark.parametrize(
    "sent", ["", "Bearer ", "Bearer mp_invented", "Basic bWU6bWU=", "mp_x", "Bearer \x7f"]
)
def test_without_a_good_token_nothing_opens(sent: str, owner: User) -> None:
    answer = Client().get("/api/v1/people", headers={"Authorization": sent} if sent else {})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "no-token"


def test_a_signed_in_browser_opens_nothing(owner: User) -> None:
    assert browser_of(owner).get("/api/v1/people").status_code == 401
    assert browser_of(owner).post("/api/v1/people", {"name": "X"}).status_code == 401


def test_a_reading_token_reads_and_changes_nothing(owner: User) -> None:
    reader = program_of(owner, "read")
    assert reader.get("people").status_code == 200
    refused = reader.post("people", {"name": "New"})
    assert (refused.status_code, refused.json()["code"]) == (403, "read-only")
    assert reader.get("people").json()["results"] == []


def test_revoked_and_expired_tokens_are_as_unknown_ones(owner: User) -> None:
    made, token = tokens.make_token(owner, name="short", days=1)
    program = Program(token)
    assert program.get("people").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=5), tick=False):
        assert program.get("people").status_code == 401
    tokens.revoke_token(owner, token_id=made.id)
    refused = program.get("people")
    assert refused.content == Program("mp_unknown").get("people").content
    assert [what for _, what, _ in audit_of(owner)][:2] == ["token revoked", "token made"]
    assert not any(token in detail for _, _, detail in audit_of(owner))


def test_its_last_use_is_noted_once_a_minute(owner: User) -> None:
    program = program_of(owner)
    start = clock.now().replace(microsecond=0)
    seen = []
    for seconds in (0, 30, 61):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            program.get("people")
        seen.append(tokens.all_tokens(owner)[0].last_used_at)
    assert seen == [start, start, start + timedelta(seconds=61)]


def test_another_owners_token_cannot_be_revoked(owner: User, other_owner: User) -> None:
    made, token = tokens.make_token(other_owner, name="theirs")
    with pytest.raises(NotFound):
        tokens.revoke_token(owner, token_id=made.id)
    assert Program(token).get("people").status_code == 200


@pytest.mark.parametrize("wrong", [{"name": " "}, {"scope": "all"}, {"days": 0}, {"days": 4000}])
def test_a_token_needs_a_name_a_scope_and_a_sensible_life(wrong: dict[str, object], owner: User) -> None:
    with pytest.raises(Invalid):
        tokens.make_token(owner, **{"name": "x", **wrong})  # type: ignore[arg-type]


def test_an_owner_who_is_gone_is_nobody(owner: User) -> None:
    program = program_of(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert program.get("people").status_code == 401
