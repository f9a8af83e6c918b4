"""Who knows whom among the owner's people: what shows whether a panel hears the same news twice."""

from collections.abc import Iterable

from django.db import transaction

from mentorpanel.domain.records import Named
from mentorpanel.storage import acquaintances
from mentorpanel.storage.owned import named_person
from mentorpanel.storage.ownership import User


def known_to(owner: User, *, person_id: int) -> tuple[Named, ...]:
    """Whom somebody knows, by name."""
    return acquaintances.known_to(owner, person_id=person_id)


def know_each_other(owner: User, *, person_id: int, other_id: int, do_they: bool = True) -> None:
    """The two know each other, or, with ``do_they`` False, do not after all."""
    with transaction.atomic():
        if do_they:
            acquaintances.put_acquaintance(owner, person_id=person_id, other_id=other_id)
            return
        named_person(owner, person_id)
        named_person(owner, other_id)
        acquaintances.drop_acquaintance(owner, person_id=person_id, other_id=other_id)


def set_known(owner: User, *, person_id: int, other_ids: Iterable[int], among: Iterable[int]) -> None:
    """Of the people ``among`` whom they were chosen, exactly these know the person; others stay as they are."""
    wanted, offered = set(other_ids), set(among)
    with transaction.atomic():
        named_person(owner, person_id)
        now = {one.id for one in acquaintances.known_to(owner, person_id=person_id)}
        for other_id in sorted(wanted - now):
            acquaintances.put_acquaintance(owner, person_id=person_id, other_id=other_id)
        for other_id in sorted((now & offered) - wanted):
            acquaintances.drop_acquaintance(owner, person_id=person_id, other_id=other_id)
