"""schedule, hold, sessions and prep: the session loop from the shell."""

from collections.abc import Sequence
from typing import Any

import click

from mentorpanel.cli.invitations import invitation_options, invite, say_what_they_have, say_who_still_expects
from mentorpanel.cli.replies import reply_line
from mentorpanel.cli.series import cancelled_rest, moved, prepared_otherwise
from mentorpanel.cli.shell import Shell, Slug, command, day_option, listed, part_of, time_option
from mentorpanel.domain import documents, engagement_documents

MOST = 500
INVITES = ("invite", "line", "send", "sent", "unsend", "eml", "whole_series")


def session_document(shell: Shell, session: Any) -> dict[str, Any]:
    """A session as JSON."""
    return session_documents(shell, [session])[0]


def session_documents(shell: Shell, found: Sequence[Any]) -> list[dict[str, Any]]:
    """Sessions as JSON."""
    from mentorpanel.usecases import busy_times, invitation_states, profiles, sessions

    profile = profiles.profile(shell.owner)
    busy = busy_times.busy_around(shell.owner, found, profile)
    invited = invitation_states.states(shell.owner, found, zone=shell.zone)
    return [documents.session(one, sessions.clock_of(profile, one, busy), invited[one.id]) for one in found]


def session_line(shell: Shell, session: Any) -> str:
    """A session as a line."""
    place = f", {session.place}" if session.place else ""
    series = f"  (series {session.series_id})" if session.series_id else ""
    return f"#{session.id}  {shell.when(session.starts_at)}  {session.person.name}  [{session.status}]{place}{series}"


@command("schedule", short_help="A series of sessions, or one.")
@click.argument("name")
@click.option(
    "--rrule", default="", metavar="R", help="How often, such as FREQ=MONTHLY;BYDAY=1TU; none: once."
)
@click.option("--at", "at_text", required=True, metavar="HH:MM", help="Time of day, in your zone.")
@click.option(
    "--length",
    "length_minutes",
    type=int,
    default=45,
    metavar="MIN",
    show_default=True,
    help="How long each is.",
)
@click.option("--from", "from_text", default="", metavar="DATE", help="The first day (today).")
@click.option("--place", default="", help="Room or link.")
@click.option("--zone", default="", help="Time zone that the series is kept in (yours).")
def schedule_command(
    shell: Shell,
    name: str,
    rrule: str,
    at_text: str,
    length_minutes: int,
    from_text: str,
    place: str,
    zone: str,
) -> None:
    """Plan sessions with NAME: a series by --rrule, or one session on --from."""
    from mentorpanel import clock
    from mentorpanel.domain import words
    from mentorpanel.usecases import people, series, sessions

    person = people.find_person(shell.owner, name=name)
    on = day_option(shell, from_text)
    if not rrule:
        made = sessions.schedule_once(
            shell.owner,
            person_id=person.id,
            on=on or clock.today(shell.zone),
            at=time_option(at_text),
            length_minutes=length_minutes,
            place=place,
        )
        once = {"series": None, "sessions": [session_document(shell, made)]}
        shell.answer(once, f"Planned: {session_line(shell, made)}")
        return
    planned = series.schedule(
        shell.owner,
        person_id=person.id,
        rrule=rrule,
        at=time_option(at_text),
        length_minutes=length_minutes,
        from_on=on,
        place=place,
        time_zone=zone,
    )
    document = {
        "series": documents.series(planned.series, planned.in_words),
        "sessions": session_documents(shell, planned.sessions),
    }
    first = [session_line(shell, one) for one in planned.sessions[:3]]
    made_ahead = words.count(len(planned.sessions), "session")
    shell.answer(document, [f"With {person.name}, {planned.in_words}: {made_ahead} made ahead.", *first])


