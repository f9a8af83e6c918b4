"""The words that are ready: three kind answers, a word before a talk with a mentee, a line about somebody of theirs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mentorpanel.domain.favour_records import Answer
from mentorpanel.domain.session_clock import written_day
from mentorpanel.domain.words import clock_time


def answer_slots(answer: Answer, *, by: date | None = None) -> dict[str, str]:
    """A note with one of the three answers. Nobody else is named: whoever may know is asked first."""
    day = f" by {written_day(by)}" if by else ""
    message = {
        Answer.YES: f"Yes, gladly. You will hear from me{day}",
        Answer.KNOW: (
            "I am not the right one for this, but somebody comes to mind who may be. I will ask them first, "
            "and you will hear from me either way"
        ),
        Answer.SORRY: (
            "I am sorry, I cannot take this on just now. I would rather say so at once than keep you waiting, and "
            "I hope that the right person turns up soon"
        ),
    }[answer]
    return {"about": "Thank you for asking me", "message": message}


def before_talk_slots(starts_at: datetime, zone: ZoneInfo) -> dict[str, str]:
    """A note to a mentee before a session: the agenda is theirs."""
    day = written_day(starts_at.astimezone(zone).date())
    return {
        "about": f"We meet on {day} at {clock_time(starts_at, zone)}, and I look forward to it",
        "message": "The time is yours: bring what is on your mind, half-finished is fine",
        "question": "What would you like to talk about",
    }


def line_back_slots(mentee: str) -> dict[str, str]:
    """A note to whoever asked me to mentor somebody of theirs; what was seen is the owner's to write."""
    first = mentee.split()[0] if mentee.split() else mentee
    return {
        "about": f"A line about {first}, whom you asked me to mentor",
        "message": f"Mentoring {first} goes well: [one thing that you saw]",
    }
