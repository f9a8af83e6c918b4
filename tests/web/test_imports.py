"""The import pages: dropped files wait for the worker, columns are named, doubtful matches decided, all taken back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mentorpanel.storage.models import DoubtfulMatch, Import, Person, UploadPiece, User
from mentorpanel.usecases import matches, people, uploads

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CARD = "BEGIN:VCARD\nFN:{}\nORG:{}\nEND:VCARD\n"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def mine(owner: User) -> Client:
    client = Client()
    client.force_login(owner, backend=BACKEND)
    return client


def file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def send(mine: Client, *files: SimpleUploadedFile, **named: Any) -> Any:
    return mine.post(reverse("import"), {"files": list(files)}, **named)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_dropped_file_shows_its_progress_and_its_end(mine: Client) -> None:
    assert "Bring the people in" in text_of(mine.get(reverse("import")))
    sent = send(mine, file("people.vcf", CARD.format(HOSTILE, "Acme") + "BEGIN:VCARD\nNOTE:x\nEND:VCARD\n"))
    run = Import.objects.get()
    assert sent["Location"] == reverse("import-run", args=[run.pk])
    waiting = text_of(mine.get(sent["Location"]))
    assert "is being read" in waiting
    assert "hx-get" in waiting
    assert "being read" in text_of(mine.get(reverse("import")))
    uploads.run_next_upload(holder="test")
    done = text_of(mine.get(sent["Location"]))
    assert "1 person is new" in done
    assert "hx-get" not in done.partition('id="run"')[2].partition(">")[0]
    assert "card 2" in done
    assert HOSTILE not in done
    assert "&lt;script&gt;" in done


def test_several_files_at_once_and_those_that_are_none_are_told(mine: Client) -> None:
    files = [
        file("a.vcf", CARD.format("Ana", "A")),
        file("b.vcf", CARD.format("Ben", "B")),
        file("photo.jpg", bytes(300)),
        file("book.ldif", "dn: cn=x\n"),
    ]
    sent = send(mine, *files)
    assert sent["Location"] == reverse("import")
    shown = text_of(mine.get(sent["Location"]))
    assert "photo.jpg" in shown
    assert "LDIF" in shown
    assert Import.objects.filter(state="waiting").count() == 2


def test_a_script_is_told_where_to_go_so_that_the_message_is_kept(mine: Client) -> None:
    sent = send(mine, file("photo.jpg", bytes(300)), headers={"accept": "application/json"})
    assert sent.json() == {"next": reverse("import")}
    assert "photo.jpg" in text_of(mine.get(reverse("import")))


def test_no_file_is_told(mine: Client) -> None:
    mine.post(reverse("import"), {})
    assert "Choose a file first" in text_of(mine.get(reverse("import")))


@pytest.mark.parametrize("accepts", ["text/html", "application/json"])
def test_a_file_too_large_is_told_and_costs_nothing(mine: Client, settings: Any, accepts: str) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    sent = send(mine, file("big.vcf", b"x" * 3_000_000), headers={"accept": accepts})
    assert sent.status_code == 413
    assert "1 MB" in text_of(sent)
    assert not UploadPiece.objects.exists()


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend=BACKEND)
    assert send(client, file("a.vcf", CARD.format("Ana", "A"))).status_code == 403
    assert not Import.objects.exists()


def test_unknown_columns_are_named_on_a_page(mine: Client) -> None:
    sent = send(mine, file("liste.csv", f"Wer;Worüber;Wo\n{HOSTILE} Ruiz;Preise;ana@x.example\n"))
    run = Import.objects.get()
    mapping = reverse("import-mapping", args=[run.pk])
    assert sent["Location"] == mapping
    shown = text_of(mine.get(mapping))
    assert "Worüber" in shown
    assert HOSTILE not in shown
    columns = {f"column-{at}-name": name for at, name in enumerate(("Wer", "Worüber", "Wo"))}
    wrong = mine.post(mapping, {**columns, "column-1-field": "notes"})
    assert wrong.status_code == 422
    assert "which column holds the name" in text_of(wrong)
    right = mine.post(mapping, {**columns, "column-0-field": "name", "column-2-field": "email"})
    assert right["Location"] == reverse("import-run", args=[run.pk])
    uploads.run_next_upload(holder="test")
    assert Person.objects.get().name == f"{HOSTILE} Ruiz"
    assert mine.get(mapping)["Location"] == reverse("import-run", args=[run.pk])


@pytest.fixture
def doubt(owner: User, mine: Client) -> int:
    people.add_person(owner, name="Ana Ruiz", organisation="Acme", email="ana@acme.example")
    send(mine, file("people.vcf", CARD.format("Ana Ruiz", "North")))
    uploads.run_next_upload(holder="test")
    return DoubtfulMatch.objects.get().pk


@pytest.mark.parametrize("decision", matches.DECISIONS)
def test_a_doubtful_match_is_decided_and_asked_again(mine: Client, doubt: int, decision: str) -> None:
    shown = text_of(mine.get(reverse("matches")))
    assert "Acme" in shown
    assert "North" in shown
    address = reverse("match-decide", args=[doubt])
    mine.post(address, {"decision": decision})
    after = text_of(mine.get(reverse("matches")))
    assert "Nothing is doubtful" in after
    assert f"{address}?again=1" in after
    mine.post(f"{address}?again=1")
    assert matches.doubtful_count(Person.objects.first().owner) == 1  # type: ignore[union-attr]


def test_no_such_decision(mine: Client, doubt: int) -> None:
    assert mine.post(reverse("match-decide", args=[doubt]), {"decision": "perhaps"}).status_code == 422


def test_an_import_is_taken_back_on_its_page(mine: Client) -> None:
    send(mine, file("people.vcf", CARD.format("Ana", "A")))
    uploads.run_next_upload(holder="test")
    undo = reverse("import-undo", args=[Import.objects.get().pk])
    assert mine.get(undo).status_code == 405
    mine.post(undo)
    assert not Person.objects.exists()
    assert "taken back" in text_of(mine.get(reverse("import")))
    assert mine.post(undo).status_code == 409


def test_two_joined_are_parted_on_a_page(owner: User, mine: Client) -> None:
    ids = [people.add_person(owner, name=name).id for name in ("Ana Ruiz", "Anna Ruiz")]
    merge_id = matches.merge_people(owner, kept_id=ids[0], merged_id=ids[1])
    assert "Anna Ruiz" in text_of(mine.get(reverse("matches")))
    mine.post(reverse("merge-undo", args=[merge_id]))
    assert Person.objects.count() == 2


def test_pages_ask_no_more_with_more_rows(
    owner: User, mine: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        people.add_person(owner, name=f"Ana Ruiz{number}", organisation="Acme")
    text = "".join(CARD.format(f"Ana Ruiz{number}", "North") for number in range(12))
    send(mine, file("people.vcf", text + "".join(CARD.format(f"New One{n}", "A") for n in range(100))))
    uploads.run_next_upload(holder="test")
    assert matches.doubtful_count(owner) == 12
    for address in (
        reverse("import-run", args=[Import.objects.get().pk]),
        reverse("import"),
        reverse("matches"),
    ):
        with django_assert_max_num_queries(16):
            assert mine.get(address).status_code == 200


def test_of_another_owner_nothing_is_found(other_owner: User, mine: Client, doubt: int) -> None:
    stranger = Client()
    stranger.force_login(other_owner, backend=BACKEND)
    run = Import.objects.get().pk
    for name, number in (("import-run", run), ("import-mapping", run)):
        assert stranger.get(reverse(name, args=[number])).status_code == 404
    for name, number in (("import-undo", run), ("import-mapping", run), ("match-decide", doubt)):
        assert stranger.post(reverse(name, args=[number]), {"decision": "same"}).status_code == 404
    assert "Ana" not in text_of(stranger.get(reverse("matches")))
