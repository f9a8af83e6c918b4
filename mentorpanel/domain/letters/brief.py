"""The brief: what a mentor reads before a session, whole or in three lines."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, prose
from mentorpanel.domain.letters.letter import (
    GREETING,
    SIGN_OFF,
    LetterContext,
    LetterKind,
    Slot,
    Slots,
    lines_of,
    listed,
    paragraphs,
    said,
)
from mentorpanel.domain.words import count as count_in_words

FOCUS_AREAS = 3
WANTS = ("decide", "advise", "introduce", "listen")
SHORT_SLOTS = ("short_changed", "short_want", "short_question")
_WANT_WORDS = {
    "decide": "help me decide.",
    "advise": "your advice.",
    "introduce": "an introduction.",
    "listen": "a listening ear.",
}
_PARKED_HEADING = "Parked, for when there is time:"


def _focus_slots(number: int) -> tuple[Slot, ...]:
    return (
        Slot(
            f"focus_{number}",
            f"Focus area {number}",
            "What it is about, in a few words.",
            required=number == 1,
        ),
        Slot(
            f"focus_{number}_context",
            "Context",
            "What they need to know, in a sentence or two.",
            multiline=True,
        ),
        Slot(
            f"focus_{number}_options", "Options you see", "What you have considered so far.", multiline=True
        ),
        Slot(
            f"focus_{number}_want",
            "What you want",
            "Decide, advise, introduce or just listen.",
            choices=WANTS,
        ),
        Slot(f"focus_{number}_question", "Your question", "The one sentence that they should answer."),
    )


SLOTS = (
    GREETING,
    Slot("day", "Day", "The day of the session, for the subject line."),
    Slot("when", "When", "Day, time and length, so that nobody has to look it up."),
    Slot("place", "Place or link", "Where you meet; written as it is."),
    Slot("goal", "Goal and progress", "The goal you work on together and where it stands.", True, True),
    Slot(
        "loop",
        "Their advice and what came of it",
        "Advice, what you did, the result; one a line.",
        multiline=True,
    ),
    Slot("since", "Since last time", "Wins, challenges and changes; one a line.", multiline=True),
    Slot("promises", "Promises", "What each of you promised, done or open; one a line.", multiline=True),
    *_focus_slots(1),
    *_focus_slots(2),
    *_focus_slots(3),
    Slot("parked", "Parked items", "Questions and ideas for when there is time; one a line.", multiline=True),
    Slot("short_changed", "What changed", "For the three-line brief."),
    Slot("short_want", "What you want", "For the three-line brief."),
    Slot("short_question", "One question", "For the three-line brief."),
    SIGN_OFF,
)


def is_short(slots: Slots) -> bool:
    """Whether these slots make the three-line brief."""
    return any(said(slots, name) for name in SHORT_SLOTS) and not said(slots, "focus_1")


def subject(slots: Slots) -> str:
    """ "For Thursday 3 December: pricing page, the new team"."""
    about = [said(slots, f"focus_{number}") for number in range(1, FOCUS_AREAS + 1)]
    topics = ", ".join(" ".join(topic.split()) for topic in about if topic)
    day = said(slots, "day") or "our session"
    return f"For {day}: {topics}"[:150] if topics else f"For {day}"


def compose(slots: Slots) -> str:
    """The brief as the mentor reads it; the three-line form where only its slots are filled."""
    if is_short(slots):
        return _compose_short(slots)
    words = prose.count_words(_body(slots))
    minutes = count_in_words(prose.reading_minutes(words), "minute")
    opening = f"Here is what I hope to use our time for. It takes {minutes} to read."
    return paragraphs(
        said(slots, "greeting"),
        opening,
        _meeting(slots),
        _body(slots),
        _parked(slots),
        said(slots, "sign_off"),
    )


def _compose_short(slots: Slots) -> str:
    labels = ("What changed", "What I want", "One question")
    texts = [(label, said(slots, name)) for label, name in zip(labels, SHORT_SLOTS, strict=True)]
    lines = [f"- {label}: {text}" for label, text in texts if text]
    opening = "Three lines for today:"
    return paragraphs(
        said(slots, "greeting"), opening, "\n".join(lines), _meeting(slots), said(slots, "sign_off")
    )


def _meeting(slots: Slots) -> str:
    lines = [("When", said(slots, "when")), ("Where", said(slots, "place"))]
    return "\n".join(f"{label}: {text}" for label, text in lines if text)


def _body(slots: Slots) -> str:
    return paragraphs(
        listed("The goal and where it stands:", lines_of(slots, "goal")),
        listed("What came of your advice:", lines_of(slots, "loop")),
        listed("Since last time:", lines_of(slots, "since")),
        listed("What we promised:", lines_of(slots, "promises")),
        _focus(slots),
    )


def _focus(slots: Slots) -> str:
    areas = [number for number in range(1, FOCUS_AREAS + 1) if said(slots, f"focus_{number}")]
    parts = [_focus_area(slots, number, place) for place, number in enumerate(areas, start=1)]
    return "\n\n".join(["What I hope to talk about:", *parts]) if parts else ""


def _focus_area(slots: Slots, number: int, place: int) -> str:
    want = said(slots, f"focus_{number}_want")
    lines = [
        ("Context", said(slots, f"focus_{number}_context")),
        ("Options I see", said(slots, f"focus_{number}_options")),
        (
            "What I want",
            f"{_WANT_WORDS.get(want.lower(), want)} {said(slots, f'focus_{number}_question')}".strip(),
        ),
    ]
    told = [f"   {label}: {' '.join(text.split())}" for label, text in lines if text]
    return "\n".join([f"{place}. {' '.join(said(slots, f'focus_{number}').split())}", *told])


def _parked(slots: Slots) -> str:
    return listed(_PARKED_HEADING, lines_of(slots, "parked"))


def _without_parked(text: str) -> str:
    """The text without the parked list, which counts neither for its length nor for its asks."""
    start = text.find(_PARKED_HEADING)
    if start < 0:
        return text
    after = text[start:].splitlines()[1:]
    kept = next((place for place, line in enumerate(after) if not line.startswith("- ")), len(after))
    return text[:start] + "\n".join(after[kept:])


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a brief; those of its parts are left out for the three-line form."""
    text = checks.text_of(KIND, slots, context)
    counted = _without_parked(text)
    words = prose.count_words(counted)
    found = [checks.named_and_signed(slots)]
    found += _short_checks(slots) if is_short(slots) else _part_checks(slots, context)
    found.append(_question(text))
    found.append(checks.within_words(words, context.limits.brief_words))
    found.append(_links(text, slots, context))
    found.append(checks.reading_time(words, context))
    if not is_short(slots):
        found.append(checks.brief_on_time(context))
    return found + checks.shared_checks(counted, context, asks_allowed=context.limits.focus_areas)


