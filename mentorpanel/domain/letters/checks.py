"""Checks that letters share. Each says in one line what is missing and why it matters."""

from datetime import timedelta

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.letter import LetterContext, LetterKind, Slot, Slots, said
from mentorpanel.domain.letters.templates import composed
from mentorpanel.domain.words import count as count_in_words

_TELLING_LEAST = 2
_TELLING_LEAST_IN_TEXT = 4
_SAID_LEAST = 3
_SAID_LEAST_IN_TEXT = 8
_ASKING_NOTHING = "Thanks that carry a request read as the request."


def shared_checks(
    text: str,
    context: LetterContext,
    asks_allowed: int,
    *,
    asks_needed: int = 0,
    no_ask: str = _ASKING_NOTHING,
) -> list[Check]:
    """The global checks on the letter's text: leftovers, several asks, confidential text, asks lately.

    ``asks_allowed`` is how many requests this kind of letter may hold, ``asks_needed`` how many it lives
    on; ``no_ask`` says why a kind that allows none should hold none.
    """
    whole = f"{context.subject}\n{text}"
    return [
        placeholders(whole),
        asks(text, asks_allowed, needed=asks_needed, no_ask=no_ask),
        confidential(whole, context),
        asks_lately(text, context),
    ]


def filled(slots: Slots, slot: Slot, why: str) -> Check:
    """The slot is filled; ``why`` says what it does for the reader."""
    ok = bool(said(slots, slot.name))
    name = slot.name.replace("_", "-")
    return Check(name, ok, f"“{slot.label}” is there." if ok else f"“{slot.label}” is empty. {why}")


def named_and_signed(slots: Slots) -> Check:
    """A greeting and a name: a letter is from one person to another."""
    ok = bool(said(slots, "greeting") and said(slots, "sign_off"))
    why = (
        "Greeting and name are there." if ok else "Greeting or name is missing; it is a letter, not a report."
    )
    return Check("greeting", ok, why)


def placeholders(text: str) -> Check:
    """No leftovers of a template."""
    left = prose.placeholders_in(text)
    if not left:
        return Check("placeholders", True, "Nothing is left to fill in.")
    shown = ", ".join(f"“{one}”" for one in left[:3])
    return Check("placeholders", False, f"Still to be filled in: {shown}. It would look like a form letter.")


def asks(text: str, allowed: int, *, needed: int = 0, no_ask: str = _ASKING_NOTHING) -> Check:
    """No more requests than this kind of letter carries, and no fewer than it lives on.

    Requests are found by their English wording; where none is found, a question counts as the one ask, so
    that a letter in another language is not held back.
    """
    count = len(prose.asks_in(text)) or int(needed > 0 and prose.has_question(text))
    if count < needed:
        why = "It asks for nothing yet. One clear, small ask, put as a question, is easy to say yes to."
        return Check("asks", False, why)
    if count <= allowed:
        return Check(
            "asks", True, "It asks for nothing." if count == 0 else "What it asks for is easy to answer."
        )
    if allowed == 0:
        return Check("asks", False, f"It asks for something. {no_ask}")
    many = "one" if allowed == 1 else str(allowed)
    return Check("asks", False, f"It asks for {count} things; with {many} at most, each is easier to answer.")


def confidential(text: str, context: LetterContext) -> Check:
    """Nobody marked confidential is named or quoted."""
    for person in context.confidential:
        if prose.names_in(text, person.name):
            return Check("confidential", False, f"It names {person.name}, whom you marked as confidential.")
        if any(prose.repeats(text, source) for source in person.texts):
            why = f"It repeats words of {person.name}, whom you marked as confidential."
            return Check("confidential", False, why)
    return Check("confidential", True, "Nobody you marked as confidential is named or quoted.")


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count) or count_in_words(count, "time")


def asks_lately(text: str, context: LetterContext) -> Check:
    """Not more than three asks in the last five messages, this one among them."""
    limits = context.limits
    earlier = sum(context.recent_asks[: limits.asks_out_of_last - 1])
    count = earlier + bool(prose.asks_in(text))
    if count <= limits.asks_at_most:
        return Check("asks-lately", True, "You have not asked too much of them lately.")
    why = f"{count} of your last {limits.asks_out_of_last} messages ask for something. Give them a rest, or some news."
    return Check("asks-lately", False, why)


