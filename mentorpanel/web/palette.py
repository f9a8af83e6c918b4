"""The palette's answers: pages, people and things that fit what was typed."""

from urllib.parse import quote

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from mentorpanel.domain.records import SearchHit
from mentorpanel.domain.search_records import KINDS
from mentorpanel.usecases import people, search
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.search import page_of

PAGES = (
    ("Today", "today"),
    ("This week", "week"),
    ("Panel", "panel"),
    ("People", "people"),
    ("Where we stand", "people-board"),
    ("Parking lot", "parking"),
    ("Sessions", "sessions"),
    ("Plan a session", "session-new"),
    ("Ask: whom should I ask?", "ask"),
    ("Advice", "advice"),
    ("Journal", "journal"),
    ("Goals", "goals"),
    ("Decisions", "decisions"),
    ("Updates", "updates"),
    ("Give back", "give-back"),
    ("Introductions", "introductions"),
    ("Connect two people", "introduction-new"),
    ("Bring people in", "import"),
    ("The panel over time", "panel-over-time"),
    ("Look back", "look-back"),
    ("Phases and needs", "phases"),
    ("Settings", "settings"),
    ("Add a person", "person-new"),
    ("I noticed someone", "notices"),
)
MOST_PEOPLE = 8
MOST_THINGS = 6
LONGEST_LABEL = 110
OTHERS = tuple(kind for kind in KINDS if kind != "person")


def _line(hit: SearchHit) -> str:
    """A thing on one line, cut where it is long."""
    line = hit.title if hit.snippet in ("", hit.title) else f"{hit.title}: {hit.snippet}"
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1].rstrip()}…"


@require_GET
def palette(request: OwnedRequest) -> HttpResponse:
    """A list of ``{label, hint, url}``, pages before people and things, then the search for all of it."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = [
        {"label": label, "hint": "page", "url": reverse(name)}
        for label, name in PAGES
        if typed.lower() in label.lower()
    ]
    if typed:
        page = people.list_people(request.owner, query=typed, limit=MOST_PEOPLE)
        found += [
            {
                "label": row.name,
                "hint": row.organisation or row.title or "person",
                "url": reverse("person", args=[row.id]),
            }
            for row in page.results
        ]
        found += [
            {
                "label": _line(hit),
                "hint": KINDS[hit.kind],
                "url": page_of(hit),
            }
            for hit in search.search(request.owner, query=typed, kinds=OTHERS, limit=MOST_THINGS).results
        ]
        found.append(
            {
                "label": f"Search everything for “{typed}”",
                "hint": "search",
                "url": f"{reverse('search')}?q={quote(typed)}",
            }
        )
    return JsonResponse(found, safe=False)
