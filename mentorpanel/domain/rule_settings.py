"""Every number of the rules, each with its default; an owner may change any of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import isfinite

from mentorpanel.domain.problems import Invalid

_DAY = {"least": 1, "most": 3660}
_COUNT = {"least": 1, "most": 1000}
_NUMBER = {"least": 0.0, "most": 100.0}
_HOURS = {"least": 0, "most": 336}


def _days(default: int) -> int:
    return field(default=default, metadata=_DAY)


def _count(default: int) -> int:
    return field(default=default, metadata=_COUNT)


def _number(default: float) -> float:
    return field(default=default, metadata=_NUMBER)


def _hours(default: int) -> int:
    return field(default=default, metadata=_HOURS)


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The numbers of PRODUCT §3 by name. Days, months, hours and minutes are whole; the rest are plain numbers.

    Sources: the half-life of 110 days is Burt's (2002), 21 days after a first contact leans on Vergara
    Hidd et al. (2023), monthly and 6 to 18 months are the seed's; everything else is our judgement.
    """

    # Warmth
    two_way_weight: float = _number(1.0)
    one_way_weight: float = _number(0.3)
    one_way_most: float = _number(0.6)
    recency_factor: float = _number(3.0)
    half_life_near_days: int = _days(180)
    half_life_far_days: int = _days(110)
    close_at: float = _number(2.0)
    warm_at: float = _number(0.7)
    quiet_at: float = _number(0.2)
    # Cadence
    cadence_formal_mentor_days: int = _days(35)
    cadence_mentor_days: int = _days(60)
    cadence_rapport_days: int = _days(60)
    cadence_connected_days: int = _days(21)
    cadence_resting_days: int = _days(180)
    cadence_alumni_days: int = _days(180)
    follow_up_first_days: int = _days(7)
    follow_up_last_days: int = _days(21)
    due_at: float = _number(1.0)
    drifting_at: float = _number(1.5)
    cold_at: float = _number(3.0)
    booked_within: float = _number(1.5)
    echo_days: int = field(default=2, metadata={"least": 0, "most": 60})
    waiting_days: int = _days(21)
    quiet_days: int = _days(90)
    # Informed
    version_new_days: int = _days(30)
    informed_days: int = _days(90)
    # Focus, goals and stages
    focus_areas_most: int = _count(5)
    goal_least_months: int = _count(6)
    goal_most_months: int = _count(18)
    rapport_two_way_days: int = _count(2)
    # Coverage and the panel's flags
    coverage_open_below: float = _number(1.0)
    coverage_covered_at: float = _number(2.0)
    coverage_covered_people: int = _count(2)
    coverage_quiet_factor: float = _number(0.5)
    coverage_current_factor: float = _number(0.5)
    sole_cover_needs: int = _count(3)
    needs_per_person_most: int = _count(4)
    share_counts_from: int = _count(4)
    share_most: float = _number(0.6)
    acquainted_share_most: float = _number(0.5)
    core_most: int = _count(5)
    panel_most: int = _count(15)
    pairs_count_from: int = _count(3)
    # The panel's shape
    shape_counts_from: int = field(default=2, metadata={"least": 2, "most": 1000})
    shape_organisation_weight: float = _number(3.0)
    shape_range_at: float = _number(0.5)
    shape_strength_at: float = _number(1.5)
    # Candidates
    candidate_match_weight: float = _number(3.0)
    candidate_seniority_weight: float = _number(1.0)
    candidate_warmth_weight: float = _number(1.5)
    candidate_path_weight: float = _number(1.0)
    candidate_dormant_weight: float = _number(2.0)
    dormant_days: int = _days(365)
    moderately_known_least: int = _count(2)
    moderately_known_most: int = _count(9)
    # Asking
    ask_half_life_days: int = _days(90)
    ask_free: int = _count(2)
    ask_load_factor: float = _number(0.75)
    ask_window_days: int = _days(30)
    # Assessment, and whether somebody may lack time
    assess_from_two_way: int = _count(2)
    lack_window_days: int = _days(180)
    lack_last_seen: int = _count(3)
    lack_at_least: int = _count(2)
    lack_slow_answer_days: int = _days(14)
    lack_exchange_gap_days: int = _days(14)
    lack_begun_by_me: int = _count(4)
    loop_open_days: int = _days(60)
    # Readiness of a formal mentor
    senior_ideal_rungs: int = _count(2)
    senior_far_rungs: int = _count(4)
    knows_me_two_way: int = _count(3)
    proposed_last_seen: int = _count(3)
    proposed_held_least: int = _count(2)
    # Outreach paths
    outreach_write_days: int = _days(3)
    # Introductions
    introduction_thank_days: int = _days(2)
    introduction_outcome_days: int = _days(30)
    # Letters
    letter_brief_words: int = _count(250)
    letter_brief_links: int = field(default=1, metadata={"least": 0, "most": 20})
    letter_focus_areas: int = field(default=3, metadata={"least": 1, "most": 3})
    letter_appreciation_words: int = _count(120)
    letter_update_words: int = _count(300)
    letter_ask_words: int = _count(150)
    letter_sentences_least: int = _count(4)
    letter_sentences_most: int = _count(8)
    letter_minutes_most: int = _count(30)
    letter_asks_most: int = _count(3)
    letter_asks_out_of: int = field(default=5, metadata={"least": 1, "most": 20})
    letter_words_a_minute: int = _count(200)
    # Decisions and the look at a role
    decision_ahead_days: int = _days(14)
    criteria_waiting_days: int = _days(7)
    role_review_first_months: int = _count(3)
    role_review_last_months: int = _count(6)
    # Session clock
    preparation_minutes: int = field(default=60, metadata={"least": 0, "most": 600})
    brief_latest_hours: int = _hours(3)
    thanks_due_hours: int = _hours(24)
    thanks_overdue_hours: int = _hours(48)
    # Mentor page
    mentor_page_days: int = _days(30)
    mentor_page_posts_a_day: int = _count(20)
    # Incoming mail
    mail_proposals_a_day: int = _count(5)
    # Today
    session_ahead_days: int = _days(14)
    brief_ahead_days: int = _days(7)
    propose_ahead_days: int = _days(21)
    commitment_ahead_days: int = _days(7)
    their_commitment_grace_days: int = _days(7)
    undated_commitment_days: int = _days(14)
    done_rests_days: int = _days(14)
    snooze_days: int = _days(7)
    parked_shown_most: int = _count(3)
    cards_shown_most: int = _count(11)
    lane_shown_most: int = _count(4)
    person_shown_most: int = _count(1)
    flags_shown_most: int = _count(1)
    steps_shown_most: int = _count(1)
    goals_shown_most: int = _count(2)
    revived_shown_most: int = _count(1)
    # Goals, phase and the panel as a whole, on Today
    milestone_ahead_days: int = _days(7)
    goal_check_in_days: int = _days(30)
    goal_near_days: int = _days(30)
    goal_alone_days: int = _days(7)
    phase_check_days: int = _days(91)
    leaving_days: int = _days(120)
    assess_fresh_days: int = _days(60)
    item_waits_days: int = _days(14)
    urgent_waits_days: int = _days(2)
    thanks_first_days: int = _days(2)
    thanks_last_days: int = _days(14)
    # Giving back
    giving_need_days: int = _days(120)
    giving_news_days: int = _days(30)
    giving_likeness_at_least: float = field(default=0.2, metadata={"least": 0.0, "most": 1.0})
    openings_shown_most: int = _count(2)

    @classmethod
    def of(cls, overrides: Mapping[str, object]) -> "RuleSettings":
        """The defaults with the owner's changes. ``Invalid`` names the first field that cannot be taken."""
        known = {item.name: item for item in fields(cls)}
        values: dict[str, int | float] = {}
        for name, value in overrides.items():
            if name in _GONE:
                continue
            if name not in known:
                raise Invalid(f"There is no rule setting called “{str(name)[:60]}”.", field=str(name))
            values[name] = _checked(name, value, known[name].default, known[name].metadata)
        settings = cls(**values)  # type: ignore[arg-type]
        for lower, higher in _ORDERED:
            if getattr(settings, lower) >= getattr(settings, higher):
                raise Invalid(
                    f"{_said(lower)} has to be less than {_said(higher)}.",
                    field=_changed(values, lower, higher),
                )
        return settings