def within_words(count: int, most: int, why: str = "") -> Check:
    """Short enough to be read at once; ``why`` is what a long one does to its reader."""
    if count <= most:
        return Check("words", True, f"{count} words, at most {most}.")
    why = why or f"up to {most} get read before a meeting, the rest is skimmed."
    return Check("words", False, f"{count} words; {why}")


def told(slots: Slots, slot: Slot, why: str, context: LetterContext) -> Check:
    """As ``filled``; in a letter written by hand it cannot be told apart from the rest, and holds once the
    letter says anything (our judgement: eight words)."""
    name = slot.name.replace("_", "-")
    if context.text and prose.words_said(context.text) < _SAID_LEAST_IN_TEXT:
        return Check(name, False, f"“{slot.label}” can hardly be in so short a letter. {why}")
    if context.text and not said(slots, slot.name):
        return Check(name, True, f"“{slot.label}” is left to your own words.")
    return filled(slots, slot, why)


def says_something(slots: Slots, names: tuple[str, ...], why: str, context: LetterContext) -> Check:
    """The slots that the letter is for hold three words or more together; written by hand, it has eight or more
    (our judgement). ``why`` says what would make it a letter."""
    if context.text:
        enough = prose.words_said(context.text) >= _SAID_LEAST_IN_TEXT
    else:
        enough = sum(prose.words_said(said(slots, name)) for name in names) >= _SAID_LEAST
    if enough:
        return Check("says-something", True, "It has something to say.")
    return Check("says-something", False, f"It says nothing yet. {why}")


def specific(slots: Slots, slot: Slot, context: LetterContext) -> Check:
    """The slot names something that does not fit anybody else; a letter written by hand does so somewhere."""
    name, text = slot.name.replace("_", "-"), said(slots, slot.name)
    is_own = bool(context.text)
    telling = prose.telling_words(context.text if is_own else text)
    if len(telling) >= (_TELLING_LEAST_IN_TEXT if is_own else _TELLING_LEAST):
        return Check(name, True, "It names the one thing that struck you.")
    if not text and not is_own:
        why = "Name one idea or one thing they did; praise that fits anybody reaches nobody."
        return Check(name, False, f"“{slot.label}” is empty. {why}")
    why = "This praise would fit any talk. Name the one idea or gesture that only they could have shown."
    return Check(name, False, why)


def of_you_more_than_me(text: str) -> Check:
    """In outreach the letter is about its reader: no more "I" than "you"."""
    mine, yours = prose.of_me_and_you(text)
    if mine <= yours:
        return Check("you-and-i", True, "It is more about them than about you.")
    times = f"“I”, “me” or “my” {_times(mine)}, “you” or “your” {_times(yours)}"
    return Check("you-and-i", False, f"It says {times}. Turn a sentence round, so that it is about them.")


def reading_time(count: int, context: LetterContext) -> Check:
    """Always holds: tells how long reading takes."""
    minutes = prose.reading_minutes(count, context.limits.words_a_minute)
    return Check("reading-time", True, f"It takes {count_in_words(minutes, 'minute')} to read.")


def brief_on_time(context: LetterContext) -> Check:
    """A brief arrives three hours ahead, or it is too late to be read."""
    if context.now is None or context.starts_at is None:
        return Check("on-time", True, "No session is set, so no hour to keep.")
    hours = context.limits.brief_hours
    if context.now <= context.starts_at - timedelta(hours=hours):
        return Check("on-time", True, f"It arrives {hours} hours ahead or more, in time to be read.")
    if context.now >= context.starts_at:
        return Check("on-time", False, "The session has begun; say it there, and send a recap afterwards.")
    why = f"Less than {hours} hours are left: send three lines (what changed, what you want, one question)."
    return Check("on-time", False, why)


def recap_on_time(context: LetterContext) -> Check:
    """A recap goes within a day; after two it is overdue, and still welcome."""
    if context.now is None or context.ended_at is None:
        return Check("on-time", True, "Within a day is best, while both of you remember.")
    late = context.now - context.ended_at
    if late <= timedelta(hours=context.limits.recap_due_hours):
        return Check("on-time", True, "It goes within a day, while both of you remember.")
    if late <= timedelta(hours=context.limits.recap_overdue_hours):
        return Check("on-time", False, "More than a day has gone by; today it is still fresh for them.")
    return Check(
        "on-time", False, "It is over two days late. Send it all the same: late thanks are still welcome."
    )


def text_of(kind: LetterKind, slots: Slots, context: LetterContext) -> str:
    """The text that the checks read: as edited, else as composed with the owner's wording."""
    return context.text or composed(kind, slots, context.template)