def _part_checks(slots: Slots, context: LetterContext) -> list[Check]:
    by_name = {slot.name: slot for slot in SLOTS}
    found = [checks.filled(slots, by_name["goal"], "It is what the two of you work towards.")]
    if not context.is_first:
        loop_why = "Mentors go on giving when they hear what their words led to."
        found.append(checks.filled(slots, by_name["loop"], loop_why))
        since_why = "Without it the first ten minutes go into catching up."
        found.append(checks.filled(slots, by_name["since"], since_why))
    return found + _focus_checks(slots)


def _focus_checks(slots: Slots) -> list[Check]:
    areas = [number for number in range(1, FOCUS_AREAS + 1) if said(slots, f"focus_{number}")]
    if not areas:
        why = "No focus area: without one, the session drifts to whatever comes up."
        return [Check("focus", False, why)]
    count = "One focus area." if len(areas) == 1 else f"{len(areas)} focus areas."
    found = [Check("focus", True, count)]
    found.append(_each_area(slots, areas, "context", "its context; they do not live in your week"))
    found.append(
        _each_area(slots, areas, "options", "the options you see; advice gets better when it starts there")
    )
    unknown = [number for number in areas if said(slots, f"focus_{number}_want").lower() not in WANTS]
    if unknown:
        why = f"Focus area {unknown[0]} lacks what you want (decide, advise, introduce or listen); else they guess."
        return [*found, Check("focus-want", False, why)]
    return [*found, Check("focus-want", True, "Each focus area says what you want.")]


def _each_area(slots: Slots, areas: list[int], part: str, missing: str) -> Check:
    lacking = [number for number in areas if not said(slots, f"focus_{number}_{part}")]
    if lacking:
        return Check(f"focus-{part}", False, f"Focus area {lacking[0]} lacks {missing}.")
    return Check(f"focus-{part}", True, f"Each focus area has its {part}.")


def _short_checks(slots: Slots) -> list[Check]:
    by_name = {slot.name: slot for slot in SLOTS}
    return [
        checks.filled(slots, by_name[name], "Three short lines are all they can read now.")
        for name in SHORT_SLOTS
    ]


def _question(text: str) -> Check:
    if prose.has_question(text):
        return Check("question", True, "It has a question to think about.")
    return Check("question", False, "There is no question in it; one lets them think before you meet.")


def _links(text: str, slots: Slots, context: LetterContext) -> Check:
    meeting_place = prose.links_in(said(slots, "place"))
    count = len([link for link in prose.links_in(text) if link not in meeting_place])
    most = context.limits.brief_links
    if count <= most:
        return Check("links", True, "No link to follow." if count == 0 else "One link, easy to follow.")
    return Check("links", False, f"{count} links; more than one is homework. Keep the one that matters.")


KIND = LetterKind("brief", "Brief", SLOTS, subject, compose, check)
