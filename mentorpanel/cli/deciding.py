"""decisions, decide and decision: choices, held against what counts."""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from mentorpanel import clock
from mentorpanel.cli.shell import Shell, Slug, command, day_option, listed, part_of
from mentorpanel.domain import decision_documents as documents
from mentorpanel.domain.decision_records import DecisionRecord
from mentorpanel.domain.decisions import PRESENT

STAY = "stay"


@command("decisions", short_help="What is to be decided, and what was.")
@click.option("--all", "show_all", is_flag=True, help="Those that are made, too.")
@click.option(
    "--undo", default="", metavar="WORD", help="Take a change back; its word is the answer's “undo”."
)
@listed
def decisions_command(shell: Shell, show_all: bool, undo: str, limit: int, after: str) -> None:
    """The open decisions by their day, and the roles that are to be looked at."""
    from mentorpanel.usecases import decisions

    if undo:
        decisions.undo(shell.owner, word=undo)
    today = clock.today(shell.zone)
    due = decisions.reviews_due(shell.owner, today=today)
    every = decisions.decisions(shell.owner, open_only=not show_all)
    found, following = part_of(every, limit=limit, after=after, key=lambda one: one.id)
    looks = [{"decision_id": one.id, "review_id": number, "choice": one.chosen} for one, number in due]
    lines = [
        f"#{one.id}  {one.question}{f', answer by {one.answer_by}' if one.answer_by else ''}"
        f"{f'  → {one.chosen}' if one.chosen_on else ''}"
        for one in found
    ]
    lines += [
        f"Look at the role “{one.chosen}”: mentorpanel decision {one.id} --review {number} --answer scope=yes"
        for one, number in due
    ]
    shell.answer(
        {"results": [documents.decision(one) for one in found], "reviews_due": looks, "next": following},
        lines or "Nothing is to be decided: mentorpanel decide QUESTION --option ONE --option OTHER.",
    )


@command("decide", short_help="Ask yourself a question, with the ways you see.")
@click.argument("question")
@click.option("--by", "by_text", default="", metavar="DATE", help="Answer by.")
@click.option("--option", "options", multiple=True, metavar="T", help="A way to go; two to six.")
@click.option(
    "--criterion", "criteria", multiple=True, metavar="T", help="What a good choice would give you."
)
@click.option("--role", is_flag=True, help="It is about a role: look at it after three and six months.")
@click.option(
    "--against-first", is_flag=True, help="Hold the others against the first option, not the present."
)
@click.option("--reader", "readers", multiple=True, metavar="NAME", help="Who may know of it.")
def decide_command(
    shell: Shell,
    question: str,
    by_text: str,
    options: tuple[str, ...],
    criteria: tuple[str, ...],
    role: bool,
    against_first: bool,
    readers: tuple[str, ...],
) -> None:
    """Begin a decision. Nobody may know of it but those you name."""
    from mentorpanel.usecases import decisions

    made = decisions.begin_decision(
        shell.owner,
        question=question,
        answer_by=day_option(shell, by_text),
        options=options,
        criteria=criteria,
        is_role=role,
        is_against_first=against_first,
        reader_ids=[_person(shell, name) for name in readers],
    )
    _answer(shell, made.decision, made.undo)


