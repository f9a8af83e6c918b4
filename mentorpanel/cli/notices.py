"""notice: somebody worth knowing, and the path that follows."""

from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, day_option, listed, part_of
from mentorpanel.domain.outreach_documents import path_document
from mentorpanel.domain.problems import Conflict, PathOpen

STEPS = ("show", "change", "answered", "followed_up", "let_go", "reopen", "delete")


@command("notice", short_help="Somebody worth knowing; the paths that follow.")
@click.argument("name", default="")
@click.option("--talk", metavar="WHERE", help="It was a talk of theirs: where.")
@click.option("--meeting", metavar="WHERE", help="It was a meeting that you led: which.")
@click.option("--impressed", metavar="T", help="What exactly impressed you: one idea, sentence or act.")
@click.option("--ask", "question", metavar="T", help="What you would ask them.")
@click.option("--on", "on_text", default="", metavar="DATE", help="When; without it, today.")
@click.option("--email", default="", metavar="E", help="Their address, if you know it.")
@click.option("--org", "organisation", default="", help="Where they work.")
@click.option("--title", default="", help="What they are there.")
@click.option(
    "--new", "is_new", is_flag=True, help="It is somebody new, though the name is near one you know."
)
@click.option("--again", is_flag=True, help="Open a second path with somebody whose path is open.")
@click.option("--add-to", type=int, metavar="ID", help="Add it to that path instead.")
@click.option("--show", type=int, metavar="ID", help="One path.")
@click.option("--change", type=int, metavar="ID", help="Change what was noticed, with the options above.")
@click.option("--answered", type=int, metavar="ID", help="They answered the path's last letter.")
@click.option("--note", default="", metavar="T", help="With --answered: what they said.")
@click.option("--followed-up", type=int, metavar="ID", help="A short reminder went today.")
@click.option("--let-go", type=int, metavar="ID", help="Let it rest, kindly.")
@click.option("--reopen", type=int, metavar="ID", help="Take letting go back.")
@click.option("--delete", type=int, metavar="ID", help="Delete the notice; person and letters stay.")
@click.option("--undo", is_flag=True, help="With --answered or --followed-up: it did not happen after all.")
@listed
def notice_command(shell: Shell, name: str, limit: int, after: str, **given: Any) -> None:
    """Note NAME with --talk or --meeting and --impressed. Without NAME: the open paths, most pressing first."""
    chosen = [step for step in STEPS if given[step] is not None]
    if len(chosen) > 1 or (chosen and name):
        raise click.UsageError("One thing at a time: a name, or one path by its ID.")
    if chosen:
        _on_a_path(shell, chosen[0], given[chosen[0]], given)
    elif name:
        _notice(shell, name, given)
    else:
        _list(shell, limit, after)


def _notice(shell: Shell, name: str, given: dict[str, Any]) -> None:
    from mentorpanel.usecases import notices, outreach, people

    if (given["talk"] is None) == (given["meeting"] is None):
        raise click.UsageError("Say where it was: --talk WHERE or --meeting WHERE.")
    if given["add_to"] is not None:
        _add(shell, name, given)
        return
    number = name.removeprefix("#")
    person_id = people.find_person(shell.owner, name=name).id if number.isdecimal() else None
    asked = {
        "name": name,
        "person_id": person_id,
        "is_new": given["is_new"],
        "again": given["again"],
        "email": given["email"],
        "organisation": given["organisation"],
        "title": given["title"],
    }
    try:
        made = notices.notice_someone(shell.owner, **asked, **_said(shell, given))
    except PathOpen as problem:
        said = f"{problem.message} --add-to {problem.notice_id} adds to it, --again opens a second one."
        raise PathOpen(said, problem.notice_id) from problem
    _show(shell, outreach.path(shell.owner, notice_id=made.notice.id))


