"""Phases: the change from one to another as one flow that can be taken back, and what each asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.needs import PHASES, Need, need_slug, needs_of, phase_name, phase_of, phase_to_begin
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import FocusRecord, Named, PhaseRecord
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import needs, owners, phases
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import read_together
from mentorpanel.usecases import coverage, decision_choices, focus, panel, profiles
from mentorpanel.usecases.focus import Readers

LONGEST_NOTE = 10_000
TRANSITION = "transition"
MOST_OWN_PHASES = 30
"""Phases of one's own; our judgement, so that no program fills the switch."""


@dataclass(frozen=True, slots=True)
class PhaseNeeds:
    """A phase as the owner has it: what it asks for, and whether that differs from its template."""

    slug: str
    name: str
    meaning: str
    needs: tuple[Need, ...]
    is_own: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """What a change of phase did; plain values, for ``undo_phase``."""

    phase_id: int
    phase: str
    rested: tuple[Named, ...] = ()


def phases_of(owner: User) -> tuple[PhaseNeeds, ...]:
    """The four phases and the owner's own, each with what it asks for."""
    found = read_together(owner, profiles.PHASES_READS)
    weights, templates = found[needs.WEIGHTS], {phase.slug for phase in PHASES}
    own = [slug for slug in profiles.own_phases_from(found) if slug not in templates]
    return tuple(_phase_needs(slug, weights) for slug in (*(phase.slug for phase in PHASES), *own))


def phase_needs(owner: User, *, phase: str) -> PhaseNeeds:
    """One phase with what it asks for; one that there is not is ``NotFound``."""
    try:
        slug = phase_of(phase, own=coverage.own_phases(owner)).slug
    except Invalid as problem:
        raise NotFound(problem.message) from problem
    return _phase_needs(slug, needs.own_weights(owner))


def past_phases(owner: User) -> tuple[PhaseRecord, ...]:
    """Every phase that the owner has been in, the first one first."""
    return phases.phases(owner)


def past_phase(owner: User, *, phase_id: int) -> PhaseRecord:
    """One phase of the owner's history, the present one too."""
    return phases.phase(owner, phase_id=phase_id)


def change_note(owner: User, *, phase_id: int, note: str) -> PhaseRecord:
    """Rewrite the note of the present phase; ``Conflict`` for one that is over."""
    with transaction.atomic():
        return phases.change_note(owner, phase_id=phase_id, note=plain_text(note)[:LONGEST_NOTE])


def change_phase(
    owner: User,
    *,
    phase: str,
    note: str = "",
    on: date | None = None,
    focus_texts: Sequence[str] | None = None,
    readers_for_focus: Readers = "nobody",
    resting_ids: Iterable[int] = (),
    is_own: bool = False,
) -> PhaseChange:
    """Begin another phase. Nobody's stage moves but those whose ids are given: they rest.

    A phase that there is not yet is begun only with ``is_own``; else ``Invalid`` asks which was meant.

    ``focus_texts`` are the focus areas from now on; None leaves them. ``readers_for_focus`` says whom the
    change is told: nobody (areas that stay keep their readers, new ones are for nobody), everyone, or
    people by id; but for nobody it becomes a new focus version. All of it happens, or nothing.
    """
    readers = readers_for_focus if isinstance(readers_for_focus, str) else tuple(readers_for_focus)
    resting = tuple(dict.fromkeys(resting_ids))
    with transaction.atomic():
        owners.hold(owner)
        before = profiles.phase(owner)
        slug = phase_to_begin(phase, profiles.own_phases(owner), is_own=is_own)
        if before is not None and before.phase == slug:
            raise Conflict(f"You are in the phase “{phase_name(slug)}” already.")
        _must_follow(owner, before, on)
        known = focus.focus_areas(owner)
        begun = profiles.begin_phase(
            owner, phase=slug, note=plain_text(note)[:LONGEST_NOTE], on=on, is_own=is_own
        )
        if before is not None and before.phase == TRANSITION:
            decision_choices.after_transition(owner, phase_id=begun.id, on=begun.started_on)
        is_told = _change_focus(owner, known, focus_texts, readers or "nobody")
        if is_told:
            change = {"before": _areas(known), "after": _areas(focus.focus_areas(owner))}
            phases.keep_focus_change(owner, phase_id=begun.id, change=change)
        rested = [
            panel.move_stage(owner, person_id=person_id, stage=Stage.RESTING, reason=_rest_reason(slug))
            for person_id in resting
        ]
        return PhaseChange(
            begun.id,
            slug,
            tuple(Named(one.id, one.name) for one in rested),
        )


def undo_phase(owner: User, *, change: PhaseChange) -> PhaseRecord | None:
    """The phase before goes on as if nothing had been changed; returns it, or None where there was none.

    People that the change let rest are back where they stood, unless they have moved since. The focus
    areas are as before, unless they were changed since; who has been told meanwhile stays told.
    """
    with transaction.atomic():
        owners.hold(owner)
        reason = _rest_reason(change.phase)
        for person_id in phases.rested_for(owner, phase_id=change.phase_id, reason=reason):
            panel.undo_move(owner, person_id=person_id)
        focus_change = phases.focus_change(owner, phase_id=change.phase_id)
        back = phases.undo_phase(owner, phase_id=change.phase_id)
        if focus_change and focus_change["after"] == _areas(focus.focus_areas(owner)):
            areas: list[tuple[str, Readers]] = [
                (text, list(ids) if readers == "named" else readers)
                for text, readers, ids in focus_change["before"]
            ]
            focus.set_areas(owner, areas=areas, worth_telling=True)
        return back


