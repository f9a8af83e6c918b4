"""Uploaded files wait in the database, and any worker runs them to the right counts, also after another died."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, Unreadable
from mentorpanel.storage.models import Import, ImportRecord, Person, UploadPiece, User
from mentorpanel.usecases import import_undo, imports, uploads

NOW = "2026-03-02T12:00Z"


def cards(count: int, extra: str = "") -> io.BytesIO:
    made = "".join(
        f"BEGIN:VCARD\nFN:Person Number{n}\nEMAIL:p{n}@x.example\nEND:VCARD\n" for n in range(count)
    )
    return io.BytesIO((made + extra).encode())


def test_an_upload_waits_and_a_worker_runs_it(owner: User) -> None:
    run = uploads.take_upload(owner, filename="C:\\me\\people.vcf", stream=cards(250))
    assert (run.filename, run.format, run.state) == ("people.vcf", "vcard", "waiting")
    assert uploads.run_next_upload(holder="a")
    done = imports.import_run(owner, import_id=run.id)
    assert (done.state, done.read, done.created, done.done_bytes) == ("done", 250, 250, done.total_bytes)
    assert not UploadPiece.objects.exists()
    assert not uploads.run_next_upload(holder="a")


def test_a_large_file_is_kept_in_pieces_and_read_back_whole(owner: User) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        rows = "".join(
            f"Ana{n},Ruiz{n},https://www.linkedin.com/in/ana{n},,Acme,PM,01 Mar 2024\n" for n in range(300)
        )
        archive.writestr("junk.bin", bytes(3 * uploads.PIECE_BYTES))
        archive.writestr(
            "Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + rows
        )
    run = uploads.take_upload(owner, filename="export.zip", stream=io.BytesIO(made.getvalue()))
    assert UploadPiece.objects.count() > 3
    uploads.run_next_upload(holder="a")
    assert imports.import_run(owner, import_id=run.id).created == 300


@pytest.mark.parametrize(
    "content", [b"", b"dn: cn=x\n", b"\x89PNG\r\n" + bytes(200), b"PK\x03\x04" + bytes(100)]
)
def test_what_is_no_contact_file_is_refused_at_once(owner: User, content: bytes) -> None:
    with pytest.raises(Unreadable):
        uploads.take_upload(owner, filename="thing", stream=io.BytesIO(content))
    assert not Import.objects.exists()


def test_unknown_columns_wait_for_their_names(owner: User) -> None:
    table = io.BytesIO("Wer;Worüber;Wo\nAna Ruiz;Preise;ana@x.example\n".encode())
    run = uploads.take_upload(owner, filename="liste.csv", stream=table)
    assert run.state == "mapping"
    assert not uploads.run_next_upload(holder="a")
    shown = uploads.preview(owner, import_id=run.id)
    assert shown.headers == ("Wer", "Worüber", "Wo")
    assert shown.rows == (("Ana Ruiz", "Preise", "ana@x.example"),)
    for wrong in ({"Worüber": "notes"}, {"Wer": "shoe size"}):
        with pytest.raises(Invalid):
            uploads.choose_mapping(owner, import_id=run.id, mapping={"Wo": "phone"} | wrong)
    uploads.choose_mapping(
        owner, import_id=run.id, mapping={"Wer": "name", "Worüber": "notes", "Wo": "email"}
    )
    uploads.run_next_upload(holder="a")
    assert Person.objects.get().imported_notes == "Preise"
    with pytest.raises(Conflict):
        uploads.choose_mapping(owner, import_id=run.id, mapping={"Wer": "name"})


def test_stopped_between_two_chunks_it_waits_and_ends_with_the_same_counts(owner: User) -> None:
    extra = (
        "BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nFN:Person Number3\nEMAIL:p3@x.example\nEND:VCARD\n"
    )
    begun = "BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\n"
    stream = io.BytesIO(begun.encode() + cards(250, extra).getvalue())
    run = uploads.take_upload(owner, filename="people.vcf", stream=stream)
    for _ in range(2):
        uploads.run_next_upload(holder="a", is_stopping=lambda: True)
        half = imports.import_run(owner, import_id=run.id)
        assert (half.state, half.read) == ("waiting", imports.CHUNK)
    uploads.run_next_upload(holder="b")
    done = imports.import_run(owner, import_id=run.id)
    assert (done.state, done.read, done.created, done.unchanged, done.rejected) == ("done", 253, 250, 1, 2)
    assert ImportRecord.objects.filter(outcome="rejected").count() == 2
    assert Person.objects.count() == 250


@pytest.mark.parametrize(("holder", "minutes"), [("dead", 0), ("another", 3)])
def test_a_dead_workers_upload_is_taken_up(owner: User, holder: str, minutes: int) -> None:
    """By itself after a restart at once, by another when the lease has ended."""
    with time_machine.travel(NOW, tick=False) as now:
        run = uploads.take_upload(owner, filename="people.vcf", stream=cards(150))
        uploads.run_next_upload(holder="dead", is_stopping=lambda: True)
        lease = now.move_to  # the row as a killed worker leaves it
        assert lease is not None
        Import.objects.update(state="running", holder="dead", lease_until="2026-03-02T12:02Z")
        assert not uploads.run_next_upload(holder="another")
        now.shift(timedelta(minutes=minutes))
        assert uploads.run_next_upload(holder=holder)
        assert imports.import_run(owner, import_id=run.id).created == 150


def test_a_worker_that_lost_its_claim_stops_and_leaves_no_trace(owner: User) -> None:
    run = uploads.take_upload(owner, filename="people.vcf", stream=cards(300))

    def loses_its_claim() -> bool:
        Import.objects.update(holder="another")
        return False

    uploads.run_next_upload(holder="slow", is_stopping=loses_its_claim)
    found = imports.import_run(owner, import_id=run.id)
    assert (found.state, found.read, Person.objects.count()) == ("running", imports.CHUNK, imports.CHUNK)
    assert UploadPiece.objects.exists()


def test_a_damaged_upload_says_so_and_can_be_undone(owner: User) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "Connections.csv", "First Name,Last Name,Connected On\n" + "Ana,Ruiz,01 Mar 2024\n" * 3
        )
    data = bytearray(made.getvalue())
    data[60] ^= 0xFF
    try:
        run = uploads.take_upload(owner, filename="export.zip", stream=io.BytesIO(bytes(data)))
    except Unreadable:
        return
    uploads.run_next_upload(holder="a")
    assert imports.import_run(owner, import_id=run.id).failure
    import_undo.undo_import(owner, import_id=run.id)


def test_uploads_that_broke_off_are_forgotten(owner: User) -> None:
    with time_machine.travel(NOW, tick=False) as now:
        Import.objects.create(owner=owner, filename="x", state="receiving")
        uploads.run_next_upload(holder="a")
        assert Import.objects.exists()
        now.shift(timedelta(days=2))
        uploads.run_next_upload(holder="a")
        assert not Import.objects.exists()
