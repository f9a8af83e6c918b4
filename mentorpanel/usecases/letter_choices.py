"""Which letters somebody can be written now, and what some of them need first."""

from dataclasses import dataclass

from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.letters.about import ABOUT, GROUPS
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.records import DraftRecord, PersonRecord, SessionRecord
from mentorpanel.storage import drafts
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import people, sessions
from mentorpanel.usecases.letter_shown import UNSENT


@dataclass(frozen=True, slots=True)
class LetterChoice:
    """A kind of letter: what it is for, what is missing for it (empty: nothing), and the draft that is begun."""

    kind: LetterKind
    about: str
    missing: str
    begun: DraftRecord | None


@dataclass(frozen=True, slots=True)
class LetterChoices:
    """Every kind of letter to a person, in groups; ``why_not`` says why none may go to them at all."""

    person: PersonRecord
    groups: tuple[tuple[str, tuple[LetterChoice, ...]], ...]
    why_not: str


def letter_choices(owner: User, *, person_id: int) -> LetterChoices:
    """The kinds of letter for a person."""
    person = people.person(owner, person_id=person_id)
    past = sessions.sessions_with(owner, person_id=person_id)
    begun = {
        one.kind: one for one in drafts.letters_to(owner, person_id=person_id)[::-1] if one.state in UNSENT
    }
    groups = tuple(
        (
            name,
            tuple(
                LetterChoice(kind_of(slug), ABOUT[slug], _missing(slug, past), begun.get(slug))
                for slug in slugs
            ),
        )
        for name, slugs in GROUPS
    )
    return LetterChoices(person, groups, _why_not(person))


def _missing(slug: str, past: list[SessionRecord]) -> str:
    if slug == "brief" and not any(one.status in sessions.TO_COME for one in past):
        return "It belongs to a session; plan one first."
    if slug == "recap" and not any(one.status == SessionStatus.HELD for one in past):
        return "It is made of a session’s notes; note what happened in one first."
    return ""


def _why_not(person: PersonRecord) -> str:
    if person.deleted_at is not None:
        return f"{person.name} is in the trash; take them out first."
    if person.do_not_contact:
        return f"{person.name} is marked as not to be contacted."
    return ""
