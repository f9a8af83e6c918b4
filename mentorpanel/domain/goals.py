"""How far ahead a goal may lie, and what it waits for. Examples: docs/rules/goals.md."""

from datetime import date

from mentorpanel.domain.days import LAST_YEAR, add_months
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import day_with_date


def horizon_of(
    starts_on: date, due_on: date, *, has_formal_mentor: bool, settings: RuleSettings, reason: str = ""
) -> Verdict:
    """*within*, *free* or *overridden*, in words.

    With a formal mentor a goal lies 6 to 18 months ahead (the seed), both ends included; outside it
    ``NeedsReason`` names the days that fit, and a reason overrides it. Without one any length is
    fine. A goal that ends before or as it starts is ``Invalid``.
    """
    if due_on <= starts_on:
        raise Invalid("A goal is due after it starts; choose a later date.", field="due_on")
    if due_on.year > LAST_YEAR:
        raise Invalid(f"A goal can be due by {LAST_YEAR} at the latest.", field="due_on")
    if not has_formal_mentor:
        return Verdict("free", "Without a formal mentor, a goal may be as near or as far as it needs.")
    first = add_months(starts_on, settings.goal_least_months)
    last = add_months(starts_on, settings.goal_most_months)
    if first <= due_on <= last:
        return Verdict("within", "Far enough for something that matters, near enough to be seen.")
    span = f"{settings.goal_least_months} to {settings.goal_most_months} months"
    side = "sooner" if due_on < first else "later"
    said = (
        f"With a formal mentor a goal is {span} ahead: from {day_with_date(first, starts_on)} to "
        f"{day_with_date(last, starts_on)}. This one is {side}."
    )
    if not reason.strip():
        raise NeedsReason(f"{said} Choose another date, or say why this one is right.", field="due_on")
    return Verdict("overridden", f"{said} Your reason: {' '.join(reason.split())[:200]}")
