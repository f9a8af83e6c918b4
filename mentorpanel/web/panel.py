"""The panel: what it has and what it lacks, a look at another phase, and who was there when."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from mentorpanel.domain import panel_timeline, panel_words
from mentorpanel.domain.needs import phase_name
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.usecases import coverage, focus, introductions, panel_history, phases
from mentorpanel.usecases.coverage import PanelState
from mentorpanel.web import panel_parts
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render


@require_GET
def panel(request: OwnedRequest) -> HttpResponse:
    """What does my panel lack? With ``?phase=``, what it would lack in another phase."""
    asked = request.GET.get("phase", "").replace("\0", "").strip()[:120]
    state = coverage.panel_state(request.owner, profile=request.profile)
    if asked and asked != state.phase_slug:
        return _preview(request, state, asked)
    members = [one.member for one in state.everybody]
    rows = panel_parts.list_rows(state.members)
    together = introductions.brought_together(request.owner)
    context: dict[str, Any] = {
        "headline": panel_words.headline(members, state.coverage, state.phase is not None),
        "counted": panel_words.who_is_there(members),
        "phase": state.phase,
        "phase_name": phase_name(state.phase_slug) if state.phase else "",
        "tabs": _tabs(request, state, state.phase_slug),
        "rows": rows,
        "others": len(state.everybody) - len(rows),
        "drawing": panel_parts.drawing_of(state, together) if state.everybody else None,
        "matrix": panel_parts.matrix_of(state),
        "flags": panel_parts.flag_links(state),
        "shape": state.shape,
    }
    return render(request, "panel/panel.html", context)


@require_GET
def over_time(request: OwnedRequest) -> HttpResponse:
    """Who was on the panel when, and in which phase."""
    history = panel_history.panel_history(request.owner)
    context = {
        "history": history,
        "headline": _headline(history),
        "phase_name": phase_name,
        "wide": panel_timeline.draw(history.people, history.phases, history.on),
        "narrow": panel_timeline.draw(
            history.people, history.phases, history.on, width=panel_timeline.NARROW
        ),
    }
    return render(request, "panel/over_time.html", context)


def preview_page(
    request: OwnedRequest, state: PanelState, asked: str, errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    """Another phase beside the one of now; a phase that there is not is not found."""
    try:
        look = coverage.gaps(request.owner, phase=asked, state=state, profile=request.profile)
    except Invalid as problem:
        raise NotFound(problem.message) from problem
    if look.preview is None:
        raise NotFound("You are in this phase already.")
    values: dict[str, Any] = request.POST.dict() if errors else {}
    areas = [area.text for area in focus.focus_areas(request.owner)]
    context: dict[str, Any] = {
        "look": look.preview,
        "headline": look.preview.summary,
        "before_name": phase_name(look.preview.before) if look.preview.before else "",
        "after_name": phase_name(look.phase),
        "phase": state.phase,
        "tabs": _tabs(request, state, look.phase),
        "stages": {one.member.person_id: one.member.stage for one in state.everybody},
        "focus": values.get("focus", "\n".join(areas)),
        "people": readers(request),
        "values": values,
        "ticked": {name: request.POST.getlist(name) for name in ("rest", "reader")} if errors else {},
        "errors": errors,
    }
    return render(request, "panel/preview.html", context, status=status)


def _preview(request: OwnedRequest, state: PanelState, asked: str) -> HttpResponse:
    return preview_page(request, state, asked, {})


def _tabs(request: OwnedRequest, state: PanelState, here: str) -> list[tuple[str, str, bool, str]]:
    known = phases.phases_of(request.owner)
    return [
        panel_parts.tab_of(one.name, quote(one.slug), quote(here), quote(state.phase_slug)) for one in known
    ]


def _headline(history: panel_history.PanelHistory) -> str:
    now = sum(any(span.until is None for span in one.spans) for one in history.people)
    ever = len(history.people)
    if not ever:
        return "Nobody has been on your panel yet."
    if now == ever:
        return f"{panel_words.people_counted(ever)} on your panel, all of them still."
    return f"{panel_words.people_counted(ever)} on your panel so far, {panel_words.of_them_now(now)}."
