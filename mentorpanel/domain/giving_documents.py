"""Needs, offers, favours and matches as programs read them. The owner's own view: nothing of it goes to a mentor."""

from collections.abc import Iterable
from typing import Any

from mentorpanel.domain.documents import Document, named
from mentorpanel.domain.favour_records import FavourRecord, WantRecord
from mentorpanel.domain.reciprocity import Match, WantFacts


def want(one: WantRecord) -> Document:
    """A need, question, launch, hire or offer; without a person it is the owner's own."""
    return {
        "id": one.id,
        "person": named(one.person),
        "kind": one.kind,
        "text": one.text,
        "topics": list(one.topics),
        "since": one.since,
        "source": one.source,
        "where": one.where,
        "state": "met" if one.met_on else "withdrawn" if one.withdrawn_on else "open",
        "met_on": one.met_on,
        "withdrawn_on": one.withdrawn_on,
        "touchpoint_id": one.touchpoint_id,
        "session_id": one.session_id,
    }


def favour(one: FavourRecord) -> Document:
    """A favour; ``waiting``: they asked and have not heard the answer."""
    return {
        "id": one.id,
        "person": named(one.person),
        "direction": one.direction,
        "kind": one.kind,
        "text": one.text,
        "status": one.status,
        "on": one.on,
        "due": one.due_on,
        "settled_on": one.settled_on,
        "answer": one.answer or None,
        "told_on": one.told_on,
        "waiting": one.waits_for_me,
        "other": named(one.other),
        "want_id": one.want_id,
        "commitment_id": one.commitment_id,
        "draft_id": one.draft_id,
    }


def match(one: Match) -> Document:
    """Who could help whom, with the facts of both sides."""
    return {"need": _side(one.need), "offer": _side(one.offer), "reason": one.reason}


def matches(found: Iterable[Match]) -> list[Document]:
    """Several of them."""
    return [match(one) for one in found]


def _side(fact: WantFacts) -> Document:
    person = {"id": fact.person_id, "name": fact.name} if fact.person_id is not None else None
    return {
        "want_id": fact.id if fact.id > 0 else None,
        "person": person,
        "text": fact.text,
        "since": fact.since,
    }


def page(found: Any) -> Document:
    """The page Give back (``usecases.giving.GivingPage``)."""
    return {
        "asked": [{**favour(one.favour), "who_may_know": matches(one.who_may_know)} for one in found.asked],
        "needs": [{**want(one), "idea": found.ideas.get(one.id)} for one in found.needs],
        "offers": [want(one) for one in found.offers],
        "mine": [want(one) for one in found.mine],
        "matches": matches(found.matches),
        "promised": [favour(one) for one in found.promised],
        "mentees": [favour(one) for one in found.mentees],
    }
