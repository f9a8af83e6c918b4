"""panel and gaps: who is on the panel, and what it covers and lacks, in this phase or another."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, day_option, listed, part_of
from mentorpanel.domain import needs, panel_documents, panel_words, words

CANDIDATES_MOST = 500
MARKS = {"open": "○", "thin": "◐", "covered": "●"}
WEIGHTS = {"must": 3, "should": 2, "nice": 1, "not-now": 0, "template": None}
LEVELS = {"not": 0, "a-little": 1, "well": 2, "very-well": 3, "unsaid": None}


@command("panel", short_help="Who is on the panel, and how things stand.")
@click.option("--on", "on_text", default="", metavar="DATE", help="A day gone by, or one to come.")
@listed
def panel_command(shell: Shell, on_text: str, limit: int, after: str) -> None:
    """The panel today, with its flags and shape; of a day gone by, who was on it then."""
    from mentorpanel import clock
    from mentorpanel.usecases import coverage, panel_history, profiles

    day = day_option(shell, on_text, looks_back=True)
    if day is not None and day < clock.today(shell.zone):
        _past(shell, panel_history.panel_on(shell.owner, day=day), limit, after)
        return
    state = coverage.panel_state(shell.owner, on=day)
    members = [one.member for one in state.everybody]
    shown, following = part_of(state.members, limit=limit, after=after, key=lambda one: one.member.person_id)
    headline = panel_words.headline(members, state.coverage, state.phase is not None)
    document = panel_documents.panel(
        on=state.on,
        phase=state.phase_slug,
        members=panel_documents.members(shown, [rung.key for rung in profiles.profile(shell.owner).ladder]),
        shape=state.shape,
        flags=state.flags,
        headline=headline,
    )
    lines = [headline, "", *(_line(one) for one in shown)]
    lines += [f"… more: --after {following}"] if following else []
    lines += ["", state.shape.reason, *(f"- {flag.text}" for flag in state.flags)]
    shell.answer(document | {"next": following}, lines)


@command("gaps", short_help="What a phase asks for, who covers it, and who else could.")
@click.option(
    "--phase", default="", help=f"Look at another phase: {', '.join(needs.PHASE_SLUGS)}, or your own."
)
@click.option(
    "--candidates", "of_need", default="", metavar="NEED", help="Only who could help with one need."
)
@click.option(
    "--helps",
    type=(str, str, str),
    metavar="NAME NEED LEVEL",
    help=f"Say how far somebody helps: {', '.join(LEVELS)}, or 0 to 3.",
)
@click.option("--knows", type=(str, str), metavar="NAME NAME", help="The two know each other.")
@click.option("--knows-not", type=(str, str), metavar="NAME NAME", help="They do not, after all.")
@click.option(
    "--weigh",
    type=(str, str),
    metavar="NEED WEIGHT",
    help=f"Say how much the phase asks for a need, also one of your own: {', '.join(WEIGHTS)}, or 0 to 3.",
)
@listed
def gaps_command(shell: Shell, phase: str, of_need: str, limit: int, after: str, **changes: Any) -> None:
    """Coverage of the present phase's needs. --phase shows another one beside it and changes nothing."""
    from mentorpanel.usecases import coverage

    _change(shell, phase, changes)
    if of_need:
        _candidates(shell, of_need, limit, after)
        return
    look = coverage.gaps(shell.owner, phase=phase)
    shown, following = part_of(look.coverage, limit=limit, after=after, key=lambda one: one.need.slug)
    document = {
        "phase": look.phase or None,
        "needs": panel_documents.coverage_of_all(shown, look.candidates),
        "next": following,
    }
    before = (
        {row.need.slug: row.state_before or "not asked for" for row in look.preview.rows}
        if look.preview
        else {}
    )
    lines = [
        line
        for one in shown
        for line in _coverage(one, look.candidates.get(one.need.slug, ()), before.get(one.need.slug, ""))
    ]
    if look.preview is not None:
        document |= panel_documents.preview(look.preview)
        rest = [f"May rest: {one.name}. {one.reason}" for one in look.preview.who_may_rest]
        gone = ", ".join(need.name for need in look.preview.no_longer_wanted)
        lines = [
            look.preview.summary,
            "",
            *lines,
            "",
            *([f"No longer asked for: {gone}."] if gone else []),
            *rest,
        ]
    empty = (
        f"{words.start_sentence(needs.phase_name(look.phase))} asks for nothing yet: mentorpanel gaps --weigh NEED must."
        if look.phase
        else "No phase is said yet: mentorpanel profile --phase progressing."
    )
    shell.answer(document, lines or empty)


