"""A session's agenda as its page changes it: one move at a time."""

from django.db import transaction

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import AgendaItem
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import parking, sessions

MOVES = ("up", "down", "remove", "add", "new")


def change_agenda(
    owner: User,
    *,
    session_id: int,
    move: str,
    item_id: int | None = None,
    text: str = "",
    kind: str = "question",
) -> tuple[AgendaItem, ...]:
    """Move an item ``up`` or ``down``, ``remove`` it, ``add`` a parked one, or park a ``new`` one and add it."""
    if move not in MOVES:
        raise Invalid(f"An agenda changes by one of: {', '.join(MOVES)}.", field="move")
    with transaction.atomic():
        found = sessions.session(owner, session_id=session_id)
        if move == "new":
            item_id = _parked(owner, found.person.id, text, kind)
        if item_id is None:
            raise Invalid("Choose an item first.", field="item")
        if move == "remove":
            parking.unplan(owner, item_id=item_id, session_id=session_id)
        elif move in ("add", "new"):
            parking.plan_for_session(owner, item_id=item_id, session_id=session_id)
        else:
            _step(owner, session_id, item_id, -1 if move == "up" else 1)
        return parking.agenda(owner, session_id=session_id)


def _parked(owner: User, person_id: int, text: str, kind: str) -> int:
    """The item: one that waits in the same words, or a new one."""
    said = plain_text(text)
    for item in parking.open_items_for(owner, person_id=person_id):
        if item.text == said:
            return item.id
    return parking.park_item(owner, text=said, kind=kind, person_id=person_id).id


def _step(owner: User, session_id: int, item_id: int, by: int) -> None:
    ids = [entry.item.id for entry in parking.agenda(owner, session_id=session_id)]
    if item_id not in ids:
        raise Invalid("That item is not on this agenda any more; reload the page.", field="item")
    place = ids.index(item_id)
    to = min(max(place + by, 0), len(ids) - 1)
    ids.insert(to, ids.pop(place))
    parking.order_agenda(owner, session_id=session_id, item_ids=ids)
