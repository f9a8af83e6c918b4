"""What was noted while finding mentors holds: through a backup, an import undone, other words, and two tabs at once."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid, NotFound, PathOpen
from mentorpanel.storage import backups as stored
from mentorpanel.storage.models import Evidence, Notice, Person, Phase, Profile, User
from mentorpanel.usecases import (
    acquaintances,
    assessments,
    backups,
    coverage,
    feeds,
    import_undo,
    imports,
    invitations,
    letter_wording,
    letters,
    mentor_links,
    notices,
    people,
    phases,
    profiles,
    readiness,
    sessions,
    touchpoints,
    updates,
)
from tests.web.conftest import browser_of, make_things

FILLED = {
    "notice", "needlevel", "needweight", "acquaintance", "evidence", "lettertemplate", "update", "mentorpage",
    "invitation", "feedaddress", "phase", "draft", "calendaraccount", "receivedmail", "mentorreply",
}  # fmt: skip
NAPKIN = "drew the whole market on one napkin"


@pytest.mark.django_db(transaction=True)
def test_every_table_comes_back_from_a_backup_as_it_was(tmp_path: Path, settings: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the dump of PostgreSQL has a test of its own")
    settings.PUBLIC_URL = "https://panel.example"
    owner = User.objects.create_user("me@example.org")
    profiles.change_profile(owner, mail_address="me@example.org")
    things = make_things(owner, "Łukasz “O’Brien” 🚀\\n2")
    person_id, session_id = things["person_id"], things["session_id"]
    other = people.add_person(owner, name="Jo Kim").id
    coverage.set_levels(owner, person_id=person_id, levels={"influence": 3})
    acquaintances.know_each_other(owner, person_id=person_id, other_id=other)
    letter_wording.save_wording(
        owner, kind="offer", text="{greeting}\n\nI saw: {need} I could: {offer}\n\n{sign_off}\n"
    )
    mentor_links.make_link(owner, session_id=session_id, offer="Notes on pilots")
    invitations.mark_told(owner, session_id=session_id)
    feeds.make_address(owner)
    made = backups.backup(tmp_path)
    target = tmp_path / "restored" / "mentorpanel.sqlite3"
    stored.replace_sqlite(made.path, target, kept=tmp_path / "kept")
    with closing(sqlite3.connect(target)) as file, connection.cursor() as live:
        names = set(connection.introspection.table_names(live)) - {"storage_auditentry", "django_session"}
        for name in sorted(names):
            columns = [one.name for one in connection.introspection.get_table_description(live, name)]
            quoted = ", ".join(f'quote("{column}")' for column in columns)
            live.execute(f'SELECT {quoted} FROM "{name}" ORDER BY {quoted}')
            then = file.execute(f'SELECT {quoted} FROM "{name}" ORDER BY {quoted}').fetchall()
            assert live.fetchall() == then, name
        empty = {
            name for name in FILLED if not file.execute(f"SELECT count(*) FROM storage_{name}").fetchone()[0]
        }
    assert empty == set(), "each of them is in the comparison"


def _noticed(owner: User, person_id: int) -> None:
    notices.notice_someone(owner, person_id=person_id, kind="talk", where="ProductCon", impressed=NAPKIN)


def _levelled(owner: User, person_id: int) -> None:
    coverage.set_levels(owner, person_id=person_id, levels={"influence": 2})


def _acquainted(owner: User, person_id: int) -> None:
    jo = people.add_person(owner, name="Jo Kim").id
    acquaintances.know_each_other(owner, person_id=jo, other_id=person_id)


def _drafted(owner: User, person_id: int) -> None:
    letters.draft_letter(
        owner, kind="thank-you", person_id=person_id, slots={"appreciation": "You made my week."}
    )


def _seen(owner: User, person_id: int) -> None:
    assessments.add_evidence(owner, person_id=person_id, text="She named her own mistake")


def _informed(owner: User, person_id: int) -> None:
    updates.begin_update(owner, person_ids=[person_id])


def _invited(owner: User, person_id: int) -> None:
    tomorrow = clock.today(profiles.zone(owner)) + timedelta(days=1)
    sessions.schedule_once(owner, person_id=person_id, on=tomorrow, at=clock.now().time())


@pytest.mark.django_db
@pytest.mark.parametrize("work", [_noticed, _levelled, _acquainted, _drafted, _seen, _informed, _invited])
def test_an_import_undone_keeps_whom_the_owner_has_worked_with(
    owner: User, tmp_path: Path, work: Callable[[User, int], None]
) -> None:
    cards = [
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{name[:3]}@x.example\nEND:VCARD\n"
        for name in ("Ana Ruiz", "Left Alone")
    ]
    (tmp_path / "two.vcf").write_text("".join(cards), encoding="utf-8")
    run = imports.import_path(owner, path=tmp_path / "two.vcf").run
    ana = people.find_person(owner, name="Ana Ruiz").id
    work(owner, ana)
    before = _rows_about(ana)
    told = browser_of(owner).post(f"/import/{run.id}/undo/", follow=True).content.decode()
    assert "1 person stays, because you have worked with them since." in told
    assert not Person.objects.filter(name="Left Alone").exists()
    assert _rows_about(ana) == before and people.person(owner, person_id=ana).email == "Ana@x.example"
    with pytest.raises(Conflict):
        import_undo.undo_import(owner, import_id=run.id)


def _rows_about(person_id: int) -> dict[str, list[Any]]:
    found = {}
    for relation in Person._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if model.__name__ != "ImportRecord":
            found[f"{model.__name__}.{column}"] = list(
                model._default_manager.filter(**{column: person_id}).values().order_by("pk")
            )
    return found


PAGES = ("/panel/", "/panel/?phase=transition", "/panel/over-time/", "/people/", "/people/board/", "/")


@pytest.mark.django_db
def test_without_a_ladder_and_with_other_principles_every_page_stands(owner: User) -> None:
    profiles.change_profile(owner, welcome_step="done", title="PM")
    phases.change_phase(owner, phase="progressing")
    ana = people.add_person(owner, name="Ana Ruiz", title="CPO", stage="mentor").id
    for days in range(4):
        touchpoints.log_touchpoint(
            owner, person_id=ana, on=clock.today(profiles.zone(owner)) - timedelta(days=days * 9)
        )
    principle = profiles.profile(owner).principles[0]
    assessments.add_evidence(
        owner,
        person_id=ana,
        text="She asked who would miss it",
        shows=[(f"excels:{principle['key']}", "clearly")],
    )
    profiles.change_principles(owner, principles=[{"key": "craft", "name": "Craft & <care>", "about": ""}])
    Profile.objects.update(ladder=[], level="senior-pm")
    browser = browser_of(owner)
    for path in (*PAGES, f"/people/{ana}/", "/settings/", "/panel/needs/sponsor/"):
        assert browser.get(path).status_code == 200, path
    page = browser.get(f"/people/{ana}/").content.decode()
    assert "Craft &amp; &lt;care&gt;" in page and "She asked who would miss it" in page
    assert readiness.readiness(owner, person_id=ana).readiness.verdict == "not-yet"
    assert Evidence.objects.get().text == "She asked who would miss it", (
        "what was seen under the old name stays"
    )
    assert assessments.assessment(owner, person_id=ana).result.reason


@pytest.mark.django_db
def test_two_tabs_that_show_the_same_change_do_it_once(owner: User) -> None:
    profiles.change_profile(owner, welcome_step="done")
    phases.change_phase(owner, phase="progressing")
    ana = people.add_person(owner, name="Ana Ruiz", stage="mentor").id
    one, other = browser_of(owner), browser_of(owner)
    statuses = [tab.post("/panel/change/", {"phase": "transition"}).status_code for tab in (one, other)]
    assert statuses == [302, 409] and Phase.objects.filter(ended_on=None).count() == 1
    said = {"name": "Ana Ruiz", "kind": "talk", "where": "ProductCon", "impressed": NAPKIN}
    statuses = [tab.post("/notice/", said).status_code for tab in (one, other)]
    assert statuses == [302, 409] and Notice.objects.count() == 1
    noticed = Notice.objects.get().pk
    assert [tab.post(f"/notice/{noticed}/delete/").status_code for tab in (one, other)] == [302, 404]
    seen = [
        tab.post(f"/people/{ana}/evidence/", {"text": "She named her own mistake"}).status_code
        for tab in (one, other)
    ]
    assert seen == [302, 302]
    piece = Evidence.objects.first()
    assert piece is not None
    gone = [tab.post(f"/evidence/{piece.pk}/delete/").status_code for tab in (one, other)]
    assert gone == [302, 404]
    assert one.post(f"/evidence/{piece.pk}/change/", {"text": "x"}).status_code == 404


def _at_once(owner_id: int, work: Callable[[User], object]) -> list[str]:
    """What came of doing it in two threads, begun together: the names of the problems, or "done"."""
    gate, came = threading.Barrier(2), []

    def one() -> None:
        try:
            owner = User.objects.get(pk=owner_id)
            gate.wait(10)
            work(owner)
            came.append("done")
        except (Conflict, Invalid, NotFound) as problem:
            came.append(type(problem).__name__)
        except Exception as error:
            came.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(came)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_comes_first() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("threads share the tests' database in memory; the shell's test uses a file")
    owner = User.objects.create_user("me@example.org")
    profiles.change_profile(owner, welcome_step="done")
    phases.change_phase(owner, phase="progressing")
    assert _at_once(owner.pk, lambda me: phases.change_phase(me, phase="transition")) == ["Conflict", "done"]
    assert Phase.objects.filter(ended_on=None).count() == 1
    noticed = _at_once(
        owner.pk,
        lambda me: notices.notice_someone(
            me, name="Ana Ruiz", kind="talk", where="ProductCon", impressed=NAPKIN
        ),
    )
    assert noticed == [PathOpen.__name__, "done"] and Person.objects.count() == Notice.objects.count() == 1
    ana = Person.objects.get().pk
    seen = _at_once(
        owner.pk, lambda me: assessments.add_evidence(me, person_id=ana, text="Named her mistake")
    )
    assert seen == ["done", "done"]
