"""The owner's address at work, and what the calendar there was told of each session."""

from mentorpanel.domain.own_copies import CopyMessage
from mentorpanel.storage.models import OwnCopy, User, WorkCalendar

MOST = 2000


def address(owner: User, *, is_for_change: bool = False) -> str:
    """The address that gets copies, empty where none does; locked until the transaction ends if it is for change."""
    rows = WorkCalendar.objects.filter(owner=owner)
    if is_for_change:
        rows = rows.select_for_update()
    row = rows.first()
    return row.address if row else ""


def set_address(owner: User, *, address: str) -> None:
    """Write the address; empty: no copies any more."""
    WorkCalendar.objects.update_or_create(owner=owner, defaults={"address": address})


def told(owner: User) -> list[CopyMessage]:
    """What was told of each event, the newest ones where there are many."""
    rows = OwnCopy.objects.filter(owner=owner).order_by("-ends_at")[:MOST]
    return [
        CopyMessage(
            uid=row.uid,
            kind="preparation" if row.kind == "preparation" else "session",
            session_id=row.session_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            address=row.address,
            sequence=row.sequence,
            method="CANCEL" if row.method == "CANCEL" else "REQUEST",
        )
        for row in rows
    ]


def note(owner: User, message: CopyMessage) -> None:
    """Remember what goes."""
    OwnCopy.objects.update_or_create(
        owner=owner,
        uid=message.uid,
        defaults={
            "session_id": message.session_id,
            "kind": message.kind,
            "starts_at": message.starts_at,
            "ends_at": message.ends_at,
            "address": message.address,
            "sequence": message.sequence,
            "method": message.method,
        },
    )
