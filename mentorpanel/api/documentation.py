"""The OpenAPI document, and the page made of it for people; both are open, and load nothing from elsewhere."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from mentorpanel.api.openapi import METHODS, Api
from mentorpanel.api.resources import BASE, Resource

View = Callable[[HttpRequest], HttpResponse]
PROBLEMS = (
    ("malformed", 400, "The request cannot be read: no JSON, or no form."),
    ("no-token", 401, "There is no token, or it is unknown, expired or revoked."),
    ("read-only", 403, "The token has the scope read, and this changes something."),
    (
        "not-found",
        404,
        "Nothing of yours has this number or address. Somebody else's things are not found either.",
    ),
    ("method-not-allowed", 405, "That cannot be done with this address."),
    (
        "conflict",
        409,
        "The thing is in a state that does not allow this, or a request with this key is at work.",
    ),
    ("ambiguous", 409, "A name fits several people; “candidates” lists them, and nothing was changed."),
    ("path-open", 409, "A path with them is open: add to it, or open a second one. Nothing was changed."),
    ("sent-already", 409, "The same person was sent the same text today already. Nothing was changed."),
    ("changed", 412, "It has changed since you read it. Read it again, and then change it."),
    ("too-large", 413, "More than is taken at once: 2 MB, and 512 MB for an import."),
    ("invalid", 422, "A value cannot be taken; “field” names it, “errors” lists all of them."),
    ("unknown-phase", 422, "There is no such phase yet; one of your own is begun with “own”."),
    ("needs-reason", 422, "An unusual step, which is taken once a reason is given."),
    (
        "letter-held-back",
        422,
        "A letter lacks what it cannot go without; “field” names the slot that mends it.",
    ),
    ("unreadable", 422, "A file that cannot be read at all."),
    ("failed", 500, "Ours to mend. Nothing was changed."),
    ("busy", 503, "The database is busy. Nothing was changed; try again in a moment."),
)
"""Every code, its status, and what it means."""


def description(api: Api) -> View:
    """The address of the OpenAPI document."""

    @require_safe
    def openapi(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(json.dumps(api.get_openapi_schema()), content_type="application/json")

    return openapi


def page(api: Api, resources: Iterable[Resource]) -> View:
    """The page that explains the API."""

    @require_safe
    def docs(request: HttpRequest) -> HttpResponse:
        context = {
            "sections": _sections(api.get_openapi_schema(), {one.path: one for one in resources}),
            "problems": PROBLEMS,
            "base": request.build_absolute_uri(BASE),
            "theme": request.COOKIES.get("theme", "system"),
            "nonce": getattr(request, "csp_nonce", ""),
        }
        return HttpResponse(render_to_string("api/docs.html", context))

    return docs


def _sections(document: Mapping[str, Any], resources: Mapping[str, Resource]) -> list[dict[str, Any]]:
    """The operations by resource, each with its parameters and the fields of its body."""
    found: dict[str, dict[str, Any]] = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method not in operations:
                continue
            operation = operations[method]
            tag = operation["tags"][0]
            resource = resources.get(tag)
            section = found.setdefault(
                tag,
                {
                    "name": tag,
                    "about": resource.about if resource else "",
                    "example": json.dumps(resource.example, ensure_ascii=False) if resource else "",
                    "operations": [],
                },
            )
            section["operations"].append(_operation(document, path, method, operation))
    return list(found.values())


def _operation(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> dict[str, Any]:
    asked = [one for one in operation["parameters"] if one["in"] == "query"]
    content = operation.get("requestBody", {}).get("content", {})
    body: Mapping[str, Any] = next((one["schema"] for one in content.values()), {})
    return {
        "method": method.upper(),
        "path": path.removeprefix(BASE).replace("{row_id}", "{id}"),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "asked": [_field(document, one["name"], one["schema"], one.get("description", "")) for one in asked],
        "fields": _fields(document, body),
    }


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    schema = _resolved(document, schema)
    needed = schema.get("required", ())
    return [
        {**_field(document, name, one, one.get("description", "")), "needed": name in needed}
        for name, one in schema.get("properties", {}).items()
    ]


def _field(document: Mapping[str, Any], name: str, schema: Mapping[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "kind": _kind(document, schema), "about": about}


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """The kind of a value in words: “text”, “day”, “one of …”, “list of number”."""
    if "anyOf" in schema:
        return " or ".join(_kind(document, one) for one in schema["anyOf"])
    schema = _resolved(document, schema)
    if "enum" in schema:
        return ", ".join(f"“{value}”" for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    kind, form = schema.get("type", "object"), schema.get("format", "")
    if kind == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    words = {"string": "text", "integer": "number", "boolean": "true or false", "object": "names to values"}
    return {"date": "day", "date-time": "moment", "binary": "file"}.get(form) or words.get(kind, kind)


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema
