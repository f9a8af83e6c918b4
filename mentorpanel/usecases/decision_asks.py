"""Asking two mentors what they would look at, noting what they said, and telling them what was chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.decision_records import AskRecord, DecisionRecord
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import Named
from mentorpanel.domain.two_to_ask import Pair, two_to_ask
from mentorpanel.domain.wording import one_line, plain_text
from mentorpanel.storage import advice as loops
from mentorpanel.storage import decision_asks as stored
from mentorpanel.storage import decisions as rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, letters, parking, people, profiles, sessions
from mentorpanel.usecases import ask as whom_to_ask
from mentorpanel.usecases.decisions import LONGEST_LINE, Change, changed, decision, open_decision

WAYS: Final = ("letter", "agenda", "talk")
MENTORS: Final = ("formal-mentor", "mentor", "rapport")
_CRITERIA: Final = "What criteria would you use for it?"
_IN_GENERAL: Final = "What would you look at if you were to choose between two ways to go on?"


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision after somebody was asked; ``draft_id`` is the letter begun, ``session_id`` whose agenda it is on."""

    change: Change
    draft_id: int | None = None
    session_id: int | None = None


def suggestion(owner: User, *, found: DecisionRecord) -> Pair | None:
    """Two who differ, of those who are not asked yet: of those who have something to say on it, else of the mentors.

    None where there are not two.
    """
    known = {one.person.id for one in found.asks}
    pair = whom_to_ask.ask(owner, question=found.question, big=True).asked.differ
    if pair is not None and known.isdisjoint((pair.first.person_id, pair.second.person_id)):
        return pair
    near = [
        state.member
        for state in whom_to_ask.members(owner)
        if state.member.stage in MENTORS
        and state.member.person_id not in known
        and not state.is_do_not_contact
    ]
    return two_to_ask(sorted(near, key=lambda one: (MENTORS.index(str(one.stage)), one.name)))


def ask(
    owner: User, *, decision_id: int, person_id: int, how: str = "letter", may_know: bool = True
) -> Asked:
    """Ask somebody for criteria: by a letter that is begun, on the next agenda, or in a talk that was had today.

    With ``may_know`` they become a reader, and the question stands in it; else it is asked in general.
    A letter is only begun: it goes with the owner's word, and they count as asked from then on.
    """
    if how not in WAYS:
        raise Invalid(f"One asks by {', '.join(WAYS)}.", field="how")
    with transaction.atomic():
        found = decision(owner, decision_id=decision_id)
        _must_be_free(owner, found, person_id, how)
        before: list[Sequence[Any]] = []
        if may_know and person_id not in {one.id for one in found.readers}:
            readers = [*(one.id for one in found.readers), person_id]
            before.append(rows.set_readers(owner, decision_id=decision_id, person_ids=readers))
        wording = question_for(found, may_know=may_know)
        draft_id = session_id = None
        if how == "letter":
            draft_id = _letter(owner, found, person_id, wording, may_know=may_know)
            values: dict[str, Any] = {"draft_id": draft_id}
        elif how == "agenda":
            item_id, session_id = _agenda(owner, person_id, wording)
            values = {"item_id": item_id}
        else:
            values = {"asked_on": clock.today(profiles.zone(owner))}
        before.append(stored.put_ask(owner, decision_id=decision_id, person_id=person_id, **values)[1])
        return Asked(changed(owner, decision_id, *before), draft_id, session_id)


def note_answer(
    owner: User,
    *,
    decision_id: int,
    person_id: int,
    criteria: Iterable[str] = (),
    said: str = "",
    on: date | None = None,
) -> Change:
    """What somebody answered: criteria with their name, and what they said beside them as advice of theirs."""
    texts = [one_line(text, at_most=LONGEST_LINE) for text in criteria]
    named, words = [text for text in texts if text], plain_text(said)
    if not named and not words:
        raise Invalid("Write a criterion that they named, or what they said.", field="criteria")
    with transaction.atomic():
        open_decision(owner, decision_id)
        day = on or clock.today(profiles.zone(owner))
        before: list[Sequence[Any]] = [
            stored.answered(owner, decision_id=decision_id, person_id=person_id, on=day)
        ]
        for text in dict.fromkeys(named):
            _, added = rows.add_criterion(
                owner, decision_id=decision_id, text=text, weight=1, given_by=person_id, given_on=day
            )
            before.append(added)
        if words:
            made = advice.note_advice(owner, person_id=person_id, text=words, on=day)
            linked = stored.put_ask(owner, decision_id=decision_id, person_id=person_id, advice_id=made.id)
            before += [["advice", made.id, []], linked[1]]
        return changed(owner, decision_id, *before)


