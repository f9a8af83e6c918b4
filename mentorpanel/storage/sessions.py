"""Series and sessions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorpanel import clock
from mentorpanel.domain.facts import Role, SessionStatus, Stage
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, Page, SeriesRecord, SessionRecord
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Series, SeriesPreparation, Session, SessionItem, User
from mentorpanel.storage.owned import PERSON
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import NOW, OWNER, Given, Read

TO_COME = (SessionStatus.PLANNED, SessionStatus.PREPARED, SessionStatus.BRIEF_SENT)
MENTORS = (Stage.MENTOR, Stage.FORMAL_MENTOR)
LONGEST = timedelta(hours=8)
"""No session lasts longer."""
LISTED, LOOKED_BACK_ON = 20, 200
"""Sessions with one person: in a list, and for what they say about them; our judgement."""


def add_series(owner: User, *, person_id: int, **values: Any) -> SeriesRecord:
    """Store a series."""
    row = Series.objects.create(owner=owner, person_id=person_id, **values)
    return series(owner, series_id=row.pk)


def series(owner: User, *, series_id: int) -> SeriesRecord:
    """One series of the owner's."""
    row = Series.objects.filter(owner=owner, pk=series_id).select_related("person", "preparation").first()
    if row is None:
        raise NotFound("There is no such series of sessions.")
    return _series(row)


def running_series(owner: User) -> list[SeriesRecord]:
    """The series that have not ended and whose person is not in the trash."""
    rows = Series.objects.filter(owner=owner, ended_on__isnull=True, person__deleted_at__isnull=True)
    return [_series(row) for row in rows.select_related("person", "preparation").order_by("id")]


def end_series(owner: User, *, series_id: int, on: date) -> None:
    """Say that a series has ended."""
    change_series(owner, series_id=series_id, ended_on=on)


def change_series(owner: User, *, series_id: int, **changes: Any) -> None:
    """Write fields of a series."""
    Series.objects.filter(owner=owner, pk=series_id).update(**changes, updated_at=clock.now())


def set_preparation(owner: User, *, series_id: int, minutes: int | None, lead: str) -> None:
    """Say how a series is prepared; what follows from it counts as changed."""
    SeriesPreparation.objects.update_or_create(
        owner=owner, series_id=series_id, defaults={"minutes": minutes, "lead": lead}
    )
    change_series(owner, series_id=series_id)


SERIES_FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "person_id": "person_id",
    "open": {True: Q(ended_on=None), False: Q(ended_on__isnull=False)},
}
SESSION_FILTERS = {
    "person_id": "person_id", "series_id": "series_id", "status": "status",
    "since": "starts_at__gte", "until": "starts_at__lt",
}  # fmt: skip


def series_page(owner: User, selection: Selection) -> Page:
    """A page of series for programs."""
    rows = Series.objects.filter(holds_all(selection.query, "place", "person__name"), owner=owner)
    rows = rows.filter(person__deleted_at=None).select_related("person", "preparation")
    return selected(rows, selection, SERIES_FILTERS, record=_series)


def page(owner: User, selection: Selection) -> Page:
    """A page of sessions for programs."""
    matches = holds_all(selection.query, "notes", "shared_notes", "place", "person__name")
    rows = _rows(owner).filter(matches, person__deleted_at=None)
    return selected(rows, selection, SESSION_FILTERS, record=record_of)


def add_session(owner: User, *, person_id: int, uid: str, **values: Any) -> SessionRecord:
    """Store one session."""
    row = Session.objects.create(owner=owner, person_id=person_id, uid=uid, **values)
    return session(owner, session_id=row.pk)


def add_occurrences(owner: User, *, of: SeriesRecord, moments: Iterable[datetime], uid_of: Any) -> int:
    """Store the sessions of a series that are not there yet; returns how many were new."""
    known = set(Session.objects.filter(owner=owner, series_id=of.id).values_list("recurrence_at", flat=True))
    fresh = [
        Session(
            owner=owner,
            series_id=of.id,
            person_id=of.person.id,
            recurrence_at=moment,
            starts_at=moment,
            length_minutes=of.length_minutes,
            place=of.place,
            uid=uid_of(of.id, moment),
        )
        for moment in moments
        if moment not in known
    ]
    Session.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def session(owner: User, *, session_id: int) -> SessionRecord:
    """One session of the owner's."""
    row = _rows(owner).filter(pk=session_id).first()
    if row is None:
        raise NotFound("There is no such session.")
    return record_of(row)


def session_for_change(owner: User, *, session_id: int) -> SessionRecord:
    """One session, locked until the transaction ends, so that what is decided on it still holds when it is written."""
    row = _rows(owner).select_for_update(of=("self",)).filter(pk=session_id).first()
    if row is None:
        raise NotFound("There is no such session.")
    return record_of(row)


