"""What is done with people: merged, parted, taken out of the trash."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel.api import answers, journal, people
from mentorpanel.api.bearer import WRITES, owner_of
from mentorpanel.api.payloads import Given, Id, Line, PersonLink, Shown
from mentorpanel.api.resources import POSTED, Document
from mentorpanel.domain import documents
from mentorpanel.usecases import journal as journal_usecases
from mentorpanel.usecases import matches
from mentorpanel.usecases import people as people_usecases


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


def install(api: NinjaAPI) -> None:
    """Merge, unmerge, restore."""

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

        return answers.done(request, Merged, work)

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

        return answers.done(request, Parted, work)

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

        return answers.done(request, people.Person, work)

    @api.post(
        "/journal/{row:row_id}/restore", response={200: journal.JournalEntry, **POSTED}, auth=WRITES, tags=["journal"],
        summary="Take out of the trash",
    )  # fmt: skip
    def restore_entry(request: HttpRequest, row_id: int) -> HttpResponse:
        """An entry is back from the trash."""
        owner = owner_of(request)

        def work() -> Document:
            return documents.journal_entry(journal_usecases.restore_entry(owner, entry_id=row_id))

        return answers.done(request, journal.JournalEntry, work)
