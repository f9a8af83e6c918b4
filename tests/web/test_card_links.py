"""Done and snooze from a mail: a page with one button, by a link that a scanner may press as it likes."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.signing import Signer
from django.db import connection
from django.test import Client

from mentorpanel.config.log_secrets import SecretAddresses
from mentorpanel.domain.card_links import CardRef
from mentorpanel.domain.reminders import Moment
from mentorpanel.storage.models import CardTrace, Commitment, User
from mentorpanel.usecases import card_links, commitments, panel, people, profiles, reminders, sessions, today
from mentorpanel.worker import reminders as step
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 12, 2, 9, tzinfo=UTC)
LINK = re.compile(r"https?://[^\s\"<>]+")


@pytest.fixture
def moment(owner: User, settings: Any) -> Iterator[Any]:
    """Wednesday morning in Berlin; a promise of last week is due, and two people drift."""
    settings.PUBLIC_URL = "https://panel.example"
    settings.ALLOWED_HOSTS = ["panel.example", "testserver"]
    with time_machine.travel(WEDNESDAY, tick=False) as turned:
        profiles.change_profile(owner, time_zone="Europe/Berlin", mail_address="me@x.example", name="Dana")
        ana = people.add_person(owner, name="Ana Ruiz")
        panel.move_stage(
            owner, person_id=ana.id, stage="mentor", since=date(2026, 8, 1), reason="x", is_setting_up=True
        )
        commitments.promise(owner, person_id=ana.id, text="Send the deck", due_on=date(2026, 11, 30))
        ben = people.add_person(owner, name="Ben Okoro")
        panel.move_stage(
            owner, person_id=ben.id, stage="mentor", since=date(2026, 8, 1), reason="x", is_setting_up=True
        )
        reminders.switch(owner, is_on=True)
        turned.shift(timedelta(days=1))
        yield turned


def delivered(settings: Any) -> list[str]:
    """What is due by now as it came out of a real mail server: of each mail text and HTML."""
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        step.make_reminders()
        while steps.deliver_one("here/worker-0"):
            pass
    found = []
    for mail in inbox.mails:
        bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
        found.append("\n".join(str(body.get_content()) for body in bodies if body is not None))
    return found


@pytest.fixture
def mailed(owner: User, moment: Any, settings: Any) -> str:
    """The day's mail."""
    (mail,) = delivered(settings)
    return mail


@pytest.fixture
def session_id(owner: User, moment: Any) -> int:
    """Ana, on the next day at 14:00; every reminder by itself, and no day's mail."""
    reminders.change(owner, has_digest=False, moments=[one.value for one in Moment])
    ana = people.find_person(owner, name="Ana").id
    return sessions.schedule_once(owner, person_id=ana, on=date(2026, 12, 4), at=time(14)).id


def rows() -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def pages(said: str, label: str) -> list[str]:
    return [f"/do/{token}/" for token in re.findall(rf"{label}: https://panel.example/do/([^/\s]+)/", said)]


def shown(owner: User) -> set[str]:
    picked = today.today_page(owner).picked
    return {one.id for one in (*picked.blind_spots, *picked.coming_up, *picked.openings)}


def one_link(owner: User, verb: str = "done") -> str:
    """The link of the promise's card, made now."""
    number = Commitment.objects.get(owner=owner).pk
    card = today.card(owner, card_id=f"commitment-{number}")
    (links,) = card_links.presses(owner, [CardRef(card.id, card.facts_key, (verb,))]).values()
    return links[0].path


def test_a_link_scanner_changes_nothing(mailed: str) -> None:
    """Every link of both bodies, looked at and asked for its head, as scanners do; no row of any table differs."""
    links = sorted(set(LINK.findall(mailed.replace("&amp;", "&"))))
    assert len([one for one in links if "/do/" in one]) >= 4 and any("/reminders/" in one for one in links)
    before, scanner = rows(), Client(raise_request_exception=False)
    for link in links:
        path = link.removeprefix("https://panel.example")
        for ask in (scanner.get, scanner.head, scanner.options):
            assert ask(path or "/").status_code < 500
    assert rows() == before


def test_text_and_html_have_the_same_links(mailed: str) -> None:
    text, _, html = mailed.partition("<!")
    assert set(re.findall(r"/do/[^/\s\"]+/", text)) == set(re.findall(r"/do/[^/\s\"]+/", html)) != set()


