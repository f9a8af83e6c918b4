"""The recap: after a session, with the thanks in it, so that it is one mail and not two."""

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

SLOTS = (
    GREETING,
    Slot("day", "Day", "The day you met, for the subject line."),
    Slot(
        "they_said",
        "One thing they said",
        "Their words, or close to them: the thanks hangs on it.",
        True,
        True,
    ),
    Slot("thanks", "Why it helped", "What it made you see or do, in a sentence.", multiline=True),
    Slot("understood", "What you understood", "One a line; they can put it right.", multiline=True),
    Slot("my_commitments", "What you will do", "One a line, each with its date.", multiline=True),
    Slot("their_commitments", "What they offered", "One a line.", multiline=True),
    Slot("next_date", "Next date", "When you meet again."),
    SIGN_OFF,
)


def subject(slots: Slots) -> str:
    """ "Thank you for Thursday 3 December"."""
    return f"Thank you for {said(slots, 'day') or 'our talk'}"


def compose(slots: Slots) -> str:
    """Thanks first, then what was understood, promised and planned."""
    words = said(slots, "they_said").strip('“”"').rstrip(".")
    thanks = f"Thank you for {said(slots, 'day') or 'our talk'}."
    if words:
        thanks += f" What stays with me most: “{words}”."
    following = said(slots, "next_date").rstrip(".")
    return paragraphs(
        said(slots, "greeting"),
        f"{thanks} {said(slots, 'thanks')}",
        listed("What I understood:", lines_of(slots, "understood")),
        listed("What I will do:", lines_of(slots, "my_commitments")),
        listed("What you kindly offered:", lines_of(slots, "their_commitments")),
        f"We meet again: {following}." if following else "",
        said(slots, "sign_off"),
    )


def check(slots: Slots, context: LetterContext) -> list[Check]:
    """The checks of a recap."""
    text = checks.text_of(KIND, slots, context)
    by_name = {slot.name: slot for slot in SLOTS}
    return [
        checks.named_and_signed(slots),
        _tied_thanks(slots),
        checks.filled(slots, by_name["understood"], "They can put right now what would cost you weeks."),
        _dated_commitments(slots),
        checks.filled(
            slots, by_name["next_date"], "A next date keeps the two of you going without another mail."
        ),
        checks.recap_on_time(context),
        *checks.shared_checks(text, context, asks_allowed=1),
    ]


def _tied_thanks(slots: Slots) -> Check:
    count = prose.count_words(said(slots, "they_said"))
    if count == 0:
        why = "The thanks lacks the one thing they said; thanks that fit anybody are soon forgotten."
        return Check("thanks", False, why)
    if count < 3:
        return Check(
            "thanks", False, "What they said is hard to recognise; give it in a few words of theirs."
        )
    return Check("thanks", True, "The thanks is tied to something they said.")


def _dated_commitments(slots: Slots) -> Check:
    lines = lines_of(slots, "my_commitments")
    if not lines:
        why = "You promise nothing; one small step shows that their time led somewhere."
        return Check("my-commitments", False, why)
    undated = [line for line in lines if not prose.has_date(line)]
    if undated:
        why = f"“{undated[0][:60]}” has no date; with one it is a promise, without one a wish."
        return Check("my-commitments", False, why)
    return Check("my-commitments", True, "Each of your promises has its date.")


KIND = LetterKind("recap", "Recap", SLOTS, subject, compose, check)
