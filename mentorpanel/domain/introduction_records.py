"""What is stored of an introduction, as frozen records for the shells: the owner's own view, private."""

from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.introductions import (
    OVER,
    Consent,
    IntroductionFacts,
    IntroductionStatus,
    has_both_consents,
)
from mentorpanel.domain.records import Named


@dataclass(frozen=True, slots=True)
class IntroductionRecord:
    """One introduction. Without a ``requester`` it is I who ask, without a ``bridge`` I who connect two.

    ``target`` is None while somebody is not in the address book: then ``target_name`` or ``organisation`` says whom.
    ``first_answered_on`` and ``second_answered_on`` are when a letter that asked was answered.
    ``can_undo``: a step was taken that can be taken back.
    """

    id: int
    requester: Named | None
    bridge: Named | None
    target: Named | None
    target_name: str
    organisation: str
    why: str
    status: IntroductionStatus
    first_asked_on: date | None
    first_said: str
    first_said_on: date | None
    second_asked_on: date | None
    second_said: str
    second_said_on: date | None
    reminded_on: tuple[date, ...]
    introduced_on: date | None
    met_on: date | None
    thanked_on: date | None
    outcome: str
    outcome_on: date | None
    told_on: date | None
    ended_on: date | None
    first_answered_on: date | None = None
    second_answered_on: date | None = None
    can_undo: bool = False

    @property
    def is_request(self) -> bool:
        """Whether I ask for it; else I connect two."""
        return self.bridge is not None

    @property
    def first(self) -> Named:
        """Whom I ask first: the bridge of a request, or the one of the two."""
        found = self.bridge or self.requester
        if found is None:
            raise ValueError("An introduction has a bridge or a requester.")
        return found

    @property
    def second_name(self) -> str:
        """Whom it is about, as one says it: a name, or somebody at an organisation."""
        if self.target is not None:
            return self.target.name
        return self.target_name or f"somebody at {self.organisation}"

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end, good or not."""
        return self.status in OVER

    @property
    def has_both_consents(self) -> bool:
        """Whether a mail to both may go."""
        return has_both_consents(facts_of(self))

    @property
    def title(self) -> str:
        """It in a line: "Jo Kim, through Ana Ruiz", or "Ana Ruiz and Jo Kim"."""
        if self.bridge is not None:
            return f"{self.second_name}, through {self.bridge.name}"
        return f"{self.first.name} and {self.second_name}"


def facts_of(record: IntroductionRecord) -> IntroductionFacts:
    """What the rule looks at."""
    return IntroductionFacts(
        is_request=record.is_request,
        first=Consent(
            record.first.name,
            record.first_asked_on,
            record.first_said,
            record.first_said_on,
            _since(record.first_answered_on, record.first_asked_on),
        ),
        second=Consent(
            record.second_name,
            record.second_asked_on,
            record.second_said,
            record.second_said_on,
            _since(record.second_answered_on, record.second_asked_on),
        ),
        reminded_on=record.reminded_on,
        introduced_on=record.introduced_on,
        met_on=record.met_on,
        thanked_on=record.thanked_on,
        outcome_on=record.outcome_on,
        told_on=record.told_on,
        ended_on=record.ended_on,
    )


def _since(answered_on: date | None, asked_on: date | None) -> date | None:
    return answered_on if answered_on and asked_on and answered_on >= asked_on else None
