"""What the panel, its gaps and the needs of a phase answer."""

from datetime import date

from mentorpanel.api.payloads import Counted, PersonLink, Shown
from mentorpanel.domain.facts import Role, Stage


class Member(Shown):
    """Somebody on the panel. Nulls where it is not known: of a day gone by, how things stood is not kept."""

    id: int
    name: str
    stage: Stage | None
    roles: list[Role] | None
    standing: str | None
    warmth: str | None
    cadence: Counted | None
    informed: bool | None
    organisation: str | None
    level: str | None


class PanelFlag(Shown):
    """One thing to look at in the panel as a whole."""

    flag: str
    text: str
    people: list[int]
    needs: list[str]


class Panel(Shown):
    """The panel of a day."""

    on: date
    phase: str | None
    headline: str | None
    shape: str | None
    shape_reason: str | None
    flags: list[PanelFlag]
    members: list[Member]


class Cover(Shown):
    """Somebody who covers a need, from 1 to 3."""

    id: int
    name: str
    level: int
    reason: str


class Candidate(Shown):
    """Somebody who could help, with the facts that speak for it."""

    person: PersonLink
    reasons: list[str]


class Need(Shown):
    """A need: 3 must, 2 should, 1 nice."""

    need: str
    name: str
    weight: int


class NeedCoverage(Need):
    """How a need is covered."""

    state: str
    strength: float
    reason: str
    people: list[Cover]
    candidates: list[Candidate]


class NeedState(Need):
    """A need of a phase, and how it is covered in it."""

    state: str


class PhaseView(Shown):
    """A phase and its needs."""

    phase: str | None
    needs: list[NeedState]


class MayRest(Shown):
    """Somebody whom the other phase does not ask for."""

    person: PersonLink
    reason: str


class Gaps(Shown):
    """What a phase asks for. From ``before`` on a preview: of another phase than the present one, else null."""

    phase: str | None
    needs: list[NeedCoverage]
    before: PhaseView | None = None
    after: PhaseView | None = None
    newly_wanted: list[Need] | None = None
    no_longer_wanted: list[str] | None = None
    may_rest: list[MayRest] | None = None
    summary: str | None = None


class PhaseNeeds(Shown):
    """Everything that a phase asks for, heaviest first."""

    phase: str
    name: str
    meaning: str
    is_own: bool
    is_changed: bool
    needs: list[Need]
