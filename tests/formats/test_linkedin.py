"""LinkedIn's Connections.csv in all its shapes, and the zip around it."""

import io
import zipfile
from datetime import date

import pytest

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.linkedin import read_linkedin
from mentorpanel.formats.recognise import read_contacts, recognise
from mentorpanel.formats.written_dates import date_of

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ROW = "Ana,Costa,https://www.linkedin.com/in/ana?trk=x,a@x.example,Acme,PM,26 Jul 2023"
NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that, ""some"" addresses are missing."\n'
)


def zipped(members: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW}\n",
        f"{NOTES}\n{HEADER}\r\n{ROW}\r\n",
        f"{NOTES}{HEADER}\n{ROW}\n",
        f"\ufeff{NOTES}\n\n{HEADER}\n{ROW}\n",
        "First Name,Last Name,Company,Position,Connected On,URL\nAna,Costa,Acme,PM,26-Jul-23,linkedin.com/in/ana\n",
        "First Name;Last Name;URL;Company;Position;Connected on\nAna;Costa;https://www.linkedin.com/in/ana;Acme;PM;26.07.2023\n",
        "FirstName,LastName,EmailAddress,Company,Position,ConnectedOn\nAna,Costa,a@x.example,Acme,PM,2023-07-26\n",
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\nAna,Costa,,,Acme,PM,26. Juli 2023\n",
        "Notes :\n\nPrénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion\nAna,Costa,,,Acme,PM,26 juil. 2023\n",
        "nome,sobrenome,url,e-mail,empresa,cargo,conectado em\nAna,Costa,,,Acme,PM,26 de julho de 2023\n",
    ],
)
def test_every_shape_of_the_header(content: str) -> None:
    for encoding in ("utf-8", "cp1252"):
        raw = content.encode(encoding, "ignore")
        assert recognise(raw, "x.csv") == "linkedin"
        (record,) = read_linkedin(io.BytesIO(raw))
        assert isinstance(record, ContactRecord)
        assert (record.name, record.organisation, record.title) == ("Ana Costa", "Acme", "PM")
        assert record.connected_on == date(2023, 7, 26)
        assert all(
            link.startswith("https://") and link.endswith("linkedin.com/in/ana") for link in record.links
        )


def test_a_header_without_last_name() -> None:
    (record,) = read_linkedin(
        io.BytesIO(b"First Name;Company;Position;Connected On\nAna Costa;Acme;PM;6-Jul-23\n")
    )
    assert isinstance(record, ContactRecord)
    assert (record.name, record.connected_on) == ("Ana Costa", date(2023, 7, 6))


def test_rows_without_a_name_are_rejected_with_their_place() -> None:
    results = list(
        read_linkedin(
            io.BytesIO(f"{NOTES}\n{HEADER}\n{ROW}\n,,,,,,01 Jan 2020\n,,,,Acme,PM,\n{ROW}\n".encode())
        )
    )
    assert [result.where for result in results] == ["row 5", "row 6", "row 7", "row 8"]
    assert [isinstance(result, Rejected) for result in results] == [False, True, True, False]
    assert "no name" in results[1].reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("26 Jul 2018", date(2018, 7, 26)),
        ("6-Jul-23", date(2023, 7, 6)),
        ("05.03.2024", date(2024, 3, 5)),
        ("12 mars 2023", date(2023, 3, 12)),
        ("01 août 2022", date(2022, 8, 1)),
        ("1. März 2024", date(2024, 3, 1)),
        ("3 Dez 2021", date(2021, 12, 3)),
        ("5 mai 2020", date(2020, 5, 5)),
        ("09 set. 2019", date(2019, 9, 9)),
        ("7 de enero de 2021", date(2021, 1, 7)),
        ("2 juin 2021", date(2021, 6, 2)),
        ("12 мая 2020", date(2020, 5, 12)),
        ("Mar 5, 2024", date(2024, 3, 5)),
        ("7/26/23", date(2023, 7, 26)),
        ("26/07/2023", date(2023, 7, 26)),
        ("2024-03-05T10:00:00", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("31 Feb 2020", None),
        ("yesterday", None),
        ("99 Foo 99999", None),
        ("", None),
    ],
)
def test_dates(written: str, day: date | None) -> None:
    assert date_of(written) == day


def test_the_whole_zip_is_read_without_unpacking() -> None:
    archive = zipped(
        {
            "Ad_Targeting.csv": b"a,b\n",
            "deep/Connections.csv": b"no\n",
            "Connections.csv": f"{HEADER}\n{ROW}\n".encode(),
        }
    )
    found, results = read_contacts(archive, "export.zip")
    assert found == "linkedin"
    assert [record.name for record in results] == ["Ana Costa"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "members",
    [
        {"Skills.csv": b"Name\nRust\n", "Invitations.csv": b""},
        {"../Connections.csv": f"{HEADER}\n{ROW}\n".encode()},
        {"Connections.csv": f"{HEADER}\n".encode() + b"a" * 30_000_000},
        {"Connections.csv": b"Skill\nRust\n"},
    ],
)
def test_zips_that_are_refused(members: dict[str, bytes]) -> None:
    with pytest.raises(Unreadable):
        list(read_contacts(zipped(members), "export.zip")[1])


def test_damaged_zips_are_unreadable_and_never_crash() -> None:
    whole = zipped({"Connections.csv": f"{HEADER}\n{ROW * 50}\n".encode()}).getvalue()
    for at in range(0, len(whole), 3):
        for broken in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            try:
                list(read_contacts(io.BytesIO(broken), "x.zip", as_format="linkedin")[1])
            except Unreadable:
                continue


def test_an_index_that_claims_to_be_endless_is_refused() -> None:
    whole = bytearray(zipped({"Connections.csv": b""}).getvalue())
    at = whole.rfind(b"PK\x05\x06")
    whole[at + 12 : at + 16] = b"\xff\xff\xff\xff"
    with pytest.raises(Unreadable):
        read_contacts(io.BytesIO(bytes(whole)), "x.zip", as_format="linkedin")
