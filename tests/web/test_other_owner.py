"""Every route, walked as another owner: someone else's thing is not found, and nothing of it changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from mentorpanel import clock
from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import (
    advice,
    asked,
    assessments,
    commitments,
    goals,
    introductions,
    journal,
    letters,
    notices,
    panel,
    parking,
    people,
    phases,
    sessions,
    tokens,
    touchpoints,
    wants,
)
from tests.web.conftest import make_contrast, make_decision, make_device, make_update, make_written_entry

pytestmark = pytest.mark.django_db
OPEN_ROUTES = {"link", "feed", "account_login", "account_logout", "manifest", "service-worker", "healthy"}
OPEN_ROUTES |= {"mentor-page", "mentor-page-calendar", "reminders-stop", "card-link"}
NOBODYS = {"kind", "year"}
"""Parts of an address that belong to nobody: a kind of letter, whose wording is each owner's own, and a year."""
OWN_WORDS = {"advice-change": {"status": "worked"}, "advice-status": {"status": "worked"}}
MARKED = "zqmarked words of theirs"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def theirs(other_owner: User) -> dict[str, Any]:
    """One of everything that has an address, belonging to the other owner."""
    person = people.add_person(other_owner, name="Zora Hidden", email="zora@hidden.example")
    second = people.add_person(other_owner, name="Zora H", email="z@hidden.example")
    panel.move_stage(other_owner, person_id=person.id, stage="mentor", is_setting_up=True)
    tomorrow = clock.now() + timedelta(days=2)
    session = sessions.schedule_once(
        other_owner,
        person_id=person.id,
        on=tomorrow.date(),
        at=tomorrow.time().replace(second=0, microsecond=0),
    )
    series = models.Series.objects.create(
        owner=other_owner,
        person_id=person.id,
        rrule="FREQ=WEEKLY",
        starts_local=datetime(2026, 1, 5, 9, tzinfo=UTC),
        time_zone="UTC",
    )
    goal = goals.set_goal(other_owner, statement="Lead", due_on=clock.now().date() + timedelta(days=300))
    goals.add_milestone(other_owner, goal_id=goal.id, text="First")
    extra = goals.add_milestone(other_owner, goal_id=goal.id, text="Second").milestones[-1].id
    batch = models.Import.objects.create(owner=other_owner, filename="x.vcf", state="done")
    match = models.DoubtfulMatch.objects.create(
        owner=other_owner, batch=batch, where="card 1", record={}, fingerprint="f", person_id=person.id
    )
    merge = models.Merge.objects.create(owner=other_owner, kept_id=second.id, merged_name="Z")
    return {
        "person_id": person.id,
        "point_id": person.contact_points[0].id,
        "touchpoint_id": touchpoints.log_touchpoint(other_owner, person_id=person.id, summary=MARKED).id,
        "item_id": parking.park_item(other_owner, text=MARKED, person_id=person.id).id,
        "session_id": session.id,
        "series_id": series.pk,
        "commitment_id": commitments.promise(other_owner, person_id=person.id, text=MARKED).id,
        "advice_id": advice.note_advice(other_owner, person_id=person.id, text=MARKED).id,
        "contrast_id": make_contrast(other_owner, person.id, MARKED),
        "introduction_id": introductions.begin_connection(
            other_owner, first_id=person.id, second_id=second.id, why=MARKED
        ).id,
        "step": "asked",
        "notice_id": notices.notice_someone(
            other_owner, person_id=second.id, kind="talk", where="Con", impressed=MARKED
        ).notice.id,
        "draft_id": letters.session_letter(other_owner, session_id=session.id, kind="brief").draft.id,
        "phase_id": phases.change_phase(other_owner, phase="Zora phase", note=MARKED, is_own=True).phase_id,
        "phase": "zora-phase",
        "need": phases.add_need(other_owner, phase="zora-phase", name="Zora need"),
        "entry_id": journal.write_entry(other_owner, text=MARKED, on=date(2026, 1, 1)).id,
        "goal_id": goal.id,
        **make_decision(other_owner, person.id, MARKED),
        "removed": goals.remove_milestone(other_owner, milestone_id=extra)[1],
        "milestone_id": goals.goal(other_owner, goal_id=goal.id).milestones[0].id,
        "import_id": batch.pk,
        "match_id": match.pk,
        "merge_id": merge.pk,
        "evidence_id": assessments.add_evidence(other_owner, person_id=person.id, text=MARKED).id,
        "reply_id": models.MentorReply.objects.create(
            owner=other_owner,
            session_id=session.id,
            kind="note",
            text=MARKED,
            form="a",
            for_starts_at=tomorrow,
            said_at=tomorrow,
        ).pk,
        "mail_id": models.ReceivedMail.objects.create(
            owner=other_owner,
            key="a",
            person_id=person.id,
            outcome="contact",
            reason=MARKED,
            sent_at=tomorrow,
            how="file",
        ).pk,
        "token_id": tokens.make_token(other_owner, name="theirs")[0].id,
        "device_id": make_device(other_owner, MARKED),
        "update_id": make_update(other_owner, person.id, MARKED),
        "want_id": wants.note_want(other_owner, person_id=person.id, text=MARKED).id,
        "favour_id": asked.note_asked(other_owner, person_id=person.id, text=MARKED).id,
        "written_id": make_written_entry(other_owner, session.id, MARKED),
        "card": "commitment-1",  # filled in below
    }


