"""What is true of every request: pages of lists, tags, keys, problems, and what it costs."""

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorpanel.storage.models import IdempotentReply, User
from mentorpanel.usecases import commitments, focus, journal, panel, parking, people, repeats, touchpoints
from tests.api.conftest import Program, program_of
from tests.api.test_resources import NOUNS

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def test_a_list_is_gone_through_by_pages(program: Program, owner: User) -> None:
    for number in range(7):
        people.add_person(owner, name=f"Person {number}")
    seen, after = [], ""
    for _ in range(4):
        page = program.get(f"people?limit=3&after={after}").json()
        seen += [one["name"] for one in page["results"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [f"Person {number}" for number in range(6, -1, -1)]


def test_lists_are_filtered(program: Program, owner: User) -> None:
    ana, ben = (
        people.add_person(owner, name="Ana", stage="mentor"),
        people.add_person(owner, name="Ben", tags=["x"]),
    )
    people.trash_person(owner, person_id=people.add_person(owner, name="Gone").id)

    def names(asked: str) -> list[str]:
        return [one["name"] for one in program.get(f"people?{asked}").json()["results"]]

    assert names("") == ["Ben", "Ana"]
    assert names("q=an") == names("stage=mentor") == names("on_panel=true") == ["Ana"]
    assert names("tag=x") == ["Ben"]
    assert names("trashed=true") == ["Gone"]
    before = program.get("people")
    assert before.status_code == 200
    since = people.clock.now().isoformat().replace("+00:00", "Z")
    people.change_person(owner, person_id=ana.id, title="CPO")
    assert names(f"updated_since={since}") == ["Ana"]
    commitments.promise(owner, person_id=ben.id, text="Send")
    assert len(program.get(f"commitments?person_id={ben.id}&state=open&mine=true").json()["results"]) == 1
    assert program.get(f"commitments?person_id={ana.id}").json()["results"] == []


@pytest.mark.parametrize(
    "asked",
    [
        "limit=0", "limit=201", "limit=x", "limit=1_0", "after=made-up", "after=WzFlNDAwXQ", "after=WyJcdTAwMDAiXQ",
        "after=WzEsMl0", "stage=friend", "on_panel=1", "updated_since=yesterday", "updated_since=0001-01-01T00:00:00%2B14:00",
        "person=1", "q=%00",
    ],
)  # fmt: skip
def test_what_a_list_cannot_read_is_refused(asked: str, program: Program) -> None:
    answer = program.get(f"people?{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json()["field"]


@pytest.mark.parametrize(
    "after", ["WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxLDFd", "WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTE0OjAwIiwwLDld"]
)
def test_a_made_up_place_in_a_search_is_refused(after: str, program: Program) -> None:
    assert program.get(f"search?q=a&after={after}").status_code in (200, 422)


def test_tags_guard_against_lost_updates(program: Program) -> None:
    made = program.post("people", {"name": "Ana"})
    place, first = made["Location"], made["ETag"]
    assert program.get(place, If_None_Match=first).status_code == 304
    changed = program.patch(place, {"title": "CPO"}, If_Match=first)
    assert changed.status_code == 200
    lost = program.patch(place, {"title": "CEO"}, If_Match=first)
    assert (lost.status_code, lost.json()["code"]) == (412, "changed")
    assert program.get(place, If_None_Match=first).json()["title"] == "CPO"
    assert program.patch(place, {"title": "CEO"}, If_Match="*").status_code == 200
    assert program.patch(place, {"title": "VP"}).status_code == 200


def test_a_request_with_a_key_is_done_once(program: Program, owner: User) -> None:
    first = program.post("people", {"name": "Ana"}, Idempotency_Key="k-1")
    again = program.post("people", {"name": "Ana"}, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["ETag"], again["Location"]) == (
        first.content,
        first["ETag"],
        first["Location"],
    )
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    other = program.post("people", {"name": "Ben"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
    assert len(program.get("people").json()["results"]) == 1


def test_a_refused_request_frees_its_key(program: Program) -> None:
    assert program.post("people", {"name": " "}, Idempotency_Key="k").status_code == 422
    assert program.post("people", {"name": "Ana"}, Idempotency_Key="k").status_code == 201


def test_a_key_at_work_is_told_so_and_keys_are_forgotten_after_a_day(program: Program, owner: User) -> None:
    program.post("people", {"name": "Ana"}, Idempotency_Key="k")
    IdempotentReply.objects.update(status=None)
    busy = program.post("people", {"name": "Ana"}, Idempotency_Key="k")
    assert (busy.status_code, busy.json()["code"]) == (409, "conflict")
    IdempotentReply.objects.update(created_at=people.clock.now() - repeats.DEAD_AFTER * 2)
    assert program.post("people", {"name": "Ana"}, Idempotency_Key="k").status_code == 201
    IdempotentReply.objects.update(created_at=people.clock.now() - repeats.KEPT * 2)
    assert repeats.drop_old() == 1


@pytest.mark.parametrize("key", ["", "ö", "x" * 256, "a b"])
def test_a_key_that_is_none_is_refused(key: str, program: Program) -> None:
    assert program.post("people", {"name": "Ana"}, Idempotency_Key=key).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_done_once(owner: User) -> None:
    program, seen = program_of(owner), []

    def send() -> None:
        seen.append(program.post("people", {"name": "Ana"}, Idempotency_Key="same").status_code)
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(seen) <= ({201, 409} if connection.vendor == "postgresql" else {201, 409, 503})
    assert 201 in seen
    assert len(program.get("people").json()["results"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", "nothing", None, 404),
        ("GET", "people/x", None, 404),
        ("GET", "people/" + "9" * 30, None, 404),
        ("GET", "people/999999999999999999", None, 404),
        ("PUT", "people", {}, 405),
        ("POST", "people", "{", 400),
        ("POST", "people", b"\xff", 400),
        ("POST", "people", "[" * 100_000, 400),
        ("POST", "people", "", 422),
        ("POST", "people", [], 422),
        ("POST", "people", {"name": "a\0b"}, 422),
        ("POST", "people", '{"name": "\\ud800"}', 422),
        ("POST", "people", {"name": "a", "nonsense": 1}, 422),
        ("POST", "people", {"name": 3}, 422),
        ("POST", "touchpoints", {"person_id": 2**70}, 422),
        ("POST", "touchpoints", {"person_id": 1, "on": "99999-01-01"}, 422),
        ("POST", "goals", {"statement": "x", "due_on": "0001-01-01"}, 422),
        ("POST", "people", {"name": "a", "private_notes": "x" * 3_000_000}, 413),
    ],
)
def test_what_goes_wrong_is_a_problem_document(
    method: str, path: str, given: Any, status: int, program: Program
) -> None:
    answer = program.send(method, path, given)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content
    said = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= said.keys()
    assert said["status"] == status
    assert status != 405 or "GET" in answer["Allow"]


def test_another_host_is_refused_in_kind(program: Program) -> None:
    answer = Client().get("/api/v1/people", headers={"Host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_an_unusual_step_and_an_ambiguous_name_say_what_to_do(program: Program, owner: User) -> None:
    person = people.add_person(owner, name="Ana", stage="noticed")
    jump = program.patch(f"relationships/{person.id}", {"stage": "formal-mentor"})
    assert (jump.status_code, jump.json()["code"]) == (422, "needs-reason")


def test_head_is_get_without_a_body(program: Program) -> None:
    answer = program.send("HEAD", "people")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer["Content-Length"]) > 10


def test_the_description_and_its_page_are_open_and_load_nothing(db: None) -> None:
    document, page = Client().get("/api/v1/openapi.json"), Client().get("/api/v1/docs")
    assert document.json()["openapi"] == "3.1.0"
    assert {path.split("/")[3] for path in document.json()["paths"]} >= NOUNS.keys()
    text = page.content.decode()
    assert page.status_code == 200
    assert all(f'id="{noun}"' in text for noun in NOUNS)
    assert "default-src 'none'" in page["Content-Security-Policy"]


def fill(owner: User, many: int) -> None:
    for number in range(many):
        person = people.add_person(owner, name=f"P {number}", email=f"p{number}@x.example", stage="connected")
        touchpoints.log_touchpoint(owner, person_id=person.id)
        commitments.promise(owner, person_id=person.id, text="x")
        parking.park_item(owner, text="x", person_id=person.id)
        journal.write_entry(owner, text="x")
        panel.set_cadence(owner, person_id=person.id, days=30)


def test_a_list_costs_the_same_with_ten_rows_and_with_many(owner: User, program: Program) -> None:
    focus.add_focus(owner, text="x", readers="everyone")
    nouns = ("people", "relationships", "touchpoints", "commitments", "parked-items", "journal")
    counts: list[dict[str, int]] = []
    for more in (10, 90):
        fill(owner, more)
        program.get("people")
        counts.append({})
        for noun in nouns:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert program.get(f"{noun}?limit=200").status_code == 200
            counts[-1][noun] = len(seen)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 12
