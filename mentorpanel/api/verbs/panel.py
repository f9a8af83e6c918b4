"""The panel of a day, what a phase asks for and who covers it, and every need with its weight."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel import clock
from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, owner_of
from mentorpanel.api.panel_views import Gaps, Panel, PhaseNeeds
from mentorpanel.api.payloads import Day, Words
from mentorpanel.api.resources import Document, refusals
from mentorpanel.domain import panel_documents, panel_words
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import coverage, panel_history, phases, profiles


def install(api: NinjaAPI) -> None:
    """Panel, gaps, the needs of a phase."""

    @api.get(
        "/panel", response={200: Panel, **refusals(401, 422)}, auth=READS, tags=["panel"],
        summary="The panel of a day",
    )  # fmt: skip
    def panel(request: HttpRequest, on: Day | None = None) -> HttpResponse:
        """Today's panel with its shape and flags; of a day to come, as it would stand if nothing happened until then;
        of a day gone by, who was on it: how things stood then is not kept."""
        return answers.answer(answers.body_of(Panel, _panel(owner_of(request), on)))

    @api.get(
        "/gaps", response={200: Gaps, **refusals(401, 422)}, auth=READS, tags=["panel"],
        summary="What a phase asks for, who covers it, and who else could",
    )  # fmt: skip
    def gaps(request: HttpRequest, phase: Words = "") -> HttpResponse:
        """The present phase; `phase` shows another one beside it, as a preview, and changes nothing."""
        look = coverage.gaps(owner_of(request), phase=phase)
        document: Document = {
            "phase": look.phase or None,
            "needs": panel_documents.coverage_of_all(look.coverage, look.candidates),
            **(panel_documents.preview(look.preview) if look.preview else {}),
        }
        return answers.answer(answers.body_of(Gaps, document))

    @api.get(
        "/needs/of-phase", response={200: PhaseNeeds, **refusals(401, 404, 422)}, auth=READS, tags=["needs"],
        summary="Everything that a phase asks for",
    )  # fmt: skip
    def of_phase(request: HttpRequest, phase: Words = "") -> HttpResponse:
        """The template's needs and your own weights together; without `phase`, of the present one."""
        owner = owner_of(request)
        now = profiles.phase(owner)
        found = phases.phase_needs(owner, phase=phase or (now.phase if now else ""))
        document = {
            "phase": found.slug,
            "name": found.name,
            "meaning": found.meaning,
            "is_own": found.is_own,
            "is_changed": found.is_changed,
            "needs": [panel_documents.need(one) for one in found.needs],
        }
        return answers.answer(answers.body_of(PhaseNeeds, document))


def _panel(owner: User, on: Day | None) -> Document:
    profile = profiles.profile(owner)
    if on is not None and on < clock.today(profiles.zone(owner)):
        then = panel_history.panel_on(owner, day=on)
        past = [panel_documents.past_member(one.id, one.name, one.stage) for one in then.members]
        return panel_documents.panel(on=then.on, phase=then.phase, members=past)
    state = coverage.panel_state(owner, on=on)
    everybody = [one.member for one in state.everybody]
    return panel_documents.panel(
        on=state.on,
        phase=state.phase_slug,
        members=panel_documents.members(state.members, [rung.key for rung in profile.ladder]),
        shape=state.shape,
        flags=state.flags,
        headline=panel_words.headline(everybody, state.coverage, state.phase is not None),
    )
