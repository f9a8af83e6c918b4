"""How things stand with a mentor, from two facts: in touch, and informed. Examples: docs/rules/standing.md."""

from datetime import date

from mentorpanel.domain.cadence import CORE, cadence_of
from mentorpanel.domain.facts import Tie, Verdict
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.rule_settings import RuleSettings


def standing_of(tie: Tie, today: date, settings: RuleSettings) -> Verdict | None:
    """*current*, *slipping* or *lapsed*, and why; None for anybody who is no mentor.

    The first that matches: cold is lapsed; drifting and not informed is lapsed; due or drifting, or
    not informed, is slipping; else current. A mentor is never demoted silently: this moves no stage.
    """
    if tie.stage not in CORE:
        return None
    cadence = cadence_of(tie, today, settings)
    informed = informed_of(tie, today, settings)
    is_informed = informed.verdict == "informed"
    if cadence.state == "cold":
        return Verdict("lapsed", f"{cadence.reason} {WAYS_BACK}")
    if cadence.state == "drifting" and not is_informed:
        return Verdict("lapsed", f"{cadence.reason} {informed.reason} {WAYS_BACK}")
    if cadence.state in ("due", "drifting"):
        return Verdict("slipping", cadence.reason if is_informed else f"{cadence.reason} {informed.reason}")
    if not is_informed:
        return Verdict("slipping", informed.reason)
    return Verdict("current", cadence.reason)


WAYS_BACK = "An update, a note to revive it, or letting it rest: each is fine."
