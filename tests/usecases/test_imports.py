"""Bringing people in: everything counted, nothing doubled, nothing of the owner's overwritten, all of it undone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import (
    ContactPoint,
    DoubtfulMatch,
    Import,
    ImportRecord,
    Organisation,
    Person,
    User,
)
from mentorpanel.usecases import import_undo, imports, matches, panel, people, touchpoints
from mentorpanel.usecases.imports import ImportResult

ANA = "FN:Ana Ruiz\nEMAIL:ana@acme.example\nORG:Acme Inc.\nTITLE:Director of Product\nTEL:+34 600 111 222"
BEN = "FN:Ben Okri\nEMAIL:ben@north.example\nORG:North"


def cards(*texts: str) -> str:
    return "".join(f"BEGIN:VCARD\nVERSION:3.0\n{text}\nEND:VCARD\n" for text in texts)


@pytest.fixture
def bring(owner: User, tmp_path: Path) -> Callable[..., ImportResult]:
    """Imports a text as a file of that name."""

    def bring_in(
        text: str | bytes, name: str = "people.vcf", who: User | None = None, **named: Any
    ) -> ImportResult:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return imports.import_path(who or owner, path=path, **named)

    return bring_in


Bring = Callable[..., ImportResult]


def counted(result: ImportResult) -> dict[str, int]:
    """The counts that are not zero; they must add up."""
    run = result.run
    names = ("created", "updated", "unchanged", "doubtful", "rejected")
    counts = {name: getattr(run, name) for name in names}
    assert sum(counts.values()) == run.read
    assert run.rejected == len(result.rejected)
    return {name: number for name, number in counts.items() if number}


def test_a_card_becomes_a_person_in_the_address_book(owner: User, bring: Bring) -> None:
    result = bring(cards(ANA + "\nTZ:Europe/Madrid\nNOTE:met in Lisbon\nCATEGORIES:pricing,jazz"))
    assert (result.format, counted(result), result.run.state) == ("vcard", {"created": 1}, "done")
    ana = people.find_person(owner, name="Ana Ruiz")
    found = people.person(owner, person_id=ana.id)
    assert (found.organisation, found.title, found.level) == ("Acme Inc.", "Director of Product", "director")
    assert (found.time_zone, found.imported_notes, found.tags) == (
        "Europe/Madrid", "met in Lisbon", ("pricing", "jazz"),
    )  # fmt: skip
    assert [point.value for point in found.contact_points] == ["ana@acme.example", "+34 600 111 222"]
    assert found.stage == ""
    assert not found.level_said


def test_the_same_file_again_changes_nothing(bring: Bring) -> None:
    text = cards(ANA, BEN, "FN:Ana Ruiz")
    assert counted(bring(text)) == {"created": 2, "doubtful": 1}
    assert counted(bring(text)) == {"unchanged": 2, "doubtful": 1}
    assert Person.objects.count() == 2
    assert DoubtfulMatch.objects.count() == 1


def test_the_same_person_twice_in_one_chunk_is_one(owner: User, bring: Bring) -> None:
    again = "FN:Ruiz\\, Ana\nEMAIL:ana@acme.example\nURL:https://github.com/anaruiz"
    result = bring(cards(ANA, again, ANA, BEN))
    assert counted(result) == {"created": 2, "updated": 1, "unchanged": 1}
    ana = people.find_person(owner, name="ana")
    assert len(people.person(owner, person_id=ana.id).contact_points) == 3


def test_the_same_person_in_two_chunks_is_one(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "CHUNK", 1)
    assert counted(bring(cards(ANA, BEN, ANA, BEN + "\nTITLE:CEO"))) == {
        "created": 2, "updated": 1, "unchanged": 1,
    }  # fmt: skip


def test_nicknames_and_accents_meet_also_with_people_added_by_hand(owner: User, bring: Bring) -> None:
    people.add_person(owner, name="Bob Müller", organisation="North")
    assert counted(bring(cards("FN:Robert Mueller\nORG:North GmbH\nTITLE:CTO"))) == {"updated": 1}
    assert Person.objects.get().name == "Bob Müller"


def test_what_the_owner_wrote_is_never_overwritten(owner: User, bring: Bring) -> None:
    bring(cards(ANA))
    ana = people.find_person(owner, name="Ana")
    people.change_person(owner, person_id=ana.id, title="Chief of everything", organisation="")
    result = bring(cards("FN:Ana Ruiz\nEMAIL:ana@acme.example\nTITLE:VP Product\nNICKNAME:Anita"))
    assert counted(result) == {"updated": 1}
    found = people.person(owner, person_id=ana.id)
    assert (found.title, found.nickname) == ("Chief of everything", "Anita")


def test_what_came_from_the_same_kind_of_file_is_renewed_with_its_level(owner: User, bring: Bring) -> None:
    bring(cards(ANA))
    result = bring(cards(ANA.replace("Director of Product", "VP Product").replace("Acme Inc.", "Bright")))
    assert counted(result) == {"updated": 1}
    found = people.person(owner, person_id=people.find_person(owner, name="Ana").id)
    assert (found.title, found.level, found.organisation) == ("VP Product", "vp", "Bright")
    assert counted(bring(cards(ANA))) == {"unchanged": 1}


def test_a_word_said_on_the_level_stands_above_the_title(owner: User, bring: Bring) -> None:
    bring(cards(ANA))
    ana = people.find_person(owner, name="Ana")
    people.change_person(owner, person_id=ana.id, level="ceo")
    bring(cards(ANA.replace("Director of Product", "VP Product")))
    assert people.person(owner, person_id=ana.id).level == "ceo"


def test_whoever_is_in_the_trash_stays_there(owner: User, bring: Bring) -> None:
    bring(cards(ANA))
    people.trash_person(owner, person_id=people.find_person(owner, name="Ana").id)
    assert counted(bring(cards(ANA.replace("Director", "VP")))) == {"unchanged": 1}
    assert Person.objects.filter(deleted_at=None).count() == 0


def test_another_owners_people_are_nobody(owner: User, other_owner: User, bring: Bring) -> None:
    bring(cards(ANA), who=other_owner)
    assert counted(bring(cards(ANA))) == {"created": 1}
    for call in (imports.import_run, import_undo.undo_import):
        with pytest.raises(NotFound):
            call(owner, import_id=Import.objects.get(owner=other_owner).pk)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("book.ldif", b"dn: cn=Ana\ncn: Ana\n", "LDIF"),
        ("photo.vcf", b"\x89PNG\r\n\x1a\n" + bytes(300), "no contact file"),
        ("empty.csv", b"", "empty"),
        ("calendar.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "calendar"),
    ],
)
def test_no_contact_file_is_told_and_nothing_is_kept(
    bring: Bring, name: str, content: bytes, words: str
) -> None:
    result = bring(content, name)
    assert result.format is None
    assert words in result.run.failure
    assert (result.run.read, Import.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_a_missing_file_is_told(owner: User, tmp_path: Path) -> None:
    assert "cannot be opened" in imports.import_path(owner, path=tmp_path / "no.vcf").run.failure


def test_a_broken_card_is_named_and_the_rest_goes_on(bring: Bring) -> None:
    result = bring(cards(ANA, "NOTE:nobody", BEN))
    assert counted(result) == {"created": 2, "rejected": 1}
    assert "card 2" in result.rejected[0].where
    assert "no name" in result.rejected[0].reason


def test_damage_midway_keeps_what_is_in_and_says_so(bring: Bring, shared_data: Path) -> None:
    whole = (shared_data / "linkedin/silkyrich-sample-export/sample_export/Connections.csv").read_bytes()
    result = bring(_zip_with_a_hole(whole), "export.zip")
    assert result.format == "linkedin"
    assert result.run.state == "failed"
    assert "damaged" in result.run.failure
    assert 0 < result.run.created < 2000
    assert Person.objects.count() == result.run.created


def _zip_with_a_hole(member: bytes) -> bytes:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", member)
    data = bytearray(made.getvalue())
    middle = len(data) * 3 // 4
    data[middle : middle + 400] = bytes(400)
    return bytes(data)


HOSTILE = "<script>alert(1)</script> \u202eEvil\u202c"


def test_hostile_text_is_kept_as_text(owner: User, bring: Bring) -> None:
    long = "x" * 10_000
    result = bring(
        cards(f"FN:{HOSTILE}", f"FN:{long}\nEMAIL:a@b.example", "FN:Nul\0l\nTZ:Mars/Olympus\nTITLE:" + long)
    )
    assert counted(result) == {"created": 3}
    names = list(Person.objects.order_by("id").values_list("name", "time_zone"))
    assert names[0] == ("<script>alert(1)</script> Evil", "")
    assert len(names[1][0]) <= 300
    assert names[2] == ("Null", "")


def test_many_of_one_name_do_not_make_an_import_quadratic(bring: Bring) -> None:
    text = cards(*(f"FN:Info\nEMAIL:info{number}@x.example" for number in range(400)))
    started = time.perf_counter()
    assert counted(bring(text))["created"] == 400
    assert time.perf_counter() - started < 10


def test_a_rehearsal_counts_the_same_over_all_files_and_changes_nothing(
    owner: User, bring: Bring, django_assert_num_queries: Any
) -> None:
    bring(cards(ANA))
    files = [
        ("one.vcf", cards(ANA.replace("Director", "VP"), BEN, "NOTE:nobody", "FN:Ana Ruiz")),
        ("two.vcf", cards(BEN, BEN + "\nTITLE:CEO", ANA)),
    ]
    before = _everything()
    book = imports.rehearsal(owner)
    rehearsed = [bring(text, name, rehearsal=book) for name, text in files]
    assert _everything() == before
    real = [bring(text, name) for name, text in files]
    assert [counted(one) for one in rehearsed] == [counted(one) for one in real]
    assert [one.rejected for one in rehearsed] == [one.rejected for one in real]


def _everything() -> list[Any]:
    models = (Person, ContactPoint, Organisation, Import, ImportRecord, DoubtfulMatch)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_columns_named_by_hand(bring: Bring) -> None:
    text = "Wer;Wo;Nie\nAna Ruiz;ana@acme.example;x\n"
    mapping = imports.check_mapping({"Wer": "name", "Wo": "email", "Nie": ""})
    assert counted(bring(text, "liste.csv", as_format="csv", mapping=mapping)) == {"created": 1}
    with pytest.raises(Invalid, match="name"):
        imports.check_mapping({"Wer": "notes"})


def test_undo_takes_everything_back(owner: User, bring: Bring) -> None:
    people.add_person(owner, name="Ana Ruiz", email="ana@acme.example", title="PM")
    before = _people()
    result = bring(cards(ANA + "\nNICKNAME:Anita\nURL:https://github.com/ana", BEN, "FN:Ben Okri\nORG:South"))
    assert counted(result) == {"created": 1, "updated": 1, "doubtful": 1}
    assert import_undo.undo_import(owner, import_id=result.run.id) == 0
    assert _people() == before
    assert Organisation.objects.count() == 0
    assert imports.import_run(owner, import_id=result.run.id).state == "undone"
    with pytest.raises(Conflict, match="already"):
        import_undo.undo_import(owner, import_id=result.run.id)
    assert counted(bring(cards(BEN))) == {"created": 1}


def _people() -> list[Any]:
    return [
        list(Person.objects.order_by("pk").values()),
        sorted(ContactPoint.objects.values_list("person_id", "kind", "key", "is_primary")),
    ]


def test_undo_keeps_those_the_owner_has_worked_with(owner: User, bring: Bring) -> None:
    names = ["Talked To", "On Panel", "Edited One", "Tagged One", "Mailed One", "Updated Later", "Left Alone"]
    result = bring(cards(*(f"FN:{name}\nEMAIL:{name[:3]}@x.example" for name in names)))
    ids = {name: people.find_person(owner, name=name).id for name in names}
    touchpoints.log_touchpoint(owner, person_id=ids["Talked To"])
    panel.move_stage(owner, person_id=ids["On Panel"], stage="noticed")
    people.change_person(owner, person_id=ids["Edited One"], private_notes="mine")
    people.change_tags(owner, [ids["Tagged One"]], add=["jazz"])
    people.add_contact_point(owner, person_id=ids["Mailed One"], kind="email", value="new@x.example")
    bring(cards("FN:Updated Later\nEMAIL:Upd@x.example\nTITLE:CTO"), "later.vcf")
    assert import_undo.undo_import(owner, import_id=result.run.id) == 6
    assert set(Person.objects.values_list("name", flat=True)) == {*names} - {"Left Alone"}


def test_undo_leaves_what_the_owner_changed_since(owner: User, bring: Bring) -> None:
    people.add_person(owner, name="Ana Ruiz", email="ana@acme.example")
    result = bring(cards(ANA))
    ana = people.find_person(owner, name="Ana").id
    people.change_person(owner, person_id=ana, title="Mine")
    import_undo.undo_import(owner, import_id=result.run.id)
    found = people.person(owner, person_id=ana)
    assert (found.title, found.organisation) == ("Mine", "")
    bring(cards(ANA.replace("Director", "VP")))
    assert people.person(owner, person_id=ana).title == "Mine"


def test_a_running_import_is_not_undone_and_a_lost_one_is(owner: User, bring: Bring) -> None:
    result = bring(cards(ANA))
    with time_machine.travel("2026-03-02T12:00Z", tick=False) as now:
        Import.objects.update(state="running", lease_until="2026-03-02T12:01Z")
        with pytest.raises(Conflict, match="running"):
            import_undo.undo_import(owner, import_id=result.run.id)
        now.shift(120)
        import_undo.undo_import(owner, import_id=result.run.id)
    assert Person.objects.count() == 0


@pytest.mark.parametrize("folder", ["vcard", "contacts-csv", "linkedin"])
def test_all_shared_files_come_in_once(owner: User, shared_data: Path, folder: str) -> None:
    files = sorted(path for path in (shared_data / folder).rglob("*") if path.is_file())
    assert files
    first = [imports.import_path(owner, path=path) for path in files]
    second = [imports.import_path(owner, path=path) for path in files]
    for result in (*first, *second):
        counted(result)
        assert (result.format is None) == bool(result.run.failure)
    assert sum(one.run.created for one in first) >= 25
    assert [(one.run.created, one.run.updated) for one in second if one.run.created or one.run.updated] == []
    kept = Person.objects.count()
    for result in reversed([*first, *second]):
        if result.run.id:
            assert import_undo.undo_import(owner, import_id=result.run.id) == 0
    assert kept > 0
    assert (Person.objects.count(), ContactPoint.objects.count(), Organisation.objects.count()) == (0, 0, 0)


def test_a_decided_match_counts_as_known_when_it_comes_again(owner: User, bring: Bring) -> None:
    for decision in ("same", "different", "skip"):
        text = cards(
            f"FN:{decision} Person\nORG:A\nEMAIL:{decision}@a.example", f"FN:{decision} Person\nORG:B"
        )
        assert counted(bring(text))["doubtful"] == 1
        match = DoubtfulMatch.objects.get(decision="")
        matches.decide_match(owner, match_id=match.pk, decision=decision)
        assert counted(bring(text)) == {"unchanged": 2}


KILLED = """
import sys, django
django.setup()
from pathlib import Path
from mentorpanel.storage.models import User
from mentorpanel.usecases import imports
def moved(progress):
    print(progress.read, flush=True)
imports.import_path(User.objects.get(), path=Path(sys.argv[1]), on_progress=moved)
"""
COUNT = """
import django
django.setup()
from mentorpanel.storage.models import Person
print(Person.objects.count(), Person.objects.values("name").distinct().count())
"""


def test_killed_midway_and_repeated_makes_nobody_twice(migrated_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.vcf"
    path.write_text(
        cards(*(f"FN:Person Number{number}\nEMAIL:p{number}@x.example" for number in range(1500)))
    )
    named = {name: value for name, value in os.environ.items() if name != "MENTORPANEL_DATABASE_URL"}
    environment = {**named, "MENTORPANEL_DATA": str(migrated_folder)}
    for chunks in (1, 4):
        running = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        for _ in range(chunks):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.wait()
    subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    counted = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, check=True, capture_output=True, text=True
    )
    assert counted.stdout.split() == ["1500", "1500"]
