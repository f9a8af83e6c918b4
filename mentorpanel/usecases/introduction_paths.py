"""Find a path: who of mine could introduce me to somebody, or to an organisation."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.introduction_paths import (
    UNKNOWN,
    IntroductionPath,
    Link,
    LinkKind,
    PathPerson,
    paths_to,
)
from mentorpanel.domain.names import fold
from mentorpanel.domain.titles import rungs_above
from mentorpanel.domain.warmth import warmth_word
from mentorpanel.domain.wording import one_line
from mentorpanel.domain.words import count, people_list
from mentorpanel.storage import introduction_paths, introductions
from mentorpanel.storage.introduction_paths import PathRow
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import panel, profiles

LATELY: Final = timedelta(days=90)
"""An introduction asked for in these days counts as a load; our judgement."""
TAG_SHARED_MOST: Final = 25
"""A tag that more people carry says nothing about who knows whom; our judgement."""
LONGEST: Final = 200
_AT: Final = re.compile(r"\s+(?:at|@|in|from)\s+|\s*@\s*|\s*,\s*", re.I)


@dataclass(frozen=True, slots=True)
class Paths:
    """What was looked for and the paths to it, best first.

    ``target_name`` is set where somebody of that name is not here, ``organisation`` the place that was meant;
    ``headline`` says in a sentence what was found.
    """

    query: str
    headline: str
    paths: tuple[IntroductionPath, ...] = ()
    target_name: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    targets: Sequence[PathRow]
    places: dict[int, str]
    unknown: str = ""
    is_place: bool = False


def find_paths(owner: User, *, query: str) -> Paths:
    """Paths to a person (“Jo Kim”), an organisation (“Tallis”) or somebody there (“pricing at Tallis”).

    About a dozen queries, each with a bound, whatever the size of the address book.
    """
    text = one_line(query, at_most=LONGEST)
    if not fold(text):
        return Paths("", "Whom would you like to meet? A name, an organisation, or “pricing at Tallis”.")
    return _paths(owner, text, _meant(owner, text))


def paths_to_person(owner: User, *, person_id: int) -> Paths:
    """Paths to one person of the address book; none where they cannot be found, or are in the trash."""
    rows = introduction_paths.people(owner, [person_id])
    return _paths(owner, rows[0].name if rows else "", _Wanted(rows, {}))


def _meant(owner: User, text: str) -> _Wanted:
    parts = [part.strip() for part in _AT.split(text, maxsplit=1)]
    named = introduction_paths.called(owner, text)
    if len(parts) == 2 and all(parts):
        places = introduction_paths.places(owner, parts[1])
        there = [row for row in introduction_paths.called(owner, parts[0]) if row.organisation_id in places]
        there = there or (introduction_paths.people_at(owner, places, topic=parts[0]) if places else [])
        if places and there:
            return _Wanted(there, places)
        if places and not named:
            return _Wanted((), places, unknown=parts[0])
    if named:
        return _Wanted(named, {})
    places = introduction_paths.places(owner, text)
    if places:
        return _Wanted(introduction_paths.people_at(owner, places), places, is_place=True)
    return _Wanted((), {}, unknown=parts[0])


def _paths(owner: User, text: str, wanted: _Wanted) -> Paths:
    rows = {row.id: row for row in wanted.targets}
    links = list(_links(owner, rows, wanted))
    missing = {one for link in links for one in (link.one, link.other)} - rows.keys() - {UNKNOWN}
    rows |= {row.id: row for row in introduction_paths.people(owner, missing)}
    people = _people(owner, rows, wanted)
    targets = [row.id for row in wanted.targets]
    if wanted.unknown and wanted.places:
        targets = [UNKNOWN]
    found = paths_to(targets, people, links)
    place = next(iter(wanted.places.values()), "")
    return Paths(text, _headline(text, wanted, found, place), found, wanted.unknown, place)


def _links(owner: User, rows: dict[int, PathRow], wanted: _Wanted) -> Iterable[Link]:
    """How the targets are connected with people of mine, by one more at most."""
    if wanted.unknown and wanted.places:
        place = next(iter(wanted.places.values()))
        there = introduction_paths.people_at(owner, wanted.places)
        rows |= {row.id: row for row in there}
        yield from (Link(UNKNOWN, row.id, LinkKind.SAME_PLACE, row.organisation or place) for row in there)
    near = [row.id for row in rows.values() if not row.is_mine]
    once = list(_sure_links(owner, near, rows))
    yield from once
    known = {row.id for row in rows.values()}
    middle = sorted({one for link in once for one in (link.one, link.other)} - known)
    beyond = {row.id: row for row in introduction_paths.people(owner, middle)}
    yield from _sure_links(owner, [row.id for row in beyond.values() if not row.is_mine], beyond)
    if not wanted.is_place and not wanted.unknown:
        yield from _thin_links(owner, [row for row in wanted.targets if not row.is_mine])


def _sure_links(owner: User, ids: Sequence[int], rows: dict[int, PathRow]) -> Iterable[Link]:
    yield from (Link(one, other, LinkKind.KNOWS) for one, other in introduction_paths.acquainted(owner, ids))
    yield from (
        Link(by, who, LinkKind.INTRODUCED) for by, who in introduction_paths.introduced_by(owner, ids)
    )
    for person_id in ids:
        introducer = rows[person_id].introducer_id
        if introducer is not None:
            yield Link(introducer, person_id, LinkKind.INTRODUCED)


def _thin_links(owner: User, targets: Sequence[PathRow]) -> Iterable[Link]:
    """Working at the same place, carrying the same tag of an event."""
    places = {row.organisation_id for row in targets if row.organisation_id is not None}
    for mine in introduction_paths.mine_at(owner, places) if places else ():
        for row in targets:
            if row.organisation_id == mine.organisation_id:
                yield Link(mine.id, row.id, LinkKind.SAME_PLACE, row.organisation)
    tags = {tag for row in targets for tag in row.tags}
    tagged = introduction_paths.mine_with_tags(owner) if tags else []
    carried = Counter(tag for row in tagged for tag in row.tags)
    for mine in tagged:
        for row in targets:
            shared = next(
                (tag for tag in row.tags if tag in mine.tags and carried[tag] <= TAG_SHARED_MOST), ""
            )
            if shared:
                yield Link(mine.id, row.id, LinkKind.SAME_TAG, shared)


def _people(owner: User, rows: dict[int, PathRow], wanted: _Wanted) -> dict[int, PathPerson]:
    profile = profiles.profile(owner)
    settings, today = profiles.settings_of(profile), clock.today(ZoneInfo(profile.time_zone))
    ties = {tie.person_id: tie for tie in panel.ties_of_panel(owner, today=today)}
    mine = [row.id for row in rows.values() if row.is_mine]
    asked = introductions.asked_lately(owner, bridge_ids=mine, since=today - LATELY)
    found = {
        row.id: PathPerson(
            person_id=row.id,
            name=row.name,
            organisation=row.organisation,
            title=row.title,
            is_mine=row.is_mine,
            warmth=warmth_word(ties[row.id], today, settings).verdict if row.id in ties else "distant",
            may_be_asked=not row.do_not_contact and row.stage != Stage.CLOSED,
            asked_lately=asked.get(row.id, 0),
            rungs_above=rungs_above(profile.level, row.level, profile.ladder),
        )
        for row in rows.values()
    }
    if wanted.unknown:
        place = next(iter(wanted.places.values()), "")
        found[UNKNOWN] = PathPerson(UNKNOWN, wanted.unknown, place)
    return found


def _headline(text: str, wanted: _Wanted, found: Sequence[IntroductionPath], place: str) -> str:
    bridges = list(dict.fromkeys(way.via[0].name for way in found if way.via))
    own = list(dict.fromkeys(way.target.name for way in found if not way.via))
    if own and (wanted.is_place or not bridges):
        where = f" at {place}" if wanted.is_place else ""
        return f"You know {people_list(own)}{where} yourself." + (
            f" {people_list(bridges)} could introduce you to others." if bridges else ""
        )
    if bridges:
        whom = wanted.unknown or (f"somebody at {place}" if place else found[0].target.name)
        return f"{people_list(bridges, joined='or')} could introduce you to {whom}."
    if wanted.targets:
        who = count(len(wanted.targets), "person here fits", "people here fit")
        return f"{who.capitalize()} “{text}”, but no path to them is known yet. Who might know them?"
    if place:
        return f"Nobody of yours is known to be at {place}, or to know somebody there."
    return f"Nobody here is called “{text}”, and no organisation. Name where they work, as in “{text} at …”."
