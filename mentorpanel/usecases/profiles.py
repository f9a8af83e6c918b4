"""The owner's profile, phase and rule numbers."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Rung, WorkingHours
from mentorpanel.domain.needs import phase_to_begin
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import PhaseRecord, ProfileRecord
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.titles import level_of
from mentorpanel.domain.wording import line_of
from mentorpanel.storage import needs, owners, phases, search_index
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together

PHASES_READS = (needs.WEIGHTS, phases.ALL)
MAX_RUNGS = 20
MOST_HOURS_AHEAD = 72
"""The longest preparation time before a session, in hours; our judgement."""
LONGEST: Final[Mapping[str, int]] = {
    "name": 300, "title": 300, "organisation": 300, "level": 60, "mail_address": 254, "phone_region": 2,
}  # fmt: skip
"""Characters that fit each text of the profile."""


def profile(owner: User) -> ProfileRecord:
    """The owner's profile."""
    return owners.profile_of(owner)


def zone(owner: User) -> ZoneInfo:
    """The zone that the owner's days are counted in."""
    return ZoneInfo(owners.profile_of(owner).time_zone)


def settings_of(profile: ProfileRecord) -> RuleSettings:
    """Every number of the rules, with the owner's changes."""
    return _settings(tuple(profile.rule_overrides.items()))


@lru_cache(maxsize=256)
def _settings(changes: tuple[tuple[str, object], ...]) -> RuleSettings:
    """Kept, since a page asks for the same ones for each session and path that it shows."""
    return RuleSettings.of(dict(changes))


def working_hours(profile: ProfileRecord) -> WorkingHours:
    """The owner's day as the session clock wants it."""
    return WorkingHours(profile.work_starts, profile.work_ends, profile.prepares)


def change_profile(owner: User, **changes: Any) -> ProfileRecord:
    """Change the profile. An unknown zone, hours that end before they start, a rung without a name: ``Invalid``."""
    if "time_zone" in changes:
        changes["time_zone"] = zone_of(changes["time_zone"]).key
    for name in LONGEST.keys() & changes.keys():
        changes[name] = _line(name, changes[name])
    if "weekly_minutes" in changes and not 0 <= changes["weekly_minutes"] <= 2400:
        raise Invalid("Minutes a week can be from 0 to 2400.", field="weekly_minutes")
    if not 0 <= (changes.get("prep_hours_before") or 0) <= MOST_HOURS_AHEAD:
        raise Invalid(f"Hours ahead can be from 0 to {MOST_HOURS_AHEAD}.", field="prep_hours_before")
    with transaction.atomic():
        now = owners.profile_of(owner)
        starts, ends = changes.get("work_starts", now.work_starts), changes.get("work_ends", now.work_ends)
        if ends <= starts:
            raise Invalid("Work ends before it starts; swap the two hours.", field="work_ends")
        if changes.get("title") and not changes.get("level") and not now.level:
            changes["level"] = level_of(changes["title"], now.ladder).verdict
        if changes.get("time_zone", now.time_zone) != now.time_zone:
            search_index.mark_all(owner, moments_only=True)
        after = owners.change_profile(owner, **changes)
        is_first = not now.title and not now.organisation
        if not is_first and (after.title, after.organisation) != (now.title, now.organisation):
            owners.note_position(owner, before=now, after=after, on=clock.today(ZoneInfo(after.time_zone)))
        return after


def change_ladder(owner: User, *, rungs: list[Rung]) -> ProfileRecord:
    """Replace the level ladder, lowest rung first."""
    if not 2 <= len(rungs) <= MAX_RUNGS:
        raise Invalid(f"A ladder has from 2 to {MAX_RUNGS} rungs.", field="ladder")
    if any(not rung.name.strip() for rung in rungs) or len({rung.key for rung in rungs}) != len(rungs):
        raise Invalid("Every rung needs a name of its own.", field="ladder")
    return owners.change_profile(owner, ladder=[asdict(rung) for rung in rungs])


def change_principles(owner: User, *, principles: list[dict[str, str]]) -> ProfileRecord:
    """Replace the leadership principles that people are judged by."""
    kept = [principle for principle in principles if principle.get("name", "").strip()]
    if not 1 <= len(kept) <= 20:
        raise Invalid("Keep from 1 to 20 principles.", field="principles")
    return owners.change_profile(owner, principles=kept)


def change_numbers(owner: User, *, numbers: dict[str, Any]) -> ProfileRecord:
    """Change numbers of the rules; an unknown name or a senseless value is ``Invalid`` and changes nothing."""
    with transaction.atomic():
        merged = {**owners.profile_of(owner).rule_overrides, **numbers}
        merged = {name: value for name, value in merged.items() if value is not None}
        RuleSettings.of(merged)
        return owners.change_profile(owner, rule_overrides=merged)


def phase(owner: User) -> PhaseRecord | None:
    """The current phase, or None."""
    return owners.current_phase(owner)


def own_phases(owner: User) -> tuple[str, ...]:
    """The slugs of phases that the owner was in or has weighed needs for, templates among them."""
    return own_phases_from(read_together(owner, PHASES_READS))


def own_phases_from(found: Found) -> tuple[str, ...]:
    """The same, where ``PHASES_READS`` were read with others."""
    return tuple(dict.fromkeys((*found[needs.WEIGHTS], *(one.phase for one in found[phases.ALL]))))


def begin_phase(
    owner: User, *, phase: str, note: str = "", on: date | None = None, is_own: bool = False
) -> PhaseRecord:
    """Begin a phase there is, or with ``is_own`` a new one of one's own. The same phase again only changes its note.

    ``Invalid`` asks which was meant, and nothing is changed.
    """
    slug = phase_to_begin(phase, own_phases(owner), is_own=is_own)
    with transaction.atomic():
        owners.hold(owner)
        current = owners.current_phase(owner)
        if current is not None and current.phase == slug:
            owners.change_phase_note(owner, note=note or current.note)
            return owners.current_phase(owner) or current
        return owners.begin_phase(owner, phase=slug, note=note, on=on or clock.today(zone(owner)))


def _line(field: str, given: str) -> str:
    """One line of the profile, short enough; an address that looks like one, a region of two letters."""
    line = line_of(given)
    if len(line) > LONGEST[field]:
        what = field.replace("_", " ")
        raise Invalid(
            f"This {what} is {len(line):,} characters; at most {LONGEST[field]} fit here.", field=field
        )
    if field == "mail_address" and line:
        try:
            validate_email(line)
        except ValidationError as error:
            raise Invalid(
                "This is no e-mail address; it looks like name@example.com.", field=field
            ) from error
    if field == "phone_region" and line:
        if not (line.isascii() and line.isalpha() and len(line) == 2):
            raise Invalid("A region is two letters, such as DE or US.", field=field)
        return line.upper()
    return line
