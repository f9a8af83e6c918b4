"""What tests of the pages stand on: a signed-in browser, every route, and one of everything that has a page."""

from datetime import timedelta
from typing import Any

import django
import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

django.setup()  # This file is read before the whole suite's set-up has run.

from mentorpanel import clock  # noqa: E402
from mentorpanel.storage import models  # noqa: E402
from mentorpanel.storage.models import User  # noqa: E402
from mentorpanel.usecases import (  # noqa: E402
    advice,
    asked,
    assessments,
    commitments,
    contrasts,
    decision_asks,
    decision_choices,
    decisions,
    goals,
    introductions,
    journal,
    letters,
    matches,
    notices,
    panel,
    parking,
    people,
    phases,
    profiles,
    sessions,
    tokens,
    touchpoints,
    updates,
    wants,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OPEN_ROUTES = {"link", "feed", "account_login", "account_logout", "manifest", "service-worker", "healthy"}
OPEN_ROUTES |= {"mentor-page", "mentor-page-calendar", "reminders-stop", "card-link"}


def browser_of(owner: User) -> Client:
    """A signed-in browser that shows errors as pages, as a visitor sees them."""
    client = Client(raise_request_exception=False)
    client.force_login(owner, backend=BACKEND)
    return client


def every_route() -> list[URLPattern]:
    """Every route of ours."""
    return [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]


def address(route: URLPattern, things: dict[str, Any]) -> str:
    """A route's address, with the ids of ``things``."""
    path = "/" + str(route.pattern)
    for name in route.pattern.converters:
        converter = next(part for part in path.split("<")[1:] if part.split(">")[0].endswith(f":{name}"))
        path = path.replace(f"<{converter.split('>')[0]}>", str(things[name]))
    return path


@pytest.fixture
def client(owner: User) -> Client:
    """The owner's browser, past the first run."""
    profiles.change_profile(owner, welcome_step="done")
    return browser_of(owner)


@pytest.fixture
def things(owner: User) -> dict[str, Any]:
    """One of everything that has an address, by the name it has there."""
    return make_things(owner)


def make_update(owner: User, person_id: int, words: str) -> int:
    """An update for a person, with those words in its text and in their line."""
    made = updates.begin_update(owner, person_ids=[person_id])
    updates.change_update(owner, update_id=made.id, slots={"verdict": words, "next": words})
    updates.write_lines(owner, update_id=made.id, lines={person_id: words})
    return made.id


def make_written_entry(owner: User, session_id: int, words: str) -> int:
    """An entry in a connected calendar, left as its owner changed it there."""
    soon = clock.now() + timedelta(days=2)
    account, _ = models.CalendarAccount.objects.get_or_create(
        owner=owner, defaults={"address": "https://c.example/", "user_name": words[:300], "next_at": soon}
    )
    models.CalendarListed.objects.create(
        owner=owner, account=account, address="https://c.example/a/", name=words[:200]
    )
    return models.CalendarEntry.objects.create(
        owner=owner,
        session_id=session_id,
        kind="session",
        uid="uid",
        href=f"https://c.example/a/{session_id}.ics",
        href_hash=str(session_id),
        state="changed-there",
        note=words,
        starts_at=soon,
        ends_at=soon + timedelta(hours=1),
    ).pk


def make_device(owner: User, words: str) -> int:
    """A device that reminders come to, with those words for its name and for what is wrong with it."""
    return models.PushSubscription.objects.create(
        owner=owner,
        endpoint=f"https://push.example/{owner.pk}",
        endpoint_hash=f"{owner.pk}-{models.PushSubscription.objects.count()}",
        device=words[:80],
        last_error=words,
        made_at=clock.now(),
    ).pk


def make_contrast(owner: User, person_id: int, words: str) -> int:
    """Two pieces of advice that differ, with those words."""
    both = [advice.note_advice(owner, person_id=person_id, text=f"{words} {one}").id for one in "ab"]
    return contrasts.set_side_by_side(owner, question=words, advice_ids=both).id


def make_decision(owner: User, person_id: int, words: str) -> dict[str, Any]:
    """A decision that is open, with criteria of a person, and the review of a role that was chosen."""
    given = {"options": [words[:200], "Stay"], "criteria": [words[:200]], "note": words}
    role = decisions.begin_decision(owner, question=words[:200], is_role=True, **given).decision
    chosen = decision_choices.choose(owner, decision_id=role.id, option_id=role.options[0].id, why=words)
    made = decisions.begin_decision(owner, question=words[:200], **given).decision
    heard = decision_asks.note_answer(
        owner, decision_id=made.id, person_id=person_id, criteria=[words[:200]], said=words
    ).decision
    return {
        "decision_id": made.id,
        "option_id": made.options[0].id,
        "criterion_id": heard.criteria[0].id,
        "review_id": chosen.decision.reviews[0].id,
        "undone": "none-of-ours",
    }


def make_things(owner: User, words: str = "Pat Doe") -> dict[str, Any]:
    """One of everything; ``words`` stand in every text."""
    person = people.add_person(
        owner, name=words[:200], email="pat@example.org", title=words[:200], organisation=words[:200],
        how_met=words, admire=words, share=words, private_notes=words, tags=[words[:80]], expertise=[words[:80]],
    )  # fmt: skip
    panel.move_stage(owner, person_id=person.id, stage="mentor", reason=words, is_setting_up=True)
    soon = clock.now() + timedelta(days=2)
    session = sessions.schedule_once(
        owner,
        person_id=person.id,
        on=soon.date(),
        at=soon.time().replace(second=0, microsecond=0),
        place=words[:200],
    )
    series = models.Series.objects.create(
        owner=owner, person_id=person.id, rrule="FREQ=WEEKLY", starts_local=soon, time_zone="UTC"
    )
    goal = goals.set_goal(owner, statement=words, due_on=soon.date() + timedelta(days=300), why=words)
    goals.add_milestone(owner, goal_id=goal.id, text=words)
    extra = goals.add_milestone(owner, goal_id=goal.id, text=words).milestones[-1].id
    batch = models.Import.objects.create(owner=owner, filename="x.vcf", state="done")
    match = models.DoubtfulMatch.objects.create(
        owner=owner, batch=batch, where="card 1", record={}, fingerprint="f", person_id=person.id
    )
    double = people.add_person(owner, name="Pat Double")
    merge_id = matches.merge_people(owner, kept_id=person.id, merged_id=double.id, reason="same")
    return {
        "person_id": person.id,
        "point_id": person.contact_points[0].id,
        "touchpoint_id": touchpoints.log_touchpoint(owner, person_id=person.id, summary=words).id,
        "item_id": parking.park_item(owner, text=words, person_id=person.id).id,
        "session_id": session.id,
        "series_id": series.pk,
        "commitment_id": (promise := commitments.promise(owner, person_id=person.id, text=words).id),
        "advice_id": advice.note_advice(owner, person_id=person.id, text=words).id,
        "contrast_id": make_contrast(owner, person.id, words),
        "introduction_id": introductions.begin_request(
            owner,
            bridge_id=person.id,
            target_name=words[:200],
            organisation=words[:200],
            why=words,
            is_new=True,
        ).id,
        "step": "asked",
        "evidence_id": assessments.add_evidence(owner, person_id=person.id, text=words).id,
        "notice_id": notices.notice_someone(
            owner, person_id=person.id, kind="talk", where=words, impressed=f"{words} and the killed roadmap"
        ).notice.id,
        "phase_id": phases.change_phase(owner, phase="progressing", note=words).phase_id,
        "phase": phases.add_phase(owner, name=words[:60]).slug,
        "need": phases.add_need(owner, phase="progressing", name=words[:60]),
        "draft_id": letters.session_letter(owner, session_id=session.id, kind="brief").draft.id,
        "entry_id": journal.write_entry(owner, text=words).id,
        "goal_id": goal.id,
        **make_decision(owner, person.id, words),
        "removed": goals.remove_milestone(owner, milestone_id=extra)[1],
        "milestone_id": goals.goal(owner, goal_id=goal.id).milestones[0].id,
        "import_id": batch.pk,
        "match_id": match.pk,
        "merge_id": merge_id,
        "card": f"commitment-{promise}",
        "token_id": tokens.make_token(owner, name=words[:100])[0].id,
        "reply_id": models.MentorReply.objects.create(
            owner=owner,
            session_id=session.id,
            kind="note",
            text=words,
            form="a",
            for_starts_at=soon,
            said_at=soon,
        ).pk,
        "mail_id": models.ReceivedMail.objects.create(
            owner=owner,
            key="a",
            person_id=person.id,
            session_id=session.id,
            outcome="contact",
            reason=words,
            sent_at=soon,
            how="file",
        ).pk,
        "token": "nobody-made-this",
        "written_id": make_written_entry(owner, session.id, words),
        "device_id": make_device(owner, words),
        "update_id": make_update(owner, person.id, words),
        "want_id": wants.note_want(owner, person_id=person.id, text=words).id,
        "favour_id": asked.note_asked(owner, person_id=person.id, text=words).id,
        "kind": "offer",
        "year": 2026,
    }
