"""The panel as its page shows it: the map, the list, the coverage matrix and the flags, in words and addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from mentorpanel.domain.coverage import Cover, NeedCoverage
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.need_topics import LEVEL_WORDS
from mentorpanel.domain.panel_flags import Flag
from mentorpanel.domain.panel_map import Drawing, MapNeed, MapPerson, draw
from mentorpanel.usecases.coverage import PanelState
from mentorpanel.usecases.panel_members import MemberState

OUTSIDE_VIEW: Final = "outside-view"
_NEAREST: Final = (Stage.FORMAL_MENTOR, Stage.MENTOR, Stage.RAPPORT)
_SHAPES: Final = {"current": "fine", "slipping": "due", "lapsed": "late"}
_CADENCES: Final[Mapping[str, tuple[str, str]]] = {
    "in-touch": ("fine", "in touch"),
    "due": ("due", "time to talk"),
    "drifting": ("due", "drifting"),
    "cold": ("late", "long silent"),
    "waiting": ("quiet", "waiting for an answer"),
    "paused": ("off", "paused"),
    "quiet": ("quiet", "left in peace"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """Somebody in the list beside the map; ``shape`` and ``words`` say how it stands."""

    id: int
    name: str
    title: str
    stage: str
    roles: tuple[str, ...]
    talked_on: date | None
    shape: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How far one person helps with one need: 0 to 3, in a word, how much of it counts now, and why."""

    level: int
    word: str
    counts: str
    reason: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One need with its cells, in the order of the matrix's people."""

    found: NeedCoverage
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Needs × people; only people who help with one of the needs stand in it."""

    people: tuple[tuple[int, str], ...]
    rows: tuple[MatrixRow, ...]


def drawing_of(state: PanelState, together: Iterable[tuple[int, int]] = ()) -> Drawing:
    """The map of everybody with a stage, in the sectors of this phase's needs; ``together``: pairs whom I connected."""
    others: dict[int, set[int]] = {}
    for one_id, other_id in together:
        others.setdefault(one_id, set()).add(other_id)
        others.setdefault(other_id, set()).add(one_id)
    main = _main_needs(state.coverage)
    people = [
        MapPerson(
            person_id=one.member.person_id,
            name=one.member.name,
            stage=one.member.stage.value if one.member.stage else "",
            roles=frozenset(role.value for role in one.member.roles),
            need=main.get(one.member.person_id) or _likely_need(one, state.coverage),
            warmth=one.member.warmth,
            standing=one.member.standing,
            introduced_by=one.member.introducer_id,
            brought_together=frozenset(others.get(one.member.person_id, ())),
        )
        for one in state.everybody
    ]
    needs = [MapNeed(one.need.slug, one.need.name, one.state) for one in state.coverage]
    return draw(people, needs)


def list_rows(members: Sequence[MemberState]) -> list[ListRow]:
    """The panel, nearest first, then by name."""
    ordered = sorted(members, key=lambda one: (_place(one), one.member.name.casefold(), one.member.person_id))
    return [_list_row(one) for one in ordered]


def matrix_of(state: PanelState) -> Matrix:
    """Who helps with what: people who carry the most come first."""
    covers: dict[int, dict[str, Cover]] = {}
    for found in state.coverage:
        for cover in (*found.people, *found.out_of_reach):
            covers.setdefault(cover.person_id, {})[found.need.slug] = cover
    carried = {
        person_id: (-sum(one.amount for one in of.values()), -len(of), next(iter(of.values())).name)
        for person_id, of in covers.items()
    }
    order = sorted(covers, key=lambda person_id: (carried[person_id], person_id))
    people = tuple((person_id, carried[person_id][2]) for person_id in order)
    rows = tuple(
        MatrixRow(found, tuple(_cell(covers[person_id].get(found.need.slug)) for person_id in order))
        for found in state.coverage
    )
    return Matrix(people, rows)


def flag_links(state: PanelState) -> list[dict[str, str]]:
    """What to look at, each with the one place to go to."""
    names = {one.member.person_id: one.member.name for one in state.everybody}
    return [{"text": flag.text, **_link(flag, names)} for flag in state.flags]


def _link(flag: Flag, names: Mapping[int, str]) -> dict[str, str]:
    if flag.link == "needs" and flag.needs:
        label = "Who could help?" if len(flag.needs) == 1 else "Who could help with the first?"
        return {"label": label, "href": reverse("need", args=[flag.needs[0]])}
    if flag.slug in ("sole-cover", "many-needs") and flag.needs:
        return {"label": "Find a second voice", "href": reverse("need", args=[flag.needs[0]])}
    if flag.slug in ("core-full", "panel-full") and flag.people:
        first = flag.people[0]
        return {"label": f"Start with {names.get(first, 'one of them')}", "href": _person(first)}
    return {"label": "Who could see it from elsewhere?", "href": reverse("need", args=[OUTSIDE_VIEW])}


def _person(person_id: int) -> str:
    return reverse("person", args=[person_id])


def _main_needs(coverage: Sequence[NeedCoverage]) -> dict[int, str]:
    """The need that each person covers most; of equal ones the heavier."""
    best: dict[int, tuple[float, int, str]] = {}
    for found in coverage:
        for cover in (*found.people, *found.out_of_reach):
            known = best.get(cover.person_id)
            if known is None or (cover.amount, cover.level) > known[:2]:
                best[cover.person_id] = (cover.amount, cover.level, found.need.slug)
    return {person_id: slug for person_id, (_, _, slug) in best.items()}


def _likely_need(one: MemberState, coverage: Sequence[NeedCoverage]) -> str:
    """For those who do not count yet: what they would help with most, in this phase or at all."""
    levels = {slug: level for slug, level in one.member.levels.items() if level > 0}
    wanted = [found.need.slug for found in coverage]
    order = {slug: place for place, slug in enumerate(wanted)}
    return min(
        levels, key=lambda slug: (slug not in order, -levels[slug], order.get(slug, 0), slug), default=""
    )


def _place(one: MemberState) -> int:
    return _NEAREST.index(one.member.stage) if one.member.stage in _NEAREST else len(_NEAREST)


def _list_row(one: MemberState) -> ListRow:
    shape, words, reason = _how_it_stands(one)
    known = one.member
    roles = tuple(sorted(role.value for role in known.roles))
    return ListRow(
        known.person_id, known.name, one.title, known.stage.value if known.stage else "", roles,
        one.tie.summary.last_two_way_on, shape, words, reason,
    )  # fmt: skip


def _how_it_stands(one: MemberState) -> tuple[str, str, str]:
    shape, in_touch = _CADENCES.get(one.cadence.state, ("off", ""))
    if one.standing is None:
        return shape, in_touch, one.cadence.reason
    if one.standing.verdict == "lapsed":
        return "late", "lapsed: rest or revive?", one.standing.reason
    informed = "informed" if one.informed.verdict == "informed" else "not informed"
    words = f"{in_touch}, {informed}" if in_touch else informed
    return _SHAPES.get(one.standing.verdict, shape), words, one.standing.reason


def _cell(cover: Cover | None) -> Cell | None:
    if cover is None:
        return None
    counts = "full" if cover.factor >= 1 else "part" if cover.factor > 0 else "none"
    return Cell(cover.level, LEVEL_WORDS[cover.level], counts, cover.reason)


def tab_of(name: str, slug: str, here: str, current: str) -> tuple[str, str, bool, str]:
    """A tab of the phase switch: the phase of now is the page itself, another one is a look."""
    panel: Any = reverse("panel")
    return name, panel if slug == current else f"{panel}?phase={slug}", slug == here, ""
