"""Your profile: who you are, your day and your week."""

from datetime import time
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field, StrictInt

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Clock, Given, Line, Shown
from mentorpanel.api.resources import POSTED, refusals
from mentorpanel.usecases import profiles, setting_documents

TAGS = ["profile"]
TIMES = ("work_starts", "work_ends", "prepares")


class Profile(Shown):
    """Who you are, your day and your week; hours are those of your own clock."""

    id: int
    email: str
    name: str
    title: str
    level: str
    organisation: str
    time_zone: str
    mail_address: str
    weekly_minutes: int
    work_starts: str
    work_ends: str
    prepares: str
    prep_hours_before: int | None


class ProfileChange(Given):
    """What is to change. `prep_hours_before`: prepare so many hours ahead; null: on the working day before, at `prepares`."""

    name: Line | None = None
    title: Line | None = None
    level: Line | None = None
    organisation: Line | None = None
    time_zone: Line | None = None
    weekly_minutes: Annotated[StrictInt, Field(ge=0, le=2400)] | None = None
    work_starts: Clock | None = None
    work_ends: Clock | None = None
    prepares: Clock | None = None
    prep_hours_before: Annotated[StrictInt, Field(ge=0, le=72)] | None = None


def install(api: NinjaAPI) -> None:
    """Read and change it."""

    @api.get(
        "/profile", response={200: Profile, **refusals(401)}, auth=READS, tags=TAGS, summary="Your profile"
    )
    def read(request: HttpRequest) -> HttpResponse:
        """Who you are, your day and your week."""
        found = profiles.profile(owner_of(request))
        return answers.answer(answers.body_of(Profile, setting_documents.profile(found)))

    @api.patch(
        "/profile", response={200: Profile, **POSTED}, auth=WRITES, tags=TAGS, summary="Change your profile"
    )
    def change(request: HttpRequest, payload: ProfileChange) -> HttpResponse:
        """Only what is sent is changed; hours are those of your own clock."""
        said = {
            name: value
            for name, value in payload.said().items()
            if value is not None or name == "prep_hours_before"
        }
        said |= {name: time.fromisoformat(said[name]) for name in TIMES if name in said}
        changed = profiles.change_profile(owner_of(request), **said)
        return answers.answer(answers.body_of(Profile, setting_documents.profile(changed)))
