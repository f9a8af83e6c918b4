"""Panels for the tests of coverage, flags, shape and previews, made from a line of words.

People are separated by ";" and told by words in any order: a name, a stage, roles, a warmth, a standing,
and ``helps=need:level,…`` ``org=`` ``level=`` ``fn=`` ``via=`` ``at=`` ``out=yes|no`` ``goal``. ``3 × mentor …`` is
three of them. Names without one are A, B, C …; ids count from 1. An underscore in a value is a blank.
"""

from string import ascii_uppercase

from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import Role, Stage

STAGES = {stage.value for stage in Stage}
ROLES = {role.value for role in Role}
WARMTH = ("close", "warm", "quiet", "distant")
STANDING = ("current", "slipping", "lapsed")
KEYS = {"org": "organisation", "level": "level", "fn": "function", "at": "distance"}


def panel(text: str) -> tuple[Member, ...]:
    found: list[Member] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        times, _, rest = part.partition(" × ")
        words = (rest if rest else part).split()
        for _ in range(int(times) if rest else 1):
            found.append(one(words, len(found) + 1))
    return tuple(found)


def one(words: list[str], person_id: int) -> Member:
    name = ascii_uppercase[(person_id - 1) % 26] + ("" if person_id <= 26 else str(person_id))
    facts: dict[str, object] = {"stage": Stage.MENTOR, "warmth": "warm"}
    roles = {Role(word) for word in words if word in ROLES}
    for word in words:
        key, has_value, value = word.partition("=")
        if has_value:
            facts.update(valued(key, value))
        elif word in STAGES:
            facts["stage"] = Stage(word)
        elif word in WARMTH:
            facts["warmth"] = word
        elif word in STANDING:
            facts["standing"] = word
        elif word == "goal":
            facts["has_running_goal"] = True
        elif word not in ROLES:
            name = word
    return Member(person_id, name, roles=frozenset(roles), **facts)


def valued(key: str, value: str) -> dict[str, object]:
    if key == "helps":
        levels = dict(pair.split(":") for pair in value.split(","))
        return {"levels": {need: int(level) for need, level in levels.items()}}
    if key == "via":
        return {"introducer_id": int(value)}
    if key == "out":
        return {"is_outside_organisation": value == "yes"}
    return {KEYS[key]: value.replace("_", " ")}
