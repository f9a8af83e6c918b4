"""give-back, wants, favour and asked: what goes both ways, and what somebody asked of me."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, Slug, command, day_option, listed
from mentorpanel.domain import giving_documents as documents
from mentorpanel.domain.favour_records import FavourKind, FavourRecord, WantKind, WantRecord
from mentorpanel.domain.giving_history import favour_in_words
from mentorpanel.domain.selection import Selection

ME = ("me", "i")


@command("give-back", short_help="Who needs what, who offers what, who could help whom.")
@click.option("--mentee", default="", metavar="NAME", help="I mentor them from now on.")
@click.option("--for", "asked_by", default="", metavar="NAME", help="With --mentee: who asked me to.")
@click.option("--no-mentee", default="", metavar="NAME", help="I mentor them no longer.")
@click.option("--line", default="", metavar="NAME", help="Begin a line about a mentee to whoever asked me.")
@click.option("--hide", is_flag=True, help="No openings on Today, no entry in the menu.")
@click.option("--show", is_flag=True, help="Both again.")
def give_back_command(shell: Shell, asked_by: str, hide: bool, show: bool, **named: str) -> None:
    """Everything that is open, both ways. Nothing is counted."""
    from mentorpanel.usecases import giving, mentees

    owner = shell.owner
    if named["mentee"]:
        by = _person(shell, asked_by) if asked_by else None
        mentees.take_on(owner, person_id=_person(shell, named["mentee"]), asked_by_id=by)
    if named["no_mentee"]:
        mentees.let_go(owner, person_id=_person(shell, named["no_mentee"]))
    if hide or show:
        giving.hide(owner, hidden=hide)
    if named["line"]:
        made = mentees.write_line_back(owner, person_id=_person(shell, named["line"]))
        shell.say(f"The letter is #{made.draft.id}: mentorpanel draft note {made.draft.person.name!r}")
    page = giving.giving_page(owner)
    shell.answer(documents.page(page), _page_in_words(page))


@command("wants", short_help="What somebody needs, asks, launched, hires for or offers.")
@click.argument("name", default="")
@click.argument("text", default="")
@click.option("--kind", type=Slug(*(kind.value for kind in WantKind)), default="need", help="What it is.")
@click.option("--topic", "topics", multiple=True, metavar="T", help="A topic; may be repeated.")
@click.option("--since", default="", metavar="DATE", help="When they mentioned it; today, unless you say so.")
@click.option("--met", type=int, metavar="ID", help="It is met.")
@click.option("--withdraw", type=int, metavar="ID", help="It no longer holds.")
@click.option("--reopen", type=int, metavar="ID", help="It holds again.")
@click.option("--offer", type=int, metavar="ID", help="Begin a letter that offers to help with it.")
@listed
def wants_command(
    shell: Shell, name: str, text: str, kind: str, topics: tuple[str, ...], since: str, limit: int, after: str, **ids: Any
) -> None:  # fmt: skip
    """Note a need or an offer of NAME's, or of “me”; without TEXT list what is known."""
    from mentorpanel.usecases import giving, listings, wants

    owner = shell.owner
    person_id = None if not name or name.strip().lower() in ME else _person(shell, name)
    if text:
        wants.note_want(
            owner,
            person_id=person_id,
            kind=kind,
            text=text,
            topics=topics,
            since=day_option(shell, since, looks_back=True),
        )
    for how in ("met", "withdraw"):
        if ids[how]:
            wants.settle_want(owner, want_id=ids[how], how="met" if how == "met" else "withdrawn")
    if ids["reopen"]:
        wants.reopen_want(owner, want_id=ids["reopen"])
    if ids["offer"]:
        made = giving.begin_offer(owner, want_id=ids["offer"])
        shell.say(f"The letter is #{made.draft.id}: mentorpanel draft offer {made.draft.person.name!r}")
    where: dict[str, Any] = {"state": "open"}
    if person_id is not None:
        where["person_id"] = person_id
    elif name:
        where["mine"] = True
    page = listings.page(owner, noun="wants", selection=Selection(where=where, limit=limit, after=after))
    results = [documents.want(one) for one in page.results]
    lines = [_want_in_words(one) for one in page.results]
    shell.answer(
        {"results": results, "next": page.next or None},
        lines or "Nothing is known yet: mentorpanel wants NAME TEXT.",
    )


@command("favour", short_help="What was given, received or offered.")
@click.argument("name", default="")
@click.argument("text", default="")
@click.option("--way", type=Slug("given", "received", "offered"), default="given", help="Which way it went.")
@click.option(
    "--kind", type=Slug(*(kind.value for kind in FavourKind)), default="other", help="What kind of help."
)
@click.option("--on", "on_text", default="", metavar="DATE", help="When; today, unless you say so.")
@click.option("--for", "other", default="", metavar="NAME", help="For whom, or with whom besides.")
@click.option("--done", type=int, metavar="ID", help="It is done.")
@click.option("--declined", type=int, metavar="ID", help="They would rather not.")
@click.option("--withdraw", type=int, metavar="ID", help="Take it back.")
@click.option("--reopen", type=int, metavar="ID", help="As it was before.")
@listed
def favour_command(
    shell: Shell, name: str, text: str, way: str, kind: str, on_text: str, other: str, limit: int, after: str, **ids: Any
) -> None:  # fmt: skip
    """Note a favour with NAME; without TEXT list them, the newest first."""
    from mentorpanel.usecases import favours, listings

    owner = shell.owner
    person_id = _person(shell, name) if name else None
    if text and person_id is not None:
        favours.note_favour(
            owner,
            person_id=person_id,
            text=text,
            direction=way,
            kind=kind,
            on=day_option(shell, on_text, looks_back=True),
            other_id=_person(shell, other) if other else None,
        )
    for option, status in (("done", "done"), ("declined", "declined"), ("withdraw", "withdrawn")):
        if ids[option]:
            favours.settle_favour(owner, favour_id=ids[option], status=status)
    if ids["reopen"]:
        favours.reopen_favour(owner, favour_id=ids["reopen"])
    selection = Selection(where={"person_id": person_id}, limit=limit, after=after)
    page = listings.page(owner, noun="favours", selection=selection)
    results = [documents.favour(one) for one in page.results]
    lines = [_favour_in_words(one) for one in page.results]
    shell.answer(
        {"results": results, "next": page.next or None},
        lines or "No favour is noted yet: mentorpanel favour NAME TEXT.",
    )


@command("asked", short_help="Somebody asked me for something, and my answer.")
@click.argument("name", default="")
@click.argument("text", default="")
@click.option("--on", "on_text", default="", metavar="DATE", help="When; today, unless you say so.")
@click.option("--yes", "by_text", default="", metavar="DATE", help="Yes, by that day.")
@click.option("--know", default="", metavar="NAME", help="Not me, but I know NAME.")
@click.option("--sorry", is_flag=True, help="Sorry, I can’t.")
@click.option("--told", is_flag=True, help="They have my answer.")
@click.option("--undo", is_flag=True, help="No answer is chosen after all.")
def asked_command(
    shell: Shell, name: str, text: str, on_text: str, by_text: str, know: str, sorry: bool, told: bool, undo: bool
) -> None:  # fmt: skip
    """Note what NAME asked of me, or answer the last thing. A letter is made ready; nothing is sent."""
    from mentorpanel.usecases import asked

    owner = shell.owner
    if sum(map(bool, (by_text, know, sorry, told, undo))) > 1:
        raise click.UsageError("One answer at a time: --yes DATE, --know NAME or --sorry.")
    if not name:
        _answer_waiting(shell)
        return
    person_id = _person(shell, name)
    if text:
        asked.note_asked(
            owner, person_id=person_id, text=text, on=day_option(shell, on_text, looks_back=True)
        )
    found = asked.waiting_from(owner, person_id=person_id)
    if told:
        found = asked.told(owner, favour_id=found.id)
    elif undo:
        found = asked.take_back(owner, favour_id=found.id)
    elif by_text or know or sorry:
        given = "yes" if by_text else "know" if know else "sorry"
        other = _person(shell, know) if know else None
        answered = asked.answer(
            owner, favour_id=found.id, answer=given, by=day_option(shell, by_text), other_id=other
        )
        found = answered.favour
        if answered.draft_id is not None:
            shell.say(f"The words are ready, and not sent: mentorpanel draft note {found.person.name!r}")
    shell.answer(documents.favour(found), _favour_in_words(found))


def _answer_waiting(shell: Shell) -> None:
    from mentorpanel.usecases import asked

    found = asked.waiting(shell.owner)
    shell.answer(
        {"results": [documents.favour(one) for one in found], "next": None},
        [_favour_in_words(one) for one in found] or "Nobody waits for an answer of yours.",
    )


def _person(shell: Shell, name: str) -> int:
    from mentorpanel.usecases import people

    return people.find_person(shell.owner, name=name).id


def _want_in_words(one: WantRecord) -> str:
    whose = one.person.name if one.person else "me"
    where = f", {one.where}" if one.person else ""
    return f"#{one.id}  {whose}: {one.kind}: {' '.join(one.text.split())}  ({one.since}{where})"


def _favour_in_words(one: FavourRecord) -> str:
    if one.waits_for_me:
        state = f"answered {one.answer}, they do not know it yet" if one.answer else "waits for your answer"
        return f"#{one.id}  {one.person.name} asked on {one.on}: {' '.join(one.text.split())}  ({state})"
    way = "from" if one.direction == "received" else "to"
    return f"#{one.id}  {one.on}  {way} {one.person.name}: {favour_in_words(one)}  ({one.status})"


def _page_in_words(page: Any) -> list[str]:
    lines: list[str] = []
    for title, found in (
        ("They asked you", [_favour_in_words(one.favour) for one in page.asked]),
        ("Who could help whom", [one.reason for one in page.matches]),
        ("Who needs what", [_want_in_words(one) for one in page.needs]),
        ("Who offers what", [_want_in_words(one) for one in page.offers]),
        ("You", [_want_in_words(one) for one in page.mine]),
        ("You said you would", [_favour_in_words(one) for one in page.promised]),
        (
            "Mentees of yours",
            [f"{one.other.name}, for {one.person.name}" for one in page.mentees if one.other],
        ),
    ):
        if found:
            lines += [title, *(f"  {line}" for line in found)]
    return lines or ["Nobody is known to need anything: mentorpanel wants NAME TEXT."]