def _add(shell: Shell, name: str, given: dict[str, Any]) -> None:
    from mentorpanel.usecases import notices, outreach, people

    known = notices.notice(shell.owner, notice_id=given["add_to"])
    if people.find_person(shell.owner, name=name).id != known.person.id:
        raise Conflict(f"Notice {known.id} is of {known.person.name}, not of {name.strip()[:80]}.")
    notices.add_to_notice(shell.owner, notice_id=known.id, **_said(shell, given))
    _show(shell, outreach.path(shell.owner, notice_id=known.id))


def _said(shell: Shell, given: dict[str, Any]) -> dict[str, Any]:
    """Where it was, when, and what was said of it."""
    is_talk = given["talk"] is not None
    return {
        "kind": "talk" if is_talk else "meeting",
        "where": given["talk"] if is_talk else given["meeting"],
        "impressed": given["impressed"] or "",
        "question": given["question"] or "",
        "on": day_option(shell, given["on_text"], looks_back=True),
    }


def _on_a_path(shell: Shell, step: str, notice_id: int, given: dict[str, Any]) -> None:
    from mentorpanel.usecases import notices, outreach

    owner, on = shell.owner, day_option(shell, given["on_text"], looks_back=True)
    if step == "delete":
        gone = notices.notice(owner, notice_id=notice_id)
        notices.delete_notice(owner, notice_id=notice_id)
        words = f"The notice of {gone.person.name} is deleted; the person and the letters stay."
        shell.answer({"id": notice_id, "deleted": True}, words)
        return
    if step == "change":
        where = given["talk"] if given["talk"] is not None else given["meeting"]
        notices.change_notice(
            owner,
            notice_id=notice_id,
            where=where,
            impressed=given["impressed"],
            question=given["question"],
            on=on,
            kind=None if where is None else "talk" if given["talk"] is not None else "meeting",
        )
    elif step == "answered" and given["undo"]:
        outreach.answer_taken_back(owner, notice_id=notice_id)
    elif step == "answered":
        outreach.answered(owner, notice_id=notice_id, on=on, summary=given["note"])
    elif step == "followed_up" and given["undo"]:
        outreach.follow_up_taken_back(owner, notice_id=notice_id)
    elif step == "followed_up":
        outreach.follow_up_sent(owner, notice_id=notice_id)
    elif step == "let_go":
        outreach.let_go(owner, notice_id=notice_id)
    elif step == "reopen":
        outreach.reopen(owner, notice_id=notice_id)
    _show(shell, outreach.path(owner, notice_id=notice_id))


def _list(shell: Shell, limit: int, after: str) -> None:
    from mentorpanel.usecases import outreach

    found, following = part_of(
        outreach.open_paths(shell.owner), limit=limit, after=after, key=lambda path: path.notice.id
    )
    lines = [line for path in found for line in path_words(path)]
    if following:
        lines.append(f"… more: --after {following}")
    empty = "No path is open. “mentorpanel notice NAME --talk WHERE --impressed WHAT” begins one."
    shell.answer({"results": [_document(path) for path in found], "next": following}, lines or empty)


def _show(shell: Shell, path: Any) -> None:
    notice = path.notice
    words = [*path_words(path), f"  {notice.where}, {notice.noticed_on}: {notice.impressed}"]
    if notice.question:
        words.append(f"  To ask: {notice.question}")
    sent = [
        f"  {one.kind}: {one.state}{f', answered {one.answered_on}' if one.answered_on else ''}"
        for one in path.letters
    ]
    shell.answer(_document(path), words + sent)


def path_words(path: Any) -> list[str]:
    """A path for people: whom, what is next, and why."""
    due = f"  by {path.step.due}" if path.step.due else ""
    return [
        f"#{path.notice.id}  {path.notice.person.name}: {path.step.label}{due}",
        f"      {path.step.reason}",
    ]


def _document(path: Any) -> dict[str, Any]:
    return path_document(path.notice, path.step, path.letters)