def change_session(owner: User, *, session_id: int, **changes: Any) -> SessionRecord:
    """Write fields of a session."""
    changed = Session.objects.filter(owner=owner, pk=session_id).update(**changes, updated_at=clock.now())
    if changed != 1:
        raise NotFound("There is no such session.")
    return session(owner, session_id=session_id)


def forget_letter(owner: User, *, session_id: int, kind: str) -> None:
    """A session's brief or recap did not arrive after all: it is owed again."""
    rows = Session.objects.filter(owner=owner, pk=session_id)
    if kind == "recap":
        rows.update(recap_sent_at=None, updated_at=clock.now())
    elif kind == "brief":
        rows.filter(status=SessionStatus.BRIEF_SENT).update(status=SessionStatus.PREPARED)
        rows.update(brief_sent_at=None, updated_at=clock.now())


def sessions_between(
    owner: User, *, starts: datetime, ends: datetime, limit: int = 500
) -> list[SessionRecord]:
    """The sessions that start in the half-open span, soonest first; cancelled and moved ones too."""
    rows = _rows(owner).filter(starts_at__gte=starts, starts_at__lt=ends).order_by("starts_at", "id")[:limit]
    return [record_of(row) for row in rows]


def of_series(owner: User, *, series_id: int, since: datetime) -> list[SessionRecord]:
    """The sessions of a series from a moment on, soonest first; cancelled ones too."""
    rows = _rows(owner).filter(series_id=series_id, starts_at__gte=since).order_by("starts_at", "id")
    return [record_of(row) for row in rows[:500]]


def coming(owner: User, *, now: datetime, limit: int = 50) -> list[SessionRecord]:
    """The sessions still to come or running, soonest first."""
    rows = (
        _rows(owner)
        .filter(status__in=TO_COME, starts_at__gte=now, person__deleted_at__isnull=True)
        .order_by("starts_at", "id")[:limit]
    )
    return [record_of(row) for row in rows]


def called_off(owner: User, *, since: datetime, limit: int = 50) -> list[SessionRecord]:
    """The cancelled sessions from a moment on, soonest first."""
    rows = _rows(owner).filter(
        status=SessionStatus.CANCELLED, starts_at__gte=since, person__deleted_at__isnull=True
    )
    return [record_of(row) for row in rows.order_by("starts_at", "id")[:limit]]


def near(owner: User, *, since: datetime, until: datetime) -> list[tuple[SessionRecord, int]]:
    """What Today looks at, with how many items are on each agenda: sessions to come and those that nobody
    has closed, and those that were held and still owe a recap. One query."""
    return NEAR.alone(owner, near_since=since, near_until=until)


def _near_rows() -> "QuerySet[Session, tuple[Any, ...]]":
    items = SessionItem.objects.filter(session=OuterRef("pk")).order_by().values("session")
    rows = Session.objects.filter(
        Q(status__in=TO_COME) | Q(status=SessionStatus.HELD, recap_sent_at__isnull=True),
        owner=OWNER,
        starts_at__gte=Given("near_since", DateTimeField()),
        starts_at__lt=Given("near_until", DateTimeField()),
        person__deleted_at__isnull=True,
    ).annotate(agenda_count=Coalesce(Subquery(items.annotate(many=Count("pk")).values("many")), 0))
    return rows.order_by("starts_at", "id").values_list("agenda_count", *columns_of())[:500]


def held_or_to_come(owner: User, *, since: datetime, until: datetime) -> list[SessionRecord]:
    """The sessions that take place or took place then, soonest first. One query."""
    rows = _rows(owner).filter(
        status__in=(*TO_COME, SessionStatus.HELD),
        starts_at__gte=since,
        starts_at__lt=until,
        person__deleted_at__isnull=True,
    )
    return [record_of(row) for row in rows.order_by("starts_at", "id")[:500]]


def sessions_with(owner: User, *, person_id: int, limit: int = LISTED) -> list[SessionRecord]:
    """A person's sessions, newest first."""
    return [record_of_columns(row) for row in _with(owner, person_id)[:limit]]


def _with(owner: User, person_id: int) -> "QuerySet[Session, tuple[Any, ...]]":
    rows = Session.objects.filter(owner=owner, person_id=person_id).order_by("-starts_at", "-id")
    return rows.values_list(*columns_of())


def last_held(owner: User, *, person_id: int, before: datetime) -> SessionRecord | None:
    """The last session held with a person before a moment."""
    rows = _rows(owner).filter(person_id=person_id, status=SessionStatus.HELD, starts_at__lt=before)
    row = rows.order_by("-starts_at").first()
    return record_of(row) if row else None


