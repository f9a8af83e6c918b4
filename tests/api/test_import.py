"""Bringing people in by the API: gone through first, then taken for a worker."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mentorpanel.storage.models import Import, User
from mentorpanel.usecases import uploads
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
CARDS = (
    b"".join(
        b"BEGIN:VCARD\nFN:Ana %d\nEMAIL:ana%d@x.example\nEND:VCARD\n" % (number, number)
        for number in range(3)
    )
    + b"BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\n"
)
TABLE = b"Wer;Wo\nAna Ruiz;ana@x.example\nBen Okri;ben@x.example\n"


def bring(program: Program, content: bytes, asked: str = "", name: str = "people.vcf", **headers: str) -> Any:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Client().post(
        f"/api/v1/import{asked}",
        {"file": SimpleUploadedFile(name, content)},
        headers={"Authorization": f"Bearer {program.token}", **named},
    )


def test_a_file_is_gone_through_and_nothing_is_changed(program: Program) -> None:
    tried = bring(program, CARDS, "?dry_run=true")
    assert tried.status_code == 200, tried.content
    found = tried.json()
    assert (found["format"], found["read"], found["created"], len(found["rejected"])) == ("vcard", 4, 3, 1)
    assert found["import_id"] is None and found["rejected"][0]["reason"]
    assert program.get("people").json()["results"] == [] and not Import.objects.exists()
    picture = bring(program, b"\x89PNG\r\n" + bytes(200), "?dry_run=true")
    assert (picture.status_code, picture.json()["code"]) == (422, "unreadable")


def test_a_file_is_taken_once_and_a_worker_imports_it(program: Program, owner: User) -> None:
    taken = bring(program, CARDS, Idempotency_Key="one")
    assert (taken.status_code, taken.json()["state"]) == (202, "waiting")
    again = bring(program, CARDS, Idempotency_Key="one")
    assert (again.content, again["Idempotent-Replayed"]) == (taken.content, "true")
    other = bring(program, CARDS + CARDS[:60], Idempotency_Key="one")
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
    assert Import.objects.count() == 1
    assert uploads.run_next_upload(holder="tests")
    done = program.get(taken["Location"]).json()
    assert (done["state"], done["read"], done["created"], done["done_bytes"]) == ("done", 4, 3, len(CARDS))
    assert len(program.get("people").json()["results"]) == 3


def test_a_table_waits_for_what_its_columns_are(program: Program) -> None:
    taken = bring(program, TABLE, name="liste.csv")
    assert taken.json()["state"] == "mapping"
    place = taken["Location"] + "/mapping"
    assert program.post(place, {"columns": {"Wer": "name", "Wo": "email"}}).json()["state"] == "waiting"
    uploads.run_next_upload(holder="tests")
    assert program.get(taken["Location"]).json()["created"] == 2
    assert program.post(place, {"columns": {"Wer": "name"}}).status_code == 409


def test_an_upload_without_a_file_or_the_right_to_write_is_refused(program: Program, owner: User) -> None:
    nothing = Client().post("/api/v1/import", headers={"Authorization": f"Bearer {program.token}"})
    assert (nothing.status_code, nothing.json()["field"]) == (422, "file")
    assert Client().post("/api/v1/import", {"file": SimpleUploadedFile("a.vcf", CARDS)}).status_code == 401
