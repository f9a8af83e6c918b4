"""What the owner knows and a letter does not say by itself: shown beside it, to them alone."""

from collections.abc import Callable, Mapping
from typing import Final

from mentorpanel import clock
from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.letters.letter import said
from mentorpanel.domain.records import DraftRecord
from mentorpanel.domain.words import day_with_date
from mentorpanel.storage import advice, touchpoints
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introduction_consents, mentor_letters, people, profiles, readiness
from mentorpanel.usecases.letter_readers import second_of

LONGEST: Final = 300
MORE_LOOPS: Final = 3
LOOKS_THROUGH: Final = 50


def hints(owner: User, *, draft: DraftRecord) -> tuple[str, ...]:
    """Lines for the owner while they write; nothing of them stands in the letter."""
    told = HINTS.get(draft.kind)
    return tuple(one for one in told(owner, draft) if one) if told else ()


def _offer(owner: User, draft: DraftRecord) -> list[str]:
    need = _line(people.person(owner, person_id=draft.person.id).need)
    if need:
        return [f"You noted that they need: {need}"]
    return [f"What {draft.person.name} needs can be noted on their page; it stays yours."]


def _thank_you(owner: User, draft: DraftRecord) -> list[str]:
    """What else they have not heard the end of; one letter can tell of it in its result."""
    told = " ".join(draft.text.split())
    loops = advice.open_loops(owner, person_id=draft.person.id, most=MORE_LOOPS + 1)
    more = [loop for loop in loops if " ".join(loop.text.split()).strip('“”"').rstrip(".") not in told]
    return [
        f"They have not heard what came of this, either: “{_line(loop.text)}”" for loop in more[:MORE_LOOPS]
    ]


def _revive(owner: User, draft: DraftRecord) -> list[str]:
    page = touchpoints.timeline(owner, person_id=draft.person.id, limit=LOOKS_THROUGH, after="")
    last = next((one for one in page.results if one.direction != "from-me" and one.summary), None)
    if last is None:
        return []
    day = day_with_date(last.on, clock.today(profiles.zone(owner)))
    return [f"What you noted of {day}: {_line(last.summary)}"]


def _formal_ask(owner: User, draft: DraftRecord) -> list[str]:
    found = readiness.readiness(owner, person_id=draft.person.id)
    goal = mentor_letters.goal_to_ask_for(owner, person_id=draft.person.id)
    lines = [found.readiness.reason, found.readiness.caution]
    if goal is None:
        return [*lines, "You have no goal under way; a formal mentor is asked for one, 6 to 18 months ahead."]
    is_named = any(one.id == draft.person.id for one in goal.mentors)
    if said(draft.slots, "goal").rstrip(".") == goal.statement.strip().rstrip(".") and not is_named:
        lines.append(f"The goal has no formal mentor yet. {draft.person.name} learns of it by this letter.")
    return lines


def _introduction(owner: User, draft: DraftRecord) -> list[str]:
    record = introduction_consents.introduction_of(owner, draft)
    kept = (
        [
            f"{_consents(record)} It is kept with the introduction, and what a letter says of it does not count."
        ]
        if record
        else []
    )
    return kept + _reaching_both(owner, draft)


def _consents(record: IntroductionRecord) -> str:
    words = {"yes": "has said yes", "no": "would rather not, for now", "": "has not said yes yet"}
    return (
        f"{record.first.name} {words[record.first_said]}; {record.second_name} {words[record.second_said]}."
    )


def _reaching_both(owner: User, draft: DraftRecord) -> list[str]:
    other, missing = second_of(owner, draft)
    if other is None:
        return [missing]
    if not other.email:
        return [
            f"{other.name} has no e-mail address yet; without one the letter reaches only one of the two."
        ]
    return [f"Once both have said yes, the letter goes to both: {draft.person.name} and {other.name}."]


def _update(owner: User, draft: DraftRecord) -> list[str]:
    if any(said(draft.slots, name) for name in ("verdict", "wins", "tried", "struggles", "next")):
        return []
    return [
        (
            f"Nothing new is shared with {draft.person.name}: what you tick for them in the journal, focus areas "
            "that they may know and their advice that came to something would stand here. Or write it yourself."
        )
    ]


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


HINTS: Final[Mapping[str, Callable[[User, DraftRecord], list[str]]]] = {
    "offer": _offer,
    "thank-you": _thank_you,
    "revive": _revive,
    "formal-ask": _formal_ask,
    "introduction": _introduction,
    "update": _update,
}
