"""The palette's answers: people and pages that fit what was typed."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from mentorpanel.usecases import people
from mentorpanel.web.owner import OwnedRequest

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


@require_GET
def palette(request: OwnedRequest) -> HttpResponse:
    """A list of ``{label, hint, url}``, pages before people, then the search for all of it."""
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
        found.append(
            {
                "label": f"Search everything for “{typed}”",
                "hint": "search",
                "url": f"{reverse('search')}?q={typed}",
            }
        )
    return JsonResponse(found, safe=False)
