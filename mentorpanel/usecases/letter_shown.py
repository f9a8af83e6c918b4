"""A letter as pages and commands show it: the draft, its checks, and whether it can go."""

from dataclasses import dataclass

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters.blocking import refusal
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord, OutboxRecord
from mentorpanel.storage import outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introduction_consents, letter_facts, letter_mail, profiles
from mentorpanel.usecases.letter_readers import readers_of

UNSENT = ("draft", "failed")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as pages and commands show it: the draft, its checks, and the ways it can go.

    ``to`` is the address, or both of an introduction's. ``held_back`` says what has to be mended before it
    can go at all, by mail or by hand; empty when nothing.
    """

    draft: DraftRecord
    kind: LetterKind
    checks: tuple[Check, ...]
    to: str
    recipients: tuple[str, ...]
    can_send: bool
    why_not_send: str
    queued: OutboxRecord | None
    held_back: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)


def shown(owner: User, draft: DraftRecord) -> Letter:
    """A draft, or what went, with what its page wants to know."""
    kind = kind_of(draft.kind)
    draft = introduction_consents.with_consents(owner, draft)
    readers = readers_of(owner, draft)
    why_not = letter_mail.why_not_send(readers, profiles.profile(owner))
    queued = outbox.item_of_draft(owner, draft_id=draft.id) if draft.state in ("queued", "failed") else None
    checks = (
        tuple(kind.checks(draft.slots, letter_facts.context(owner, draft=draft)))
        if draft.state in UNSENT
        else ()
    )
    held = refusal(kind, checks)
    return Letter(
        draft,
        kind,
        checks,
        to=", ".join(readers.addresses),
        recipients=readers.addresses,
        can_send=not why_not,
        why_not_send=why_not,
        queued=queued,
        held_back=held.message if held else "",
    )


def must_be_unsent(draft: DraftRecord) -> None:
    """``Conflict`` for a letter that has gone or is on its way."""
    if draft.state == "queued":
        raise Conflict("This letter is on its way.")
    if draft.state == "sent":
        raise Conflict("This letter has gone, and is kept as it went.")


def must_not_be_held_back(letter: Letter) -> None:
    """Raise what holds the letter back: without it, it neither goes nor counts as gone."""
    held = refusal(letter.kind, letter.checks)
    if held is not None:
        raise held
