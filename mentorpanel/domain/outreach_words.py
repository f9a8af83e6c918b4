"""Paths of outreach in one line, in plain words: who answered, whom to write to, who may be let go."""

from collections.abc import Iterator, Mapping, Sequence

from mentorpanel.domain.outreach import PathState
from mentorpanel.domain.words import people_list, start_sentence

NOBODY_YET = "Who impressed you lately, and with what exactly?"


def what_is_next(names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Parts of a sentence from the names by state, what matters most first; nothing for a path that waits."""
    if found := names.get(PathState.MEET):
        yield f"{people_list(found)} {_has(found)} answered and would like a time"
    if found := names.get(PathState.WRITE):
        yield f"{people_list(found)} {_has(found)} not heard what impressed you"
    if found := names.get(PathState.FOLLOW_UP):
        yield f"a short reminder to {people_list(found)} is due"
    if found := names.get(PathState.LET_GO):
        yield f"{people_list(found)} may be let go, kindly"


def paths_headline(paths: Sequence[tuple[str, str]]) -> str:
    """The first line above open paths, given as (state, name) with the most pressing first."""
    names: dict[str, list[str]] = {}
    for state, name in paths:
        if name not in names.setdefault(state, []):
            names[state].append(name)
    parts = list(what_is_next(names))[:2]
    if parts:
        return start_sentence(", and ".join(parts)) + "."
    if found := names.get(PathState.WAITING):
        return f"{people_list(found)} may answer when it suits them; nothing is yours to do."
    return NOBODY_YET


def _has(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"