def thank(owner: User, *, decision_id: int, person_id: int) -> int:
    """Begin the thank-you that tells somebody what was chosen; its number. It goes with the owner's word."""
    with transaction.atomic():
        found = decision(owner, decision_id=decision_id)
        if found.chosen_on is None:
            raise Conflict("There is no choice to tell of yet.")
        asked = _ask_of(found, person_id)
        if asked.thanks_id is not None:
            return asked.thanks_id
        made = letters.draft_letter(
            owner, kind="thank-you", person_id=person_id, slots=thanks_slots(found, asked)
        )
        stored.put_ask(owner, decision_id=decision_id, person_id=person_id, thanks_id=made.draft.id)
        return made.draft.id


def told(owner: User, *, decision_id: int, person_id: int) -> Change:
    """They know what was chosen, and so what came of what they advised on it: those loops are closed."""
    with transaction.atomic():
        found = decision(owner, decision_id=decision_id)
        if found.chosen_on is None:
            raise Conflict("There is no choice to tell of yet.")
        asked = _ask_of(found, person_id)
        today = clock.today(profiles.zone(owner))
        before: list[Sequence[Any]] = [
            stored.put_ask(owner, decision_id=decision_id, person_id=person_id, told_on=today)[1]
        ]
        linked = {piece.id for one in found.contrasts for piece in one.advice} | {asked.advice_id}
        for loop in loops.open_loops(owner, person_id=person_id):
            if loop.advice_id in linked:
                advice.close_loop(owner, advice_id=loop.advice_id, on=today)
                before.append(["loop", loop.advice_id, {"loop_closed_on": None}])
        return changed(owner, decision_id, *before)


def question_for(found: DecisionRecord, *, may_know: bool) -> str:
    """What somebody is asked; without the question where they may not know of it."""
    if not may_know:
        return _IN_GENERAL
    return f"What criteria would you use for this: {found.question.rstrip('?.! ')}?"


def thanks_slots(found: DecisionRecord, asked: AskRecord) -> dict[str, str]:
    """What a thank-you says by itself: their criterion, and the choice to those who may know of it."""
    theirs = [one.text for one in found.criteria if one.given_by and one.given_by.id == asked.person.id]
    slots = {"advice": "; ".join(theirs) or asked.advice}
    if theirs:
        slots["did"] = "I compared the ways to go by it."
    if asked.person.id in {one.id for one in found.readers}:
        choice = found.chosen
        slots["result"] = f"I chose: {choice[:1].lower() + choice[1:] if found.choice == 0 else choice}."
    return {name: text for name, text in slots.items() if text}


def _must_be_free(owner: User, found: DecisionRecord, person_id: int, how: str) -> None:
    person = people.person(owner, person_id=person_id)
    if found.chosen_on is not None:
        raise Conflict("This is decided; open it again first.")
    if person.do_not_contact and how == "letter":
        raise Conflict(f"{person.name} is marked as “do not contact”.")


def _letter(owner: User, found: DecisionRecord, person_id: int, wording: str, *, may_know: bool) -> int:
    slots = {"question": wording, "want": "advise"}
    if may_know:
        slots |= {
            "context": f"I have a choice to make: “{found.question.rstrip('?!. ')}”",
            "question": _CRITERIA,
        }
    if may_know and found.answer_by is not None:
        slots["by_when"] = f"{found.answer_by:%A} {found.answer_by.day} {found.answer_by:%B}"
    return letters.draft_letter(owner, kind="ask", person_id=person_id, slots=slots).draft.id


def _agenda(owner: User, person_id: int, wording: str) -> tuple[int, int | None]:
    """The parked item, and the session it is planned for, if there is one to come."""
    item = parking.park_item(owner, text=wording, kind="question", person_id=person_id)
    coming = [one for one in sessions.coming_sessions(owner) if one.person.id == person_id]
    if coming:
        parking.plan_for_session(owner, item_id=item.id, session_id=coming[0].id)
    return item.id, coming[0].id if coming else None


def _ask_of(found: DecisionRecord, person_id: int) -> AskRecord:
    for one in found.asks:
        if one.person.id == person_id:
            return one
    raise NotFound("They were not asked about this decision.")


def people_to_ask(owner: User) -> list[Named]:
    """The people of the panel by name, for a choice."""
    listed = people.list_people(owner, scope="panel", order="name", limit=200).results
    return [Named(row.id, row.name) for row in listed]