@command(
    "decision", short_help="One decision: options, criteria, judgements, the choice, a look at the role."
)
@click.argument("decision_id", type=int, metavar="ID")
@click.option("--option", "options", multiple=True, metavar="T", help="One more option.")
@click.option(
    "--criterion", "criteria", multiple=True, metavar="T", help="One more criterion; --from NAME: theirs."
)
@click.option(
    "--from", "given_by", default="", metavar="NAME", help="Who named the criteria, or said --said."
)
@click.option("--said", default="", metavar="T", help="With --from: what they advised beside it.")
@click.option(
    "--weight", type=(int, click.IntRange(1, 3)), metavar="CRITERION N", help="It counts 1, 2 or 3 times."
)
@click.option("--drop", type=(Slug("option", "criterion"), int), metavar="WHAT ID", help="Take one off.")
@click.option(
    "--judge", "judged", type=(int, int, Slug("better", "same", "worse", "unjudged")), multiple=True,
    metavar="OPTION CRITERION MARK", help="better, same, worse or unjudged; may be repeated.",
)  # fmt: skip
@click.option("--because", default="", metavar="T", help="Why you judge before two mentors were asked.")
@click.option("--against", default="", metavar="OPTION|now", help="What options are held against.")
@click.option("--ask", "asked", default="", metavar="NAME", help="Ask them for criteria.")
@click.option("--how", type=Slug("letter", "agenda", "talk"), default="letter", help="With --ask.")
@click.option("--quietly", is_flag=True, help="With --ask: the question itself is not for them.")
@click.option("--choose", default="", metavar="OPTION|stay", help="The choice.")
@click.option("--why", default="", metavar="T", help="With --choose: why.")
@click.option("--thank", default="", metavar="NAME", help="Begin the letter that tells them what you chose.")
@click.option("--told", default="", metavar="NAME", help="They know what you chose.")
@click.option("--contrast", type=int, metavar="NUMBER", help="Advice side by side that it is about.")
@click.option("--no-contrast", type=int, metavar="NUMBER", help="It is not about that after all.")
@click.option("--reopen", is_flag=True, help="It is open again.")
@click.option("--readers", default=None, metavar="NAMES|nobody", help="Who may know of it.")
@click.option("--review", type=int, metavar="ID", help="Look at the role; with --answer, or --later.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="WHAT=HOW",
    help="scope, learning, support, energy or a criterion’s number = yes, partly or no, then “: a line”.",
)
@click.option(
    "--share", "shared", multiple=True, metavar="WHAT", help="With --answer: may go into the next brief."
)
@click.option("--later", default="", metavar="DATE", help="With --review: not before.")
@click.option("--remove", is_flag=True, help="Take the decision away.")
def decision_command(shell: Shell, decision_id: int, remove: bool, **said: Any) -> None:
    """Show a decision with what would flip it, after the changes asked for."""
    from mentorpanel.usecases import decisions

    owner, undo = shell.owner, ""
    decisions.decision(owner, decision_id=decision_id)
    for step in (_parts, _judgements, _steps, _review):
        for change in step(shell, decision_id, said):
            undo = change().undo
    if remove:
        word = decisions.remove_decision(owner, decision_id=decision_id)
        shell.answer({"removed": decision_id, "undo": word}, "Taken away.")
        return
    _answer(shell, decisions.decision(owner, decision_id=decision_id), undo)


def _parts(shell: Shell, decision_id: int, said: dict[str, Any]) -> list[Callable[[], Any]]:
    """Options, criteria, weights; what a mentor said."""
    from mentorpanel.usecases import decision_asks, decision_parts

    owner = shell.owner
    steps: list[Callable[[], Any]] = [
        partial(decision_parts.add_option, owner, decision_id=decision_id, text=text)
        for text in said["options"]
    ]
    if said["given_by"]:
        given = {
            "person_id": _person(shell, said["given_by"]),
            "criteria": said["criteria"],
            "said": said["said"],
        }
        steps.append(lambda: decision_asks.note_answer(owner, decision_id=decision_id, **given))
    else:
        steps += [
            partial(decision_parts.add_criterion, owner, decision_id=decision_id, text=text)
            for text in said["criteria"]
        ]
    if said["weight"]:
        criterion, weight = said["weight"]
        steps.append(lambda: decision_parts.change_criterion(owner, criterion_id=criterion, weight=weight))
    if said["drop"] and said["drop"][0] == "option":
        steps.append(lambda: decision_parts.remove_option(owner, option_id=said["drop"][1]))
    elif said["drop"]:
        steps.append(lambda: decision_parts.remove_criterion(owner, criterion_id=said["drop"][1]))
    return steps


def _judgements(shell: Shell, decision_id: int, said: dict[str, Any]) -> list[Callable[[], Any]]:
    from mentorpanel.usecases import decisions

    owner, steps = shell.owner, list[Callable[[], Any]]()
    if said["against"]:
        option = PRESENT if said["against"] == "now" else _number(said["against"], "--against", "now")
        steps.append(lambda: decisions.compare_with(owner, decision_id=decision_id, option_id=option))
    steps += [
        partial(
            decisions.judge,
            owner,
            decision_id=decision_id,
            option_id=option,
            criterion_id=criterion,
            mark=None if mark == "unjudged" else mark,
            reason=said["because"],
        )
        for option, criterion, mark in said["judged"]
    ]
    return steps


