"""What is done in a calendar, from its tables of examples."""

from datetime import UTC, datetime

import pytest

from mentorpanel.domain.calendar_sync import ORDER, Do, Seen, Wanted, Written, decide, must_look_at
from tests.rule_tables import rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def wanted(says: str, href: str = "/a.ics") -> Wanted:
    return Wanted(href, "uid", says, f"all of {says}", NOON)


def written_in(cell: str) -> Written:
    version, *more = cell.split()
    says, _, etag = version.partition("/")
    meant = more[more.index("meant") + 1] if "meant" in more else ""
    is_begun = not etag and "left" not in more
    return Written(
        "/a.ics", "uid", etag, says, "" if is_begun else f"all of {says}", meant or (says if is_begun else ""),
        was_left="left" in more, is_forced="forced" in more,
    )  # fmt: skip


def seen_in(cell: str) -> Seen:
    version, *more = cell.split()
    says, _, etag = version.partition("/")
    return Seen(etag, "another" if "other" in more else "uid", says)


@pytest.mark.parametrize(
    "row", rows("calendar-sync", "What is done in your calendar"), ids=lambda row: row["case"]
)
def test_what_is_done(row: dict[str, str]) -> None:
    want = [wanted(row["wanted"])] if row["wanted"] != "-" else []
    ours = [written_in(row["written"])] if row["written"] != "-" else []
    there = {"/a.ics": seen_in(row["there"])} if row["there"] != "-" else {}
    decided = decide(want, ours, there)
    assert [step.do for step in decided.steps] == [row["does"]] and not decided.refusal
    (step,) = decided.steps
    assert step.reason and step.etag == (there["/a.ics"].etag if there else "")


@pytest.mark.parametrize("row", rows("calendar-sync", "One side suddenly empty"), ids=lambda row: row["case"])
def test_one_side_suddenly_empty(row: dict[str, str]) -> None:
    hrefs = [f"/{number}.ics" for number in range(int(row["written"]))]
    explained = hrefs[: int(row["explained"])]
    ours = [Written(href, "uid", "1", "A", "all of A", is_explained=href in explained) for href in hrefs]
    there = {href: Seen("1") for href in hrefs[: int(row["there"])]}
    want = [wanted("A", href) for href in hrefs[: int(row["wanted"])]]
    decided = decide(want, ours, there)
    assert (row["refused"] in decided.refusal) if row["refused"] != "-" else not decided.refusal
    assert bool(decided.steps) is not bool(decided.refusal)
    assert not decide(want, ours, there, is_leaving=True).refusal


def test_nothing_is_deleted_before_what_takes_its_place_is_there() -> None:
    ours = [
        Written("/old.ics", "uid", "1", "A", "all of A"),
        Written("/kept.ics", "uid", "1", "A", "all of A"),
    ]
    there = {"/old.ics": Seen("1"), "/kept.ics": Seen("1")}
    decided = decide([wanted("B", "/new.ics"), wanted("B", "/kept.ics")], ours, there)
    assert [(step.do, step.href) for step in decided.steps] == [
        (Do.REPLACE, "/kept.ics"),
        (Do.CREATE, "/new.ics"),
        (Do.DELETE, "/old.ics"),
    ]
    assert set(ORDER) == set(Do)


def test_only_what_is_not_as_we_left_it_is_read() -> None:
    ours = [Written("/same.ics", "u", "1", "A", "x"), Written("/other.ics", "u", "1", "A", "x")]
    ours.append(Written("/begun.ics", "u", "", "A", ""))
    etags = {"/same.ics": "1", "/other.ics": "2", "/begun.ics": "3", "/unknown.ics": "4"}
    assert must_look_at(ours, etags) == ("/other.ics", "/begun.ics", "/unknown.ics")
