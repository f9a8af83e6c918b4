"""Cards of Today from what mentors wrote on their pages. Examples: docs/rules/mentor-page.md."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.mentor_page import ReplyKind
from mentorpanel.domain.today_cards import make_card, shortened
from mentorpanel.domain.today_facts import ReplyFacts
from mentorpanel.domain.words import ago, count, moment_in_words


def reply_cards(replies: tuple[ReplyFacts, ...], now: datetime, zone: ZoneInfo) -> Iterator[Card]:
    """One card a session for what waits for the owner: a time that somebody answered first, words otherwise.

    Whether they come is a duty: somebody waits for the answer. It rests when the owner has dealt with it.
    """
    waiting = sorted(replies, key=lambda one: (one.session_id, one.id))
    for session_id, group in groupby(waiting, key=lambda one: one.session_id):
        said = list(group)
        first = next((one for one in reversed(said) if one.kind in _TITLES), None)
        yield _card(session_id, said, first, now, zone)


def _card(
    session_id: int, said: list[ReplyFacts], about_time: ReplyFacts | None, now: datetime, zone: ZoneInfo
) -> Card:
    last = said[-1]
    name, today = last.person_name, now.astimezone(zone).date()
    page = f"/sessions/{session_id}/#replies"
    command = f"mentorpanel prep {session_id}"
    told = ago(last.said_at.astimezone(zone).date(), today)
    if about_time is None:
        title = f"{name} answered ahead" if last.kind == ReplyKind.ANSWER else f"{name} wrote to you"
        more = f" And {count(len(said) - 1, 'more line')} from them." if len(said) > 1 else ""
        why, action = f"Said {told}: “{shortened(last.text)}”{more}", Action("Read it", page, command)
    else:
        title = _TITLES[about_time.kind].format(name=name, when=_when(about_time, now, zone))
        note = f" “{shortened(about_time.text)}”" if about_time.text else ""
        why = f"You meet {moment_in_words(last.session_starts_at, now, zone)} as planned now.{note}"
        label = "Accept or answer" if about_time.kind == ReplyKind.PROPOSE else "Find another time"
        action = Action(label, page, command)
    return make_card(
        "reply", session_id, title=title, why=why, action=action, person=(last.person_id, name),
        state=about_time.kind if about_time else "", is_duty=about_time is not None,
        due=today if about_time else None, facts=(last.id,),
    )  # fmt: skip


_TITLES: dict[str, str] = {
    ReplyKind.PROPOSE.value: "{name} proposes {when}",
    ReplyKind.DECLINE.value: "{name} cannot make it",
}


def _when(said: ReplyFacts, now: datetime, zone: ZoneInfo) -> str:
    return moment_in_words(said.starts_at, now, zone) if said.starts_at else "another time"