def _steps(shell: Shell, decision_id: int, said: dict[str, Any]) -> list[Callable[[], Any]]:
    """Asking, choosing, telling, who may know."""
    from mentorpanel.usecases import decision_asks, decision_choices, decision_contrasts, decisions

    owner, steps = shell.owner, list[Callable[[], Any]]()
    if said["readers"] is not None:
        names = [] if said["readers"] == "nobody" else said["readers"].split(",")
        ids = [_person(shell, name.strip()) for name in names if name.strip()]
        steps.append(lambda: decisions.name_readers(owner, decision_id=decision_id, person_ids=ids))
    if said["asked"]:
        whom, how = _person(shell, said["asked"]), {"how": said["how"], "may_know": not said["quietly"]}
        steps.append(lambda: decision_asks.ask(owner, decision_id=decision_id, person_id=whom, **how).change)
    if said["choose"]:
        option = PRESENT if said["choose"] == STAY else _number(said["choose"], "--choose", STAY)
        steps.append(
            lambda: decision_choices.choose(owner, decision_id=decision_id, option_id=option, why=said["why"])
        )
    for name, does in (("contrast", decision_contrasts.link), ("no_contrast", decision_contrasts.unlink)):
        if said[name] is not None:
            steps.append(partial(does, owner, decision_id=decision_id, contrast_id=said[name]))
    if said["reopen"]:
        steps.append(lambda: decision_choices.reopen(owner, decision_id=decision_id))
    if said["told"]:
        knows = _person(shell, said["told"])
        steps.append(lambda: decision_asks.told(owner, decision_id=decision_id, person_id=knows))
    if said["thank"]:
        draft = decision_asks.thank(owner, decision_id=decision_id, person_id=_person(shell, said["thank"]))
        shell.say(f"The letter is #{draft}: mentorpanel draft thank-you {said['thank']!r}")
    return steps


def _review(shell: Shell, decision_id: int, said: dict[str, Any]) -> list[Callable[[], Any]]:
    from mentorpanel.usecases import decision_choices

    owner, review_id = shell.owner, said["review"]
    if review_id is None:
        return []
    if said["later"]:
        until = day_option(shell, said["later"])
        return [lambda: decision_choices.snooze_review(owner, review_id=review_id, until=until)]
    answers = [_said(text, said["shared"]) for text in said["answers"]]
    return [lambda: decision_choices.answer_review(owner, review_id=review_id, answers=answers)]


def _said(text: str, shared: tuple[str, ...]) -> Any:
    from mentorpanel.usecases.decision_choices import Said

    what, equals, rest = text.partition("=")
    if not equals:
        raise click.UsageError("Write an answer as scope=partly, or “scope=partly: a line about it”.")
    answer, _, note = rest.partition(":")
    what = what.strip()
    is_number = what.isdigit()
    return Said(
        question="" if is_number else what,
        criterion_id=int(what) if is_number else None,
        answer=answer.strip(),
        note=note.strip(),
        is_shared=what in shared,
    )


def _answer(shell: Shell, one: DecisionRecord, undo: str) -> None:
    from mentorpanel.usecases import decisions

    words = decisions.compared(one).words
    names = {option.id: option.text for option in one.options}
    lines = [f"#{one.id}  {one.question}{f', answer by {one.answer_by}' if one.answer_by else ''}"]
    lines += [f"  option #{number}: {text}" for number, text in names.items()]
    for each in one.criteria:
        by = f", {each.given_by.name}" if each.given_by else ""
        marks = [
            f"{names[option]}: {mark.value}"
            for (option, of), mark in sorted(one.marks.items())
            if of == each.id
        ]
        lines.append(f"  criterion #{each.id}: {each.text} (×{each.weight}{by})  {'; '.join(marks)}")
    lines += [f"  {ask.person.name}: {ask.state}" for ask in one.asks]
    lines += [f"  side by side #{each.id}: {each.question}" for each in one.contrasts]
    lines.append(words.headline if one.chosen_on is None else f"You chose: {one.chosen}. {one.why}".strip())
    lines += [words.because] if words.because else []
    lines += ["The choice flips if:", *(f"  {flip}" for flip in words.flips)] if words.flips else []
    lines += [line for line in (words.firmness, *words.notes) if line]
    lines += [f"  look at the role #{each.id}: {each.done_on or each.shows_on()}" for each in one.reviews]
    shell.answer({**documents.decision(one), "undo": undo or None}, lines)


def _number(text: str, option: str, word: str) -> int:
    if not text.isdigit():
        raise click.UsageError(f"{option} takes an option’s number, or {word}.")
    return int(text)


def _person(shell: Shell, name: str) -> int:
    from mentorpanel.usecases import people

    return people.find_person(shell.owner, name=name).id
