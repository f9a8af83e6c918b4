"""The numbers of the rules as a form: names in words, in groups, with their defaults."""

from dataclasses import fields
from math import isfinite
from typing import Any

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest

GROUPS = {
    "In touch, days": (
        ("cadence_formal_mentor_days", "A formal mentor"),
        ("cadence_mentor_days", "A mentor"),
        ("cadence_rapport_days", "Rapport"),
        ("cadence_connected_days", "Connected"),
        ("cadence_resting_days", "Resting"),
        ("cadence_alumni_days", "Alumni"),
    ),
    "Waiting for an answer, days": (
        ("follow_up_first_days", "First reminder after"),
        ("follow_up_last_days", "Last reminder after"),
        ("waiting_days", "Wait for an answer"),
        ("quiet_days", "Then leave in peace for"),
    ),
    "How a tie is called": (
        ("half_life_near_days", "A close tie halves in (days)"),
        ("half_life_far_days", "Another halves in (days)"),
        ("close_at", "Close from"),
        ("warm_at", "Warm from"),
        ("quiet_at", "Quiet from"),
        ("drifting_at", "Drifting from (times the cadence)"),
        ("cold_at", "Cold from (times the cadence)"),
    ),
    "Introductions, days": (
        ("introduction_thank_days", "Thank whoever introduced you within"),
        ("introduction_outcome_days", "Tell what came of it after"),
    ),
    "Informed, days": (
        ("informed_days", "News are fresh for"),
        ("version_new_days", "A new focus may wait"),
    ),
    "Letters": (
        ("letter_appreciation_words", "Words in an appreciation, at most"),
        ("letter_brief_words", "Words in a brief, at most"),
        ("letter_update_words", "Words in an update, at most"),
        ("letter_ask_words", "Words in an ask, at most"),
        ("letter_sentences_least", "Sentences in a curiosity connect, at least"),
        ("letter_sentences_most", "Sentences in a curiosity connect, at most"),
        ("letter_minutes_most", "Minutes to ask for, at most"),
        ("letter_asks_most", "Letters that may ask for something, at most"),
        ("letter_asks_out_of", "Out of the last"),
        ("goal_least_months", "A goal is ahead, months at least"),
        ("goal_most_months", "A goal is ahead, months at most"),
        ("preparation_minutes", "Minutes to prepare a session"),
        ("brief_latest_hours", "A brief goes … hours ahead at the latest"),
        ("thanks_due_hours", "A recap is due after … hours"),
        ("thanks_overdue_hours", "A recap is overdue after … hours"),
    ),
    "What a need takes": (
        ("coverage_open_below", "A need is open below"),
        ("coverage_covered_at", "It is covered from"),
        ("coverage_covered_people", "… and from so many people"),
        ("coverage_quiet_factor", "A quiet tie counts as"),
        ("coverage_current_factor", "A current mentor at least as"),
    ),
    "When the panel speaks up": (
        ("sole_cover_needs", "Only one person for so many needs"),
        ("needs_per_person_most", "Needs for one person at most"),
        ("share_counts_from", "Sameness counts from so many mentors"),
        ("share_most", "Alike are at most (share)"),
        ("acquainted_share_most", "Pairs who know each other at most (share)"),
        ("pairs_count_from", "Pairs count from so many people"),
        ("core_most", "Mentors at most"),
        ("panel_most", "People on the panel at most"),
    ),
    "The panel's shape": (
        ("shape_counts_from", "A shape shows from so many people"),
        ("shape_organisation_weight", "How much the organisation weighs"),
        ("shape_range_at", "Different worlds from (0 to 1)"),
        ("shape_strength_at", "Strong ties from (0 distant, 3 close)"),
    ),
    "Who could help": (
        ("candidate_match_weight", "What they know weighs"),
        ("candidate_seniority_weight", "Seniority weighs"),
        ("candidate_warmth_weight", "Warmth weighs"),
        ("candidate_path_weight", "A way to them weighs"),
        ("candidate_dormant_weight", "In a transition, a dormant tie weighs"),
        ("dormant_days", "Dormant after (days)"),
        ("moderately_known_least", "Moderately known from (days talked)"),
        ("moderately_known_most", "… to"),
    ),
    "Asking": (
        ("ask_half_life_days", "What was said counts half after (days)"),
        ("ask_free", "Things that one can be asked at a time"),
        ("ask_window_days", "… within (days)"),
        ("ask_load_factor", "Each one more leaves (0 to 1)"),
    ),
    "Decisions": (
        ("decision_ahead_days", "Think of a decision … days ahead"),
        ("criteria_waiting_days", "Wait for criteria, days"),
        ("role_review_first_months", "Look at a new role after … months"),
        ("role_review_last_months", "… and again after"),
    ),
    "The page for a mentor": (
        ("mentor_page_days", "Its link lives … days after the session"),
        ("mentor_page_posts_a_day", "What they can send in a day, at most"),
    ),
    "Mail that comes in": (
        ("mail_proposals_a_day", "Times that one can propose by calendar in a day, at most"),
    ),
    "Today": (
        ("brief_ahead_days", "Think of the brief … days ahead"),
        ("thanks_first_days", "Thank for an answer or a favour within … days"),
        ("thanks_last_days", "… and leave it in peace after"),
        ("snooze_days", "A snooze is … days"),
        ("cards_shown_most", "Cards shown at a time; what somebody counts on always shows"),
        ("lane_shown_most", "… in a lane"),
        ("person_shown_most", "… about one person"),
        ("parked_shown_most", "Parked items shown at a time"),
    ),
    "Giving back": (
        ("giving_need_days", "What they need is an opening for … days"),
        ("giving_news_days", "A launch or a hire for … days"),
        ("giving_likeness_at_least", "A need and an offer are alike from (0 to 1)"),
        ("openings_shown_most", "Such openings shown at a time on Today"),
    ),
}


def shown(profile: ProfileRecord) -> list[dict[str, Any]]:
    """Every number that can be changed, with its value and its default."""
    now, usual = RuleSettings.of(profile.rule_overrides), RuleSettings()
    return [
        {
            "key": key,
            "label": label,
            "group": f"{place}. {group}",
            "value": getattr(now, key),
            "default": getattr(usual, key),
            "help": "",
        }
        for place, (group, rows) in enumerate(GROUPS.items(), start=1)
        for key, label in rows
    ]


def read(request: OwnedRequest) -> dict[str, Any]:
    """The numbers sent; None for a field left empty or at its default."""
    usual = {item.name: item.default for item in fields(RuleSettings)}
    found: dict[str, Any] = {}
    for rows in GROUPS.values():
        for key, _ in rows:
            said = forms.text(request, key)
            value = _number(key, said, whole=isinstance(usual[key], int)) if said else None
            found[key] = None if value == usual[key] else value
    return found


def _number(key: str, said: str, *, whole: bool) -> int | float:
    try:
        value = float(said.replace(",", "."))
    except ValueError as error:
        raise Invalid("Write a number.", field=key) from error
    if not isfinite(value):
        raise Invalid("Write a number.", field=key)
    return int(value) if whole and value == int(value) else value
