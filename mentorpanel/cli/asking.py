"""ask: who on the panel is the one for a question."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command
from mentorpanel.domain import asking_documents
from mentorpanel.domain.asking import FIRST


@command("ask", short_help="Whom should I ask this?")
@click.argument("question", default="")
@click.option("--parked", type=int, metavar="ID", help="Ask about a parked item.")
@click.option("--topic", "topics", multiple=True, metavar="T", help="What it is about.")
@click.option("--big", is_flag=True, help="A big question: name two who differ.")
@click.option("--limit", type=click.IntRange(1, 50), default=FIRST, show_default=True, help="How many.")
@click.option(
    "--write", default="", metavar="NAME", help="Begin an ask to them; the question is parked first."
)
@click.option("--agenda", default="", metavar="NAME", help="Put it on the agenda of their next session.")
def ask_command(
    shell: Shell,
    question: str,
    parked: int | None,
    topics: tuple[str, ...],
    big: bool,
    limit: int,
    write: str,
    agenda: str,
) -> None:
    """People for QUESTION, best first, with what they said about it so far. The reasons are for you alone."""
    from mentorpanel.usecases import ask

    if not question.strip() and parked is None:
        raise click.UsageError("Write the question, or name a parked item with --parked ID.")
    if write and agenda:
        raise click.UsageError("Either --write or --agenda, one at a time.")
    if write or agenda:
        return _act(shell, question, parked, write, agenda)
    found = ask.ask(
        shell.owner, question=question, item_id=parked, topics=topics, big=big or None, limit=limit
    )
    document = asking_documents.answer(found.asked, found.used)
    shell.answer(document, [*_lines(found), asking_documents.USED[found.used].capitalize() + "."])
    return None


def _act(shell: Shell, question: str, parked: int | None, write: str, agenda: str) -> None:
    from mentorpanel.cli.letters import letter_document, letter_words
    from mentorpanel.domain import documents
    from mentorpanel.usecases import asks, people

    person = people.find_person(shell.owner, name=write or agenda)
    if write:
        letter = asks.write_to(shell.owner, person_id=person.id, item_id=parked, question=question)
        shell.answer(letter_document(letter), letter_words(letter))
        return
    done = asks.put_on_agenda(shell.owner, person_id=person.id, item_id=parked, question=question)
    where = f"on {shell.when(done.session.starts_at)}" if done.session else "as soon as a session is planned"
    shell.answer(documents.parked_item(done.item), f"#{done.item.id} comes up with {person.name} {where}.")


def _lines(found: Any) -> list[str]:
    results = found.asked.results
    if not results:
        return ["Nothing that anybody said speaks of this yet."]
    lines = []
    for one in results:
        lines.append(f"{one.name}{'' if one.is_on_panel else '  (not on your panel)'}")
        lines += [f"    {reason}" for reason in one.reasons]
    if found.asked.differ:
        lines.append(f"Two to hear: {found.asked.differ.why}")
    return lines
