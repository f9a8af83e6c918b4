"""assess: what I have seen of somebody as a mentor, with a date."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, day_option, pairs
from mentorpanel.domain import assessment_documents


@command("assess", short_help="What you saw of somebody as a mentor: dated evidence.")
@click.argument("name")
@click.argument("text", default="")
@click.option(
    "--shows",
    multiple=True,
    metavar="CRITERION=LEVEL",
    help="listens, helps or excels:PRINCIPLE; not-seen, sometimes or clearly. Once or more.",
)
@click.option("--on", "on_text", default="", metavar="DATE", help="When you saw it; without it, today.")
@click.option("--touchpoint", type=int, metavar="ID", help="What it was seen at: an id of their timeline.")
@click.option("--monthly", type=Slug("yes", "no", "unsaid"), help="What they said to meeting once a month.")
@click.option("--forget", type=int, metavar="EVIDENCE", help="Take a piece of evidence away.")
def assess_command(shell: Shell, name: str, text: str, **given: Any) -> None:
    """Note what you saw of NAME, or, without TEXT, show what the evidence says so far."""
    from mentorpanel.usecases import assessments, people, readiness

    found = people.find_person(shell.owner, name=name)
    if given["forget"]:
        assessments.delete_evidence(shell.owner, evidence_id=given["forget"])
    if text or given["shows"]:
        assessments.add_evidence(
            shell.owner,
            person_id=found.id,
            text=text,
            shows=tuple(pairs(given["shows"], "what it shows").items()),
            touchpoint_id=given["touchpoint"],
            on=day_option(shell, given["on_text"], looks_back=True),
        )
    if given["monthly"]:
        answer = "" if given["monthly"] == "unsaid" else given["monthly"]
        readiness.set_monthly_answer(shell.owner, person_id=found.id, answer=answer)
    shown = assessments.assessment(shell.owner, person_id=found.id)
    ready = readiness.if_asked(shell.owner, person_id=found.id)
    document = {
        "id": found.id,
        "name": found.name,
        **assessment_documents.assessed(shown, ready),
    }
    words = ["", *readiness_words(ready)] if ready else []
    shell.answer(document, [found.name, *assessment_words(shown), *words])


def assessment_words(shown: Any) -> list[str]:
    """An assessment for people."""
    seen = [
        f"{one.name}: {one.seen.value}. {one.reason}" for one in shown.result.criteria if one.evidence_ids
    ]
    missing = [f"Not seen yet: {'; '.join(shown.result.missing)}."] if shown.result.missing else []
    pieces = [f"#{piece.id}  {piece.on}  {piece.text}" for piece in shown.evidence]
    return [f"{shown.result.state.value}: {shown.result.reason}", *seen, *missing, *pieces]


def readiness_words(page: Any) -> list[str]:
    """Readiness for people."""
    found = page.readiness
    lines = [f"{found.verdict}: {found.reason}"]
    lines += [f"{'✓' if one.ok else '○'} {one.name}: {one.reason}" for one in found.conditions]
    lines += [found.caution] if found.caution else []
    return [*lines, *page.time.theirs, *page.time.mine]
