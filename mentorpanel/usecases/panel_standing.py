"""Relationships as programs see them: how things stand with several people at once, and one change for all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.cadence import CadenceState, cadence_of
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import PersonRecord
from mentorpanel.domain.standing import standing_of as standing_rule
from mentorpanel.domain.warmth import warmth_word
from mentorpanel.storage import people
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import panel, profiles

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Stands:
    """How things stand, each a word and its reason; ``standing`` is None for anybody who is no mentor."""

    warmth: Verdict
    cadence: CadenceState
    informed: Verdict
    standing: Verdict | None


def standing_of(owner: User, *, person_ids: Sequence[int]) -> list[tuple[PersonRecord, Stands | None]]:
    """People in the order given, each with how things stand today; None where the relationship is closed.

    The same number of queries for one person and for a page of them.
    """
    found = people.people_by_id(owner, person_ids[:MOST])
    profile = profiles.profile(owner)
    settings = profiles.settings_of(profile)
    today = clock.today(ZoneInfo(profile.time_zone))
    ties = {tie.person_id: tie for tie in panel.ties_of_panel(owner, today=today) if tie.person_id in found}
    stands = {
        person_id: Stands(
            warmth=warmth_word(tie, today, settings),
            cadence=cadence_of(tie, today, settings),
            informed=informed_of(tie, today, settings),
            standing=standing_rule(tie, today, settings),
        )
        for person_id, tie in ties.items()
    }
    return [(found[one], stands.get(one)) for one in person_ids if one in found]


def change_relationship(
    owner: User,
    *,
    person_id: int,
    stage: str | None = None,
    since: date | None = None,
    reason: str = "",
    roles: Iterable[str] | None = None,
    **pace: Any,
) -> None:
    """Move somebody, say their roles, their cadence and a pause: all of it or nothing. What is not named stays.

    ``pace``: cadence_days, paused_until; None takes them back.
    """
    with transaction.atomic():
        if stage is not None:
            panel.move_stage(owner, person_id=person_id, stage=stage, since=since, reason=reason)
        elif since is not None or reason:
            raise Invalid("Since when, and why, are said with a stage.", field="stage")
        if roles is not None:
            panel.set_roles(owner, person_id=person_id, roles=roles)
        if "cadence_days" in pace:
            panel.set_cadence(owner, person_id=person_id, days=pace["cadence_days"])
        if "paused_until" in pace:
            panel.pause(owner, person_id=person_id, until=pace["paused_until"])


def take_off(owner: User, *, person_id: int) -> None:
    """Back to the address book, when the relationship was a mistake."""
    panel.take_off_panel(owner, person_id=person_id)
