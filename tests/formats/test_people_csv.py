"""Delimited files: programs, languages, encodings, broken rows and the mapping step."""

import io

import pytest

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Invalid, Unreadable
from mentorpanel.formats.csv_headers import guess_fields, program_of
from mentorpanel.formats.people_csv import FIELDS, preview_csv, read_people_csv

GOOGLE_OLD = "Name,Given Name,Family Name,Name Prefix,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Value"
GOOGLE_NEW = "First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Organization Name,Organization Title"
OUTLOOK = "First Name,Last Name,Title,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Company,Job Title,Notes"


def read(content: str | bytes, mapping: dict[str, str] | None = None) -> list[ContactRecord | Rejected]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_people_csv(io.BytesIO(raw), mapping))


def records(content: str | bytes, mapping: dict[str, str] | None = None) -> list[ContactRecord]:
    results = read(content, mapping)
    assert all(isinstance(result, ContactRecord) for result in results), results
    return [result for result in results if isinstance(result, ContactRecord)]


def test_google_with_old_headers() -> None:
    row = "Ana Costa,Ana,Costa,Dr.,* myContacts ::: Team,* Work,a@x.example ::: b@x.example,+1 415 555 0100 ::: +1 415 555 0101"
    (record,) = records(f"{GOOGLE_OLD}\n{row}\n")
    assert (record.where, record.name, record.given, record.family) == ("row 2", "Ana Costa", "Ana", "Costa")
    assert record.emails == ("a@x.example", "b@x.example")
    assert record.phones == ("+1 415 555 0100", "+1 415 555 0101")
    assert record.tags == ("Team",)


def test_google_with_new_headers() -> None:
    (record,) = records(f"{GOOGLE_NEW}\nAna,Maria,Costa,* myContacts,Work,a@x.example,Acme,PM\n")
    assert (record.name, record.organisation, record.title, record.tags) == (
        "Ana Maria Costa",
        "Acme",
        "PM",
        (),
    )


def test_outlook_takes_title_for_mr_and_job_title_for_the_job() -> None:
    (record,) = records(f"{OUTLOOK}\nAna,Costa,Ms.,a@x.example,b@x.example,,+1 415 555 0100,Acme,PM,Hi\n")
    assert (record.name, record.title, record.emails) == ("Ana Costa", "PM", ("a@x.example", "b@x.example"))


@pytest.mark.parametrize(
    ("headers", "program"),
    [
        (GOOGLE_OLD, "google"),
        (GOOGLE_NEW, "google"),
        (OUTLOOK, "outlook"),
        (
            "First Name,Last Name,Display Name,Primary Email,Work Phone,Home Phone,Organization,Job Title",
            "csv",
        ),
        ("Vorname,Nachname,Firma,Position,E-Mail-Adresse,Telefon geschäftlich,Mobiltelefon", "outlook"),
        ("Prénom,Nom,Société,Fonction,Adresse de messagerie,Téléphone (bureau),Tél. mobile", "outlook"),
        (
            "Nombre,Apellidos,Organización,Puesto,Dirección de correo electrónico,Teléfono del trabajo,Teléfono móvil",
            "outlook",
        ),
        ("名,姓,会社名,役職,電子メール アドレス,会社電話,携帯電話", "outlook"),
        ("Name,Email", "csv"),
    ],
)
def test_the_program_is_known_by_the_headers(headers: str, program: str) -> None:
    assert program_of(headers.split(",")) == program


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("Name;Vorname;E-Mail 2: Adresse", ["family", "given", "email"]),
        ("Nom;Prénom;Titre", ["family", "given", "title"]),
        ("Titre;Prénom;Nom;Titre1", ["", "given", "family", "title"]),
        ("Nome;Telefone", ["name", "phone"]),
        ("nome;sobrenome;empresa", ["given", "family", "organisation"]),
        ("FirstName;last_name;EMAIL", ["given", "family", "email"]),
        ("Имя;Фамилия;Адрес эл. почты", ["given", "family", "email"]),
        ("Full Name;Business;Contact Email;Mobile;City", ["name", "organisation", "email", "phone", ""]),
        ("E-mail 1 - Label;E-mail 1 - Value;Phone 2 - Value", ["", "email", "phone"]),
        ("Web Page 1;Home Phone 2;Business Fax;Pager", ["link", "phone", "", ""]),
    ],
)
def test_fields_are_guessed_from_the_headers_together(headers: str, fields: list[str]) -> None:
    assert guess_fields(headers.split(";")) == fields


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_encoding_and_line_end(delimiter: str, encoding: str, end: str) -> None:
    rows = [
        ["Name", "Email", "Company"],
        ["Zoë Müller", "zoe@x.example", '"Acme, Inc; and co"'],
        ["José", "", "É"],
    ]
    found = records((end.join(delimiter.join(row) for row in rows) + end).encode(encoding))
    assert [(record.name, record.organisation) for record in found] == [
        ("Zoë Müller", "Acme, Inc; and co"),
        ("José", "É"),
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("shift_jis", "芥川 龍之介さん"),
        ("cp1251", "Анна Иванова"),
        ("cp1250", "Żółć Ewłna"),
        ("gbk", "王小明先生"),
    ],
)
def test_old_code_pages(encoding: str, name: str) -> None:
    (record,) = records(f"Name,Email\n{name},a@x.example\n".encode(encoding))
    assert record.name == name


