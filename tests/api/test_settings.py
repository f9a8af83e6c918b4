"""The API of what is set: the calendar feed, a calendar on a server, reminders and devices."""

from pathlib import Path
from typing import Any

import pytest

from mentorpanel.storage.models import CalendarAccount, OutboxItem, User
from mentorpanel.usecases import profiles
from tests.api.conftest import Program, everything, program_of
from tests.calendar_servers import PASSWORD, USER, radicale

pytestmark = pytest.mark.django_db


def test_the_feeds_address_is_told_once_and_its_options_change(program: Program) -> None:
    assert program.get("feed").json()["state"] == "none"
    assert program.delete("feed/address").status_code == 409
    made = program.post("feed/address").json()
    assert made["state"] == "good" and made["address"].endswith(".ics")
    assert program.get("feed").json()["address"] is None
    changed = program.patch("feed", {"names": True, "alarm_minutes": 15}).json()["options"]
    assert (changed["names"], changed["alarm_minutes"]) == (True, 15)
    quiet = program.patch("feed", {"alarm_minutes": None}).json()["options"]
    assert (quiet["names"], quiet["alarm_minutes"]) == (True, None), "only what is sent is changed"
    assert program.patch("feed", {"alarm_minutes": 1441}).status_code == 422
    assert program.delete("feed/address").json()["state"] == "revoked"
    assert program.post("feed/address/restore").json()["state"] == "good"


def test_a_calendar_is_connected_chosen_and_forgotten(
    program: Program, settings: Any, tmp_path: Path
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    assert program.get("calendar").json()["connected"] is False
    for path, given in (("calendar/sync", None), ("calendar/anew", None)):
        assert program.post(path, given).status_code == 409
    with radicale(tmp_path) as server:
        server.calendar("mine")
        login = {"address": server.address, "login": USER, "password": "wrong"}
        refused = program.post("calendar", login)
        assert refused.status_code == 422 and not CalendarAccount.objects.exists()
        shown = program.post("calendar", {**login, "password": PASSWORD})
        assert shown.status_code == 200 and PASSWORD not in shown.content.decode()
        listed = shown.json()["calendars"]
        chosen = program.patch("calendar", {"write_id": listed[0]["id"], "read_ids": []}).json()["calendars"]
        assert [one["writes"] for one in chosen] == [one["id"] == listed[0]["id"] for one in listed]
        read = program.patch("calendar", {"read_ids": [listed[0]["id"]]}).json()["calendars"]
        assert (read[0]["writes"], read[0]["reads"]) == (True, True), "only what is sent is changed"
        assert program.patch("calendar", {"write_id": 10**9}).status_code == 404
        assert program.post("calendar/sync").json()["state"] == "good"
    assert program.delete("calendar?keep=true").json()["connected"] is False


def test_mails_to_oneself_are_read_changed_and_sent(program: Program, owner: User, settings: Any) -> None:
    shown = program.get("reminders").json()
    assert (shown["on"], shown["sent_to"]) == (False, None) and shown["why_not"]
    assert program.post("reminders/send").status_code == 409
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, mail_address="me@x.example")
    changed = program.patch(
        "reminders", {"on": True, "at": "07:30", "moments": ["thanks"], "names": False}
    ).json()
    assert (changed["on"], changed["at"], changed["moments"], changed["names"]) == (
        True,
        "07:30",
        ["thanks"],
        False,
    )
    assert program.patch("reminders", {"moments": ["whenever"]}).status_code == 422
    assert not OutboxItem.objects.exists(), "nothing goes without the word"
    assert program.post("reminders/send").json()["sent_to"] == "me@x.example"
    assert OutboxItem.objects.count() == 1


def test_devices_are_listed_tried_and_taken_off_by_their_owner(
    program: Program, owner: User, other_owner: User
) -> None:
    device_id = everything(owner)["device_id"]
    listed = program.get("devices").json()["results"]
    assert [one["id"] for one in listed] == [device_id]
    assert not {"endpoint", "p256dh", "auth", "endpoint_hash"} & listed[0].keys()
    stranger, reader = program_of(other_owner), program_of(owner, scope="read")
    assert stranger.get("devices").json()["results"] == []
    assert stranger.delete(f"devices/{device_id}").status_code == 404
    assert reader.delete(f"devices/{device_id}").status_code == 403
    assert program.post(f"devices/{device_id}/try").json()["id"] == device_id
    assert program.delete(f"devices/{device_id}").status_code == 204
    assert program.get("devices").json()["results"] == []


def test_the_profile_is_read_and_changed(program: Program) -> None:
    assert program.get("profile").json()["prep_hours_before"] is None
    changed = program.patch("profile", {"prep_hours_before": 4, "prepares": "15:30", "name": "Dana"}).json()
    assert (changed["prep_hours_before"], changed["prepares"], changed["name"]) == (4, "15:30", "Dana")
    assert program.patch("profile", {"title": "PM"}).json()["prep_hours_before"] == 4
    assert program.patch("profile", {"prep_hours_before": None}).json()["prep_hours_before"] is None
    for wrong in ({"prep_hours_before": 99}, {"work_ends": "01:00"}, {"time_zone": "Mars"}):
        assert program.patch("profile", wrong).status_code == 422


def test_a_series_that_ended_goes_on(program: Program) -> None:
    ana = program.post("people", {"name": "Ana Ruiz"}).json()["id"]
    given = {"person_id": ana, "rrule": "FREQ=MONTHLY;BYDAY=1TU", "at": "16:00"}
    made = program.post("series", given).json()
    place = f"series/{made['id']}"
    assert program.post(f"{place}/resume").status_code == 409
    program.delete(place)
    assert program.get(place).json()["ended_on"] is not None
    assert program.post(f"{place}/resume").json()["ended_on"] is None
    assert (made["prep_minutes"], made["prep_lead"]) == (None, None)
    otherwise = program.patch(place, {"prep_minutes": 30}).json()
    assert (otherwise["prep_minutes"], otherwise["prep_lead"]) == (30, None)
    otherwise = program.patch(place, {"prep_lead": "6", "place": "Oak"}).json()
    assert (otherwise["prep_minutes"], otherwise["prep_lead"], otherwise["place"]) == (30, "6", "Oak")
    assert program.patch(place, {"prep_minutes": None, "prep_lead": None}).json()["prep_minutes"] is None
    assert program.patch(place, {"prep_lead": "soon"}).status_code == 422
    coming = program.get(f"sessions?series_id={made['id']}&status=planned").json()["results"]
    assert coming
