"""The panel, its gaps and its history as programs read them; nothing of this goes to a mentor."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from mentorpanel.domain import documents
from mentorpanel.domain.cadence import CadenceState
from mentorpanel.domain.candidates import Candidate
from mentorpanel.domain.coverage import Member, NeedCoverage
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.needs import Need
from mentorpanel.domain.panel_flags import Flag
from mentorpanel.domain.panel_shape import PanelShape
from mentorpanel.domain.phase_preview import PhasePreview

Document = dict[str, Any]


class Present(Protocol):
    """Somebody on the panel today, and how things stand with them."""

    @property
    def member(self) -> Member: ...

    @property
    def cadence(self) -> CadenceState: ...

    @property
    def informed(self) -> Verdict: ...


def panel(
    *,
    on: date,
    phase: str,
    members: Sequence[Document],
    shape: PanelShape | None = None,
    flags: Sequence[Flag] = (),
    headline: str | None = None,
) -> Document:
    """The panel of a day; one gone by has its members, and neither shape nor flags nor headline."""
    return {
        "phase": phase or None,
        "shape": shape.shape or None if shape else None,
        "shape_reason": shape.reason if shape else None,
        "flags": [flag(one) for one in flags],
        "members": list(members),
        "on": on,
        "headline": headline,
    }


def members(found: Sequence[Present], ladder: Sequence[str]) -> list[Document]:
    """People on the panel today; ``ladder`` are the keys of the rungs, the lowest first."""
    return [
        member(
            one.member,
            level="" if one.member.level_index is None else ladder[one.member.level_index],
            cadence=one.cadence,
            is_informed=one.informed.verdict == "informed",
        )
        for one in found
    ]


def member(one: Member, *, level: str, cadence: CadenceState, is_informed: bool) -> Document:
    """Somebody on the panel today; ``level`` is the rung's key."""
    return {
        "id": one.person_id,
        "name": one.name,
        "stage": one.stage.value if one.stage else None,
        "roles": sorted(role.value for role in one.roles),
        "standing": one.standing or None,
        "warmth": one.warmth,
        "cadence": documents.cadence(cadence),
        "informed": is_informed,
        "organisation": one.organisation,
        "level": level,
    }


def past_member(person_id: int, name: str, stage: str) -> Document:
    """Somebody on the panel of a day gone by; how things stood with them then is not kept."""
    unknown = dict.fromkeys(("standing", "warmth", "cadence", "informed", "organisation", "level"))
    return {"id": person_id, "name": name, "stage": stage, "roles": None, **unknown}


def flag(one: Flag) -> Document:
    """One thing to look at in the panel as a whole."""
    return {"flag": one.slug, "text": one.text, "people": list(one.people), "needs": list(one.needs)}


def candidate(one: Candidate) -> Document:
    """Somebody who could help, with the facts that speak for it."""
    return {"person": {"id": one.person_id, "name": one.name}, "reasons": list(one.reasons)}


def need(one: Need) -> Document:
    """A need by itself."""
    return {"need": one.slug, "name": one.name, "weight": one.weight}


def coverage(found: NeedCoverage, candidates: Sequence[Candidate] = ()) -> Document:
    """How a need is covered, by whom, and who else could help."""
    return {
        "need": found.need.slug,
        "name": found.need.name,
        "weight": found.need.weight,
        "state": found.state,
        "strength": found.strength,
        "reason": found.reason,
        "people": [
            {"id": cover.person_id, "name": cover.name, "level": cover.level, "reason": cover.reason}
            for cover in found.people
        ],
        "candidates": [candidate(one) for one in candidates],
    }


def coverage_of_all(
    found: Sequence[NeedCoverage], candidates: Mapping[str, Sequence[Candidate]]
) -> list[Document]:
    """Every need with its candidates."""
    return [coverage(one, candidates.get(one.need.slug, ())) for one in found]


def preview(look: PhasePreview) -> Document:
    """Two phases beside each other, and who may rest."""
    return {
        "before": {
            "phase": look.before or None,
            "needs": [
                need(row.need) | {"weight": row.weight_before, "state": row.state_before}
                for row in look.rows
                if row.weight_before
            ],
        },
        "after": {
            "phase": look.after,
            "needs": [
                need(row.need) | {"weight": row.weight_after, "state": row.state_after}
                for row in look.rows
                if row.weight_after
            ],
        },
        "newly_wanted": [need(one) for one in look.newly_wanted],
        "no_longer_wanted": [one.slug for one in look.no_longer_wanted],
        "may_rest": [
            {"person": {"id": one.person_id, "name": one.name}, "reason": one.reason}
            for one in look.who_may_rest
        ],
        "summary": look.summary,
    }
