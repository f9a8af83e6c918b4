"""What is marked as advice in a session's notes is advice of that person and session, and follows the notes."""

from collections.abc import Sequence
from datetime import date

from mentorpanel.domain.advice_records import NotedLineRecord
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.noted_advice import NotedAdvice, continued, marked_lines, read_advice
from mentorpanel.domain.records import AdviceRecord, SessionRecord
from mentorpanel.storage import contrasts, noted_lines
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice


def follow_notes(owner: User, *, session: SessionRecord, on: date) -> None:
    """Bring the advice of a session to what its notes mark: new lines are noted, edited ones changed.

    A line is never noted twice, also where the same words were noted another way. Advice whose line is gone
    goes too, unless something has come of it or it was changed by hand; what was deleted by hand stays away.
    """
    lines = marked_lines(session.notes)
    known = noted_lines.lines_of(owner, session_id=session.id)
    if not lines and not known:
        return
    said = {one.id: one for one in advice.advice_of_session(owner, session_id=session.id)}
    places = continued([line.text for line in known], lines)
    for line, place in zip(lines, places, strict=True):
        if place is None:
            _note(owner, session, on, line, said, known)
        elif known[place].text != line:
            _edit(owner, known[place], line, said)
    gone = [line for place, line in enumerate(known) if place not in places]
    _let_go(owner, gone, said)


def _note(
    owner: User,
    session: SessionRecord,
    on: date,
    line: str,
    said: dict[int, AdviceRecord],
    known: Sequence[NotedLineRecord],
) -> None:
    read = read_advice(line)
    taken = {one.advice_id for one in known}
    same = next((one for one in said.values() if one.text == read.text and one.id not in taken), None)
    if same is None:
        same = advice.note_advice(
            owner,
            person_id=session.person.id,
            text=read.text,
            topics=read.topics,
            session_id=session.id,
            on=on,
        )
        said[same.id] = same
    noted_lines.add_line(owner, session_id=session.id, advice_id=same.id, text=line)


def _edit(owner: User, known: NotedLineRecord, line: str, said: dict[int, AdviceRecord]) -> None:
    """The advice takes the line's new words, unless it was worded by hand since; topics follow as well."""
    noted_lines.change_line(owner, line_id=known.id, text=line)
    found = said.get(known.advice_id or 0)
    if found is None:
        return
    was, now = read_advice(known.text), read_advice(line)
    advice.change_advice(
        owner,
        advice_id=found.id,
        text=now.text if found.text == was.text else None,
        topics=_topics(found, was, now),
    )


def _topics(found: AdviceRecord, was: NotedAdvice, now: NotedAdvice) -> list[str] | None:
    if was.topics == now.topics:
        return None
    return [topic for topic in found.topics if topic not in was.topics or topic in now.topics] + [
        topic for topic in now.topics if topic not in found.topics
    ]


def _let_go(owner: User, gone: Sequence[NotedLineRecord], said: dict[int, AdviceRecord]) -> None:
    if not gone:
        return
    ids = [line.advice_id for line in gone if line.advice_id is not None]
    beside = contrasts.members_of_any(owner, advice_ids=ids) if ids else frozenset()
    for line in gone:
        noted_lines.remove_line(owner, line_id=line.id)
        found = said.get(line.advice_id or 0)
        if found is None or found.id in beside or found.item_id is not None:
            continue
        is_as_noted = found.text == read_advice(line.text).text
        if is_as_noted and found.status == AdviceStatus.NEW and not found.outcome:
            advice.delete_advice(owner, advice_id=found.id)
