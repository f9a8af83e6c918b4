"""When a role is looked at after it was chosen."""

from mentorpanel.domain.role_review import review_days
from mentorpanel.storage import decisions, role_reviews
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


def settle(owner: User, *, decision_id: int) -> None:
    """Plan the reviews of a role that was chosen, on their days; forget those of anything else."""
    found = decisions.decision(owner, decision_id=decision_id)
    if found.chosen_on is None or not found.is_role:
        role_reviews.drop_reviews(owner, decision_id=decision_id)
        return
    settings = profiles.settings_of(profiles.profile(owner))
    months = (settings.role_review_first_months, settings.role_review_last_months)
    days = review_days(found.began_on or found.chosen_on, months)
    planned = tuple(zip(months, days, strict=True))
    role_reviews.plan_reviews(owner, decision_id=decision_id, days=planned)
