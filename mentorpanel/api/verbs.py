"""What is done beside reading and changing: today, search, merge, hold, brief, send, take out of the trash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from pydantic import BaseModel, Field

from mentorpanel.api import answers, drafts, goals, journal, people, sessions
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import (
    Day,
    Flag,
    Given,
    Id,
    Ids,
    Line,
    PersonLink,
    QueryFlag,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, refusals
from mentorpanel.api.views import SearchFilters, SearchPage, Today
from mentorpanel.domain import documents
from mentorpanel.usecases import goals as goals_usecases
from mentorpanel.usecases import journal as journal_usecases
from mentorpanel.usecases import letters, matches, search, today
from mentorpanel.usecases import people as people_usecases
from mentorpanel.usecases import sessions as sessions_usecases

POSTED = refusals(400, 401, 403, 404, 409, 413, 422)


class Merge(Given):
    """Whose entry becomes part of this one."""

    person_id: Id
    reason: Line = ""


class Merged(Shown):
    """The merge, with which it can be undone, and the person that is left."""

    merge_id: int
    person: people.Person


class Parted(Shown):
    """Two people again."""

    people: list[PersonLink]


class Held(Given):
    """What happened: “send the deck by Friday” has a date. Said twice, it adds what is new."""

    notes: Text = Field("", description="Private.")
    shared_notes: Text = Field("", description="May go into the recap.")
    promises: list[Line] = []
    their_promises: list[Line] = []
    advice: list[Line] = []
    next: list[Line] = Field([], description="What is for next time.")
    raised_item_ids: Ids | None = Field(None, description="What was talked about; null: the whole agenda.")


class NewMilestone(Given):
    """One more step."""

    text: Text
    due_on: Day | None = None


class MilestoneChange(Given):
    """Whether it was reached, today."""

    done: Flag


class NewCheckIn(Given):
    """How it stands, today if no day is said."""

    text: Text
    on: Day | None = None


def install(api: NinjaAPI) -> None:
    """Give the API its verbs."""

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
        """Everything of yours that holds every word: people first, then the newest."""
        page = search.search(owner_of(request), query=filters.q, limit=filters.limit, after=filters.after)
        document = {"results": [documents.search_hit(hit) for hit in page.results], "next": page.next or None}
        return answers.answer(answers.body_of(SearchPage, document))

    _people(api)
    _sessions(api)
    _letters(api)
    _goals(api)


def _people(api: NinjaAPI) -> None:
    @api.post(
        "/people/{row:row_id}/merge",
        response={200: Merged, **POSTED},
        auth=WRITES,
        tags=["people"],
        summary="Merge",
    )
    def merge(request: HttpRequest, row_id: int, payload: Merge) -> HttpResponse:
        """Make another entry of the same person part of this one; POST merges/{id}/undo parts them."""
        owner = owner_of(request)

        def work() -> Document:
            for person_id in (row_id, payload.person_id):
                people.known(owner, person_id)
            merge_id = matches.merge_people(
                owner, kept_id=row_id, merged_id=payload.person_id, reason=payload.reason
            )
            return {"merge_id": merge_id, "person": people.show(owner, row_id)}

        return _done(request, Merged, work)

    @api.post(
        "/merges/{row:row_id}/undo",
        response={200: Parted, **POSTED},
        auth=WRITES,
        tags=["people"],
        summary="Unmerge",
    )
    def unmerge(request: HttpRequest, row_id: int) -> HttpResponse:
        """Part two people again, as they were."""

        def work() -> Document:
            parted = matches.undo_merge(owner_of(request), merge_id=row_id)
            return {"people": [documents.named(one) for one in parted]}

        return _done(request, Parted, work)

    @api.post(
        "/people/{row:row_id}/restore", response={200: people.Person, **POSTED}, auth=WRITES, tags=["people"],
        summary="Take out of the trash",
    )  # fmt: skip
    def restore(request: HttpRequest, row_id: int) -> HttpResponse:
        """Somebody is back from the trash with everything of theirs."""
        owner = owner_of(request)

        def work() -> Document:
            people_usecases.restore_person(owner, person_id=row_id)
            return people.show(owner, row_id)

        return _done(request, people.Person, work)

    @api.post(
        "/journal/{row:row_id}/restore", response={200: journal.JournalEntry, **POSTED}, auth=WRITES, tags=["journal"],
        summary="Take out of the trash",
    )  # fmt: skip
    def restore_entry(request: HttpRequest, row_id: int) -> HttpResponse:
        """An entry is back from the trash."""
        owner = owner_of(request)

        def work() -> Document:
            return documents.journal_entry(journal_usecases.restore_entry(owner, entry_id=row_id))

        return _done(request, journal.JournalEntry, work)


def _sessions(api: NinjaAPI) -> None:
    @api.post(
        "/sessions/{row:row_id}/hold", response={200: sessions.Session, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="What happened",
    )  # fmt: skip
    def hold(request: HttpRequest, row_id: int, payload: Held) -> HttpResponse:
        """Notes, promises, advice and what is for next time; the session counts as contact."""
        owner, said = owner_of(request), payload.said()
        texts = {name: tuple(said.pop(name, ())) for name in ("promises", "their_promises", "advice", "next")}
        raised = said.pop("raised_item_ids", None)

        def work() -> Document:
            sessions_usecases.hold_session(
                owner,
                session_id=row_id,
                **said,
                promises=texts["promises"],
                their_promises=texts["their_promises"],
                learned=texts["advice"],
                next_time=texts["next"],
                raised_item_ids=None if raised is None else tuple(raised),
            )
            return sessions.show(owner, row_id)

        return _done(request, sessions.Session, work)

    @api.post(
        "/sessions/{row:row_id}/brief", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="Assemble the brief",
    )  # fmt: skip
    def brief(request: HttpRequest, row_id: int) -> HttpResponse:
        """The session's brief with its checks: assembled from what has changed, until you write in it."""

        def work() -> Document:
            return drafts.document(letters.session_letter(owner_of(request), session_id=row_id, kind="brief"))

        return _done(request, drafts.Draft, work)

    @api.post(
        "/sessions/{row:row_id}/brief/send", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="Send the brief",
    )  # fmt: skip
    def send_brief(request: HttpRequest, row_id: int, anyway: QueryFlag = False) -> HttpResponse:
        """Send the brief by the mail server that is set; `anyway`: though a check does not hold."""
        owner = owner_of(request)

        def work() -> Document:
            found = letters.session_letter(owner, session_id=row_id, kind="brief").draft
            return drafts.document(letters.send_letter(owner, draft_id=found.id, in_spite_of_checks=anyway))

        return _done(request, drafts.Draft, work)


def _letters(api: NinjaAPI) -> None:
    @api.post(
        "/drafts/{row:row_id}/send", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["drafts"],
        summary="Send a letter",
    )  # fmt: skip
    def send(request: HttpRequest, row_id: int, anyway: QueryFlag = False) -> HttpResponse:
        """Send it by the mail server that is set; `anyway`: though a check does not hold."""

        def work() -> Document:
            sent = letters.send_letter(owner_of(request), draft_id=row_id, in_spite_of_checks=anyway)
            return drafts.document(sent)

        return _done(request, drafts.Draft, work)


def _goals(api: NinjaAPI) -> None:
    @api.post(
        "/goals/{row:row_id}/milestones", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Add a milestone",
    )  # fmt: skip
    def milestone(request: HttpRequest, row_id: int, payload: NewMilestone) -> HttpResponse:
        """One more step to the goal."""

        def work() -> Document:
            made = goals_usecases.add_milestone(
                owner_of(request), goal_id=row_id, text=payload.text, due_on=payload.due_on
            )
            return documents.goal(made)

        return _done(request, goals.Goal, work)

    @api.patch(
        "/milestones/{row:row_id}", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Tick a milestone",
    )  # fmt: skip
    def tick(request: HttpRequest, row_id: int, payload: MilestoneChange) -> HttpResponse:
        """Say whether a milestone was reached; its goal is answered."""
        found = goals_usecases.tick_milestone(owner_of(request), milestone_id=row_id, done=payload.done)
        return answers.answer(answers.body_of(goals.Goal, documents.goal(found)))

    @api.post(
        "/goals/{row:row_id}/check-ins", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Check in",
    )  # fmt: skip
    def check_in(request: HttpRequest, row_id: int, payload: NewCheckIn) -> HttpResponse:
        """Note how a goal stands."""

        def work() -> Document:
            noted = goals_usecases.check_in(
                owner_of(request), goal_id=row_id, text=payload.text, on=payload.on
            )
            return documents.goal(noted)

        return _done(request, goals.Goal, work)


def _done(request: HttpRequest, kind: type[BaseModel], work: Callable[[], Document]) -> HttpResponse:
    """Do it, once where the request has a key, and answer what came of it."""
    return answers.once(request, lambda: answers.answer(answers.body_of(kind, work())))
