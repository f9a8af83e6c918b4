"""What to look at in a panel as a whole: gaps, loads, sameness, size. Examples: docs/rules/coverage.md.

Other functions and levels work through information and sponsorship (Seibert, Kraimer & Liden 2001),
somebody from outside work matters (Murphy & Kram 2010), and people keep few close ties (Dunbar's
layers; Miritello et al. 2013); the numbers are our judgement.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mentorpanel.domain.coverage import Member, NeedCoverage
from mentorpanel.domain.names import fold, organisation_key
from mentorpanel.domain.needs import MUST
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import count, number, people_list, start_sentence

_REST_FIRST: Final = ("lapsed", "slipping", "current", "")
_CLOSE_ENOUGH: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at. ``link`` says where to go: "needs", "person" (the first of ``people``) or "panel".

    ``slug`` is one of ``SLUGS``; ``needs`` are the needs it speaks of.
    """

    slug: str
    text: str
    people: tuple[int, ...] = ()
    link: str = "panel"
    needs: tuple[str, ...] = ()


SLUGS: Final = (
    "open-must-needs", "sole-cover", "many-needs", "one-organisation", "one-level", "one-function",
    "one-introducer", "know-each-other", "all-in-line", "all-inside", "core-full", "panel-full",
)  # fmt: skip
"""Every flag, in the order they are given."""


def flags_of(
    members: Sequence[Member],
    coverage: Sequence[NeedCoverage],
    pairs: Collection[frozenset[int]],
    my_organisation: str,
    settings: RuleSettings,
) -> tuple[Flag, ...]:
    """Every flag of PRODUCT §3 that the panel raises, in the order of ``SLUGS``, each in kind words.

    ``coverage`` is that of the present phase's needs; ``pairs`` are ids of two people who know each other.
    What is not known raises nothing.
    """
    panel = [member for member in members if member.is_panel]
    return (
        *_open_must_needs(coverage),
        *_loads(coverage, settings),
        *_sameness(panel, settings),
        *_acquainted(panel, pairs, settings),
        *_all_in_line(panel, my_organisation),
        *_all_inside(panel, my_organisation),
        *_sizes(panel, settings),
    )


def is_outside(member: Member, my_organisation: str) -> bool | None:
    """Whether somebody is outside the owner's organisation; None where it is not known."""
    if member.is_outside_organisation is not None:
        return member.is_outside_organisation
    if member.distance == "outside":
        return True
    if member.distance in ("my-line", "my-team"):
        return False
    mine, theirs = organisation_key(my_organisation), organisation_key(member.organisation)
    return mine != theirs if mine and theirs else None


def _open_must_needs(coverage: Iterable[NeedCoverage]) -> Iterable[Flag]:
    gaps = [found.need for found in coverage if found.need.weight >= MUST and found.state == "open"]
    if gaps:
        names = people_list([need.name for need in gaps], most=len(gaps))
        text = f"Not covered yet, and what this phase asks for most: {names}."
        yield Flag("open-must-needs", text, (), "needs", tuple(need.slug for need in gaps))


def _loads(coverage: Iterable[NeedCoverage], settings: RuleSettings) -> Iterable[Flag]:
    """Who is the only one for many needs, then who is asked for many."""
    all_of: dict[int, list[NeedCoverage]] = defaultdict(list)
    sole_of: dict[int, list[NeedCoverage]] = defaultdict(list)
    names: dict[int, str] = {}
    for found in coverage:
        for cover in found.people:
            names[cover.person_id] = cover.name
            all_of[cover.person_id].append(found)
            if len(found.people) == 1 and found.need.people != 1:
                sole_of[cover.person_id].append(found)
    for person_id, needs in _largest(sole_of):
        if len(needs) >= settings.sole_cover_needs:
            text = f"{names[person_id]} is the only one for {_named(needs)}. A second voice would ease it for you both."
            yield Flag("sole-cover", text, (person_id,), "person", _slugs(needs))
    for person_id, needs in _largest(all_of):
        if len(needs) > settings.needs_per_person_most:
            text = (
                f"You look to {names[person_id]} for {count(len(needs), 'need')}: that is a lot to ask of one "
                "person. Who else could take a part?"
            )
            yield Flag("many-needs", text, (person_id,), "person", _slugs(needs))


def _largest(of: dict[int, list[NeedCoverage]]) -> list[tuple[int, list[NeedCoverage]]]:
    return sorted(of.items(), key=lambda item: (-len(item[1]), item[0]))


def _named(needs: Sequence[NeedCoverage]) -> str:
    return people_list([found.need.name for found in needs], most=len(needs))


def _slugs(needs: Iterable[NeedCoverage]) -> tuple[str, ...]:
    return tuple(found.need.slug for found in needs)


