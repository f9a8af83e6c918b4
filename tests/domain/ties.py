"""Ties for the tests of rules, made from ages in days."""

from datetime import date, timedelta

from mentorpanel.domain.facts import Role, Stage, Tie, TieSummary

TODAY = date(2026, 11, 23)


def ago(days: str | int | None) -> date | None:
    """The date so many days before TODAY; negative is ahead, empty or "never" is None."""
    return None if days in ("", "never", None) else TODAY - timedelta(days=int(days))


def ages(text: str) -> tuple[date, ...]:
    return tuple(sorted(TODAY - timedelta(days=int(part)) for part in text.split(",") if part.strip()))


def tie(
    stage: str = "mentor", *, entered: str | int = 400, contact: str | int | None = None, wrote: str = "",
    roles: str = "", update: str | int | None = None, name: str = "Ana", person_id: int = 7, **more: object,
) -> Tie:  # fmt: skip
    sent, last = ages(wrote), ago(contact)
    unanswered = tuple(day for day in sent if last is None or day > last)
    summary = TieSummary(
        as_of=TODAY, half_life_days=180, last_two_way_on=last, last_on=last, two_way_days=1 if last else 0,
        two_way_sum=1.0 if last else 0.0, last_from_me_on=sent[-1] if sent else None, unanswered_on=unanswered,
    )  # fmt: skip
    return Tie(
        person_id=person_id, name=name, stage=Stage(stage), entered_stage_on=ago(entered) or TODAY, summary=summary,
        roles=frozenset(Role(role.strip()) for role in roles.split(",") if role.strip()),
        last_update_on=ago(update), **more,
    )  # fmt: skip
