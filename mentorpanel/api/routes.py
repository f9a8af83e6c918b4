"""Every address of the API."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.urls.converters import IntConverter, register_converter
from django.views.decorators.csrf import csrf_exempt

from mentorpanel.api import documentation, imports, problems, resources, verbs
from mentorpanel.api.advice import ADVICE
from mentorpanel.api.assessments import ASSESSMENTS
from mentorpanel.api.commitments import COMMITMENTS
from mentorpanel.api.contrasts import CONTRASTS
from mentorpanel.api.decisions import DECISIONS
from mentorpanel.api.drafts import DRAFTS
from mentorpanel.api.favours import FAVOURS
from mentorpanel.api.focus import FOCUS_AREAS
from mentorpanel.api.goals import GOALS
from mentorpanel.api.introductions import INTRODUCTIONS
from mentorpanel.api.journal import JOURNAL
from mentorpanel.api.needs import NEEDS
from mentorpanel.api.notices import NOTICES
from mentorpanel.api.openapi import Api, refuse_unknown
from mentorpanel.api.parking import PARKED_ITEMS
from mentorpanel.api.people import PEOPLE
from mentorpanel.api.phases import PHASES
from mentorpanel.api.relationships import RELATIONSHIPS
from mentorpanel.api.series import SERIES
from mentorpanel.api.sessions import SESSIONS
from mentorpanel.api.touchpoints import TOUCHPOINTS
from mentorpanel.api.updates import UPDATES
from mentorpanel.api.wants import WANTS

RESOURCES = (
    PEOPLE,
    RELATIONSHIPS,
    TOUCHPOINTS,
    ASSESSMENTS,
    PHASES,
    NEEDS,
    NOTICES,
    FOCUS_AREAS,
    JOURNAL,
    PARKED_ITEMS,
    GOALS,
    SERIES,
    SESSIONS,
    COMMITMENTS,
    ADVICE,
    INTRODUCTIONS,
    CONTRASTS,
    DECISIONS,
    DRAFTS,
    UPDATES,
    WANTS,
    FAVOURS,
)


class RowId(IntConverter):
    """A number that every database can hold; a longer one is no address of ours."""

    regex = "[0-9]{1,18}"


register_converter(RowId, "row")

api = Api(
    title="Mentorpanel",
    version="1",
    description="Your panel of mentors, for programs. Everything is yours, and private: keep tokens like passwords.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
problems.install(api)
api.add_decorator(refuse_unknown)
for resource in RESOURCES:
    resources.install(api, resource)
verbs.install(api)
imports.install(api)


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the API that there is not."""
    return problems.problem(404)


urlpatterns = [
    path("v1/openapi.json", documentation.description(api), name="openapi"),
    path("v1/docs", documentation.page(api, RESOURCES), name="api-docs"),
    path("v1/", api.urls),
    path("<path:rest>", nothing_here),
]
