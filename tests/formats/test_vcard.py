"""vCard 2.1, 3.0 and 4.0: every card is one record or one reason."""

import io
import time

import pytest

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.vcard import read_vcards


def read(content: str | bytes) -> list[ContactRecord | Rejected]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_vcards(io.BytesIO(raw)))


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def one(*lines: str) -> ContactRecord:
    (result,) = read(card(*lines))
    assert isinstance(result, ContactRecord), result
    return result


def test_a_whole_card() -> None:
    record = one(
        "FN:Ana Costa",
        "N:Costa;Ana;Maria;Dr.;",
        "NICKNAME:Ani,Nita",
        "item1.EMAIL;TYPE=INTERNET:ana@work.example",
        "EMAIL;TYPE=HOME,pref:Ana <ana@home.example>",
        "EMAIL:ANA@home.example",
        "TEL;TYPE=CELL:+351 912 000 000",
        'TEL;VALUE=uri;TYPE="work,voice":tel:+351-21-000-000;ext=7',
        "TEL;TYPE=FAX,WORK:+351 21 999 999",
        "ORG:Acme\\, Inc.;Product",
        "TITLE:Director\\, Product",
        "ROLE:Leader",
        "URL:http\\://acme.example/ana",
        "X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/ana",
        "IMPP:xmpp:ana@chat.example",
        "URL:javascript:alert(1)",
        "NOTE:One\\nTwo\\; three",
        "CATEGORIES:Friends,myContacts,Work",
        "TZ:Europe/Lisbon",
        "UID:urn:uuid:1",
    )
    assert record == ContactRecord(
        where="card 1, line 1",
        name="Ana Costa",
        given="Ana",
        family="Costa",
        nickname="Ani",
        emails=("ana@home.example", "ana@work.example"),
        phones=("+351 912 000 000", "+351-21-000-000 ext. 7"),
        links=("http://acme.example/ana", "https://www.linkedin.com/in/ana", "xmpp:ana@chat.example"),
        organisation="Acme, Inc.",
        title="Director, Product",
        tags=("Friends", "Work"),
        notes="One\nTwo; three",
        time_zone="Europe/Lisbon",
        uid="urn:uuid:1",
    )


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Costa;Ana;Maria;Dr.;"], "Ana Maria Costa"),
        (["FN:", "N:Costa;;;;"], "Costa"),
        (["N:山田;太郎;;;"], "山田太郎"),
        (["NICKNAME:Ani", "ORG:Acme"], "Ani"),
        (["ORG:;Product"], "Product"),
        (["EMAIL:ana@x.example"], "ana@x.example"),
        (["FN:\u202eAna\u2066 \u200bCo\x07sta\t"], "Ana \u200bCosta"),
        (["FN:<script>alert(1)</script>"], "<script>alert(1)</script>"),
        (["FN:" + "x" * 10_000], "x" * 300),
        (["ROLE:none", "FN:First", "FN:Second"], "First"),
    ],
)
def test_the_name(lines: list[str], name: str) -> None:
    assert one(*lines).name == name


def test_vcard_21_with_quoted_printable_charsets_and_bare_parameters() -> None:
    content = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\r\n"
        b"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B6rg=\r\n M=C3=BCller\r\n"
        b"ORG;CHARSET=SHIFT_JIS:\x83e\x83X\x83g\r\n"
        b"NOTE;CHARSET=UTF-8;BASE64:w6nDqA==\r\n"
        b"TEL;CELL:+49 30 123456\r\nEMAIL;PREF;INTERNET:j@x.example\r\n"
        b"PHOTO;JPEG;ENCODING=BASE64:\r\n/9j/4AAQSkZJRgABAQAAAQABAAD\r\nAAAA==\r\n\r\n"
        b"TITLE:Caf\xe9 owner\r\nEND:VCARD\r\n"
    )
    (record,) = read(content)
    assert isinstance(record, ContactRecord)
    assert (record.name, record.given, record.family) == ("Jörg Müller", "Jörg", "Müller")
    assert (record.organisation, record.notes, record.title) == ("テスト", "éè", "Café owner")
    assert (record.phones, record.emails) == (("+49 30 123456",), ("j@x.example",))


