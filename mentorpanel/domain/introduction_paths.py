"""Who could introduce me to whom: paths through people of mine, best first. Examples: docs/rules/introduction-paths.md.

From facts alone: who knows whom, who introduced whom, who works where, whom one met at the same event; how warm
the tie is, whether they were asked lately, how senior they are. The weights are our judgement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mentorpanel.domain.names import fold
from mentorpanel.domain.records import Named
from mentorpanel.domain.words import count

PATHS_MOST: Final = 12
FOR_ONE_MOST: Final = 4
"""How many paths are shown in all, and to one person; our judgement."""
UNKNOWN: Final = 0
"""The number of somebody who is not in the address book: a name, or only a place."""
_WARMTH: Final = {"close": 3.0, "warm": 2.0, "quiet": 1.0}
_LOAD: Final = 1.0
_SECOND_STEP: Final = 2.5
_SENIOR: Final = 0.5


class LinkKind(StrEnum):
    """How two people are known to be connected, the surest first."""

    KNOWS = "knows"
    INTRODUCED = "introduced"
    SAME_PLACE = "same-place"
    SAME_TAG = "same-tag"


_LINK: Final = {
    LinkKind.KNOWS: 3.0,
    LinkKind.INTRODUCED: 3.0,
    LinkKind.SAME_PLACE: 1.5,
    LinkKind.SAME_TAG: 0.5,
}


@dataclass(frozen=True, slots=True)
class PathPerson:
    """Somebody on a path. ``is_mine``: I could write to them; ``warmth`` is the word for our tie.

    ``may_be_asked`` is False for who is not to be contacted, and where things are closed. ``asked_lately`` counts
    requests for an introduction in the last months; ``rungs_above`` me, None where it is not known.
    """

    person_id: int
    name: str
    organisation: str = ""
    title: str = ""
    is_mine: bool = False
    warmth: str = "distant"
    may_be_asked: bool = True
    asked_lately: int = 0
    rungs_above: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two people are connected; ``detail`` names the place or the event."""

    one: int
    other: int
    kind: LinkKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IntroductionPath:
    """A way to ``target`` through ``via``, nearest to me first; nobody in ``via``: I know them myself.

    ``score`` orders and is never shown; ``reasons`` are facts in words.
    """

    target: Named
    about: str
    via: tuple[Named, ...]
    reasons: tuple[str, ...]
    score: float

    @property
    def bridge(self) -> Named | None:
        """Whom to ask; None where no bridge is needed."""
        return self.via[0] if self.via else None


def paths_to(
    targets: Sequence[int], people: Mapping[int, PathPerson], links: Iterable[Link], most: int = PATHS_MOST
) -> tuple[IntroductionPath, ...]:
    """Paths to any of ``targets``, best first, equal ones by name; through one of mine, or one of mine and one more."""
    around = _around(links, people)
    wanted = [people[one] for one in dict.fromkeys(targets) if one in people and people[one].may_be_asked]
    found: list[IntroductionPath] = []
    for target in wanted:
        ways = [_myself(target)] if target.is_mine else [*_through_one(target, people, around)]
        if not target.is_mine:
            reached = {way.via[0].id for way in ways if way.via}
            ways += _through_two(target, people, around, reached)
        found += sorted(ways, key=_best)[:FOR_ONE_MOST]
    return tuple(sorted(found, key=_best)[:most])


def _myself(target: PathPerson) -> IntroductionPath:
    reason = f"You know {_given(target)} yourself; your tie is {target.warmth}. No bridge is needed."
    return IntroductionPath(
        _named(target), _about(target), (), (reason,), 10 + _WARMTH.get(target.warmth, 0.0)
    )


def _through_one(
    target: PathPerson, people: Mapping[int, PathPerson], around: Mapping[int, dict[int, list[Link]]]
) -> Iterable[IntroductionPath]:
    for bridge_id, links in around.get(target.person_id, {}).items():
        bridge = people[bridge_id]
        if bridge.is_mine and bridge.may_be_asked:
            link = _surest(links)
            score = _LINK[link.kind] + _weight(bridge, target)
            reasons = (_how(bridge, target, links), *_about_bridge(bridge))
            yield IntroductionPath(_named(target), _about(target), (_named(bridge),), reasons, score)


