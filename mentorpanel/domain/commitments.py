"""Where a promise stands: mine is due, theirs is only remembered gently. Examples: docs/rules/today.md."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, date_in_words, day_in_words


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """An open promise of mine or of theirs. ``made_on`` is when it was noted."""

    id: int
    person_id: int
    person_name: str
    is_mine: bool
    text: str
    due_on: date | None = None
    made_on: date | None = None
    session_id: int | None = None


def commitment_state(facts: CommitmentFacts, today: date, settings: RuleSettings) -> Verdict:
    """*later*, *soon*, *due*, *overdue* or *undated* for mine; *later* or *remembered* for theirs.

    Mine is *soon* from seven days ahead, *due* on the day before and the day, *overdue* after it; without
    a date it is *undated* from 14 days on. Theirs is *remembered* a week after its date, if at all:
    nobody is chased. Our judgement.
    """
    if not facts.is_mine:
        return _theirs(facts, today, settings)
    if facts.due_on is None:
        made = facts.made_on
        if made is not None and (today - made).days >= settings.undated_commitment_days:
            return Verdict("undated", f"You said so {ago(made, today)}, and no day was named.")
        return Verdict("later", "It has no date.")
    days = (facts.due_on - today).days
    if days < 0:
        return Verdict(
            "overdue",
            f"It was meant for {date_in_words(facts.due_on, today)}; a word about it helps, too.",
        )
    if days <= 1:
        return Verdict("due", f"It is due {day_in_words(facts.due_on, today)}.")
    if days <= settings.commitment_ahead_days:
        return Verdict("soon", f"It is due {day_in_words(facts.due_on, today)}.")
    return Verdict("later", f"It is due {day_in_words(facts.due_on, today)}.")


def _theirs(facts: CommitmentFacts, today: date, settings: RuleSettings) -> Verdict:
    if facts.due_on is None or today - facts.due_on < timedelta(days=settings.their_commitment_grace_days):
        return Verdict("later", "It is theirs to do, in their own time.")
    name = facts.person_name
    return Verdict(
        "remembered",
        f"{name} meant to by {date_in_words(facts.due_on, today)}. They may have a lot on; ask when you next talk.",
    )
