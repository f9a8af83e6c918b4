"""The numbers that letters are checked by, from the owner's settings."""

from mentorpanel.domain.letters.letter import LetterLimits
from mentorpanel.domain.rule_settings import RuleSettings


def limits_of(settings: RuleSettings) -> LetterLimits:
    """The limits of every check; hours and months are those that the session clock and the goals go by."""
    return LetterLimits(
        brief_words=settings.letter_brief_words,
        brief_links=settings.letter_brief_links,
        brief_hours=settings.brief_latest_hours,
        focus_areas=settings.letter_focus_areas,
        recap_due_hours=settings.thanks_due_hours,
        recap_overdue_hours=settings.thanks_overdue_hours,
        asks_at_most=settings.letter_asks_most,
        asks_out_of_last=settings.letter_asks_out_of,
        words_a_minute=settings.letter_words_a_minute,
        appreciation_words=settings.letter_appreciation_words,
        connect_sentences_least=settings.letter_sentences_least,
        connect_sentences_most=settings.letter_sentences_most,
        connect_minutes=settings.letter_minutes_most,
        update_words=settings.letter_update_words,
        ask_words=settings.letter_ask_words,
        goal_least_months=settings.goal_least_months,
        goal_most_months=settings.goal_most_months,
    )
