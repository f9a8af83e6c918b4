"""Invitations to the owner's own address at work, from the table of examples."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorpanel.domain.own_copies import CopyMessage, CopyWanted, messages_due
from tests.rule_tables import rows

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day} {time}").replace(tzinfo=UTC)


@pytest.mark.parametrize("row", rows("own-copies"), ids=lambda row: row["case"])
def test_what_goes(row: dict[str, str]) -> None:
    wanted, told = [], []
    if row["wanted"] != "-":
        start = at(*row["wanted"].split())
        wanted.append(CopyWanted("u", "session", 7, start, start + HOUR))
    if row["told"] != "-":
        method, day, time, address, sequence = row["told"].split()
        start = at(day, time)
        told.append(CopyMessage(method, "u", "session", 7, start, start + HOUR, address, int(sequence)))
    due = messages_due(wanted, told, row["address"], now=NOW)
    said = [f"{one.method} {one.starts_at:%m-%d %H:%M} {one.address} {one.sequence}" for one in due]
    assert said == ([] if row["goes"] == "-" else row["goes"].split(", "))
    assert all((one.uid, one.kind, one.session_id) == ("u", "session", 7) for one in due)
