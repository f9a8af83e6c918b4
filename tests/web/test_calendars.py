"""Settings, Calendar: connecting a calendar server, choosing, how it stands, disconnecting."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mentorpanel import clock
from mentorpanel.delivery.calendar_rounds import run_round
from mentorpanel.storage.models import CalendarAccount, CalendarEntry, User
from mentorpanel.usecases import calendar_rounds, calendars, people, profiles, sessions
from tests.calendar_servers import PASSWORD, USER, Radicale, radicale
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
PAGE, SERVER = "/settings/calendar/", "/settings/calendar/server/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.calendar("work")
        yield running


@pytest.fixture(autouse=True)
def at_home(settings: Any) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True


def connect(client: Client, server: Radicale, **changed: str) -> Any:
    form = {"address": server.address, "user": USER, "password": PASSWORD} | changed
    return client.post(SERVER, form, follow=True)


def one_round(owner: User) -> None:
    claimed = calendar_rounds.begin(holder="test", owner=owner)
    assert claimed is not None
    calendar_rounds.finish(claimed, run_round(claimed.job, allow_private=True))


def test_from_connecting_to_disconnecting(client: Client, owner: User, server: Radicale) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    day = clock.now() + timedelta(days=10)
    sessions.schedule_once(
        owner, person_id=ana.id, on=day.date(), at=day.time().replace(second=0, microsecond=0)
    )
    before = client.get(PAGE).content.decode()
    assert "Your calendar, both ways" in before and "never a word" in before
    page = connect(client, server).content.decode()
    assert "My work" in page and "nothing chosen yet" in page and "Connected." in page
    account = calendars.connected(owner)
    assert account is not None
    number = account.account.calendars[0].id
    page = client.post(f"{SERVER}choose/", {"write": number, "read": number}, follow=True).content.decode()
    assert "not looked at yet" in page
    one_round(owner)
    page = client.get(PAGE).content.decode()
    assert "in step" in page and "2 entries to come are in “My work”" in page
    assert client.post(f"{SERVER}sync/").status_code == 302
    CalendarEntry.objects.filter(kind="preparation").update(
        state="changed-there", note="it was changed there"
    )
    page = client.get(PAGE).content.decode()
    assert "Preparation, Ana Ruiz" in page and "it was changed there" in page
    entry = CalendarEntry.objects.get(kind="preparation")
    assert client.post(f"{SERVER}entries/{entry.pk}/anew/").status_code == 302
    assert CalendarEntry.objects.get(pk=entry.pk).is_forced
    one_round(owner)
    assert CalendarEntry.objects.get(pk=entry.pk).state == "written"
    page = client.post(f"{SERVER}disconnect/", {"entries": "remove"}, follow=True).content.decode()
    assert "being disconnected" in page
    one_round(owner)
    assert server.entries("work") == {} and "Connect" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"password": "wrong"}, "does not take this user and password"),
        ({"password": ""}, "Enter the password"),
        ({"user": ""}, "Enter the user name"),
        ({"address": ""}, "Enter the address"),
        ({"address": "ftp://x"}, "begin with https://"),
        ({"address": "http://127.0.0.1:9/"}, "No connection"),
    ],
)
def test_what_cannot_be_connected_is_said_at_its_field(
    client: Client, owner: User, server: Radicale, changed: dict[str, str], says: str
) -> None:
    answer = connect(client, server, **changed)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and 'aria-invalid="true"' in page
    assert PASSWORD not in page and "wrong" not in page
    assert not CalendarAccount.objects.exists()


def test_a_server_inside_is_refused_unless_the_installation_says_so(
    client: Client, owner: User, server: Radicale, settings: Any
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    for address in (
        server.address,
        server.address.replace("http:", "https:"),
        "https://169.254.169.254/",
        "localhost",
    ):
        answer = connect(client, server, address=address)
        assert answer.status_code == 422, address
        assert not CalendarAccount.objects.exists()


def test_a_refusal_asks_and_an_error_is_said(client: Client, owner: User, server: Radicale) -> None:
    connect(client, server)
    CalendarAccount.objects.update(
        state="stopped", last_error="The calendar has none of the four entries that Mentorpanel wrote."
    )
    page = client.get(PAGE).content.decode()
    assert "stopped" in page and "Write them all anew" in page
    client.post(f"{SERVER}anew/")
    assert CalendarAccount.objects.get().state == "good"
    CalendarAccount.objects.update(state="failing", last_error="The calendar server does not answer in time.")
    page = client.get(PAGE).content.decode()
    assert "does not answer in time" in page and "The next try is" in page
    assert PASSWORD not in page


def test_an_address_at_work(client: Client, owner: User, settings: Any) -> None:
    settings.SMTP_URL = ""
    answer = client.post(f"{PAGE}work/", {"work_address": "maya@work.example"})
    assert answer.status_code == 422 and "No mail server is set" in answer.content.decode()
    settings.SMTP_URL = "smtp://localhost:1"
    profiles.change_profile(owner, mail_address="maya@home.example")
    answer = client.post(f"{PAGE}work/", {"work_address": "nonsense"})
    assert answer.status_code == 422 and 'value="nonsense"' in answer.content.decode()
    page = client.post(f"{PAGE}work/", {"work_address": "maya@work.example"}, follow=True).content.decode()
    assert "No messages on the way to maya@work.example" in page and 'value="maya@work.example"' in page
    page = client.post(f"{PAGE}work/", {"work_address": ""}, follow=True).content.decode()
    assert "No copies go to work any more" in page


def test_without_a_calendar_there_is_nothing_to_do(client: Client, owner: User, other_owner: User) -> None:
    for path in ("choose/", "sync/", "anew/", "disconnect/", "entries/1/anew/"):
        assert client.post(SERVER + path).status_code == 404
        assert client.get(SERVER + path).status_code == 405


def test_somebody_elses_calendar_is_not_shown(
    client: Client, owner: User, other_owner: User, server: Radicale
) -> None:
    connect(browser_of(other_owner), server)
    assert "My work" not in client.get(PAGE).content.decode()
