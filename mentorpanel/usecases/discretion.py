"""What mails to the owner, and the pages that their links open, keep to themselves."""

from mentorpanel.domain.card_discretion import Discretion
from mentorpanel.storage import people_marks
from mentorpanel.storage.ownership import User


def discretion_of(owner: User, *, hides_names: bool) -> Discretion:
    """All names where the owner wishes so, and always what confidential people said."""
    marked = people_marks.confidential(owner)
    return Discretion(
        hides_names=hides_names,
        confidential_people=frozenset(person_id for person_id, _, _ in marked),
        confidential_texts=tuple(text for _, _, texts in marked for text in texts),
    )
