"""Search: everything of the owner's, one box."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import SearchHit
from mentorpanel.domain.search_records import KINDS, Found
from mentorpanel.usecases import search as finding
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

PAGES = {
    "person": "person",
    "session": "session",
    "advice": "advice-change",
    "parked": "parked-item",
    "journal": "journal-entry",
    "notice": "notice",
    "introduction": "introduction",
    "decision": "decision",
    "letter": "letter",
    "evidence": "evidence",
    "contrast": "contrast",
    "update": "update",
}
"""The page of a thing, by its kind, where it has one of its own."""
ELSEWHERE = {"focus": "settings", "year-letter": "look-back"}
ANCHORED = {"goal": "goals", "want": "give-back"}
"""The page where a thing stands among others, at its own place."""
OF_A_PERSON = ("touchpoint", "commitment", "favour")


@require_GET
def search(request: OwnedRequest) -> HttpResponse:
    """Results for ``q``, newest first, or the best first."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    kind, order = request.GET.get("kind", ""), request.GET.get("order", "")
    kind, order = kind if kind in KINDS else "", order if order in finding.ORDERS else "newest"
    try:
        found = finding.search(
            request.owner,
            query=query,
            kinds=(kind,) if kind else (),
            order=order,
            after=request.GET.get("after", ""),
        )
    except Invalid:  # a place of another order, or one made up: from the beginning, then
        found = finding.search(request.owner, query=query, kinds=(kind,) if kind else (), order=order)
    chosen = {"kind": kind, "order": "" if order == "newest" else order}
    kept = {name: value for name, value in chosen.items() if value}
    context = {
        "q": query,
        "kind": kind,
        "kinds": list(KINDS.items()),
        "order": order,
        "found": found,
        "hits": [(hit, page_of(hit)) for hit in found.results],
        "is_corrected": bool(found.results) and found.query != query,
        "headline": _headline(query, found),
        "meant": [(other, f"?{urlencode({'q': other, **kept})}") for other in found.meant],
        "next_href": f"?{urlencode({'q': found.query, **kept, 'after': found.next})}",
    }
    return render(request, "search.html", context)


def page_of(hit: SearchHit) -> str:
    """The address where a thing is read."""
    if hit.kind in PAGES:
        return reverse(PAGES[hit.kind], args=[hit.id])
    if hit.kind in ANCHORED:
        return f"{reverse(ANCHORED[hit.kind])}#{hit.kind}-{hit.id}"
    if hit.kind in OF_A_PERSON and hit.person:
        return reverse("person", args=[hit.person.id])
    return reverse(ELSEWHERE.get(hit.kind, "search"))


def _headline(query: str, found: Found) -> str:
    if not query:
        return "What are you looking for?"
    if not found.results:
        return f"Nothing holds “{query}”."
    if found.query != query:
        return f"Nothing holds “{query}”; this holds “{found.query}”."
    count = len(found.results)
    if found.next:
        return f"Found for “{query}”: the first {count}."
    return f"One thing holds “{query}”." if count == 1 else f"{count} things hold “{query}”."
