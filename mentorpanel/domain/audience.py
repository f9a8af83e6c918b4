"""Whom an update is for, and why. Examples: docs/rules/audience.md."""

from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.cadence import CORE, CadenceState, cadence_of
from mentorpanel.domain.facts import Stage, Tie, Verdict
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import day_with_date

LISTED = (Stage.MENTOR, Stage.FORMAL_MENTOR, Stage.RAPPORT, Stage.RESTING, Stage.ALUMNI)
"""Who is looked at. Before rapport a letter of one's own is due, not news in common."""
SUGGESTED = ("focus", "silent", "due")
NEVER = "do-not-contact"
_PAST_DUE = ("due", "drifting", "cold")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might read an update, as the rule sees them."""

    tie: Tie
    do_not_contact: bool = False
    has_address: bool = True


@dataclass(frozen=True, slots=True)
class Suited:
    """Whether an update is for somebody: ``verdict`` is a slug, ``reason`` words.

    ``is_by_hand``: no address is known, so the letter is copied. ``may_choose`` is false only for
    those who are not to be contacted.
    """

    person_id: int
    name: str
    stage: Stage
    verdict: str
    reason: str
    is_by_hand: bool = False

    @property
    def is_suggested(self) -> bool:
        """Whether the update goes to them unless the owner says otherwise."""
        return self.verdict in SUGGESTED

    @property
    def may_choose(self) -> bool:
        """Whether the owner may choose them at all."""
        return self.verdict != NEVER


def suits(one: Candidate, today: date, settings: RuleSettings, *, in_transition: bool = False) -> Suited:
    """Whether an update is for them, the first reason that matches, in this order.

    Not to be contacted; a transition (nobody by default: readers are nobody until named); resting or
    alumni; paused; a session within ``session_ahead_days``, whose brief tells them; an answer that is
    theirs to give. For them are mentors who do not know the focus that they are a reader of, or who
    heard nothing for ``informed_days``, and everybody with whom contact is due. Else they know.
    """
    found = _verdict(one, today, settings, in_transition=in_transition)
    by_hand = not one.has_address and found.verdict != NEVER
    words = f"{found.reason} No address is known: copy the letter." if by_hand else found.reason
    return Suited(one.tie.person_id, one.tie.name, one.tie.stage, found.verdict, words, is_by_hand=by_hand)


def audience(
    candidates: list[Candidate], today: date, settings: RuleSettings, *, in_transition: bool = False
) -> tuple[Suited, ...]:
    """Everybody who is looked at: those it is for first, mentors before others, then by name."""
    listed = [one for one in candidates if one.tie.stage in LISTED]
    found = [suits(one, today, settings, in_transition=in_transition) for one in listed]
    found.sort(key=lambda one: (not one.is_suggested, LISTED.index(one.stage), one.name.casefold()))
    return tuple(found)


def _verdict(one: Candidate, today: date, settings: RuleSettings, *, in_transition: bool) -> Verdict:
    tie = one.tie
    if one.do_not_contact:
        return Verdict(NEVER, f"{tie.name} is marked as not to be contacted.")
    if in_transition:
        return Verdict("transition", "You are in a transition: it goes to nobody whom you do not choose.")
    if tie.stage in (Stage.RESTING, Stage.ALUMNI):
        return Verdict("resting", f"Less for now is what you chose with {tie.name}.")
    cadence = cadence_of(tie, today, settings)
    return _not_now(tie, cadence, today, settings) or _news(tie, cadence, today, settings)


def _not_now(tie: Tie, cadence: CadenceState, today: date, settings: RuleSettings) -> Verdict | None:
    if cadence.state == "paused":
        return Verdict("paused", cadence.reason)
    meets = tie.next_session_on
    if meets is not None and 0 <= (meets - today).days <= settings.session_ahead_days:
        return Verdict("session", f"You meet on {day_with_date(meets, today)}; the brief tells them.")
    if cadence.state == "waiting" and cadence.step != "note":
        return Verdict("waiting", cadence.reason)
    return None


def _news(tie: Tie, cadence: CadenceState, today: date, settings: RuleSettings) -> Verdict:
    informed = informed_of(tie, today, settings)
    if tie.stage in CORE and informed.verdict != "informed":
        knows = tie.reader_version == 0 or tie.told_version >= tie.reader_version
        return Verdict("silent" if knows else "focus", informed.reason)
    if cadence.state in _PAST_DUE or cadence.step == "note":
        return Verdict("due", cadence.reason)
    return Verdict("informed", informed.reason if tie.stage in CORE else cadence.reason)
