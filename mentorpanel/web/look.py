"""One page that shows every part of the look, for developers."""

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from mentorpanel import clock
from mentorpanel.domain.facts import Action, Card, Check, Lane
from mentorpanel.domain.records import CommitmentRecord, Named, PersonRow, SessionRecord
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

ANA = Named(1, "Ana Ruiz")


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
        "promise": CommitmentRecord(
            1, ANA, None, True, "Send the charter", today + timedelta(days=4), None, None, now
        ),
    }
    return render(request, "look.html", context)