@command("sessions", short_help="What is coming; move, cancel or reopen one.")
@click.option("--past", is_flag=True, help="Those of the last year instead.")
@click.option("--move", nargs=3, metavar="SESSION DATE HH:MM", help="Move this one; the series stays.")
@click.option("--rest", is_flag=True, help="With --move or --cancel: all later ones of its series, too.")
@click.option("--rrule", default="", metavar="R", help="With --rest: how often from then on.")
@click.option("--cancel", metavar="SESSION", help="Cancel this one; what was planned is parked again.")
@click.option("--by", "who", type=Slug("me", "them"), default=None, help="Who cannot make it, with --cancel.")
@click.option("--reopen", metavar="SESSION", help="It takes place after all, or was not held.")
@click.option("--place", nargs=2, metavar="SESSION PLACE", help="Where this one is.")
@click.option("--length", nargs=2, type=(str, int), metavar="SESSION MIN", help="How long this one is.")
@click.option(
    "--prepare",
    nargs=3,
    type=(int, str, str),
    metavar="SERIES MIN LEAD",
    help="How a series is prepared: minutes, and hours ahead or day-before; “usual” for either.",
)
@click.option("--end-series", type=int, metavar="SERIES", help="No more sessions of this series.")
@click.option("--resume-series", type=int, metavar="SERIES", help="It goes on after all.")
@click.option("--reason", default="", help="Why it is moved or cancelled.")
@invitation_options
@listed
def sessions_command(shell: Shell, past: bool, limit: int, after: str, **changes: Any) -> None:
    """The sessions to come, soonest first; with --past those that were, newest first."""
    from mentorpanel.usecases import sessions

    way = {name: changes.pop(name) for name in INVITES}
    if way["invite"]:
        invite(shell, way)
        return
    if any(way.values()):
        raise click.UsageError("--send, --sent, --unsend, --eml, --line and --whole-series go with --invite.")
    if prepare := changes.pop("prepare"):
        prepared_otherwise(shell, *prepare)
    changed = _changed(shell, **changes)
    if changed is not None:
        shell.answer(session_document(shell, changed), session_line(shell, changed))
        say_what_they_have(shell, changed)
        return
    known = (
        sessions.past_sessions(shell.owner, limit=MOST)
        if past
        else sessions.coming_sessions(shell.owner, limit=MOST)
    )
    found, following = part_of(known, limit=limit, after=after, key=lambda one: one.id)
    document = {"results": session_documents(shell, found), "next": following}
    empty = "No session is planned. “mentorpanel schedule NAME --rrule … --at HH:MM” plans a series."
    shell.answer(document, [session_line(shell, one) for one in found] or empty)


def _changed(
    shell: Shell,
    *,
    move: tuple[str, str, str] | None,
    rest: bool,
    rrule: str,
    cancel: str | None,
    who: str | None,
    reopen: str | None,
    place: tuple[str, str] | None,
    length: tuple[str, int] | None,
    end_series: int | None,
    resume_series: int | None,
    reason: str,
) -> Any:
    """What became of the session that was changed; None where only a list is wanted."""
    from mentorpanel.domain import words
    from mentorpanel.usecases import series, sessions

    if end_series is not None:
        off = series.end_series(shell.owner, series_id=end_series)
        shell.say(
            f"The series has ended; {words.count(off, 'session')} to come are off. What was held stays."
        )
        say_who_still_expects(shell, end_series)
    if resume_series is not None:
        back = series.resume_series(shell.owner, series_id=resume_series)
        shell.say(f"The series goes on, with {words.count(back, 'session')} to come.")
    if (rest and not move and not cancel) or (rrule and not (rest and move)):
        raise click.UsageError("--rest goes with --move or --cancel, and --rrule with --move and --rest.")
    if move:
        return moved(shell, move, rest, rrule, reason)
    if cancel:
        found = sessions.find_session(shell.owner, reference=cancel)
        if rest:
            return cancelled_rest(shell, found, reason, who or "")
        return sessions.cancel_session(shell.owner, session_id=found.id, reason=reason, who=who or "")
    if place:
        found = sessions.find_session(shell.owner, reference=place[0])
        return sessions.change_session(shell.owner, session_id=found.id, place=place[1])
    if length:
        found = sessions.find_session(shell.owner, reference=length[0])
        return sessions.change_session(shell.owner, session_id=found.id, length_minutes=length[1])
    if reopen:
        found = sessions.find_session(shell.owner, reference=reopen)
        return sessions.reopen_session(shell.owner, session_id=found.id)
    return None


@command("prep", short_help="What to prepare for a session.")
@click.argument("session", default="")
@click.option(
    "--plan", "item_ids", type=int, multiple=True, metavar="ITEM", help="Put a parked item on the agenda."
)
@click.option("--unplan", "taken_ids", type=int, multiple=True, metavar="ITEM", help="Take one off it.")
@click.option("--done", "is_done", is_flag=True, help="Say that the preparation is done.")
@click.option(
    "--link", "wants_link", is_flag=True, help="The private link to their page, made if there is none."
)
@click.option("--revoke-link", "revokes_link", is_flag=True, help="The link is good no longer.")
def prep_command(
    shell: Shell,
    session: str,
    item_ids: tuple[int, ...],
    taken_ids: tuple[int, ...],
    is_done: bool,
    wants_link: bool,
    revokes_link: bool,
) -> None:
    """The agenda of SESSION (an id, a name, or the next one), and what waits for it."""
    from mentorpanel.usecases import advice, commitments, parking, sessions

    found = sessions.find_session(shell.owner, reference=session)
    for item_id in item_ids:
        parking.plan_for_session(shell.owner, item_id=item_id, session_id=found.id)
    for item_id in taken_ids:
        parking.unplan(shell.owner, item_id=item_id, session_id=found.id)
    if is_done:
        found = sessions.prepare_session(shell.owner, session_id=found.id)
    link, replies = _page_of(shell, found.id, makes=wants_link, revokes=revokes_link)
    agenda = [entry.item for entry in parking.agenda(shell.owner, session_id=found.id)]
    offered = parking.offered_for(shell.owner, person_id=found.person.id, session_id=found.id)
    promised = commitments.open_commitments(shell.owner, person_id=found.person.id)
    said = advice.last_advice(shell.owner, person_id=found.person.id)
    document = {
        **session_document(shell, found),
        "agenda": [_item(item) for item in agenda],
        "offered": [_item(item) for item in offered],
        "commitments": [
            {"id": one.id, "mine": one.is_mine, "text": one.text, "due": one.due_on} for one in promised
        ],
        "advice": [
            {"id": one.id, "text": one.text, "status": one.status, "outcome": one.outcome} for one in said
        ],
        "link": {"state": link.state, "address": link.address, "expires_at": link.expires_at},
        "replies": [engagement_documents.reply(one) for one in replies],
    }
    words = [
        session_line(shell, found),
        *_listed("On the agenda:", [f"#{item.id}  {item.text}" for item in agenda]),
        *_listed(
            "Parked for them (--plan ID puts one on):", [f"#{item.id}  {item.text}" for item in offered]
        ),
        *_listed("I promised:", [_promise(one) for one in promised if one.is_mine]),
        *_listed("They offered:", [_promise(one) for one in promised if not one.is_mine]),
        *_listed("They said:", [f"{one.text} ({one.status})" for one in said]),
        *_listed("They answered:", [reply_line(shell, one) for one in replies]),
        *_listed("Their page, private:", [link.address] if link.address else []),
        *(["", "The link is good no longer."] if revokes_link else []),
    ]
    shell.answer(document, words)