_GONE = frozenset({"question_minutes"})
"""Settings of earlier versions; an owner's old value of one is not an error."""
_ORDERED = (
    ("quiet_at", "warm_at"),
    ("warm_at", "close_at"),
    ("due_at", "drifting_at"),
    ("drifting_at", "cold_at"),
    ("follow_up_first_days", "follow_up_last_days"),
    ("goal_least_months", "goal_most_months"),
    ("role_review_first_months", "role_review_last_months"),
    ("thanks_due_hours", "thanks_overdue_hours"),
    ("thanks_first_days", "thanks_last_days"),
    ("coverage_open_below", "coverage_covered_at"),
    ("moderately_known_least", "moderately_known_most"),
    ("senior_ideal_rungs", "senior_far_rungs"),
    ("letter_sentences_least", "letter_sentences_most"),
    ("letter_asks_most", "letter_asks_out_of"),
)


def _checked(name: str, value: object, default: object, bounds: Mapping[str, float]) -> int | float:
    """The value in the default's own type and within its bounds; a number written as text is taken too."""
    wants_whole = isinstance(default, int)
    try:
        number = float(value.strip() if isinstance(value, str) else value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if isinstance(value, bool) or not isfinite(number):
        raise Invalid(f"{_said(name)} needs a number.", field=name)
    if wants_whole and number != int(number):
        raise Invalid(f"{_said(name)} needs a whole number.", field=name)
    if not bounds["least"] <= number <= bounds["most"]:
        raise Invalid(f"{_said(name)} can be from {bounds['least']:g} to {bounds['most']:g}.", field=name)
    return int(number) if wants_whole else number


def _said(name: str) -> str:
    return f"“{name.replace('_', ' ')}”"


def _changed(values: Mapping[str, object], lower: str, higher: str) -> str:
    return lower if lower in values else higher
