"""What came of advice, whether its mentor has heard, and in which groups it is kept. Examples: docs/rules/advice.md."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorpanel.domain.facts import AdviceStatus, Verdict
from mentorpanel.domain.names import fold
from mentorpanel.domain.records import Named
from mentorpanel.domain.words import ago, count, people_list, start_sentence

CAME_TO_SOMETHING: Final = (AdviceStatus.WORKED, AdviceStatus.DID_NOT)
"""After these a mentor is told; what was set aside is told only if the owner likes."""
NO_TOPIC: Final = ""


@dataclass(frozen=True, slots=True)
class AdviceKey:
    """As much of a piece of advice as sorting it takes."""

    id: int
    person: Named
    topics: tuple[str, ...]
    status: str
    on: date
    is_loop_open: bool = False
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class AdviceGroup:
    """Advice on one topic (empty: none yet) or from one person, newest first, and who gave it."""

    name: str
    ids: tuple[int, ...]
    people: tuple[Named, ...]


def loop_of(status: str, *, loop_closed_on: date | None) -> Verdict:
    """*open* where something came of it that they have not heard, *closed*, or *none*; with the reason in words."""
    if loop_closed_on is not None:
        return Verdict("closed", "They have heard what came of it.")
    if status in CAME_TO_SOMETHING:
        said = "It worked" if status == AdviceStatus.WORKED else "It did not work"
        return Verdict("open", f"{said}, and they have not heard it from you yet.")
    if status == AdviceStatus.SET_ASIDE:
        return Verdict("none", "You set it aside; tell them only if they would wonder.")
    return Verdict("none", "Nothing has come of it yet that they could hear.")


def by_topic(keys: Sequence[AdviceKey]) -> list[AdviceGroup]:
    """A group per topic, the one with most advice first; what has no topic comes last. A piece may be in several.

    Topics that differ only in capitals or accents are one, named as they are written most often.
    """
    pieces: defaultdict[str, list[AdviceKey]] = defaultdict(list)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key in keys:
        for topic in {fold(topic): topic for topic in key.topics}.items() or ((NO_TOPIC, NO_TOPIC),):
            pieces[topic[0]].append(key)
            written[topic[0]][topic[1]] += 1
    groups = [
        AdviceGroup(max(written[name].items(), key=lambda one: (one[1], one[0]))[0], *_held(held))
        for name, held in pieces.items()
    ]
    return sorted(groups, key=lambda group: (not group.name, -len(group.ids), group.name))


def by_person(keys: Sequence[AdviceKey]) -> list[AdviceGroup]:
    """A group per person, the one who advised last first."""
    pieces: dict[int, list[AdviceKey]] = {}
    for key in keys:
        pieces.setdefault(key.person.id, []).append(key)
    return [AdviceGroup(held[0].person.name, *_held(held)) for held in pieces.values()]


def answers_of_several(keys: Iterable[AdviceKey]) -> dict[int, tuple[int, ...]]:
    """The parked items that two or more people have answered: item to the advice on it, in the order given."""
    found: defaultdict[int, list[AdviceKey]] = defaultdict(list)
    for key in keys:
        if key.item_id is not None:
            found[key.item_id].append(key)
    return {
        item_id: tuple(key.id for key in held)
        for item_id, held in found.items()
        if len({key.person.id for key in held}) > 1
    }


def headline(*, waiting: Sequence[str], trying: int, total: int) -> str:
    """Where things stand; ``waiting`` are the names of those who have not heard what came of their advice."""
    names = list(dict.fromkeys(waiting))
    if not total:
        return "No advice is noted yet."
    if names:
        verb = "has" if len(names) == 1 else "have"
        return f"{people_list(names)} {verb} not heard what came of their advice."
    if trying:
        what = "one piece of advice" if trying == 1 else count(trying, "piece") + " of advice"
        return f"You are trying {what}; everybody has heard the rest."
    said = start_sentence(count(total, "piece")) + " of advice"
    return f"{said}, and no loop is open."


def remembered(name: str, on: date, text: str, status: str, outcome: str, today: date) -> str:
    """Advice as it comes back: “In March Ana said “…”. It worked: …”; what did not work is a warning."""
    said = text if len(text) <= 160 else text[:160].rsplit(" ", 1)[0] + " …"
    line = f"{_when(on, today)} {name.split()[0] if name.split() else name} said “{said.rstrip('.')}”."
    came = {
        AdviceStatus.WORKED.value: "It worked",
        AdviceStatus.DID_NOT.value: "Careful: it did not work",
        AdviceStatus.TRYING.value: "You are trying it",
    }.get(status, "")
    if not came:
        return line
    why = " ".join(outcome.split())
    why = why if len(why) <= 120 else why[:120].rsplit(" ", 1)[0] + " …"
    return f"{line} {came}: {why}" if why else f"{line} {came}."


def _held(held: Sequence[AdviceKey]) -> tuple[tuple[int, ...], tuple[Named, ...]]:
    people = {key.person.id: key.person for key in held}
    return tuple(key.id for key in held), tuple(people.values())


def _when(on: date, today: date) -> str:
    days = (today - on).days
    if days < 45:
        return start_sentence(ago(on, today)) + ","
    return f"In {on:%B}" if days < 330 else f"In {on:%B %Y}"
