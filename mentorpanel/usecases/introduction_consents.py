"""Who has agreed to an introduction that a letter makes: what is kept of the two, never what a letter says of it."""

from dataclasses import replace

from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.names import fold
from mentorpanel.domain.problems import Problem
from mentorpanel.domain.records import DraftRecord, Named
from mentorpanel.storage import introduction_letters, introductions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import people_found

TO_BOTH = "introduction"


def introduction_of(owner: User, draft: DraftRecord) -> IntroductionRecord | None:
    """The introduction that a letter to both makes: that whose step it is, else the newest of its two people.

    None for other letters, and where nothing is kept of these two: then it is the owner's word in the letter.
    """
    if draft.kind != TO_BOTH:
        return None
    linked = of_letter(owner, draft_id=draft.id)
    if linked is not None:
        return linked[0]
    other = named(owner, str(draft.slots.get("second", "")))
    if other is None or other.id == draft.person.id:
        return None
    return introductions.connection_of(owner, one_id=draft.person.id, other_id=other.id)


def of_letter(owner: User, *, draft_id: int) -> tuple[IntroductionRecord, str] | None:
    """The introduction that a letter is a step of, and which step; None for any other letter."""
    link = introduction_letters.step_of(owner, draft_id=draft_id)
    if link is None:
        return None
    return introductions.introduction(owner, introduction_id=link[0], with_trash=True), link[1]


def with_consents(owner: User, draft: DraftRecord) -> DraftRecord:
    """The letter with the consents as they are kept now, whatever was written into it; others as they are."""
    record = introduction_of(owner, draft)
    if record is None:
        return draft
    is_first = draft.person.id == record.first.id
    mine, theirs = (
        (record.first_said, record.second_said) if is_first else (record.second_said, record.first_said)
    )
    other = the_other(record, draft)
    is_named = other is not None and names(owner, str(draft.slots.get("second", "")), other)
    slots = {
        **draft.slots,
        "first_agreed": "yes" if mine == "yes" else "",
        "second_agreed": "yes" if theirs == "yes" and is_named else "",
    }
    return replace(draft, slots=slots)


def the_other(record: IntroductionRecord, draft: DraftRecord) -> Named | None:
    """Of the two, the one whom the letter is not kept with; None where it is kept with neither."""
    if draft.person.id == record.first.id:
        return record.target
    return record.first if record.target is not None and record.target.id == draft.person.id else None


def names(owner: User, text: str, person: Named) -> bool:
    """Whether a name as typed means that person: the given name and no other words, or surely them."""
    words, known = fold(text).split(), fold(person.name).split()
    if words and words[0] == known[0] and set(words) <= set(known):
        return True
    found = named(owner, text)
    return found is not None and found.id == person.id


def named(owner: User, text: str) -> Named | None:
    """Who is surely meant by a name, or None."""
    if not text.strip():
        return None
    try:
        return people_found.known_or_new(owner, name=text)
    except Problem:
        return None


def consent_kept(owner: User, *, before: str, after: str) -> bool:
    """Whether a yes said for one name holds for another: only where both are the same person."""
    if fold(before) == fold(after) or not before.strip():
        return True
    was, now = named(owner, before), named(owner, after)
    return was is not None and now is not None and was.id == now.id