@command("hold", short_help="What happened in a session.")
@click.argument("session")
@click.option("--notes", default="", help="Private notes.")
@click.option("--shared-notes", default="", help="Notes that may go into the recap.")
@click.option(
    "--promise", "promises", multiple=True, metavar="T", help="What I promised, also “… by Friday”."
)
@click.option("--their-promise", "their_promises", multiple=True, metavar="T", help="What they offered.")
@click.option("--advice", "learned", multiple=True, metavar="T", help="What they advised.")
@click.option(
    "--next", "next_time", multiple=True, metavar="T", help="What is for next time: parked for them."
)
@click.option(
    "--missed",
    type=Slug("me", "them", "both"),
    default=None,
    help="It did not happen: who could not make it.",
)
@click.option(
    "--raised", type=int, multiple=True, metavar="ITEM", help="Talked about, and nothing else of the agenda."
)
@click.option(
    "--not-raised",
    type=int,
    multiple=True,
    metavar="ITEM",
    help="Not talked about; the rest of the agenda was.",
)
def hold_command(
    shell: Shell,
    session: str,
    missed: str | None,
    raised: tuple[int, ...],
    not_raised: tuple[int, ...],
    **said: Any,
) -> None:
    """Note what happened in SESSION (an id or a name). Without --raised the whole agenda was talked about."""
    from mentorpanel.usecases import sessions

    found = sessions.find_session(shell.owner, reference=session, has_begun=True)
    if raised or not_raised:
        said["raised_item_ids"] = _talked_about(shell, found.id, raised, not_raised)
    if missed:
        held = sessions.miss_session(shell.owner, session_id=found.id, who=missed, reason=said["notes"])
        shell.answer(
            session_document(shell, held), f"Noted that it did not happen. Nothing parked is lost. #{held.id}"
        )
        return
    held = sessions.hold_session(shell.owner, session_id=found.id, **said)
    shell.answer(
        session_document(shell, held),
        f"Noted: your session with {held.person.name}. “mentorpanel draft recap '{held.person.name}'” writes the recap.",
    )


def _talked_about(
    shell: Shell, session_id: int, raised: tuple[int, ...], not_raised: tuple[int, ...]
) -> tuple[int, ...]:
    """The items of the agenda that were talked about."""
    from mentorpanel.usecases import parking

    if raised and not_raised:
        raise click.UsageError("Either --raised or --not-raised.")
    known = [entry.item.id for entry in parking.agenda(shell.owner, session_id=session_id)]
    for number in (*raised, *not_raised):
        if number not in known:
            raise click.UsageError(f"Item {number} is not on this session's agenda.")
    return raised or tuple(number for number in known if number not in not_raised)


def _item(item: Any) -> dict[str, Any]:
    return {"id": item.id, "kind": item.kind, "text": item.text, "status": item.status}


def _promise(one: Any) -> str:
    due = f", by {one.due_on}" if one.due_on else ""
    return f"#{one.id}  {one.text}{due}"


def _page_of(shell: Shell, session_id: int, *, makes: bool, revokes: bool) -> tuple[Any, Any]:
    """The link to a session's page, made or revoked if so asked, and what the mentor wrote there."""
    from mentorpanel.usecases import mentor_links, mentor_replies

    if makes and revokes:
        raise click.UsageError("Either --link or --revoke-link.")
    link = mentor_links.link(shell.owner, session_id=session_id)
    if revokes:
        link = mentor_links.revoke_link(shell.owner, session_id=session_id)
    elif makes and not link.address:
        link = mentor_links.make_link(shell.owner, session_id=session_id)
    return link, mentor_replies.replies_of(shell.owner, session_id=session_id)


def _listed(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []
