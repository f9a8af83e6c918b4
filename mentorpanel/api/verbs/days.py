"""Today, and search over everything."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, owner_of
from mentorpanel.api.payloads import Day
from mentorpanel.api.resources import refusals
from mentorpanel.api.views import SearchFilters, SearchPage, Today
from mentorpanel.domain import documents
from mentorpanel.usecases import search, today


def install(api: NinjaAPI) -> None:
    """Today, search."""

    @api.get(
        "/today",
        response={200: Today, **refusals(401, 422)},
        auth=READS,
        tags=["today"],
        summary="The day's cards",
    )
    def day(request: HttpRequest, on: Day | None = None) -> HttpResponse:
        """The three lanes, each card with its reason; of today, or of any day."""
        page = today.today_page(owner_of(request), on=on)
        document = documents.today(
            page.picked, on=page.on, spent_minutes=page.spent_minutes, weekly_minutes=page.weekly_minutes
        )
        return answers.answer(answers.body_of(Today, document))

    @api.get(
        "/search",
        response={200: SearchPage, **refusals(401, 422)},
        auth=READS,
        tags=["search"],
        summary="Find anything",
    )
    def find(request: HttpRequest, filters: Query[SearchFilters]) -> HttpResponse:
        """Everything of yours that holds every word: people first, then the newest. A name may have a slip in it."""
        page = search.search(
            owner_of(request),
            query=filters.q,
            kinds=filters.kind,
            order=filters.order,
            limit=filters.limit,
            after=filters.after,
        )
        document = {"results": [documents.search_hit(hit) for hit in page.results], "next": page.next or None}
        return answers.answer(answers.body_of(SearchPage, document))
