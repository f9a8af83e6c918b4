"""The form about a person: what it sends, and what it shows again."""

from typing import Any

from mentorpanel.domain.problems import Ambiguous, Invalid, NotFound
from mentorpanel.domain.records import PersonRecord
from mentorpanel.usecases import people
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest

TEXTS = (
    "name", "nickname", "title", "organisation", "level", "admire", "share", "how_met", "care_about", "need", "offer",
    "distance", "time_zone", "private_notes",
)  # fmt: skip


def read(request: OwnedRequest) -> dict[str, Any]:
    """The form's fields as ``change_person`` takes them."""
    values: dict[str, Any] = {name: forms.text(request, name) for name in TEXTS if name in request.POST}
    values["expertise"] = list(forms.words(request, "topics"))
    values["tags"] = list(forms.words(request, "tags"))
    values["do_not_contact"] = bool(request.POST.get("do_not_contact"))
    values["is_confidential"] = bool(request.POST.get("is_confidential"))
    values["keeps_mail_text"] = bool(request.POST.get("keeps_mail_text"))
    values["introduced_by_id"] = _bridge(request)
    return values


def values_of(person: PersonRecord) -> dict[str, Any]:
    """A person as the form shows them."""
    values: dict[str, Any] = {name: getattr(person, name) for name in TEXTS}
    values["level"] = person.level if person.level_said else ""
    values["topics"] = ", ".join(person.expertise)
    values["tags"] = ", ".join(person.tags)
    values["introduced_by"] = person.introduced_by.name if person.introduced_by else ""
    values["do_not_contact"], values["is_confidential"] = person.do_not_contact, person.is_confidential
    values["keeps_mail_text"] = person.keeps_mail_text
    return values


def context(
    request: OwnedRequest, person: PersonRecord | None, values: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    """What the form's page shows."""
    return {
        "person": person,
        "values": values,
        "errors": errors | {"introduced_by": errors["introduced_by_id"]}
        if "introduced_by_id" in errors
        else errors,
        "levels": [(rung.key, rung.name) for rung in request.profile.ladder],
        "is_new": person is None,
    }


def _bridge(request: OwnedRequest) -> int | None:
    name = forms.text(request, "introduced_by")
    if not name:
        return None
    try:
        return people.find_person(request.owner, name=name).id
    except Ambiguous as problem:
        raise Invalid(f"{problem.message} Write the whole name.", field="introduced_by") from problem
    except NotFound as problem:
        raise Invalid(
            f"Nobody here is called “{name[:60]}”; add them first.", field="introduced_by"
        ) from problem
