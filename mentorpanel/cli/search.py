"""search, and the lists of what was parked and written."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, listed
from mentorpanel.domain import advice_documents, documents
from mentorpanel.domain.facts import JournalKind
from mentorpanel.domain.search_records import KINDS


@command("search", short_help="Find anything of yours.")
@click.argument("query", required=False)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=f"Only this kind: {', '.join(KINDS)}.")
@click.option("--ranked", is_flag=True, help="The best of the newest 2,000 first, not the newest.")
@click.option("--rebuild", is_flag=True, help="Make the index anew.")
@listed
def search_command(
    shell: Shell,
    query: str | None,
    kinds: tuple[str, ...],
    ranked: bool,
    rebuild: bool,
    limit: int,
    after: str,
) -> None:
    """Everything of yours that holds every word of QUERY; a name may have a slip in it."""
    from mentorpanel.usecases import search

    if rebuild:
        count = search.rebuild(shell.owner)
        if query is None:
            shell.answer({"indexed": count}, f"The index is new: {count:,} things looked at.")
            return
    if query is None:
        raise click.UsageError("Say what to look for.")
    order = "best" if ranked else "newest"
    page = search.search(shell.owner, query=query, kinds=kinds, order=order, limit=limit, after=after)
    if page.results and page.query != query:
        shell.say(f"Nothing holds “{query}”. This is for “{page.query}”:")
    if page.meant:
        shell.say(f"Did you mean {' or '.join(f'“{other}”' for other in page.meant)}?")
    if page.is_behind:
        shell.say("Much is new here; some of it is found in a minute.")
    results = [documents.search_hit(hit) for hit in page.results]
    lines = [f"{hit.kind:12} #{hit.id}  {hit.title}  {hit.snippet}".rstrip() for hit in page.results]
    shell.answer(
        {"results": results, "next": page.next or None}, lines or f"Nothing of yours holds “{query}”."
    )


@command("parking", short_help="The parking lot.")
@click.option("--for", "name", default="", help="Parked for this person.")
@click.option("--unassigned", is_flag=True, help="Without a person.")
@click.option("--assign", type=(int, str), metavar="ID NAME", help="Say whom an item is for.")
@click.option("--close", type=(int, str), metavar="ID HOW", help="answered, closed, dropped or solved.")
@listed
def parking_command(
    shell: Shell,
    name: str,
    unassigned: bool,
    assign: tuple[int, str] | None,
    close: tuple[int, str] | None,
    limit: int,
    after: str,
) -> None:
    """The open items, newest first; --assign and --close change one."""
    from mentorpanel.usecases import parking, people, resurfacing

    if assign:
        person = people.find_person(shell.owner, name=assign[1])
        parking.assign_item(shell.owner, item_id=assign[0], person_id=person.id)
    if close:
        parking.close_item(shell.owner, item_id=close[0], status=close[1])
    person_id = people.find_person(shell.owner, name=name).id if name else None
    page = parking.parked_items(
        shell.owner, person_id=person_id, unassigned=unassigned, limit=limit, after=after
    )
    once = resurfacing.for_items(shell.owner, items=page.results)
    results = [
        {**documents.parked_item(item), "remembered": advice_documents.remembered(once.get(item.id, []))}
        for item in page.results
    ]
    lines = [
        line
        for item in page.results
        for line in (
            f"#{item.id}  {_whom(item)}{item.text}",
            *(f"      {back.sentence}" for back in once.get(item.id, [])),
        )
    ]
    shell.answer(
        {"results": results, "next": page.next or None},
        lines or "Nothing is parked. “mentorpanel park” parks.",
    )


@command("journal", short_help="The journal.")
@click.option("--query", default="", help="Only what holds these words.")
@click.option(
    "--kind", type=Slug(*(kind.value for kind in JournalKind)), default=None, help="Only this kind."
)
@click.option(
    "--share", type=(int, str), metavar="ID NAME", help="Share an entry with a person, or with “all mentors”."
)
@listed
def journal_command(
    shell: Shell, query: str, kind: str | None, share: tuple[int, str] | None, limit: int, after: str
) -> None:
    """Wins, challenges, changes and learnings, newest first. Private until shared."""
    from mentorpanel.usecases import journal, people

    if share:
        entry = journal.entry(shell.owner, entry_id=share[0])
        with_all = entry.is_shared_with_all or share[1].strip().lower() in ("all", "all mentors")
        readers = [named.id for named in entry.shared_with]
        if not with_all:
            readers.append(people.find_person(shell.owner, name=share[1]).id)
        journal.share_entry(shell.owner, entry_id=share[0], person_ids=readers, with_all=with_all)
    page = journal.entries(shell.owner, query=query, kind=kind or "", limit=limit, after=after)
    results = [documents.journal_entry(entry) for entry in page.results]
    lines = [f"#{entry.id}  {entry.on}  {entry.kind}: {entry.text}" for entry in page.results]
    shell.answer(
        {"results": results, "next": page.next or None},
        lines or "The journal is empty. “mentorpanel log” writes.",
    )


def _whom(item: Any) -> str:
    name = item.person.name if item.person else f"{item.asked_name}?" if item.asked_name else ""
    return f"{name}: " if name else ""
