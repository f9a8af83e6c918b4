"""Content lines: folding, line ends, encodings and bounds."""

import io

import pytest

from mentorpanel.formats.contentlines import ContentLines, parse_head, split_line
from mentorpanel.formats.text_encoding import CHUNK_BYTES, HEAD_BYTES, LONGEST_LINE


def lines_of(content: bytes) -> list[tuple[int, bytes]]:
    return list(ContentLines(io.BytesIO(content)))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_every_line_end_gives_the_same_lines_and_numbers(end: bytes) -> None:
    assert lines_of(end.join([b"A:1", b"NOTE:long", b"  er", b"", b"C:3", b""])) == [
        (1, b"A:1"),
        (2, b"NOTE:long er"),
        (5, b"C:3"),
    ]


def test_line_ends_may_be_mixed() -> None:
    assert [line for _, line in lines_of(b"A:1\rB:2\nC:3\r\nD:4")] == [b"A:1", b"B:2", b"C:3", b"D:4"]


def test_a_letter_that_is_folded_in_its_middle_is_whole_again() -> None:
    assert lines_of(b"FN:J\xc3\r\n \xb6rg\r\n") == [(1, "FN:Jörg".encode())]


def test_soft_breaks_join_quoted_printable_lines_only() -> None:
    content = b"NOTE;ENCODING=QUOTED-PRINTABLE:one=\r\n two=\r\nthree\r\nKEY;ENCODING=BASE64:AA==\r\nFN:x\r\n"
    assert [line for _, line in lines_of(content)] == [
        b"NOTE;ENCODING=QUOTED-PRINTABLE:one twothree",
        b"KEY;ENCODING=BASE64:AA==",
        b"FN:x",
    ]


def test_a_soft_break_never_swallows_the_end_of_the_card() -> None:
    content = b"NOTE;QUOTED-PRINTABLE:cut=\nEND:VCARD\n"
    assert [line for _, line in lines_of(content)] == [b"NOTE;QUOTED-PRINTABLE:cut", b"END:VCARD"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_come_out_as_utf8(encoding: str) -> None:
    assert lines_of("BEGIN:VCARD\r\nFN:Zoë 王\r\n".encode(encoding)) == [
        (1, b"BEGIN:VCARD"),
        (2, "FN:Zoë 王".encode()),
    ]


def test_nuls_are_dropped() -> None:
    assert lines_of(b"FN:a\0b\n" + b"X:1\n" * 30)[0] == (1, b"FN:ab")


def test_line_ends_at_the_edge_of_what_is_read_at_once() -> None:
    for edge in (HEAD_BYTES, HEAD_BYTES + CHUNK_BYTES):
        for shift in range(-3, 4):
            first = b"A:" + b"x" * (edge - 2 + shift)
            assert lines_of(first + b"\r\n y\r\nB:2\r\n") == [(1, first + b"y"), (3, b"B:2")]


def test_endless_lines_are_cut_and_the_rest_goes_on() -> None:
    one, folded = b"A:" + b"x" * (3 * LONGEST_LINE), b"B:" + b"y" * 70 + (b"\n " + b"y" * 70) * 30_000
    found = lines_of(one + b"\n" + folded + b"\nC:3\n")
    assert [line[:2] for _, line in found] == [b"A:", b"B:", b"C:"]
    assert all(len(line) <= LONGEST_LINE for _, line in found)


def test_the_colon_is_the_first_one_outside_quotes() -> None:
    assert split_line(b'TEL;X="a:b;c":+1:2') == (b'TEL;X="a:b;c"', b"+1:2")
    assert split_line(b'TEL;X="never closed:1') == (b'TEL;X="never closed', b"1")
    assert split_line(b"no colon") is None


def test_heads() -> None:
    assert parse_head(b'item1.email;type=INTERNET;HOME;base64;X="a;b"') == (
        "EMAIL",
        (("TYPE", "INTERNET"), ("TYPE", "HOME"), ("ENCODING", "base64"), ("X", "a;b")),
    )