def _sameness(panel: Sequence[Member], settings: RuleSettings) -> Iterable[Flag]:
    """With enough active mentors: too many of one organisation, level, function, or from one introducer."""
    active = [member for member in panel if member.is_active]
    if len(active) < settings.share_counts_from:
        return
    names = {member.person_id: member.name for member in panel}
    for slug, key_of, said in _KINDS:
        alike = _most_alike(active, key_of)
        if len(alike) > settings.share_most * len(active) + _CLOSE_ENOUGH:
            share = f"{start_sentence(number(len(alike)))} of your {number(len(active))} active mentors"
            yield Flag(slug, said(share, alike[0], names), tuple(member.person_id for member in alike))


def _most_alike(active: Iterable[Member], key_of: Callable[[Member], object]) -> list[Member]:
    groups: dict[object, list[Member]] = defaultdict(list)
    for member in active:
        key = key_of(member)
        if key not in ("", None):
            groups[key].append(member)
    return max(groups.values(), key=len, default=[])


def _level_key(member: Member) -> object:
    return member.level_index if member.level_index is not None else fold(member.level)


def _of_organisation(share: str, one: Member, names: dict[int, str]) -> str:
    return f"{share} work at {one.organisation}. Somebody from elsewhere sees what nobody there can."


def _of_level(share: str, one: Member, names: dict[int, str]) -> str:
    level = f" ({one.level})" if one.level else ""
    return f"{share} are at one level{level}. Another level looks from another height."


def _of_function(share: str, one: Member, names: dict[int, str]) -> str:
    return f"{share} work in {one.function}. Another function asks other questions."


def _from_introducer(share: str, one: Member, names: dict[int, str]) -> str:
    through = names.get(one.introducer_id or 0, "one person")
    return f"{share} came through {through}. Another door leads to other people."


_KINDS: Final[tuple[tuple[str, Callable[[Member], object], Callable[[str, Member, dict[int, str]], str]], ...]] = (
    ("one-organisation", lambda member: organisation_key(member.organisation), _of_organisation),
    ("one-level", _level_key, _of_level),
    ("one-function", lambda member: fold(member.function), _of_function),
    ("one-introducer", lambda member: member.introducer_id, _from_introducer),
)  # fmt: skip


def _acquainted(
    panel: Sequence[Member], pairs: Collection[frozenset[int]], settings: RuleSettings
) -> Iterable[Flag]:
    """More than half of the pairs on the panel know each other, from three people on (two are one pair)."""
    ids = {member.person_id for member in panel}
    if len(ids) < settings.pairs_count_from:
        return
    known = [pair for pair in set(pairs) if len(pair) == 2 and pair <= ids]
    possible = len(ids) * (len(ids) - 1) / 2
    if len(known) > settings.acquainted_share_most * possible + _CLOSE_ENOUGH:
        text = (
            "Most people on your panel know each other, so they may tell you much the same. "
            "Somebody whom none of them knows would bring news."
        )
        yield Flag("know-each-other", text, tuple(sorted(frozenset().union(*known))))


def _all_in_line(panel: Sequence[Member], my_organisation: str) -> Iterable[Flag]:
    inside = [member for member in panel if member.distance == "my-line"]
    is_anyone_else = any(
        member.distance not in ("", "my-line") or is_outside(member, my_organisation) for member in panel
    )
    if inside and not is_anyone_else:
        text = (
            "As far as is noted here, nobody on your panel is outside your line of command. "
            "Somebody detached from your day-to-day can be neutral."
        )
        yield Flag("all-in-line", text, tuple(member.person_id for member in inside))


def _all_inside(panel: Sequence[Member], my_organisation: str) -> Iterable[Flag]:
    where = {member.person_id: is_outside(member, my_organisation) for member in panel}
    if False in where.values() and True not in where.values():
        text = (
            "As far as is noted here, nobody on your panel is outside your organisation. "
            "Somebody from elsewhere is worth keeping, whatever happens at work."
        )
        yield Flag(
            "all-inside", text, tuple(person_id for person_id, is_out in where.items() if is_out is False)
        )


def _sizes(panel: Sequence[Member], settings: RuleSettings) -> Iterable[Flag]:
    core = [member for member in panel if member.is_core]
    if len(core) > settings.core_most:
        text = (
            f"{start_sentence(number(len(core)))} mentors are many to keep up with; about "
            f"{number(settings.core_most)} is what most people can. Who could rest for a while?"
        )
        yield Flag("core-full", text, _who_could_rest(core))
    if len(panel) > settings.panel_most:
        text = (
            f"{start_sentence(number(len(panel)))} people on your panel are many to keep up with; about "
            f"{number(settings.panel_most)} is what most people can. Who could rest for a while?"
        )
        yield Flag("panel-full", text, _who_could_rest(panel))


def _who_could_rest(members: Iterable[Member]) -> tuple[int, ...]:
    """Everybody, those first with whom the least is going on."""
    warmth = ("distant", "quiet", "warm", "close")
    return tuple(
        member.person_id
        for member in sorted(
            members,
            key=lambda member: (
                member.has_running_goal,
                _REST_FIRST.index(member.standing) if member.standing in _REST_FIRST else 3,
                warmth.index(member.warmth) if member.warmth in warmth else 0,
                fold(member.name),
                member.person_id,
            ),
        )
    )
