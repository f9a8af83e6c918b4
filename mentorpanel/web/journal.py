"""The journal, by week."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.facts import JournalKind
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import JournalRecord, Page
from mentorpanel.usecases import journal as writing
from mentorpanel.usecases import people
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

KINDS = (
    (JournalKind.WIN, "Wins"),
    (JournalKind.CHALLENGE, "Challenges"),
    (JournalKind.CHANGE, "Changes"),
    (JournalKind.LEARNING, "Learned"),
)
MARKS = {"my-line": "in my line", "my-team": "in my team"}


@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: OwnedRequest) -> HttpResponse:
    """Entries by week; a new one."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            entry = writing.write_entry(
                request.owner,
                text=forms.text(request, "text"),
                kind=forms.text(request, "kind") or "learning",
                on=forms.day(request, "on", looks_back=True),
                topics=forms.words(request, "topics"),
            )
            forms.tell(request, "Written.", undo=reverse("journal-trash", args=[entry.id]))
            return redirect(reverse("journal"))
        except Invalid as problem:
            errors = {problem.field: problem.message}
    kind, query = request.GET.get("kind", ""), request.GET.get("q", "").replace("\0", "")[:200]
    page = writing.entries(request.owner, kind=kind, query=query, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "headline": _headline(request, page, is_filtered=bool(kind or query)),
        "weeks": _weeks(request, page),
        "next": page.next,
        "next_href": f"?kind={kind}&q={query}&after={page.next}",
        "filters": [("All", reverse("journal"), not kind, "")]
        + [(label, f"?kind={slug}", kind == slug, "") for slug, label in KINDS],
        "query": query,
        "has_anything": bool(page.results or kind or query),
        "values": request.POST.dict() if errors else {},
        "errors": errors,
        "today": clock.today(request.zone),
    }
    return render(request, "journal/list.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: OwnedRequest, entry_id: int) -> HttpResponse:
    """One entry: change it, say who may read it."""
    found = writing.entry(request.owner, entry_id=entry_id)
    context: dict[str, Any] = {"entry": found, "people": _readers(request)}
    if request.method == "POST":
        try:
            writing.change_entry(
                request.owner,
                entry_id=entry_id,
                text=forms.text(request, "text"),
                kind=forms.given(request, "kind"),
                on=forms.day(request, "on", looks_back=True),
                topics=forms.words(request, "topics"),
            )
        except Invalid as problem:
            context |= {"values": request.POST.dict(), "errors": {problem.field: problem.message}}
            return render(request, "journal/entry.html", context, status=422)
        forms.tell(request, "Saved.")
        return redirect(reverse("journal-entry", args=[entry_id]))
    return render(request, "journal/entry.html", context)


@require_POST
def share(request: OwnedRequest, entry_id: int) -> HttpResponse:
    """Who may read an entry: nobody, all mentors, or those ticked."""
    how = forms.text(request, "share")
    named = forms.numbers(request, "reader") if how in ("named", "") else []
    shared = writing.share_entry(request.owner, entry_id=entry_id, person_ids=named, with_all=how == "all")
    if shared.is_shared_with_all:
        told = "All mentors may read it."
    elif shared.shared_with:
        told = f"{words.people_list([one.name for one in shared.shared_with])} may read it."
    else:
        told = "It is private."
    forms.tell(request, told)
    return redirect(reverse("journal-entry", args=[entry_id]))


@require_POST
def trash(request: OwnedRequest, entry_id: int) -> HttpResponse:
    """Into the trash."""
    writing.trash_entry(request.owner, entry_id=entry_id)
    forms.tell(request, "The entry is in the trash.", undo=reverse("journal-restore", args=[entry_id]))
    return redirect(reverse("journal"))


@require_POST
def restore(request: OwnedRequest, entry_id: int) -> HttpResponse:
    """Out of the trash."""
    writing.restore_entry(request.owner, entry_id=entry_id)
    forms.tell(request, "The entry is back.")
    return redirect(reverse("journal"))


def _readers(request: OwnedRequest) -> list[dict[str, Any]]:
    """The panel's people, with a mark where a reader is in my line or team."""
    rows = people.list_people(request.owner, scope="panel", order="name", limit=200).results
    return [{"id": row.id, "name": row.name, "note": MARKS.get(row.distance, "")} for row in rows]


def _weeks(request: OwnedRequest, page: Page) -> list[dict[str, Any]]:
    today = clock.today(request.zone)
    this_week = today - timedelta(days=today.weekday())

    def monday(one: JournalRecord) -> Any:
        return one.on - timedelta(days=one.on.weekday())

    weeks = []
    for start, entries in groupby(page.results, key=monday):
        away = (this_week - start).days // 7
        label = {0: "This week", 1: "Last week"}.get(
            away, f"Week of {start.day} {start:%B}{_year(start, today)}"
        )
        weeks.append({"label": label, "entries": list(entries)})
    return weeks


def _year(start: Any, today: Any) -> str:
    return "" if start.year == today.year else f" {start.year}"


def _headline(request: OwnedRequest, page: Page, *, is_filtered: bool) -> str:
    if not page.results:
        return "Nothing fits." if is_filtered else "The journal is empty; one line is a beginning."
    last = words.ago(page.results[0].on, clock.today(request.zone))
    return "What happened, newest first." if is_filtered else f"You last wrote {last}."
