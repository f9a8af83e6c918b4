"""A resource and its five operations, which are alike for every noun."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from pydantic import BaseModel, create_model

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Filters, Given, Shown
from mentorpanel.api.problems import ProblemDocument
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import guarded, listings

BASE = "/api/v1/"
Document = dict[str, Any]


def refusals(*statuses: int) -> dict[Any, Any]:
    """The problem documents that an operation can answer."""
    return dict.fromkeys(statuses, ProblemDocument)


POSTED = refusals(400, 401, 403, 404, 409, 413, 422)
"""What can come of a verb."""


@dataclass(frozen=True)
class Resource:
    """A noun of the API. The functions take the owner first; they call one use case each.

    ``show`` makes the document of one by its number, ``row`` of a record in a list (a page at a time, so that
    a list may look things up for all of it at once). ``add`` answers the new number.
    """

    path: str
    noun: str
    about: str
    shown: type[Shown]
    listed: type[Shown]
    new: type[Given]
    changes: type[Given]
    filters: type[Filters]
    show: Callable[[User, int], Document]
    rows: Callable[[User, tuple[Any, ...]], list[Document]]
    add: Callable[[User, Mapping[str, Any]], int]
    change: Callable[[User, int, Mapping[str, Any]], None]
    delete: Callable[[User, int], None]
    delete_says: str
    example: Mapping[str, Any]

    @cached_property
    def page(self) -> type[BaseModel]:
        """One page of the list."""
        name = f"{self.listed.__name__}Page"
        return create_model(name, __base__=Shown, results=(list[self.listed], ...), next=(str | None, ...))  # type: ignore[name-defined]

    def body(self, owner: User, row_id: int) -> str:
        """One, as it is sent."""
        return answers.body_of(self.shown, self.show(owner, row_id))


def install(api: NinjaAPI, resource: Resource) -> None:
    """Give a resource its list, get, create, change and delete."""
    name, tags = resource.path.replace("-", "_"), [resource.path]
    one, path = f"/{resource.path}/{{row:row_id}}", f"/{resource.path}"
    about: dict[str, Any] = {"tags": tags}

    def listing(request: HttpRequest, filters: Any) -> HttpResponse:
        return _listing(request, resource, filters)

    def show(request: HttpRequest, row_id: int) -> HttpResponse:
        body = resource.body(owner_of(request), row_id)
        if answers.names_tag(request.headers.get("If-None-Match", ""), answers.tag_of(body)):
            return answers.not_modified(body)
        return answers.answer(body, tag=True)

    def add(request: HttpRequest, payload: Any) -> HttpResponse:
        return answers.once(request, lambda: _added(request, resource, payload))

    def change(request: HttpRequest, row_id: int, payload: Any) -> HttpResponse:
        owner = owner_of(request)
        _guarded(request, resource, row_id, lambda: resource.change(owner, row_id, payload.said()))
        return answers.answer(resource.body(owner, row_id), tag=True)

    def delete(request: HttpRequest, row_id: int) -> HttpResponse:
        owner = owner_of(request)
        _guarded(request, resource, row_id, lambda: resource.delete(owner, row_id))
        return HttpResponse(status=204)

    asked: Any = Query
    listing.__annotations__["filters"] = asked[resource.filters]
    add.__annotations__["payload"] = resource.new
    change.__annotations__["payload"] = resource.changes
    api.get(
        path,
        response={200: resource.page, **refusals(401, 422)},
        auth=READS,
        operation_id=f"list_{name}",
        summary=f"List {resource.path}",
        description=resource.about,
        **about,
    )(listing)
    api.post(
        path,
        response={201: resource.shown, **refusals(400, 401, 403, 404, 409, 413, 422)},
        auth=WRITES,
        operation_id=f"create_{name}",
        summary=f"Add one of {resource.path}",
        openapi_extra={"requestBody": {"content": {"application/json": {"example": dict(resource.example)}}}},
        **about,
    )(add)
    api.get(
        one,
        response={200: resource.shown, 304: None, **refusals(401, 404)},
        auth=READS,
        operation_id=f"get_{name}",
        summary=f"One of {resource.path}",
        **about,
    )(show)
    api.patch(
        one,
        response={200: resource.shown, **refusals(400, 401, 403, 404, 409, 412, 413, 422)},
        auth=WRITES,
        operation_id=f"change_{name}",
        summary=f"Change one of {resource.path}",
        description="Only what is sent is changed.",
        **about,
    )(change)
    api.delete(
        one,
        response={204: None, **refusals(401, 403, 404, 409, 412, 422)},
        auth=WRITES,
        operation_id=f"delete_{name}",
        summary=f"Delete one of {resource.path}",
        description=resource.delete_says,
        **about,
    )(delete)


def _listing(request: HttpRequest, resource: Resource, filters: Filters) -> HttpResponse:
    selection = Selection(
        where=filters.where(),
        query=filters.q,
        updated_since=filters.updated_since,
        limit=filters.limit,
        after=filters.after,
    )
    owner = owner_of(request)
    page = listings.page(owner, noun=resource.path, selection=selection)
    document = {"results": resource.rows(owner, page.results), "next": page.next or None}
    return answers.answer(answers.body_of(resource.page, document))


def _added(request: HttpRequest, resource: Resource, payload: Given) -> HttpResponse:
    owner = owner_of(request)
    row_id = resource.add(owner, payload.said())
    place = f"{BASE}{resource.path}/{row_id}"
    return answers.answer(resource.body(owner, row_id), status=201, tag=True, location=place)


def _guarded(request: HttpRequest, resource: Resource, row_id: int, change: Callable[[], None]) -> None:
    """Carry out a change; with ``If-Match`` only where the thing is as it was read."""
    owner, seen = owner_of(request), request.headers.get("If-Match")

    def is_as_seen() -> bool:
        return answers.names_tag(seen or "", answers.tag_of(resource.body(owner, row_id)))

    def known_change() -> None:
        resource.show(owner, row_id)  # What cannot be read cannot be changed either.
        change()

    guarded.change_if(
        owner,
        noun=resource.path,
        row_id=row_id,
        is_as_seen=is_as_seen if seen is not None else None,
        change=known_change,
    )