def _candidates(shell: Shell, of_need: str, limit: int, after: str) -> None:
    from mentorpanel.usecases import coverage

    need, found = coverage.candidates(shell.owner, need=of_need, most=CANDIDATES_MOST)
    shown, following = part_of(found, limit=limit, after=after, key=lambda one: one.person_id)
    document = {
        "need": need.slug,
        "results": [panel_documents.candidate(one) for one in shown],
        "next": following,
    }
    nobody = f"Nobody you know comes to mind for {need.name}: mentorpanel add NAME --expertise TOPIC."
    shell.answer(document, [_candidate(one) for one in shown] or nobody)


def _change(shell: Shell, phase: str, changes: dict[str, Any]) -> None:
    from mentorpanel.usecases import acquaintances, coverage, people, phases, profiles

    if changes["helps"]:
        name, need, level = changes["helps"]
        person = people.find_person(shell.owner, name=name)
        levels = {need: _one_of(LEVELS, level, "LEVEL")}
        coverage.set_levels(shell.owner, person_id=person.id, levels=levels)
    for option, do_they in (("knows", True), ("knows_not", False)):
        if changes[option]:
            one, other = (people.find_person(shell.owner, name=name) for name in changes[option])
            acquaintances.know_each_other(shell.owner, person_id=one.id, other_id=other.id, do_they=do_they)
    if changes["weigh"]:
        need, said = changes["weigh"]
        now = profiles.phase(shell.owner)
        where = phase or (now.phase if now else "")
        if not where:
            raise click.UsageError("Say --phase with --weigh; there is no phase yet.")
        weight = _one_of(WEIGHTS, said, "WEIGHT")
        slug = phases.phase_needs(shell.owner, phase=where).slug
        coverage.set_weight(shell.owner, phase=slug, need=needs.need_slug(need), weight=weight)


def _one_of(words: dict[str, int | None], said: str, what: str) -> int | None:
    """A level or weight, as a word or a number from 0 to 3."""
    slug = "-".join(said.lower().replace("-", " ").split())
    if slug in words:
        return words[slug]
    if slug in ("0", "1", "2", "3"):
        return int(slug)
    raise click.UsageError(f"{what} is one of {', '.join(words)}, or 0 to 3.")


def _past(shell: Shell, then: Any, limit: int, after: str) -> None:
    shown, following = part_of(then.members, limit=limit, after=after, key=lambda one: one.id)
    members = [panel_documents.past_member(one.id, one.name, one.stage) for one in shown]
    document = panel_documents.panel(on=then.on, phase=then.phase, members=members)
    phase = f" ({needs.phase_name(then.phase)})" if then.phase else ""
    lines = [f"On {then.on}{phase}:", *(f"#{one.id:<5} {one.name}  [{one.stage}]" for one in shown)]
    shell.answer(
        document | {"next": following}, lines if then.members else f"Nobody was on the panel on {then.on}."
    )


def _line(one: Any) -> str:
    known = one.member
    said = [known.standing, known.warmth, *sorted(role.value for role in known.roles)]
    return f"#{known.person_id:<5} {known.name}  [{known.stage}]  {', '.join(part for part in said if part)}"


def _coverage(one: Any, candidates: Any, before: str) -> list[str]:
    weight, now = needs.weight_word(one.need.weight), f" (now {before})" if before else ""
    lines = [f"{MARKS[one.state]} {one.need.name} ({weight}): {one.state}{now}. {one.reason}"]
    return [*lines, *(f"    {_candidate(found)}" for found in candidates[:3])]


def _candidate(one: Any) -> str:
    return f"#{one.person_id:<5} {one.name}: {' '.join(one.reasons)}"
