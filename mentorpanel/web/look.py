"""One page that shows every part of the look, for developers."""

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from mentorpanel import clock
from mentorpanel.domain.facts import Action, Card, Check, Lane
from mentorpanel.domain.panel_map import MapNeed, MapPerson, draw
from mentorpanel.domain.records import CommitmentRecord, Named, PersonRow, SessionRecord
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

ANA = Named(1, "Ana Ruiz")
MAP_NEEDS = (
    MapNeed("strategy", "strategy", "covered"),
    MapNeed("influence", "influence", "covered"),
    MapNeed("sponsor", "sponsor", "thin"),
    MapNeed("outside-view", "outside view", "thin"),
    MapNeed("selection-criteria", "selection criteria", "open"),
    MapNeed("counsel", "counsel", "covered"),
    MapNeed("introductions", "introductions", "covered"),
)
MAP_PEOPLE = (
    MapPerson(1, "Ana Ruiz", "formal-mentor", frozenset(), "strategy", "close", "current"),
    MapPerson(2, "Marek Holm", "mentor", frozenset(), "influence", "warm", "slipping"),
    MapPerson(3, "Priya Nair", "mentor", frozenset({"sponsor"}), "outside-view", "close", "current", 1),
    MapPerson(4, "Omar Haddad", "mentor", frozenset(), "introductions", "quiet", "lapsed"),
    MapPerson(5, "Sam Teo", "mentor", frozenset(), "counsel", "warm", "current"),
    MapPerson(6, "Inês Prado", "rapport", frozenset(), "sponsor", "warm"),
    MapPerson(7, "渡辺 健太郎", "rapport", frozenset(), "introductions", "quiet", "", 5),
    MapPerson(8, "Maximiliane von und zu Hohenstein", "connected", frozenset(), "strategy", "quiet"),
    MapPerson(9, "יעל כהן", "connected", frozenset(), "", "distant", "", 3),
)


@require_GET
def look(request: OwnedRequest) -> HttpResponse:
    """Every component once, with made-up facts."""
    now = clock.now()
    today = clock.today(request.zone)
    context = {
        "today": today,
        "now": now,
        "card": Card(
            id="brief-1",
            lane=Lane.COMING_UP,
            kind="brief",
            title="Write the brief for Ana",
            why="You meet on Thursday; sent ahead, it gives Ana time to think.",
            action=Action("Open the brief", "#", "mentorpanel brief 1"),
            due=today + timedelta(days=2),
            effort_minutes=10,
            state="due",
        ),
        "person": ANA,
        "row": PersonRow(
            1, "Ana Ruiz", "Fernwood", "Director of Product", "director", "formal-mentor", today
        ),
        "session": SessionRecord(
            1,
            ANA,
            None,
            "",
            now + timedelta(days=3),
            45,
            "",
            "planned",
            "uid",
            0,
            "",
            "",
            60,
            None,
            None,
            None,
            None,
            "",
            "",
        ),
        "checks": [
            Check("question", True, "It asks one thing that can be answered."),
            Check(
                "loop",
                False,
                "Their advice and what came of it is empty. Mentors go on giving when they hear.",
            ),
        ],
        "drawing": draw(MAP_PEOPLE, MAP_NEEDS),
        "promise": CommitmentRecord(
            1, ANA, None, True, "Send the charter", today + timedelta(days=4), None, None, now
        ),
    }
    return render(request, "look.html", context)