def test_done_with_one_press_and_taken_back(owner: User, mailed: str) -> None:
    visitor = Client()
    path = next(one for one in pages(mailed, "Done") if "commitment" in one)
    page = visitor.get(path)
    assert page.status_code == 200 and "Send the deck" in page.content.decode()
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in page["Cache-Control"] and not page.cookies
    answer = visitor.post(path)
    assert answer.status_code == 302 and Commitment.objects.get().done_on is not None
    after = visitor.get(answer["Location"])
    assert "Done." in after.content.decode() and "Take it back" in after.content.decode()
    assert visitor.get(path).status_code == visitor.post(path).status_code == 404, "used"
    back = visitor.post(answer["Location"])
    assert Commitment.objects.get().done_on is None and CardTrace.objects.count() == 0
    assert visitor.post(answer["Location"]).status_code == 404, "taken back once"
    again = visitor.get(back["Location"]).content.decode()
    assert "Is this done?" in again and "Send the deck" in again


def test_a_duty_comes_back_tomorrow_and_the_rest_in_a_week(owner: User, mailed: str) -> None:
    visitor = Client()
    for path in pages(mailed, "Snooze"):
        page = visitor.get(path).content.decode()
        assert ("Not before tomorrow" in page) == ("commitment" in path) and "Not before" in page
        answer = visitor.post(path)
        after = visitor.get(answer["Location"]).content.decode()
        assert ("Not before tomorrow." in after) == ("commitment" in path) and "not on Today" in after
        assert "in 7 days" not in f"{page} {after}"
    until = dict(CardTrace.objects.values_list("card", "until"))
    kinds = {card.partition("-")[0]: str(day) for card, day in until.items()}
    assert (kinds["commitment"], kinds["cadence"]) == ("2026-12-04", "2026-12-10")


def test_each_page_says_one_card_and_nothing_of_the_others(owner: User, mailed: str) -> None:
    for path in pages(mailed, "Done"):
        page = Client().get(path).content.decode()
        named = [one for one in ("Send the deck", "word with Ana", "word with Ben") if one in page]
        assert len(named) == (0 if "year-letter" in path else 1)
        assert "Dana" not in page and "me@x.example" not in page


def test_without_names_the_page_has_none_either(owner: User, moment: Any) -> None:
    path = one_link(owner)
    reminders.change(owner, hides_names=True)
    page = Client().get(path).content.decode()
    assert "A promise" in page and "Ana" not in page and "deck" not in page


def test_whoever_else_is_signed_in_the_link_is_its_owners(
    owner: User, other_owner: User, moment: Any
) -> None:
    profiles.change_profile(other_owner, welcome_step="done")
    browser = browser_of(other_owner)
    before = {"owner": shown(owner), "other": shown(other_owner)}
    path = one_link(owner)
    answer = browser.post(path)
    assert Commitment.objects.get().done_on is not None
    assert before["owner"] - shown(owner) == {f"commitment-{Commitment.objects.get().pk}"}
    assert shown(other_owner) == before["other"]
    assert CardTrace.objects.exclude(owner=owner).count() == 0
    assert "Taken" not in browser.get("/").content.decode() and answer.status_code == 302


def test_wrong_run_out_used_and_cleared_links_get_one_answer(owner: User, moment: Any) -> None:
    good = one_link(owner)
    visitor = Client()
    answers = [visitor.get("/do/nothing/"), visitor.get(good[:-3] + "xx/"), visitor.get(f"/do/{'x' * 5000}/")]
    answers.append(visitor.get(good.replace("_d_", "_s_")))
    answers.append(visitor.get(good.replace("/do/", "/do/9")))
    said = good.removeprefix("/do/").rstrip("/").rpartition(".")[0]
    answers.append(visitor.get(f"/do/{Signer(salt='other', sep='.').sign(said)}/"))
    answers.append(visitor.get(f"/do/{Signer(salt='mentorpanel.card-links', sep='.').sign('a_b_c')}/"))
    today.done_card(owner, card_id=f"commitment-{Commitment.objects.get().pk}")
    answers.append(visitor.get(good))
    today.undo_card(owner, card_id=f"commitment-{Commitment.objects.get().pk}")
    assert visitor.get(good).status_code == 200, "good again, since nothing is done"
    commitments.keep_commitment(owner, commitment_id=Commitment.objects.get().pk)
    answers.append(visitor.get(good))
    commitments.reopen_commitment(owner, commitment_id=Commitment.objects.get().pk)
    moment.shift(timedelta(days=9))
    answers += [visitor.get(good), visitor.post(good), visitor.head(good)]
    assert {one.status_code for one in answers} == {404}
    strip = re.compile(r'nonce="[^"]*"')
    assert len({strip.sub("", one.content.decode()) for one in answers[:-1]}) == 1


def test_a_link_made_before_the_facts_changed_is_not_for_the_new_ones(owner: User, moment: Any) -> None:
    ben = people.find_person(owner, name="Ben").id
    card = today.card(owner, card_id=f"cadence-{ben}")
    (links,) = card_links.presses(owner, [CardRef(card.id, card.facts_key, ("done",))]).values()
    assert Client().get(links[0].path).status_code == 200
    panel.move_stage(owner, person_id=ben, stage="rapport", since=date(2026, 7, 1), reason="less now")
    assert today.card(owner, card_id=card.id).facts_key != card.facts_key
    assert Client().get(links[0].path).status_code == Client().post(links[0].path).status_code == 404
    assert CardTrace.objects.count() == 0


