"""Search: everything of the owner's, one box."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from mentorpanel.domain.records import Page
from mentorpanel.usecases import search as finding
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render


@require_GET
def search(request: OwnedRequest) -> HttpResponse:
    """Results for ``q``, newest first."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = (
        finding.search(request.owner, query=query, after=request.GET.get("after", ""))
        if query
        else Page((), "")
    )
    return render(request, "search.html", {"q": query, "results": found.results, "next": found.next})
