"""The panel map: the tables of docs/rules/panel-map.md, and what holds for any panel."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import hypot
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.panel_map import MapNeed, MapPerson, draw, ring_of, shape_of
from mentorpanel.domain.panel_map_text import cut, plain_name, short_names, width_of
from tests.rule_tables import rows

STAGES = (
    "formal-mentor", "mentor", "rapport", "connected", "reached-out", "noticed", "resting", "alumni", "closed", "",
)  # fmt: skip
NEEDS = tuple(
    MapNeed(f"need-{number}", name, state)
    for number, (name, state) in enumerate(
        (
            ("opportunities", "open"), ("prioritisation", "thin"), ("strategy", "covered"), ("influence", "covered"),
            ("sponsor", "open"), ("calibration", "thin"), ("relationship building", "open"), ("counsel", "covered"),
            ("selection criteria", "open"), ("a very long need of my own that nobody can read", "thin"),
        ),
        start=1,
    )
)  # fmt: skip
NAMES = (
    "Ana Duarte", "Ana Dias", "Wei Zhang", "陈大文", "渡辺 健太郎", "김민준", "יעל כהן", "محمد عبد الرحمن الشريف", "Cher",
    "Ольга Щербакова", "Maximiliane von und zu Hohenstein-Waldenburg", "Wilhelmina Wolfeschlegelsteinhausen", "Zoë 🌻 Quinn",
)  # fmt: skip


@st.composite
def panels(draw_one, most: int = 60) -> list[MapPerson]:
    """Panels as they are, and as they should not be: everybody in one cell."""
    count = draw_one(st.integers(0, most))
    stages = st.sampled_from(draw_one(st.lists(st.sampled_from(STAGES), min_size=1, max_size=10)))
    needs = st.sampled_from(
        draw_one(
            st.lists(
                st.sampled_from(["", "strange", *(need.slug for need in NEEDS)]), min_size=1, max_size=12
            )
        )
    )
    return [
        MapPerson(
            number, draw_one(st.sampled_from(NAMES) | st.text(max_size=30)), draw_one(stages),
            draw_one(st.sampled_from([frozenset(), frozenset({"sponsor"})])), draw_one(needs),
            draw_one(st.sampled_from(["close", "warm", "quiet", "distant"])),
            draw_one(st.sampled_from(["", "current", "slipping", "lapsed"])),
            draw_one(st.none() | st.integers(1, max(count, 1))),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


@pytest.mark.parametrize("row", rows("panel-map", "Where somebody stands"), ids=str)
def test_the_ring(row):
    assert (ring_of(row["stage"], frozenset({row["roles"]} - {""})) or "none") == row["ring"]


@pytest.mark.parametrize("row", rows("panel-map", "Which sectors there are"), ids=str)
def test_the_sectors(row):
    needs = [MapNeed(f"need-{number}", f"need {number}") for number in range(1, int(row["needs"]) + 1)]
    people = [MapPerson(1, "Ana", "mentor", need=row["covers"])] if row["covers"] else []
    slugs = [one.sector.slug for one in draw(people, needs).sectors]
    assert slugs[-1] == ""
    assert sum(slug.startswith("need-") for slug in slugs) == int(row["named"])
    assert ("yes" if "other" in slugs else "no") == row["other needs"]


@pytest.mark.parametrize("row", rows("panel-map", "Shapes"), ids=str)
def test_the_shape(row):
    assert shape_of(row["standing"]) == row["shape"]


@pytest.mark.parametrize("row", rows("panel-map", "Names"), ids=str)
def test_shorter_names(row):
    assert ", ".join(short_names(row["name"])) == row["shorter forms"]


@settings(max_examples=30, deadline=None)
@given(panels(), st.integers(0, len(NEEDS)))
def test_nothing_touches_and_all_is_inside(people: Sequence[MapPerson], needs: int):
    drawing = draw(people, NEEDS[:needs])
    edge = drawing.width / 2
    assert {dot.person_id for dot in drawing.dots} == {
        one.person_id for one in people if ring_of(one.stage, one.roles)
    }
    for one, other in combinations(drawing.dots, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 30  # two targets, side by side
        if one.label and other.label:
            assert not one.label.box.overlaps(other.label.box)
    labels = [dot for dot in drawing.dots if dot.label]
    for dot in labels:
        box = dot.label.box
        assert -edge < box.left < box.right < edge
        assert -edge < box.top < box.bottom < edge
        for other in drawing.dots:
            if other is not dot:
                across = max(box.left - other.x, 0, other.x - box.right)
                along = max(box.top - other.y, 0, other.y - box.bottom)
                assert hypot(across, along) > other.radius + 2
    for dot in drawing.dots:
        assert hypot(dot.x, dot.y) + 15 < edge
        for ring in drawing.rings:
            beside = abs(dot.x) > width_of(ring.name, 11) / 2 + dot.radius
            assert beside or abs(dot.y + ring.radius) > 7 + dot.radius, (dot.name, ring.name)
    numbers = [dot.number for dot in drawing.numbered]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert all(dot.number for dot in drawing.dots if dot.label is None)


@settings(max_examples=30, deadline=None)
@given(panels(30))
def test_a_label_lies_in_the_room_kept_for_it(people: Sequence[MapPerson]):
    for dot in draw(people, NEEDS[:8]).dots:
        if dot.label:
            width = width_of(dot.label.text, 13)
            left = dot.label.x - {"start": 0, "middle": width / 2, "end": width}[dot.label.anchor]
            assert dot.label.box.left - 0.1 <= left
            assert left + width <= dot.label.box.right + 0.1
            assert dot.label.box.top <= dot.label.y - 12
            assert dot.label.y + 3 <= dot.label.box.bottom


@settings(max_examples=20, deadline=None)
@given(panels(40), st.randoms(use_true_random=False))
def test_the_same_people_give_the_same_map(people: list[MapPerson], random):
    before = draw(people, NEEDS)
    shuffled = list(people)
    random.shuffle(shuffled)
    assert draw(shuffled, NEEDS) == before


@settings(max_examples=30, deadline=None)
@given(panels(40), st.data())
def test_warmth_moves_nothing_but_its_own_dot(people: list[MapPerson], data):
    if not people:
        return
    chosen = data.draw(st.sampled_from(people))
    warmth = data.draw(st.sampled_from(["close", "warm", "quiet", "distant"]))
    changed = [replace(one, warmth=warmth) if one is chosen else one for one in people]
    before, after = draw(people, NEEDS), draw(changed, NEEDS)
    assert [(dot.person_id, dot.x, dot.y, dot.number) for dot in before.dots] == [
        (dot.person_id, dot.x, dot.y, dot.number) for dot in after.dots
    ]
    for one, other in zip(before.dots, after.dots, strict=True):
        assert one.label == other.label or one.person_id == chosen.person_id


def places(people: Sequence[MapPerson]) -> dict[int, tuple[float, float]]:
    """Where everybody stands. Every need of theirs is one that the phase asks for, so that the sectors stay."""
    return {dot.person_id: (dot.x, dot.y) for dot in draw(people, NEEDS).dots}


def rings(people: Sequence[MapPerson]) -> list[int]:
    return [ring.radius for ring in draw(people, NEEDS).rings]


@settings(max_examples=30, deadline=None)
@given(panels(40), st.sampled_from(STAGES[:6]), st.sampled_from(["", "need-1", "need-9"]))
def test_somebody_new_moves_nobody(people: list[MapPerson], stage: str, need: str):
    grown = [*people, MapPerson(99, "Somebody New", stage, need=need)]
    before, after = rings(people), rings(grown)
    if all(old == new for old, new in zip(before, after, strict=False)):
        old, new = places(people), places(grown)
        assert {person_id: new[person_id] for person_id in old} == old


@settings(max_examples=30, deadline=None)
@given(panels(40), st.data())
def test_who_leaves_moves_only_those_behind_them_in_their_cell(people: list[MapPerson], data):
    if not people:
        return
    gone = data.draw(st.sampled_from(people))
    left = [one for one in people if one is not gone]
    if rings(people) != rings(left):
        return
    old, new = places(people), places(left)
    moved = {person_id for person_id in new if old[person_id] != new[person_id]}
    stage = ring_of(gone.stage, gone.roles)
    behind = {
        one.person_id
        for one in people
        if ring_of(one.stage, one.roles) == stage and one.person_id > gone.person_id
    }
    assert moved <= behind


def test_an_open_need_is_a_gap_with_its_word():
    drawing = draw([], NEEDS[:8])
    said = {one.sector.slug: " ".join(line.text for line in one.words) for one in drawing.sectors}
    assert "open" in said["need-1"]
    assert "thin" in said["need-2"]
    assert said["need-3"] == "strategy"
    assert drawing.summary == "Nobody is on the map yet."


def test_words_for_who_does_not_see_it():
    people = [
        MapPerson(1, "Ana Duarte", "formal-mentor", frozenset({"sponsor"}), "need-3", "close", "current"),
        MapPerson(2, "Marek Holm", "connected", warmth="quiet", introduced_by=1),
        MapPerson(3, "Ruth Adler", "resting", warmth="quiet", introduced_by=1),
    ]
    drawing = draw(people, NEEDS[:8])
    assert [dot.words for dot in drawing.dots] == [
        "Ana Duarte, formal mentor, sponsor, close, current", "Marek Holm, connected, quiet",
    ]  # fmt: skip
    assert [(row.name, row.need, row.introduced_by, row.on_map) for row in drawing.as_text] == [
        ("Ana Duarte", "strategy", "", True), ("Marek Holm", "", "Ana Duarte", True), ("Ruth Adler", "", "Ana Duarte", False),
    ]  # fmt: skip
    assert [(line.from_id, line.to_id) for line in drawing.lines] == [(1, 2)]
    assert "2 people" in drawing.summary
    assert "1 of them mentors" in drawing.summary


def test_those_whom_i_brought_together_have_a_line_and_words():
    people = [
        MapPerson(1, "Ana Duarte", "mentor", brought_together=frozenset({2, 9})),
        MapPerson(2, "Marek Holm", "connected", brought_together=frozenset({1})),
    ]
    drawing = draw(people, NEEDS[:8])
    assert [(line.from_id, line.to_id, line.is_mine) for line in drawing.lines] == [(1, 2, True)]
    assert [row.brought_together for row in drawing.as_text] == ["Marek Holm", "Ana Duarte"]


def test_two_who_would_look_the_same_keep_their_names_apart():
    crowd = [
        MapPerson(number, name, "noticed", need="need-1")
        for number, name in enumerate(["Ana Duarte-Wellington-Smythe of Abbey", "Ana Abbey"] * 12, start=1)
    ]
    texts = [dot.label.text for dot in draw(crowd, NEEDS[:8]).dots if dot.label and not dot.number]
    assert "Ana A." not in texts


def test_names_cannot_turn_the_map_around():
    assert plain_name("Ana\u202eDuarte\n\x00 Ruiz") == "AnaDuarte Ruiz"
    assert plain_name(" \u200f") == "no name"
    assert cut("Wolfeschlegelsteinhausen", 13).endswith("…")
    assert width_of(cut("漢" * 40, 13), 13) <= 104


def test_it_is_quick():
    people = [
        MapPerson(
            number, f"{NAMES[number % 13]} {number}", STAGES[number % 6], need=f"need-{number % 9 or ''}"
        )
        for number in range(1, 61)
    ]
    for count, seconds in ((15, 0.005), (60, 0.03)):
        taken = []
        for _ in range(7):
            begun = process_time()
            draw(people[:count], NEEDS[:8])
            taken.append(process_time() - begun)
        assert min(taken) < seconds
