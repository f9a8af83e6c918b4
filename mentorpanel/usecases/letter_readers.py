"""Whom a letter goes to: one person, and for an introduction both, once both have said yes."""

from dataclasses import dataclass

from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.problems import Problem
from mentorpanel.domain.records import DraftRecord, PersonRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introduction_consents, people, people_found

TO_BOTH = "introduction"


@dataclass(frozen=True, slots=True)
class Readers:
    """The people that a letter goes to, the one it is kept with first.

    ``missing`` says why it cannot reach the other one; empty where nobody is missing.
    """

    people: tuple[PersonRecord, ...]
    missing: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Their addresses, of those who have one."""
        return tuple(one.email for one in self.people if one.email)


def readers_of(owner: User, draft: DraftRecord) -> Readers:
    """Whom the letter goes to as it stands; before both have agreed, an introduction goes to nobody else."""
    first = people.person(owner, person_id=draft.person.id)
    draft = introduction_consents.with_consents(owner, draft)
    if draft.kind != TO_BOTH or not _both_agreed(draft):
        return Readers((first,))
    second, missing = second_of(owner, draft)
    return Readers((first, second) if second is not None else (first,), missing)


def second_of(owner: User, draft: DraftRecord) -> tuple[PersonRecord | None, str]:
    """The other person of an introduction where they are surely known, else None and what is missing."""
    name = str(draft.slots.get("second", "")).strip()
    if not name:
        return None, "Name the other person; an introduction goes to both."
    record = introduction_consents.introduction_of(owner, draft)
    if record is not None:
        return _of_the_two(owner, record, draft, name)
    try:
        found = people_found.known_or_new(owner, name=name)
    except Problem:
        return None, f"“{name[:60]}” could be several people here. Write the whole name, or copy the letter."
    if found is None:
        return None, f"{name[:60]} is not in your address book. Add them with an address, or copy the letter."
    if found.id == draft.person.id:
        return None, "Both names are the same person."
    return people.person(owner, person_id=found.id), ""


def _of_the_two(
    owner: User, record: IntroductionRecord, draft: DraftRecord, name: str
) -> tuple[PersonRecord | None, str]:
    """The other of the two whom an introduction is kept of, where the letter names them."""
    other = introduction_consents.the_other(record, draft)
    if other is None or not introduction_consents.names(owner, name, other):
        return None, f"This letter introduces {record.title}; “{name[:60]}” is neither of them."
    return people.person(owner, person_id=other.id), ""


def _both_agreed(draft: DraftRecord) -> bool:
    agreed = (str(draft.slots.get(name, "")).strip().lower() for name in ("first_agreed", "second_agreed"))
    return all(one == "yes" for one in agreed)