def test_broken_rows_are_reported_and_the_rest_goes_on() -> None:
    results = read(
        'Name,Email,Notes\nAna,a@x.example,"two\nlines"\n\n,,\n'
        'Bo,b@x.example,"never closed\nCy,c@x.example,fine\n,,note only\nDi\n'
    )
    assert [result.where for result in results] == ["row 2", "row 5", "row 6", "row 7", "row 8"]
    assert [isinstance(result, Rejected) for result in results] == [False, True, False, True, False]
    assert "never closed" in results[1].reason  # type: ignore[union-attr]
    assert "no name" in results[3].reason  # type: ignore[union-attr]


def test_long_fields_nuls_and_ragged_rows() -> None:
    (ana, bo) = records(
        b"Name,Email,Notes\nA\0na,a@x.example," + b"n" * 131_100 + b"\nBo,b@x.example,x,y,z,,\n"
    )
    assert (ana.name, len(ana.notes)) == ("Ana", 20_000)
    assert bo.name == "Bo"


def test_rows_in_which_another_delimiter_was_used() -> None:
    found = records("Name,Email,Company\nAna\ta@x.example\tAcme\n")
    assert (found[0].name, found[0].organisation) == ("Ana", "Acme")


def test_a_file_without_header_is_guessed_by_its_content() -> None:
    (ana, bo) = records("Ana Costa,Ana,Costa,a@x.example\nBo Li,Bo,Li,b@x.example\n")
    assert (ana.name, ana.given, ana.family, ana.emails, ana.where) == (
        "Ana Costa",
        "Ana",
        "Costa",
        ("a@x.example",),
        "row 1",
    )
    assert bo.name == "Bo Li"


def test_excels_own_delimiter_line_and_guarded_formulas() -> None:
    (record,) = records("sep=;\nName;Phone;Notes\nAna;'+1 415 555 0100;'=1+1\n")
    assert (record.phones, record.notes) == (("+1 415 555 0100",), "=1+1")


def test_preview_and_mapping() -> None:
    content = "Wer,Wo,Wer,Email\n" + "".join(f"P{n},Acme,x,p{n}@x.example\n" for n in range(9))
    preview = preview_csv(io.BytesIO(content.encode()))
    assert preview.headers == ("Wer", "Wo", "Wer (2)", "Email")
    assert preview.mapping == {"Email": "email"}
    assert len(preview.rows) == 5
    assert preview.rows[0] == ("P0", "Acme", "x", "p0@x.example")
    first = records(content, {"Wer": "name", "Wo": "organisation", "Wer (2)": "", "gone": "notes"})[0]
    assert (first.name, first.organisation, first.emails) == ("P0", "Acme", ())
    assert "name" in FIELDS


def test_a_mapping_to_no_field_or_to_nothing_useful_is_refused() -> None:
    with pytest.raises(Invalid):
        read("a,b\n1,2\n", {"a": "shoe size"})
    with pytest.raises(Unreadable, match="columns"):
        read("a,b\n1,2\n", {"a": "phone"})
    with pytest.raises(Unreadable, match="columns"):
        read("foo,bar\n1,2\n")


def test_an_empty_file_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("\n\n")
    with pytest.raises(Unreadable):
        preview_csv(io.BytesIO(b""))
