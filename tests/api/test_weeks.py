"""The week's plan for programs, and its switch."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from mentorpanel.storage.models import User
from mentorpanel.usecases import panel, people, touchpoints
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as turned:
        yield turned


def test_the_plan_and_the_calendar(owner: User, program: Program) -> None:
    assert program.get("week").json()["touches"] == []
    ana = people.add_person(owner, name="Ana Ruiz").id
    panel.move_stage(owner, person_id=ana, stage="mentor", since=date(2024, 1, 1), is_setting_up=True)
    touchpoints.log_touchpoint(owner, person_id=ana, kind="call", direction="both", on=date(2026, 9, 1))
    found = program.get("week").json()
    assert (found["week"], found["weekly_minutes"], found["more_minutes"]) == ("2026-11-23", 60, 0)
    (touch,) = found["touches"]
    assert touch["person"] == {"id": ana, "name": "Ana Ruiz"} and touch["on"] == "2026-11-23"
    assert touch["done_on"] is None and touch["action"]["command"].startswith("mentorpanel ")
    assert len(found["weeks"]) == 5 and not found["in_calendar"]
    assert program.patch("week", {"in_calendar": True}).json()["in_calendar"]
    assert program.get("week?on=2026-11-26").json()["touches"] == found["touches"]
    assert program.get("week?on=soon").status_code == 422
