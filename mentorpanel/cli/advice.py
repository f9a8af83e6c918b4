"""advice: what mentors said, what came of it, who has heard, and what differs."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, day_option, listed
from mentorpanel.domain import advice_documents, documents
from mentorpanel.domain.facts import AdviceStatus

STATUSES = tuple(status.value for status in AdviceStatus)


@command("advice", short_help="What mentors have said, and what came of it.")
@click.argument("query", default="")
@click.option(
    "--topic", "topics", multiple=True, metavar="T", help="Only on this topic; with --note, its topics."
)
@click.option("--person", default="", metavar="NAME", help="Only from them.")
@click.option("--status", type=Slug(*STATUSES), default=None, help="Only what stands so.")
@click.option("--loops", is_flag=True, help="Only what they have not heard the end of.")
@click.option("--note", nargs=2, metavar="NAME TEXT", help="Note what somebody said.")
@click.option("--on", "on_text", default="", metavar="DATE", help="With --note: when (today).")
@click.option("--answers", type=int, metavar="ITEM", help="With --note: the parked item that it answers.")
@click.option("--set", "change", type=(int, str), metavar="ID STATUS", help=f"{', '.join(STATUSES)}.")
@click.option("--outcome", default=None, metavar="T", help="With --set: what came of it.")
@click.option("--heard", type=int, metavar="ID", help="They know what came of it.")
@click.option("--unheard", type=int, metavar="ID", help="They do not know after all.")
@click.option("--delete", type=int, metavar="ID", help="It was noted by mistake.")
@click.option("--rename-topic", nargs=2, metavar="WAS BECOMES", help="One word for another, everywhere.")
@click.option("--undo-rename", default="", metavar="WORD", help="Take that back: “undo” of its --json.")
@click.option(
    "--differ", type=int, multiple=True, metavar="ID", help="Two or more that differ; with --question."
)
@click.option("--question", default="", metavar="Q", help="With --differ: on what they differ.")
@click.option("--side-by-side", is_flag=True, help="What differs, and what you decided.")
@click.option(
    "--decide", type=int, metavar="NUMBER", help="Of those side by side: say --follow or --outcome."
)
@click.option("--follow", type=int, metavar="ID", help="With --decide: whose way.")
@click.option("--why", default="", metavar="T", help="With --decide: why.")
@click.option("--undecide", type=int, metavar="NUMBER", help="It is open again.")
@click.option("--apart", type=int, metavar="NUMBER", help="They do not differ after all.")
@listed
def advice_command(shell: Shell, query: str, limit: int, after: str, **way: Any) -> None:
    """Advice that holds QUERY, newest first; with --loops what is still to be told."""
    from mentorpanel.usecases import advice, people

    _check(way)
    if _beside(shell, way) or _changed(shell, way):
        return
    if len(way["topics"]) > 1:
        raise click.UsageError("One --topic at a time; several go with --note.")
    page = advice.advice_list(
        shell.owner,
        query=query,
        person_id=people.find_person(shell.owner, name=way["person"]).id if way["person"] else None,
        status=way["status"] or "",
        topic=way["topics"][0] if way["topics"] else None,
        is_loop_open=way["loops"],
        limit=limit,
        after=after,
    )
    results = [documents.advice(one) for one in page.results]
    empty = (
        "Nothing fits." if query or way["loops"] or way["topics"] or way["person"] else "No advice noted yet."
    )
    shell.answer(
        {"results": results, "next": page.next or None}, [_line(one) for one in page.results] or empty
    )


def _check(way: dict[str, Any]) -> None:
    goes_with = {
        "on_text": "note",
        "answers": "note",
        "question": "differ",
        "follow": "decide",
        "why": "decide",
    }
    for name, other in goes_with.items():
        if way[name] not in ("", None) and not way[other]:
            raise click.UsageError(f"--{name.removesuffix('_text')} goes with --{other}.")
    if way["outcome"] is not None and not way["change"] and way["decide"] is None:
        raise click.UsageError("--outcome goes with --set or --decide.")


def _changed(shell: Shell, way: dict[str, Any]) -> bool:
    """Whether a change was asked for; it is done, and answered with the piece."""
    from mentorpanel.usecases import advice, advice_loops, topics

    if way["rename_topic"]:
        was, becomes = way["rename_topic"]
        renamed = topics.rename(shell.owner, was=was, becomes=becomes)
        shell.answer(
            {"topic": becomes, "changed": renamed.changed, "undo": renamed.undo},
            f"“{was}” is “{becomes}” now, at {renamed.changed} places.",
        )
        return True
    if way["undo_rename"]:
        changed = topics.put_back(shell.owner, undo=way["undo_rename"])
        shell.answer({"changed": changed}, f"The topics are as they were, at {changed} places.")
        return True
    if way["delete"] is not None:
        gone = advice.remove(shell.owner, advice_id=way["delete"])
        shell.answer({"id": way["delete"], "deleted": True}, f"It is gone: {gone['text']}")
        return True
    made: Any = None
    if way["note"]:
        made = _noted(shell, way)
    if way["change"]:
        number, status = way["change"]
        before = advice.advice_record(shell.owner, advice_id=number)
        made = advice.change_advice(shell.owner, advice_id=number, status=status, outcome=way["outcome"])
        shell.say(
            f"It was {before.status}; “mentorpanel advice --set {number} {before.status}” takes it back."
        )
    for name, does in (("heard", advice_loops.heard), ("unheard", advice_loops.unheard)):
        if way[name] is not None:
            made = does(shell.owner, advice_id=way[name])
    if made is None:
        return False
    shell.answer(documents.advice(made), _line(made))
    return True


def _noted(shell: Shell, way: dict[str, Any]) -> Any:
    from mentorpanel.domain.noted_advice import read_advice
    from mentorpanel.usecases import advice, people

    name, said = way["note"]
    read = read_advice(said)
    return advice.note_advice(
        shell.owner,
        person_id=people.find_person(shell.owner, name=name).id,
        text=read.text,
        topics=(*way["topics"], *read.topics),
        on=day_option(shell, way["on_text"], looks_back=True),
        item_id=way["answers"],
    )


def _beside(shell: Shell, way: dict[str, Any]) -> bool:
    """Whether what differs was asked for; it is done, and answered."""
    from mentorpanel.usecases import contrasts

    owner = shell.owner
    if way["differ"]:
        found = contrasts.set_side_by_side(owner, question=way["question"], advice_ids=way["differ"])
    elif way["decide"] is not None:
        words = way["outcome"] or ""
        found = contrasts.decide(
            owner, contrast_id=way["decide"], choice_id=way["follow"], decided=words, why=way["why"]
        )
    elif way["undecide"] is not None:
        found = contrasts.reopen(owner, contrast_id=way["undecide"])
    elif way["apart"] is not None:
        contrasts.remove(owner, contrast_id=way["apart"])
        shell.answer({"id": way["apart"], "deleted": True}, "No longer side by side; the advice stays.")
        return True
    elif way["side_by_side"]:
        every = contrasts.contrasts_of(owner)
        document = {"results": [advice_documents.contrast(one) for one in every], "next": None}
        lines = [line for one in every for line in _columns(one)]
        shell.answer(
            document, lines or "Nothing stands side by side. “--differ ID --differ ID --question Q” does it."
        )
        return True
    else:
        return False
    shell.answer(advice_documents.contrast(found), _columns(found))
    return True


def _line(one: Any) -> str:
    topics = f"  [{', '.join(one.topics)}]" if one.topics else ""
    loop = "; has not heard" if documents.advice(one)["loop"] == "open" else ""
    came = f"\n      {one.outcome}" if one.outcome else ""
    return f"#{one.id}  {one.person.name}: {one.text} ({one.status}{loop}){topics}{came}"


def _columns(one: Any) -> list[str]:
    decided = f"  decided {one.decided_on}" if one.decided_on else ""
    lines = [f"#{one.id}  {one.question}{decided}"]
    for piece in one.advice:
        mark = "→" if one.decided_on and piece.id == one.choice_id else " "
        lines.append(f"    {mark} {piece.person.name}: {piece.text} ({piece.status})")
    return lines + [f"      {text}" for text in (one.decided, one.why) if one.decided_on and text]
