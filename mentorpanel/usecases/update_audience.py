"""Who is not informed, and whom an update would be for."""

from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain.audience import LISTED, Candidate, Suited, audience
from mentorpanel.storage import people
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import panel, profiles

TRANSITION = "transition"


def audience_of(owner: User) -> tuple[Suited, ...]:
    """Everybody whom an update could be for, those it is for first; the same few queries for any number."""
    profile = profiles.profile(owner)
    today = clock.today(ZoneInfo(profile.time_zone))
    ties = [tie for tie in panel.ties_of_panel(owner, today=today) if tie.stage in LISTED]
    known = people.people_by_id(owner, [tie.person_id for tie in ties])
    phase = profiles.phase(owner)
    return audience(
        [
            Candidate(
                tie,
                do_not_contact=known[tie.person_id].do_not_contact,
                has_address=bool(known[tie.person_id].email),
            )
            for tie in ties
            if tie.person_id in known
        ],
        today,
        profiles.settings_of(profile),
        in_transition=phase is not None and phase.phase == TRANSITION,
    )
