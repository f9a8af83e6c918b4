"""The table of docs/rules/focus.md, and the limit of five."""

from datetime import date

import pytest

from mentorpanel.domain.focus import (
    FocusArea,
    FocusVersion,
    check_areas,
    readable_areas,
    reads,
    version_for_each,
    version_to_know,
)
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from tests.rule_tables import rows

IDS = {"Ana": 1, "Marek": 2}
READERS = {"all": "everyone", "none": "nobody"}


def area(text):
    rest, readers = text.strip().split(":")
    number, words = rest.split("=")
    named = frozenset(IDS[name.strip()] for name in readers.split(",") if name.strip() in IDS)
    return FocusArea(int(number), words, READERS.get(readers, "named"), named)


def versions(text):
    for number, part in enumerate(text.split("/"), start=1):
        yield FocusVersion(number, date(2026, 1, number), tuple(area(each) for each in part.split(";")))


@pytest.mark.parametrize("row", rows("focus"), ids=lambda row: row["because"])
def test_version_to_know(row):
    for name, id in IDS.items():
        found = version_to_know(reversed(list(versions(row["versions"]))), id)
        assert str(found.number if found else "none") == row[f"{name} is to know"]


def test_nothing_told_yet():
    assert version_to_know([], 1) is None


def test_readers():
    areas = [area("1=pricing:all"), area("2=hiring:Ana"), area("3=leaving:none")]
    assert [each.id for each in readable_areas(areas, IDS["Ana"])] == [1, 2]
    assert [each.id for each in readable_areas(areas, IDS["Marek"])] == [1]
    assert not reads(FocusArea(4, "moving", "nobody", frozenset({1})), 1)


@pytest.mark.parametrize(
    "areas",
    [
        [FocusArea(n, "words") for n in range(6)], [FocusArea(1, "  ")], [FocusArea(1, "words", "friends")],
        [FocusArea(1, "words", "named")],
    ],
)  # fmt: skip
def test_what_cannot_be_taken(areas):
    with pytest.raises(Invalid):
        check_areas(areas, RuleSettings())


def test_five_are_fine():
    check_areas([FocusArea(n, "words") for n in range(5)], RuleSettings())


def test_the_version_for_each_of_many_is_the_one_for_one() -> None:
    history = [
        FocusVersion(1, date(2026, 1, 1), (FocusArea(1, "a"), FocusArea(2, "b", "named", frozenset({7})))),
        FocusVersion(2, date(2026, 2, 1), (FocusArea(1, "a"), FocusArea(2, "c", "named", frozenset({7, 8})))),
        FocusVersion(3, date(2026, 3, 1), (FocusArea(1, "a"), FocusArea(3, "d", "nobody"))),
    ]
    of = version_for_each(history)
    assert [of(id) for id in (6, 7, 8)] == [version_to_know(history, id) for id in (6, 7, 8)]
    assert version_for_each([])(7) is None
