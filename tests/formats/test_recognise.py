"""Recognising by content, refusing kindly, and never anything but Unreadable."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Invalid, Unreadable
from mentorpanel.formats.people_csv import preview_csv
from mentorpanel.formats.recognise import CONTACT_FORMATS, read_contacts, recognise

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("head", "filename", "found"),
    [
        (b"BEGIN:VCARD\r\n", "x", "vcard"),
        ("\ufeff\r\n begin:vCard \r\n".encode("utf-16"), "x", "vcard"),
        (b"BEGIN:VCALENDAR\n", "x.vcf", "ics"),
        (b"Name,Given Name,E-mail 1 - Value\n", "x.txt", "google"),
        (b"First Name,Last Name,E-mail Address,Home Phone,Business Phone\n", "x", "outlook"),
        (b"Name,Email\nAna,a@x.example\n", "x.csv", "csv"),
        (b"Ana,a@x.example\nBo,b@x.example\n", "x", "csv"),
        (b"foo,bar\n1,2\n3,4\n", "x.csv", "csv"),
        (b"foo,bar\n1,2\n3,4\n", "x.py", None),
        (b"First Name,Last Name,Connected On\n", "x", "linkedin"),
        (b"PK\x03\x04....Ad_Targeting.csv", "x.zip", "linkedin"),
        (b"PK\x03\x04....people.json", "x.zip", None),
        (b"E-mail\na@x.example\n", "x.csv", "csv"),
        (b"Email Address,Confirmed,Primary\na@x.example,Yes,Yes\n", "x.csv", None),
        (b"Name\nDocker\nKafka\n", "Skills.csv", None),
        (b"First Name,Last Name,Maiden Name,Headline\nAna,Costa,,PM\n", "Profile.csv", None),
        (b"Dear Ana, dear Bo,\nsee you, or not.\n", "x.txt", None),
        (b"<html>,\n,\n", "x.csv", None),
        (b'{"a": 1,\n"b": 2}', "x.csv", None),
        (b"dn: cn=Ana,mail=a@x.example\n", "x.csv", None),
        (b"From ana@x.example Mon Jan 1\nTo: b, c\n", "x", None),
        (bytes(range(256)) * 20, "x.csv", None),
        (b"\0" * 5000, "x.csv", None),
        (b"", "x.vcf", None),
    ],
)
def test_recognise(head: bytes, filename: str, found: str | None) -> None:
    assert recognise(head, filename) == found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\0", "empty"),
        (b"BEGIN:VCALENDAR\n", "calendar"),
        (b"dn: cn=Ana\n", "LDIF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "no contact file"),
        (b"PK\x03\x04" + bytes(50), "zip"),
    ],
)
def test_what_is_unreadable_says_why(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        read_contacts(io.BytesIO(content), "some/folder/people.vcf")
    assert "folder" not in caught.value.message


def test_the_format_can_be_said() -> None:
    found, results = read_contacts(io.BytesIO(b"Name\nAna\n"), "x", as_format="csv")
    assert (found, [record.name for record in results]) == ("csv", ["Ana"])  # type: ignore[union-attr]
    with pytest.raises(Unreadable):
        read_contacts(io.BytesIO(b"Name\nAna\n"), "x", as_format="vcard")
    with pytest.raises(Invalid):
        read_contacts(io.BytesIO(b"Name\nAna\n"), "x", as_format="floppy")


PIECES = st.sampled_from(
    (
        *(
            b"BEGIN:VCARD\n",
            b"END:VCARD\n",
            b"FN:",
            b"N;ENCODING=QUOTED-PRINTABLE:=",
            b"AGENT:\n",
            b"KIND:group\n",
        ),
        *(
            b"CHARSET=utf-16:",
            b"TEL:tel:;ext=1",
            b"\n ",
            b"\r",
            b"\r\n",
            b"=\n",
            b"\\",
            b'"',
            b",",
            b";",
            b"\t",
        ),
        *(b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xe9", b"Name,Email\n", b"a@b.c", b"sep=;", b"1/1/20"),
        *(b"First Name,Last Name,Connected On\n", b"PK\x03\x04", b"PK\x05\x06"),
    )
)
CONTENT = st.one_of(
    st.binary(max_size=400), st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=40).map(b"".join)
)


@settings(max_examples=300, deadline=None)
@given(content=CONTENT, as_format=st.sampled_from([None, *CONTACT_FORMATS]))
def test_no_bytes_raise_anything_but_unreadable(content: bytes, as_format: str | None) -> None:
    recognise(content, "x.csv")
    with contextlib.suppress(Unreadable):
        _, results = read_contacts(io.BytesIO(content), "x.csv", as_format)
        for result in results:
            assert isinstance(result, ContactRecord | Rejected)
            assert result.where
            assert result.reason if isinstance(result, Rejected) else 0 < len(result.name) <= 300
            str(result).encode()
    with contextlib.suppress(Unreadable):
        preview_csv(io.BytesIO(content))


def shared(folder: str) -> Path:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"../shared/data/{folder} is missing")
    return SHARED / folder


def totals(folder: str, ending: str) -> tuple[int, int, int]:
    """Files, records and rejections; every file must be read."""
    files = taken = rejected = 0
    for path in sorted(shared(folder).rglob(f"*{ending}")):
        with path.open("rb") as stream:
            found, results = read_contacts(stream, path.name)
            files += 1
            for result in results:
                taken += isinstance(result, ContactRecord)
                rejected += isinstance(result, Rejected)
            assert found in CONTACT_FORMATS
    return files, taken, rejected


def test_all_shared_vcards_are_read() -> None:
    files, taken, rejected = totals("vcard", ".vcf")
    assert files >= 90
    assert taken >= files
    assert rejected <= 10


def test_all_shared_tables_are_read_whole() -> None:
    files, taken, rejected = totals("contacts-csv", ".csv")
    assert (files, rejected) == (21, 0)
    assert taken >= 40


def test_the_shared_linkedin_export_has_two_thousand_connections_in_either_shape() -> None:
    folder = shared("linkedin/silkyrich-sample-export")
    for path in (folder / "sample_export.zip", folder / "sample_export" / "Connections.csv"):
        with path.open("rb") as stream:
            found, results = read_contacts(stream, path.name)
            records = list(results)
        assert (found, len(records)) == ("linkedin", 2_000)
        assert all(
            isinstance(record, ContactRecord) and record.connected_on and record.links for record in records
        )


def test_no_other_file_of_the_linkedin_export_is_taken_for_people() -> None:
    for path in shared("linkedin/silkyrich-sample-export/sample_export").rglob("*.csv"):
        if path.name != "Connections.csv":
            with path.open("rb") as stream, pytest.raises(Unreadable):
                read_contacts(stream, path.name)
