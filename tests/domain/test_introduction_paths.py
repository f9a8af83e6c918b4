"""Paths to an introduction: the table of docs/rules/introduction-paths.md, and the reasons in words."""

from itertools import groupby

import pytest

from mentorpanel.domain.introduction_paths import UNKNOWN, Link, LinkKind, PathPerson, paths_to
from tests import rule_tables

JO, KIM = 99, 98
CASES = {
    case: list(rows)
    for case, rows in groupby(rule_tables.rows("introduction-paths", "Examples"), key=lambda row: row["case"])
}


@pytest.mark.parametrize("case", CASES)
def test_the_table(case: str) -> None:
    people = {JO: PathPerson(JO, "Jo Kim"), KIM: PathPerson(KIM, "Kim Stone")}
    links = []
    for number, row in enumerate(CASES[case], 1):
        name, _, theirs = row["bridge"].partition(" ")
        people[number] = PathPerson(
            number,
            name,
            is_mine=not theirs,
            warmth=row["warmth"],
            may_be_asked=not row["note"],
            asked_lately=int(row["asked lately"]),
            rungs_above=int(row["rungs above"]) if row["rungs above"] else None,
        )
        links.append(Link(number, KIM if row["through"] else JO, LinkKind(row["link"]), "Tallis"))
    links.append(Link(KIM, JO, LinkKind.KNOWS))
    found = [path.via[0].name for path in paths_to([JO], people, links)]
    wanted = sorted((row for row in CASES[case] if row["place"]), key=lambda row: int(row["place"]))
    assert found == [row["bridge"] for row in wanted]


def test_reasons_are_facts_in_words() -> None:
    people = {
        JO: PathPerson(JO, "Jo Kim", organisation="Tallis", title="CPO"),
        1: PathPerson(1, "Ana Ruiz", is_mine=True, warmth="warm", asked_lately=1, rungs_above=2),
    }
    links = [Link(1, JO, LinkKind.KNOWS), Link(1, JO, LinkKind.SAME_PLACE, "Tallis")]
    [path] = paths_to([JO], people, links)
    assert path.about == "CPO, Tallis" and path.bridge is not None and path.bridge.id == 1
    assert path.reasons == (
        "Ana Ruiz and Jo Kim know each other; both are at Tallis.",
        "Your tie with Ana is warm.",
        "You asked Ana for one introduction lately; somebody else may have more room.",
        "Ana stands two rungs above you, which opens doors.",
    )


def test_whom_i_know_needs_no_bridge_and_whom_nobody_should_ask_has_no_path() -> None:
    ana = PathPerson(1, "Ana Ruiz", is_mine=True, warmth="warm")
    [own] = paths_to(
        [JO],
        {JO: PathPerson(JO, "Jo Kim", is_mine=True, warmth="quiet"), 1: ana},
        [Link(1, JO, LinkKind.KNOWS)],
    )
    assert own.via == () and "yourself" in own.reasons[0]
    silent = {JO: PathPerson(JO, "Jo Kim", may_be_asked=False), 1: ana}
    assert paths_to([JO], silent, [Link(1, JO, LinkKind.KNOWS)]) == ()


def test_somebody_who_is_not_here_is_reached_by_whoever_works_there() -> None:
    people = {
        UNKNOWN: PathPerson(UNKNOWN, "Pat Doe", organisation="Tallis"),
        1: PathPerson(1, "Ana Ruiz", is_mine=True, warmth="warm"),
        2: PathPerson(2, "Ben Okri", is_mine=True, warmth="warm"),
        KIM: PathPerson(KIM, "Kim Stone"),
    }
    links = [
        Link(UNKNOWN, 1, LinkKind.SAME_PLACE, "Tallis"),
        Link(UNKNOWN, KIM, LinkKind.SAME_PLACE, "Tallis"),
        Link(2, KIM, LinkKind.KNOWS),
    ]
    found = paths_to([UNKNOWN], people, links)
    assert [[one.name for one in path.via] for path in found] == [["Ana Ruiz"], ["Ben Okri", "Kim Stone"]]
    assert found[1].reasons[:2] == (
        "Ben Okri and Kim Stone know each other.",
        "Kim Stone and Pat Doe are both at Tallis.",
    )
