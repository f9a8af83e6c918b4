"""Writing in a letter: what the owner types becomes slots, a subject, or a text of their own."""

from collections.abc import Mapping
from dataclasses import replace

from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.letters.templates import composed
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import DraftRecord

LONGEST = 50_000
LONGEST_SUBJECT = 300


def written(
    draft: DraftRecord,
    slots: Mapping[str, str],
    subject: str | None,
    text: str | None,
    template: str = "",
) -> DraftRecord:
    """The letter with these slots, subject and text. A slot that the kind does not have is ``Invalid``.

    Values that are as they were leave ``is_written`` as it was. A text that says something else than the slots
    is the owner's own and stays; an empty one goes back to the slots. A subject that follows the slots goes on following
    them until another is written; an empty one follows them again. ``template`` is the owner's wording of the
    kind; empty means the default.
    """
    kind = kind_of(draft.kind)
    given = _known_slots(kind, slots)
    changed = {
        name: value
        for name, value in given.items()
        if value.strip() != str(draft.slots.get(name, "")).strip()
    }
    merged = {**draft.slots, **changed}
    from_slots = composed(kind, merged, template)
    by_hand = plain(text) if text is not None else draft.text
    is_own = draft.is_text_edited
    if text is not None:
        is_own = bool(by_hand.strip()) and (is_own or by_hand.strip() != from_slots.strip())
    own_subject = one_line_of(subject or "")
    is_new_subject = bool(own_subject) and own_subject != draft.subject
    follows = not draft.subject or draft.subject == one_line_of(kind.subject(draft.slots)) or subject == ""
    automatic = one_line_of(kind.subject(merged)) if follows else draft.subject
    return replace(
        draft,
        slots=merged,
        subject=own_subject if is_new_subject else automatic,
        text=by_hand if is_own else from_slots,
        is_text_edited=is_own,
        is_written=draft.is_written or bool(changed) or is_new_subject,
    )


def plain(text: str) -> str:
    """Text with one kind of line end, without NUL, at most 50,000 characters."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]


def one_line_of(text: str) -> str:
    """A subject: one line of at most 300 characters."""
    return " ".join(plain(text).split())[:LONGEST_SUBJECT]


def _known_slots(kind: LetterKind, slots: Mapping[str, str]) -> dict[str, str]:
    known = {slot.name for slot in kind.slots}
    unknown = sorted(set(slots) - known)
    if unknown:
        raise Invalid(
            f"A {kind.name} has no slot “{unknown[0]}”; it has {', '.join(sorted(known))}.", field=unknown[0]
        )
    return {name: plain(value) for name, value in slots.items()}
