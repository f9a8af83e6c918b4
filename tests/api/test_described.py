"""The API is as it describes itself: schemathesis reads its OpenAPI document and tries what it says, and what it does not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from mentorpanel.storage.models import User
from tests.api.conftest import everything, program_of

pytestmark = pytest.mark.django_db
CHECKS: list[Any] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
    checks.ignored_auth,
]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
# Every boundary of every value takes minutes; what is generated here is the same in every run, and takes a minute.
schema.config.phases.coverage.enabled = False
# A body that is too large is refused before anybody reads it.
schema.config.checks.negative_data_rejection.expected_statuses = [
    *("400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428"),
]


# What stands in an address, by its first part; and in a body, by its name.
IN_ADDRESSES = {
    "people": "person_id", "relationships": "person_id", "touchpoints": "touchpoint_id", "focus-areas": "area_id",
    "journal": "entry_id", "parked-items": "item_id", "goals": "goal_id", "series": "series_id",
    "sessions": "session_id", "commitments": "commitment_id", "advice": "advice_id", "contrasts": "contrast_id",
    "drafts": "draft_id",
    "assessments": "evidence_id", "phases": "phase_id",
    "needs": "weight_id", "notices": "notice_id", "merges": "merge_id", "milestones": "milestone_id", "import": "import_id",
    "updates": "update_id", "introductions": "introduction_id", "received-mails": "mail_id", "replies": "reply_id",
    "decisions": "decision_id", "decision-options": "option_id", "decision-criteria": "criterion_id",
    "role-reviews": "review_id", "devices": "device_id", "wants": "want_id", "favours": "favour_id",
}  # fmt: skip
IN_BODIES = ("option_id", "criterion_id", "person_id", "session_id", "notice_id", "touchpoint_id")


@pytest.fixture(scope="module")
def one_of_everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """A program's token and what it finds there, made once; what a test does to it is rolled back with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        owner = User.objects.create_user("me@example.org")
        yield program_of(owner).token, everything(owner)
        transaction.set_rollback(True)


@pytest.fixture
def sent(one_of_everything: tuple[str, dict[str, Any]], db: None) -> Iterator[Callable[[Any], None]]:
    """Sends a case with a token, as if its ids were those of things that are there."""
    token, things = one_of_everything
    headers = {"Authorization": f"Bearer {token}"}

    def send(case: Any) -> None:
        noun = case.operation.path.removeprefix("/api/v1/").split("/")[0]
        if isinstance((case.path_parameters or {}).get("row_id"), int):
            case.path_parameters["row_id"] = things[IN_ADDRESSES[noun]]
        if isinstance(case.body, dict):
            for name in IN_BODIES:
                if type(case.body.get(name)) is int and 0 < case.body[name] < 10**18:
                    case.body[name] = things[name]
        headers_of = case.meta.components.get(ParameterLocation.HEADER) if case.meta else None
        is_without = headers_of is not None and headers_of.mode == GenerationMode.NEGATIVE
        case.call_and_validate(headers={} if is_without else headers, checks=CHECKS)

    # The test's transaction lives on one connection, which is not to be closed between requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield send
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_is_as_it_is_described(case: Any, sent: Callable[[Any], None]) -> None:
    sent(case)
