"""Changing the numbers of the rules, with what has been worked out by them."""

from typing import Any

from mentorpanel.domain.records import ProfileRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles, touchpoints


def change_numbers(owner: User, *, numbers: dict[str, Any]) -> ProfileRecord:
    """Change numbers of the rules; where a half-life changes, what touchpoints add up to is worked out anew.

    An unknown name or a senseless value is ``Invalid`` and changes nothing.
    """
    before = profiles.settings_of(profiles.profile(owner))
    changed = profiles.change_numbers(owner, numbers=numbers)
    now = profiles.settings_of(changed)
    if (before.half_life_near_days, before.half_life_far_days) != (
        now.half_life_near_days,
        now.half_life_far_days,
    ):
        touchpoints.summarise_everybody(owner)
    return changed
