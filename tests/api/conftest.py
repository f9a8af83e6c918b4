"""What tests of the API stand on: a program with a token, and one of everything."""

import json
from dataclasses import dataclass
from typing import Any

import django
import pytest
from django.test import Client

django.setup()

from mentorpanel.storage.models import User  # noqa: E402
from mentorpanel.usecases import focus, need_weights, tokens  # noqa: E402
from tests.web.conftest import make_things  # noqa: E402

BASE = "/api/v1/"


@dataclass
class Program:
    """A program that uses the API with a token."""

    token: str

    def send(self, method: str, path: str, given: Any = None, **headers: str) -> Any:
        """A request, with JSON where something is given."""
        client = Client(raise_request_exception=False)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Authorization": f"Bearer {self.token}", **named}
        body = given if isinstance(given, (str, bytes)) else json.dumps(given) if given is not None else ""
        place = path if path.startswith("/") else BASE + path
        return client.generic(method, place, body, content_type="application/json", headers=named)

    def get(self, path: str, **headers: str) -> Any:
        """What is read."""
        return self.send("GET", path, **headers)

    def post(self, path: str, given: Any = None, **headers: str) -> Any:
        """What is added or done."""
        return self.send("POST", path, given, **headers)

    def patch(self, path: str, given: Any, **headers: str) -> Any:
        """What is changed."""
        return self.send("PATCH", path, given, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        """What goes."""
        return self.send("DELETE", path, **headers)


def program_of(owner: User, scope: str = "write") -> Program:
    """A program with a new token of this owner's."""
    return Program(tokens.make_token(owner, name="tests", scope=scope)[1])


def everything(owner: User, words: str = "Pat Doe") -> dict[str, Any]:
    """One of everything that the API knows; ``words`` stand in every text."""
    things = make_things(owner, words)
    area = focus.add_focus(owner, text="Hiring", readers="everyone")
    weight = need_weights.weigh(owner, phase="transition", need=words[:60], weight=1)
    return {**things, "area_id": area.id, "weight_id": weight.id}


@pytest.fixture
def program(owner: User) -> Program:
    """The owner's program, which may write."""
    return program_of(owner)


@pytest.fixture
def things(owner: User) -> dict[str, Any]:
    """One of everything."""
    return everything(owner)
