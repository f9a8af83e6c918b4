"""The API as it describes itself: OpenAPI 3.1, true for every answer that it gives."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from pydantic import BaseModel

from mentorpanel.api.problems import MEDIA_TYPE
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.wording import plain_text

Described = dict[str, Any]
OURS = {"row_id", "payload"}
METHODS = ("get", "post", "put", "patch", "delete")
IF_NONE_MATCH: Described = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag you have: 304 where nothing has changed.",
}
IF_MATCH: Described = {
    **IF_NONE_MATCH,
    "name": "If-Match",
    "description": "The ETag you have read: 412 where it has changed since, and nothing happens.",
}
IDEMPOTENCY_KEY: Described = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "A word of yours, new for each request: sent again within 24 hours, it is done once.",
}
REPLAYED: Described = {
    "Idempotent-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "It was done before.",
    }
}
ETAG: Described = {"ETag": {"schema": {"type": "string"}, "description": "How it was when it was read."}}
CHALLENGE: Described = {"WWW-Authenticate": {"schema": {"type": "string"}}}


class Api(NinjaAPI):
    """Ninja's API, with a description that names what every operation has: problems, tags and keys."""

    described: Described | None = None

    def get_openapi_schema(self, *_: Any, **__: Any) -> Any:
        """The OpenAPI document, made once."""
        if self.described is None:
            document = dict(super().get_openapi_schema(path_prefix="/api/v1/"))
            for path, operations in document["paths"].items():
                for method in METHODS:
                    if method in operations:
                        _describe(operations[method], method, is_one="{row_id}" in path)
            self.described = document
        return self.described


def _describe(operation: Described, method: str, *, is_one: bool) -> None:
    parameters = [_parameter(one) for one in operation.get("parameters", [])]
    responses = operation["responses"]
    if method == "get" and 304 in responses:
        parameters.append(IF_NONE_MATCH)
        responses[200]["headers"] = ETAG
        responses[304] = {"description": "It is as you have it.", "headers": ETAG}
    if 412 in responses:
        parameters.append(IF_MATCH)
    if method == "post":
        parameters.append(IDEMPOTENCY_KEY)
        for status in (200, 201, 202):
            if status in responses:
                responses[status]["headers"] = dict(REPLAYED)
    if method == "patch" and is_one:
        responses[200]["headers"] = ETAG
    for status, response in responses.items():
        if status >= 400:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
        if status == 401:
            response["headers"] = CHALLENGE
    operation["parameters"] = parameters
    operation["responses"] = {str(status): response for status, response in responses.items()}


def _parameter(parameter: Described) -> Described:
    """A value in an address is text: there is no null, and what is not asked for is left out."""
    schema = {name: value for name, value in parameter["schema"].items() if name not in ("title", "default")}
    if "default" in parameter["schema"] and parameter["schema"]["default"] not in (None, ""):
        schema["default"] = parameter["schema"]["default"]
    kinds = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    if len(kinds) == 1:
        schema = {**kinds[0], **schema}
    elif kinds:
        schema["anyOf"] = kinds
    if parameter["name"] == "row_id":
        schema = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
    return {**parameter, "schema": schema}


def refuse_unknown(function: Callable[..., Any]) -> Callable[..., Any]:
    """A name in the address that is not known, such as a filter misspelt, must not answer with everything."""

    @functools.wraps(function)
    def checked(request: HttpRequest, **values: Any) -> Any:
        known: set[str] = set()
        for name, value in values.items():
            known |= (
                set(type(value).model_fields)
                if isinstance(value, BaseModel) and name == "filters"
                else {name}
            )
        for name in request.GET.keys() - (known - OURS):
            said = ", ".join(sorted(known - OURS)) or "nothing"
            raise Invalid(
                f"The address names what is not known here; it takes {said}.", field=plain_text(name)[:60]
            )
        return function(request, **values)

    return checked