def test_another_key_makes_every_link_bad(owner: User, moment: Any, settings: Any) -> None:
    path = one_link(owner)
    settings.SECRET_KEY = "another"
    assert Client().get(path).status_code == 404


def test_so_many_presses_a_minute(owner: User, moment: Any) -> None:
    visitor = Client()
    looks = [visitor.head("/do/nothing/").status_code for _ in range(40)]
    answers = [visitor.post("/do/nothing/") for _ in range(35)]
    statuses = [one.status_code for one in answers]
    assert looks == [404] * 40 and statuses[:30] == [404] * 30 and statuses[-1] == 429
    assert "Wait a minute" in answers[-1].content.decode() and answers[-1]["Referrer-Policy"] == "no-referrer"
    assert visitor.get(one_link(owner)).status_code == 200, "looking goes on"


def test_the_log_hides_it(owner: User, caplog: Any) -> None:
    with caplog.at_level("WARNING", logger="django"):
        Client(raise_request_exception=False).get("/do/secret-token/more")
    handled = [record for record in caplog.records if "secret-token" in record.getMessage()]
    for record in handled:
        SecretAddresses().filter(record)
        assert "secret-token" not in record.getMessage()


def test_a_preview_has_links_that_only_lead_to_today(owner: User, moment: Any) -> None:
    page = browser_of(owner).get("/settings/reminders/").content.decode()
    assert "/do/" not in page and "Snooze" in page


def test_a_single_reminder_is_done_from_its_mail(
    owner: User, moment: Any, session_id: int, settings: Any
) -> None:
    moment.move_to(datetime(2026, 12, 3, 14, 5, tzinfo=UTC))
    (said,) = delivered(settings)
    text, _, html = said.partition("<!")
    assert (
        "The brief for Ana Ruiz is due" in text
        and len(pages(text, "Done")) == len(pages(text, "Snooze")) == 1
    )
    assert set(re.findall(r"/do/[^/\s\"]+/", text)) == set(re.findall(r"/do/[^/\s\"]+/", html))
    before, visitor = rows(), Client()
    for link in sorted(set(LINK.findall(said.replace("&amp;", "&")))):
        for ask in (visitor.get, visitor.head, visitor.options):
            ask(link.removeprefix("https://panel.example") or "/")
    assert rows() == before, "looking changes nothing"
    (done,), (snooze,) = pages(text, "Done"), pages(text, "Snooze")
    assert "Write the brief for Ana Ruiz" in visitor.get(done).content.decode()
    answer = visitor.post(done)
    assert CardTrace.objects.get().verdict == "done" and f"brief-{session_id}" not in shown(owner)
    assert visitor.get(done).status_code == visitor.get(snooze).status_code == 404, "used"
    visitor.post(answer["Location"])
    assert CardTrace.objects.count() == 0 and f"brief-{session_id}" in shown(owner)
    moment.shift(timedelta(days=9))
    assert visitor.post(done).status_code == visitor.post(snooze).status_code == 404, "run out"


def test_each_reminder_has_the_links_of_what_it_says(
    owner: User, moment: Any, session_id: int, settings: Any
) -> None:
    """Brief, notes and thanks can be done or put off; that it begins is only told, although its brief is still open."""
    found = []
    for at, hour in ((3, 14), (4, 12), (4, 16), (6, 14)):
        moment.move_to(datetime(2026, 12, at, hour, 30, tzinfo=UTC))
        (said,) = delivered(settings)
        cards = {re.search(r"_([a-z-]+)-\d+\.", page) for page in pages(said, "Done")}
        found.append((said.splitlines()[0], [one[1] for one in cards if one]))
        if hour == 16:
            sessions.hold_session(owner, session_id=session_id, notes="fine")
    assert found == [
        ("The brief for Ana Ruiz is due today 16:00.", ["brief"]),
        ("You meet Ana Ruiz at 14:00.", []),
        ("Write down what stays from your session with Ana Ruiz today.", ["notes"]),
        ("Ana Ruiz would still like to hear from you.", ["thank"]),
    ]


def test_a_single_reminder_without_names_leads_to_a_page_without_names(
    owner: User, moment: Any, session_id: int, settings: Any
) -> None:
    reminders.change(owner, hides_names=True)
    moment.move_to(datetime(2026, 12, 3, 14, 5, tzinfo=UTC))
    (said,) = delivered(settings)
    page = Client().get(pages(said, "Done")[0]).content.decode()
    assert "The brief for a session" in page and "Ana" not in f"{said} {page}"
