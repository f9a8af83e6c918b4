"""What is done beside reading and changing, by noun."""

from ninja import NinjaAPI

from mentorpanel.api.verbs import (
    advice,
    asking,
    assessments,
    calendars,
    days,
    decisions,
    engagement,
    feeds,
    giving,
    goals,
    helping,
    incoming,
    introductions,
    letter_templates,
    letters,
    look_back,
    notices,
    panel,
    people,
    profile,
    reminders,
    sessions,
    weeks,
)

VERBS = (
    advice,
    asking,
    days,
    weeks,
    decisions,
    panel,
    people,
    helping,
    assessments,
    notices,
    introductions,
    sessions,
    engagement,
    letters,
    letter_templates,
    goals,
    incoming,
    feeds,
    calendars,
    reminders,
    profile,
    giving,
    look_back,
)


def install(api: NinjaAPI) -> None:
    """Give the API its verbs."""
    for noun in VERBS:
        noun.install(api)