def routes() -> list[URLPattern]:
    """Every route of ours."""
    return [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]


def signed_in(owner: User) -> Client:
    """A browser of this owner's, past the first run."""
    models.Profile.objects.update_or_create(owner=owner, defaults={"welcome_step": "done"})
    client = Client()
    client.force_login(owner, backend=BACKEND)
    return client


def filled_form(owner: User) -> dict[str, Any]:
    """Every field that a form of ours has, well filled with the owner's own things: only the address is wrong."""
    mine = people.add_person(owner, name="Mine Own", email="mine@own.example")
    day = (clock.now() + timedelta(days=1)).date()
    session = sessions.schedule_once(
        owner, person_id=mine.id, on=day, at=clock.now().time().replace(microsecond=0)
    )
    words = dict.fromkeys(
        ("text", "reason", "note", "statement", "name", "answer", "closing_note"), "mine now"
    )
    slugs = {
        "status": "dropped",
        "stage": "mentor",
        "kind": "email",
        "ending": "reached",
        "who": "me",
        "share": "none",
        "move": "add",
    }
    dates = {"until": day, "on": day, "due_on": day + timedelta(days=300), "at": "10:00", "decision": "skip"}
    ids = {
        "item": 1,
        "other": mine.id,
        "person": mine.id,
        "session": session.id,
        "value": "a@b.example",
        "days": 30,
    }
    return {**words, **slugs, **dates, **ids, "column-0-name": "Name", "column-0-field": "name"}


def snapshot(owner: User) -> dict[str, list[Any]]:
    """Every row of an owner's, but for the sign-in's own."""
    found = {}
    for name in models.__all__:
        model = getattr(models, name)
        if any(field.name == "owner" for field in model._meta.fields):
            found[name] = list(model._default_manager.filter(owner=owner).order_by("pk").values())
    return found


def test_someone_elses_things_are_not_found(owner: User, other_owner: User, theirs: dict[str, int]) -> None:
    theirs["card"] = f"commitment-{theirs['commitment_id']}"  # type: ignore[assignment]
    before = snapshot(other_owner)
    client = signed_in(owner)
    form = filled_form(owner)
    walked = 0
    for route in routes():
        names = list(route.pattern.converters)
        if set(names) <= NOBODYS or route.name in OPEN_ROUTES:
            continue
        path = "/" + str(route.pattern)
        for name in names:
            converter = next(part for part in path.split("<")[1:] if part.split(">")[0].endswith(f":{name}"))
            path = path.replace(f"<{converter.split('>')[0]}>", str(theirs[name]))
        got, posted = client.get(path, follow=True), client.post(path, form | OWN_WORDS.get(route.name, {}))
        assert got.status_code in (404, 405), (path, got.status_code)
        assert posted.status_code in (404, 405), (path, posted.status_code)
        assert 404 in (got.status_code, posted.status_code), path
        walked += 1
    assert walked > 45
    assert snapshot(other_owner) == before


def test_nothing_of_someone_elses_is_shown(owner: User, other_owner: User, theirs: dict[str, int]) -> None:
    client = signed_in(owner)
    for route in routes():
        if route.pattern.converters or route.name in {"settings-backup", "service-worker"}:
            continue
        answer = client.get("/" + str(route.pattern))
        assert MARKED.encode() not in answer.getvalue(), route.name
        assert b"hidden.example" not in answer.getvalue(), route.name
        assert b"Zora" not in answer.getvalue(), route.name


def test_someone_elses_ids_in_forms_are_not_taken(
    owner: User, other_owner: User, theirs: dict[str, int]
) -> None:
    client = signed_in(owner)
    mine = parking.park_item(owner, text="mine")
    for name, field, value in (("assign", "person", "person_id"), ("plan", "session", "session_id")):
        answer = client.post(f"/parking/{mine.id}/{name}/", {field: theirs[value]})
        assert answer.status_code in (404, 302, 422)
    entry = journal.write_entry(owner, text="mine")
    client.post(f"/journal/{entry.id}/share/", {"share": "named", "reader": theirs["person_id"]})
    person = people.add_person(owner, name="Mine Own")
    client.post(f"/people/{person.id}/merge/", {"other": theirs["person_id"]})
    client.post("/people/bulk/", {"person": theirs["person_id"], "do": "trash"})
    assert parking.parked_item(owner, item_id=mine.id).person is None
    assert journal.entry(owner, entry_id=entry.id).shared_with == ()
    assert people.person(other_owner, person_id=theirs["person_id"]).deleted_at is None


def test_every_page_wants_somebody_signed_in(owner: User) -> None:
    for route in routes():
        if route.name in OPEN_ROUTES or route.pattern.converters:
            continue
        answer = Client().get("/" + str(route.pattern))
        assert answer.status_code == 302, route.name
        assert answer["Location"].startswith("/sign-in/"), route.name