def _through_two(
    target: PathPerson,
    people: Mapping[int, PathPerson],
    around: Mapping[int, dict[int, list[Link]]],
    reached: set[int],
) -> list[IntroductionPath]:
    """Somebody of mine knows somebody who knows them; places and events alone are too thin for two steps.

    Of whom nothing is known but where they work, whoever works there is the second step.
    """
    best: dict[int, IntroductionPath] = {}
    near = around.get(target.person_id, {})
    for middle_id, last in near.items() if target.person_id == UNKNOWN else _sure(near):
        middle = people[middle_id]
        if not middle.may_be_asked or middle.is_mine:
            continue
        for bridge_id, first in _sure(around.get(middle_id, {})):
            bridge = people[bridge_id]
            if (
                bridge_id in reached
                or bridge_id == target.person_id
                or not (bridge.is_mine and bridge.may_be_asked)
            ):
                continue
            score = _LINK[_surest(last).kind] + _weight(bridge, target) - _SECOND_STEP
            reasons = (_how(bridge, middle, first), _how(middle, target, last), *_about_bridge(bridge))
            way = IntroductionPath(
                _named(target), _about(target), (_named(bridge), _named(middle)), reasons, score
            )
            if bridge_id not in best or score > best[bridge_id].score:
                best[bridge_id] = way
    return list(best.values())


def _around(links: Iterable[Link], people: Mapping[int, PathPerson]) -> dict[int, dict[int, list[Link]]]:
    found: dict[int, dict[int, list[Link]]] = {}
    for link in links:
        if link.one in people and link.other in people and link.one != link.other:
            found.setdefault(link.one, {}).setdefault(link.other, []).append(link)
            found.setdefault(link.other, {}).setdefault(link.one, []).append(link)
    return found


def _sure(near: Mapping[int, list[Link]]) -> Iterable[tuple[int, list[Link]]]:
    for person_id, links in near.items():
        kept = [link for link in links if link.kind in (LinkKind.KNOWS, LinkKind.INTRODUCED)]
        if kept:
            yield person_id, kept


def _surest(links: Sequence[Link]) -> Link:
    return max(links, key=lambda link: (_LINK[link.kind], link.kind == LinkKind.KNOWS))


def _weight(bridge: PathPerson, target: PathPerson) -> float:
    senior = bridge.rungs_above is not None and bridge.rungs_above >= max(1, target.rungs_above or 0)
    return _WARMTH.get(bridge.warmth, 0.0) - _LOAD * bridge.asked_lately + (_SENIOR if senior else 0.0)


def _how(one: PathPerson, other: PathPerson, links: Sequence[Link]) -> str:
    said: list[str] = []
    kinds = {link.kind: link for link in links}
    if LinkKind.KNOWS in kinds:
        said.append(f"{one.name} and {other.name} know each other")
    elif LinkKind.INTRODUCED in kinds:
        link = kinds[LinkKind.INTRODUCED]
        by, who = (one, other) if link.one == one.person_id else (other, one)
        said.append(f"{by.name} is noted as the one who introduces {who.name}")
    if LinkKind.SAME_PLACE in kinds:
        place = kinds[LinkKind.SAME_PLACE].detail
        said.append(f"both are at {place}" if said else f"{one.name} and {other.name} are both at {place}")
    if LinkKind.SAME_TAG in kinds and len(said) < 2:
        tag = kinds[LinkKind.SAME_TAG].detail
        said.append(
            f"both carry your tag “{tag}”" if said else f"{one.name} and {other.name} carry your tag “{tag}”"
        )
    return "; ".join(said) + "."


def _about_bridge(bridge: PathPerson) -> Iterable[str]:
    given = _given(bridge)
    yield f"Your tie with {given} is {bridge.warmth}."
    if bridge.asked_lately:
        yield f"You asked {given} for {count(bridge.asked_lately, 'introduction')} lately; somebody else may have more room."
    if bridge.rungs_above is not None and bridge.rungs_above > 0:
        yield f"{given} stands {count(bridge.rungs_above, 'rung')} above you, which opens doors."


def _about(person: PathPerson) -> str:
    return ", ".join(filter(None, (person.title, person.organisation)))


def _given(person: PathPerson) -> str:
    return person.name.split()[0]


def _named(person: PathPerson) -> Named:
    return Named(person.person_id, person.name)


def _best(path: IntroductionPath) -> tuple[float, int, str, int]:
    return -path.score, len(path.via), fold(path.target.name), path.bridge.id if path.bridge else 0
