"""What is done beside reading and changing, by noun."""

from ninja import NinjaAPI

from mentorpanel.api.verbs import (
    assessments,
    days,
    engagement,
    goals,
    helping,
    incoming,
    letter_templates,
    letters,
    notices,
    panel,
    people,
    sessions,
)

VERBS = (
    days,
    panel,
    people,
    helping,
    assessments,
    notices,
    sessions,
    engagement,
    letters,
    letter_templates,
    goals,
    incoming,
)


def install(api: NinjaAPI) -> None:
    """Give the API its verbs."""
    for noun in VERBS:
        noun.install(api)
