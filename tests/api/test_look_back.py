"""Looking back for programs: so far, a year, and the letter kept and taken back."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from mentorpanel.storage.models import User
from mentorpanel.usecases import panel, people, touchpoints
from tests.api.conftest import Program, program_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_so_far_and_a_year(owner: User, program: Program) -> None:
    empty = program.get("look-back").json()
    assert empty["headline"] == "Nothing to look back on yet." and empty["book"] is None
    ana = people.add_person(owner, name="Ana Ruiz").id
    panel.move_stage(owner, person_id=ana, stage="mentor", since=date(2025, 3, 1), is_setting_up=True)
    touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 10, 7), kind="call")
    found = program.get("look-back").json()
    (line,) = [one for one in found["talks"]["lines"] if one["key"] == "other"]
    assert dict(zip(found["talks"]["months"], line["values"], strict=True))["2026-10"] == 1
    assert found["weeks"] == [{"person": {"id": ana, "name": "Ana Ruiz"}, "weeks": ["2026-10-05"]}]
    year = program.get("look-back?year=2025").json()
    assert (year["year"], year["years"]) == (2025, [2026, 2025])
    assert year["book"]["joined"] == [
        {"person": {"id": ana, "name": "Ana Ruiz"}, "stage": "mentor", "on": "2025-03-01"}
    ]
    assert year["letter"]["is_draft"] and "Dear me" in year["letter"]["text"]
    for wrong in ("1899", "x", "0", "²"):
        assert program.get(f"look-back?year={wrong}").status_code == 422


def test_the_letter(owner: User, program: Program) -> None:
    assert program.post("look-back/letter/undo", {"year": 2026}).status_code == 409
    assert program.post("look-back/letter", {"year": 1, "text": "x"}).status_code == 422
    kept = program.post("look-back/letter", {"year": 2026, "text": "Dear me"}).json()
    assert kept["letter"] == {"text": "Dear me", "is_draft": False}
    assert program.post("look-back/letter/undo", {"year": 2026}).json()["letter"]["is_draft"] is True
    reader = program_of(owner, "read")
    assert reader.post("look-back/letter", {"year": 2026, "text": "x"}).status_code == 403
