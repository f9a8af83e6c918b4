"""The curiosity connect: after a talk, a few minutes about one question, easy to give and easy to refuse."""

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters import checks, phrases, prose
from mentorpanel.domain.letters.letter import GREETING, SIGN_OFF, LetterContext, Slot, Slots, said
from mentorpanel.domain.letters.templates import templated

SHARED = Slot(
    "shared",
    "What you share",
    "Where your paths cross: “I was at your talk in Lisbon.”",
    multiline=True,
    ends=".",
)
IMPRESSED = Slot(
    "impressed",
    "What exactly struck you",
    "One idea or one thing they did, so that nobody else could be meant.",
    True,
    True,
    ends=".",
)
MY_LINE = Slot("my_line", "Who you are", "One line: “I look after pricing at Acme.”", ends=".")
WHY_YOU = Slot(
    "why_you", "Why them", "What makes them the one to ask, in a sentence.", multiline=True, ends="."
)
QUESTION = Slot(
    "question", "Your one question", "The one thing that you would like to learn.", True, ends="?"
)
MINUTES = Slot("minutes", "Minutes", "20, or 30 at most.", True, check="minutes-most")
TIMING = Slot("timing", "When", "That you fit in with them: “Any day that suits you.”", ends=".")
EASY_OUT = Slot(
    "easy_out", "An easy way to say no", "In your words: a no is fine, and so is no answer.", ends="."
)
SLOTS = (GREETING, SHARED, IMPRESSED, MY_LINE, WHY_YOU, QUESTION, MINUTES, TIMING, EASY_OUT, SIGN_OFF)

TEMPLATE = """
{greeting}

{shared} What stayed with me is this: {impressed}

{my_line} {why_you}

Would you be open to a curiosity connect of {minutes} minutes about one question: {question}

{timing} {easy_out}

{sign_off}
"""


def subject(slots: Slots) -> str:
    """ "20 minutes and one question"."""
    minutes = said(slots, "minutes")
    return f"{minutes} minutes and one question" if minutes else "One question"


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a curiosity connect."""
    text = checks.text_of(KIND, slots, context)
    return [
        checks.named_and_signed(slots),
        checks.specific(slots, IMPRESSED, context),
        checks.told(slots, SHARED, "A line on where your paths cross makes you less of a stranger.", context),
        checks.told(slots, WHY_YOU, "Say why you ask them and not just anybody.", context),
        checks.told(slots, MY_LINE, "They want to know in a line who is asking.", context),
        _question(text),
        _minutes(text),
        _minutes_most(slots, text, context),
        _sentences(text, context),
        checks.told(slots, TIMING, "Their calendar is the tighter one; say that you fit in.", context),
        checks.told(slots, EASY_OUT, "A yes is only worth something when a no is easy.", context),
        _no_brain(text),
        _no_mentor(text),
        checks.of_you_more_than_me(text),
        *checks.shared_checks(text, context, asks_allowed=1, asks_needed=1),
    ]


def _question(text: str) -> Check:
    if prose.has_question(text):
        return Check("question", True, "It has a question to be curious about.")
    return Check("question", False, "There is no question in it; one good question is what gets a yes.")


def _minutes(text: str) -> Check:
    if prose.minutes_in(text):
        return Check("minutes", True, "It says how long.")
    why = "It does not say how long. “20 minutes” is easy to give; “some time” is not."
    return Check("minutes", False, why)


def _minutes_most(slots: Slots, text: str, context: LetterContext) -> Check:
    """Holds where no length is named, as in a letter in a language that is not read here."""
    most, filled = context.limits.connect_minutes, said(slots, "minutes")
    wanted = prose.minutes_wanted(_without(text, said(slots, "question"), said(slots, "impressed")))
    if not context.text:
        wanted += prose.minutes_in(filled) or prose.minutes_in(f"{filled} minutes")
    if not wanted:
        return Check("minutes-most", True, f"It asks for no more than {most} minutes.")
    if max(wanted) > most:
        why = f"{max(wanted)} minutes is much for a first time; {most} at most."
        return Check("minutes-most", False, why)
    return Check("minutes-most", True, f"It asks for {max(wanted)} minutes, which is easy to give.")


def _without(text: str, *parts: str) -> str:
    """The text without what it asks about and praises, where lengths of time are not what is wanted."""
    for part in parts:
        bare = part.rstrip(" .?!")
        place = text.lower().find(bare.lower()) if bare else -1
        text = text if place < 0 else f"{text[:place]}…{text[place + len(bare) :]}"
    return text


def _sentences(text: str, context: LetterContext) -> Check:
    count = len(prose.sentences_in(text))
    least, most = context.limits.connect_sentences_least, context.limits.connect_sentences_most
    if count < least:
        why = f"{count} sentences; with {least} to {most} they know who is asking, and why them."
        return Check("sentences", False, why)
    if count > most:
        return Check(
            "sentences", False, f"{count} sentences; {most} at most can be read between two meetings."
        )
    return Check("sentences", True, f"{count} sentences, short enough to be answered at once.")


def _no_brain(text: str) -> Check:
    found = phrases.first_of(phrases.PICK_YOUR_BRAIN, text)
    if found:
        why = f"“{found}” sounds like taking; say instead what you would like to learn."
        return Check("pick-your-brain", False, why)
    return Check("pick-your-brain", True, "It says what you want to learn, and nobody's brain is picked.")


def _no_mentor(text: str) -> Check:
    found = phrases.first_of(phrases.BE_MY_MENTOR, text)
    if found:
        why = f"“{found}” asks a stranger for years. Ask for minutes; the rest grows by itself."
        return Check("be-my-mentor", False, why)
    return Check("be-my-mentor", True, "It asks for a talk, not for a mentor.")


KIND = templated(
    "curiosity-connect",
    "Curiosity connect",
    SLOTS,
    subject,
    TEMPLATE,
    check,
    must=("impressed", "pick-your-brain", "be-my-mentor", "asks", "minutes-most", "placeholders"),
)