def test_an_unknown_or_dangerous_charset_is_passed_over() -> None:
    for charset in ("X-KLINGON", "unicode_escape", "rot13", "undefined", "idna", "", "\\"):
        assert one(f"FN;CHARSET={charset}:Zoë \\\\u0041").name == "Zoë \\u0041"


def test_a_note_that_is_written_over_several_lines_without_folding_stays_whole() -> None:
    record = one("FN:Ana", "NOTE:First line", "second line", "URL:x.example", "stray")
    assert record.notes == "First line\nsecond line"


def test_notes_are_capped_and_a_card_cannot_fill_the_memory() -> None:
    record = one("FN:Ana", *(["NOTE:" + "n" * 90_000] * 100))
    assert len(record.notes) == 20_000


def test_empty_cards_and_groups_are_rejected_with_place_and_mend() -> None:
    empty, group, apple = read(
        card() + card("KIND:group", "FN:Team") + card("FN:List", "X-ADDRESSBOOKSERVER-KIND:Group")
    )
    assert empty == Rejected("card 1, line 1", empty.reason)  # type: ignore[union-attr]
    assert "Give it a name" in empty.reason  # type: ignore[union-attr]
    assert isinstance(group, Rejected)
    assert group.where == "card 2, line 4"
    assert group.reason.startswith("“Team” is a list of people")
    assert isinstance(apple, Rejected)


def test_missing_ends_lose_nobody() -> None:
    results = read(
        "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nTEL:123\nBEGIN:VCARD\nFN:C\nEND:VCARDBEGIN:VCARD\nFN:D\nTITLE:Cut of"
    )
    assert [type(result) for result in results] == [ContactRecord, Rejected, ContactRecord, ContactRecord]
    assert [result.where for result in results] == [
        "card 1, line 1 (it breaks off before its end)",
        "card 2, line 3",
        "card 3, line 5",
        "card 4, line 7 (it breaks off before its end)",
    ]
    assert "breaks off" in results[1].reason  # type: ignore[union-attr]


def test_an_agent_inside_a_card_is_not_a_card_of_its_own() -> None:
    (record,) = read(card("FN:Boss", "AGENT:", "BEGIN:VCARD", "FN:Aide", "END:VCARD", "TITLE:Head"))
    assert isinstance(record, ContactRecord)
    assert (record.name, record.title) == ("Boss", "Head")


def test_a_hundred_thousand_nested_begins_are_one_card_in_no_time() -> None:
    started = time.perf_counter()
    (vcards,) = read("BEGIN:VCARD\n" * 100_000)
    (others,) = read("BEGIN:VCARD\nFN:x\n" + "BEGIN:X\n" * 100_000 + "END:X\n" * 100_000 + "END:VCARD\n")
    assert isinstance(vcards, Rejected)
    assert isinstance(others, Rejected)
    assert "nested" in others.reason
    assert time.perf_counter() - started < 5


def test_utf16_and_marks_between_files_put_together() -> None:
    assert [record.name for record in read(card("FN:Zoë").encode("utf-16"))] == ["Zoë"]  # type: ignore[union-attr]
    joined = card("FN:A").encode("utf-8-sig") + card("FN:B").encode("utf-8-sig")
    assert [record.name for record in read(joined)] == ["A", "B"]  # type: ignore[union-attr]


def test_a_file_without_cards_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no contact card"):
        read("Dear all,\nBEGIN:VCALENDAR\nEND:VCALENDAR\n")


def test_hostile_shapes_take_no_time() -> None:
    started = time.perf_counter()
    one("FN:x", "ORG:" + "\\;" * 400_000, "EMAIL:" + "a" * 500_000, "N:" + '"' * 300_000 + ":;" * 100_000)
    one("FN:x", "TEL;X=" + '":' * 300_000, "CATEGORIES:" + "," * 500_000, "URL:" + "a." * 300_000)
    assert time.perf_counter() - started < 5


def test_what_would_turn_a_line_around_is_left_out_of_a_name() -> None:
    record = one("FN:Ana \u202eziuR\u200f", "ORG:\u2067Acme\u2069", "TITLE:CPO\u061c\x9b")
    assert (record.name, record.organisation, record.title) == ("Ana ziuR", "Acme", "CPO")
    assert one("FN:علی\u200cرضا").name == "علی\u200cرضا"