def set_weights(owner: User, *, phase: str, weights: Mapping[str, int]) -> PhaseNeeds:
    """Say how much a phase asks for needs, by slug: 3 must, 2 should, 1 nice, 0 not now.

    What is as in the template is not kept as a change; needs that are not named stay as they are.
    """
    with transaction.atomic():
        known = phase_needs(owner, phase=phase)
        template = {need.slug: need.weight for need in needs_of(known.slug)}
        for name, weight in weights.items():
            need = need_slug(name)
            is_usual = not known.is_own and template.get(need, 0) == weight
            coverage.set_weight(owner, phase=known.slug, need=need, weight=None if is_usual else weight)
        return phase_needs(owner, phase=known.slug)


def add_need(owner: User, *, phase: str, name: str, weight: int = 2) -> str:
    """Add a need of one's own to a phase, or one of the taxonomy by its name; returns its slug."""
    slug = need_slug(name)
    set_weights(owner, phase=phase, weights={slug: weight})
    return slug


def reset_weights(owner: User, *, phase: str) -> PhaseNeeds:
    """A phase asks for what its template says again; one of the owner's own has no template: ``Conflict``."""
    with transaction.atomic():
        known = phase_needs(owner, phase=phase)
        if known.is_own:
            raise Conflict("A phase of your own has no template to go back to.")
        needs.drop_weights(owner, phase=known.slug)
        return phase_needs(owner, phase=known.slug)


def add_phase(owner: User, *, name: str, like: str = "progressing") -> PhaseNeeds:
    """Make a phase of one's own that begins with the needs of another one. One that there is: ``Conflict``."""
    with transaction.atomic():
        slug = phase_to_begin(name, profiles.own_phases(owner), is_own=True)
        known = {one.slug for one in phases_of(owner)}
        if slug in known:
            raise Conflict(f"There is a phase “{phase_name(slug)}” already.")
        if len(known) >= MOST_OWN_PHASES + len(PHASES):
            raise Conflict(f"At most {MOST_OWN_PHASES} phases of your own.")
        for need in phase_needs(owner, phase=like).needs:
            needs.put_weight(owner, phase=slug, need=need.slug, weight=need.weight)
        return _phase_needs(slug, needs.own_weights(owner))


def drop_phase(owner: User, *, phase: str) -> None:
    """Forget a phase of one's own, unless the owner is or was in it: then only its weights can be changed."""
    with transaction.atomic():
        known = phase_needs(owner, phase=phase)
        if not known.is_own:
            raise Conflict("The four phases stay; what they ask for can be changed.")
        if any(one.phase == known.slug for one in phases.phases(owner)):
            raise Conflict("You were in this phase; it is part of your history.")
        needs.drop_weights(owner, phase=known.slug)


def _must_follow(owner: User, before: PhaseRecord | None, on: date | None) -> None:
    if on is not None and on > clock.today(profiles.zone(owner)):
        raise Invalid("That day is still to come; say on which day the phase began.", field="on")
    if on is not None and before is not None and on < before.started_on:
        raise Invalid(f"The phase before began on {before.started_on}; this one follows it.", field="on")


def _change_focus(
    owner: User, known: tuple[FocusRecord, ...], texts: Sequence[str] | None, readers: Readers
) -> bool:
    """Whether the focus areas or their readers were changed."""
    wanted = [area.text for area in known] if texts is None else list(texts)
    is_same = wanted == [area.text for area in known]
    if not wanted and not known:
        return False
    if readers != "nobody":
        focus.set_focus(owner, texts=wanted, readers=readers, worth_telling=True)
        return True
    if is_same:
        return False
    kept: dict[str, Readers] = {
        area.text: [one.id for one in area.named] if area.readers == "named" else area.readers
        for area in known
    }
    focus.set_areas(owner, areas=[(text, kept.get(text, "nobody")) for text in dict.fromkeys(wanted)])
    return True


def _areas(known: Iterable[FocusRecord]) -> list[tuple[str, str, list[int]]]:
    """Focus areas as plain values: text, readers, and the ids of those named."""
    return [(area.text, area.readers, [one.id for one in area.named]) for area in known]


def _phase_needs(slug: str, weights: Mapping[str, Mapping[str, int]]) -> PhaseNeeds:
    template = next((phase for phase in PHASES if phase.slug == slug), None)
    return PhaseNeeds(
        slug, phase_name(slug), template.meaning if template else "", needs_of(slug, weights),
        template is None, template is not None and slug in weights,
    )  # fmt: skip


def _rest_reason(slug: str) -> str:
    return f"Rests since the phase changed to {phase_name(slug)}."
