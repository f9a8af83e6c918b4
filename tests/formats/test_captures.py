"""Captures as they are read: the good ones whole, everything else set aside with its reason."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mentorpanel.domain.facts import Rejected
from mentorpanel.formats.captures import Capture, parse_capture

GOOD = {
    "id": "01795429459559075017-0008750-86662b1a",
    "at": "2026-11-23T10:24:19.559075Z",
    "command": "log",
    "text": "Shipped",
    "kind": "win",
    "for": "",
    "topics": ["launch"],
    "on": "2026-11-22",
    "user": "",
}


def read(**changes: object) -> Capture | Rejected:
    return parse_capture(json.dumps({**GOOD, **changes}).encode())


def test_a_good_one() -> None:
    assert read() == Capture(
        id="01795429459559075017-0008750-86662b1a",
        at=datetime(2026, 11, 23, 10, 24, 19, 559075, tzinfo=UTC),
        command="log",
        text="Shipped",
        kind="win",
        topics=("launch",),
        on=date(2026, 11, 22),
    )


def test_a_parked_item_without_a_kind_is_a_question() -> None:
    taken = read(command="park", kind="")
    assert isinstance(taken, Capture) and taken.kind == "question"


def test_no_value_that_a_database_refuses_comes_through() -> None:
    taken = read(text="a\0b \ud800", topics=["x\0", "x\0", " "])
    assert isinstance(taken, Capture)
    assert taken.text == "a\ufffdb ?" and taken.topics == ("x\ufffd",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": " "}, "no text"),
        ({"text": 3}, "“text” is no text"),
        ({"id": "../../x"}, "no usable id"),
        ({"id": ""}, "no usable id"),
        ({"command": "rm"}, "neither"),
        ({"at": "yesterday"}, "when"),
        ({"on": "2026-02-30"}, "no date"),
        ({"kind": "idea"}, "none of win"),
        ({"topics": "launch"}, "no list"),
        ({"topics": [1]}, "no list"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], reason: str) -> None:
    refused = read(**changes)
    assert isinstance(refused, Rejected) and reason in refused.reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{\x00",
        json.dumps(GOOD).encode()[:-9],
        b"[" * 100_000,
        b" " * 9_000_000,
        b"1" * 5000,
    ],
)
def test_a_file_that_is_no_capture_is_refused(content: bytes) -> None:
    assert isinstance(parse_capture(content), Rejected)


@given(
    some.binary()
    | some.recursive(some.none() | some.text(), some.lists).map(lambda value: json.dumps(value).encode())
)
def test_no_bytes_make_it_fail(content: bytes) -> None:
    assert isinstance(parse_capture(content), Rejected)