def next_with(owner: User, *, person_id: int, after: datetime) -> SessionRecord | None:
    """The next session planned with a person after a moment."""
    rows = _rows(owner).filter(person_id=person_id, status__in=TO_COME, starts_at__gt=after)
    row = rows.order_by("starts_at").first()
    return record_of(row) if row else None


def _next_rows() -> "QuerySet[Session, tuple[int, datetime]]":
    rows = Session.objects.filter(
        owner=OWNER, status__in=TO_COME, starts_at__gt=NOW, person__deleted_at__isnull=True
    )
    return rows.order_by().values_list("person_id").annotate(next=Min("starts_at"))


def _rows(owner: User) -> "QuerySet[Session]":
    return Session.objects.filter(owner=owner).select_related("person__relationship", "series__preparation")


def _series(row: Series) -> SeriesRecord:
    kept = getattr(row, "preparation", None)
    return SeriesRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        rrule=row.rrule,
        starts_local=row.starts_local.replace(tzinfo=None),
        time_zone=row.time_zone,
        length_minutes=row.length_minutes,
        place=row.place,
        prep_minutes=kept.minutes if kept else None,
        ended_on=row.ended_on,
        prep_lead=kept.lead if kept else "",
    )


def is_my_mentee(roles: Collection[str] | None, stage: str | None) -> bool:
    """Whether the roles and stage of a relationship, if there is one, make me the mentor of the two."""
    return Role.MENTEE in (roles or ()) and stage not in MENTORS


def columns_of(session: str = "") -> tuple[str, ...]:
    """What ``record_of_columns`` takes, to be asked of sessions, or of what leads to one: ``session__``."""
    return tuple(
        f"{session}{name}"
        for name in (
            "pk", "person_id", "person__name", "person__relationship__roles", "person__relationship__stage",
            "series_id", "series__rrule", "series__preparation__minutes", "starts_at", "length_minutes", "place", "status",
            "uid", "sequence", "notes", "shared_notes", "prepared_at", "brief_sent_at", "held_at", "recap_sent_at",
            "who_missed", "reason", "person__deleted_at", "series__preparation__lead",
        )
    )  # fmt: skip


def record_of_columns(row: Sequence[Any]) -> SessionRecord:
    """As ``record_of``, from the columns of ``columns_of``."""
    pk, person_id, name, roles, stage, series_id, rrule, prep, *rest = row
    starts_at, length, place, status, uid, sequence, notes, shared_notes, *moments, who_missed, reason = rest[
        :-2
    ]
    gone_at, lead = rest[-2:]
    prepared_at, brief_sent_at, held_at, recap_sent_at = moments
    return SessionRecord(
        pk, Named(person_id, name), series_id, rrule or "", starts_at, length, place, status, uid, sequence, notes,
        shared_notes, prep, prepared_at, brief_sent_at, held_at,
        recap_sent_at, who_missed, reason, is_my_mentee(roles, stage), gone_at is not None, lead or "",
    )  # fmt: skip


NEAR = Read(_near_rows, lambda rows: [(record_of_columns(row), count) for count, *row in rows])
"""Sessions and their agenda counts between ``near_since`` and ``near_until``: see ``near``."""
NEXT_WITH_EACH: Read[dict[int, datetime]] = Read(_next_rows, dict)
"""Person id to the start of their next planned session."""
WITH_PERSON = Read(
    lambda: _with(OWNER, PERSON)[:LOOKED_BACK_ON], lambda rows: [record_of_columns(row) for row in rows]
)
"""As ``sessions_with``, ``LOOKED_BACK_ON`` of them."""


def record_of(row: Session) -> SessionRecord:
    """A row with its person and series as a record. With a mentee of mine, who is no mentor besides, I mentor."""
    tie = getattr(row.person, "relationship", None)
    kept = getattr(row.series, "preparation", None)
    return SessionRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        series_id=row.series_id,
        rrule=row.series.rrule if row.series else "",
        starts_at=row.starts_at,
        length_minutes=row.length_minutes,
        place=row.place,
        status=row.status,
        uid=row.uid,
        sequence=row.sequence,
        notes=row.notes,
        shared_notes=row.shared_notes,
        prep_minutes=kept.minutes if kept else None,
        prepared_at=row.prepared_at,
        brief_sent_at=row.brief_sent_at,
        held_at=row.held_at,
        recap_sent_at=row.recap_sent_at,
        who_missed=row.who_missed,
        reason=row.reason,
        i_mentor=tie is not None and is_my_mentee(tie.roles, tie.stage),
        person_is_gone=row.person.deleted_at is not None,
        prep_lead=kept.lead if kept else "",
    )
