"""The first line of Today: what matters most, in one calm sentence."""

from collections.abc import Iterator, Sequence
from datetime import date

from mentorpanel.domain.facts import Card, Lane
from mentorpanel.domain.outreach_words import what_is_next
from mentorpanel.domain.words import count, day_in_words, people_list, start_sentence

NOTHING = "Nothing is waiting for you. A good moment to think ahead."

_DRIFT = ("drifting", "cold")


def headline_of(cards: Sequence[Card], today: date) -> str:
    """The two things that matter most among the cards shown: "Thursday’s brief for Ana is not written yet,
    and two people are drifting." Calm where there is nothing."""
    parts = list(_parts(cards, today))[:2]
    if parts:
        return start_sentence(", and ".join(parts)) + "."
    session = next((card for card in cards if card.kind == "session"), None)
    others = [card for card in cards if card.kind != "session"]
    if session is not None:
        return f"{session.title}." if others else f"{session.title}; nothing else is waiting."
    if others:
        return (
            f"{start_sentence(count(len(others), 'thing'))} {'waits' if len(others) == 1 else 'wait'} below."
        )
    return NOTHING


def _parts(cards: Sequence[Card], today: date) -> Iterator[str]:
    yield from _pressing(cards, today)
    drifting = [card for card in cards if card.kind in ("cadence", "propose") and card.state in _DRIFT]
    if drifting:
        yield f"{count(len(drifting), 'person', 'people')} {'is' if len(drifting) == 1 else 'are'} drifting"
    if any(card.kind == "inform" for card in cards):
        yield _who_has_not_heard(next(card for card in cards if card.kind == "inform"))
    promises = [card for card in cards if card.kind == "commitment" and card.state in ("soon", "undated")]
    if promises:
        yield f"{count(len(promises), 'promise')} {'comes' if len(promises) == 1 else 'come'} up"
    yield from _paths(cards)
    booking = [card.person_name for card in cards if card.kind == "propose" and card.state not in _DRIFT]
    if booking:
        yield f"no next session with {people_list(booking)} is booked"
    words = [
        card.person_name
        for card in cards
        if card.kind == "cadence" and card.state not in _DRIFT and card.lane != Lane.OPENINGS
    ]
    if words:
        names = people_list(words) if len(words) < 3 else count(len(words), "person", "people")
        yield f"it is time for a word with {names}"
    yield from _about_me(cards)
    parked = [card for card in cards if card.kind in ("parked", "capture")]
    if parked:
        verb = "waits" if len(parked) == 1 else "wait"
        yield f"{count(len(parked), 'parked item')} {verb} for the right person"
    resting = [card.person_name for card in cards if card.kind == "cadence" and card.lane == Lane.OPENINGS]
    if resting:
        yield f"a short note to {people_list(resting)} would be welcome"
    yield from _openings(cards)


def _who_has_not_heard(card: Card) -> str:
    who = card.person_name or "some mentors"
    return f"{who} {'has' if card.person_name else 'have'} not heard how you are doing"


def _about_me(cards: Sequence[Card]) -> Iterator[str]:
    """Goals, gaps and my phase: what is mine to think of, with nobody waiting."""
    over = [card for card in cards if card.kind == "goal" and card.state in ("over", "milestone")]
    if over:
        what = "goal wants" if len(over) == 1 else "goals want"
        yield f"{count(len(over), what, what)} a look"
    if any(card.kind == "addresses" for card in cards):
        yield "some mentors know only your work address"
    if any(card.kind == "focus" for card in cards):
        yield "your mentors cannot know yet what you are working on"
    if any(card.kind == "phase" for card in cards):
        yield "it is a good moment to look at your phase and focus"
    gap = next((card for card in cards if card.kind == "gap"), None)
    if gap is not None:
        yield f"nobody covers “{gap.title.partition(': ')[2]}” yet"


def _openings(cards: Sequence[Card]) -> Iterator[str]:
    parting = [card.person_name for card in cards if card.kind == "closing"]
    if parting:
        yield f"a last letter to {people_list(parting)} is still to come"
    helped = list(dict.fromkeys(card.person_name for card in cards if card.kind == "opening"))
    if helped:
        yield f"you could help {people_list(helped)}"
    unheard = list(dict.fromkeys(card.person_name for card in cards if card.kind == "loop"))
    if unheard:
        verb = "has" if len(unheard) == 1 else "have"
        yield f"{people_list(unheard)} {verb} not heard what came of their advice"
    old = [card.person_name for card in cards if card.kind == "revive"]
    if old:
        yield f"{people_list(old)} may be glad of a word"
    if any(card.kind == "match" for card in cards):
        yield "some imported contacts may be people you already know"


def _paths(cards: Sequence[Card]) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for card in cards:
        if card.kind == "outreach":
            names.setdefault(card.state, []).append(card.person_name)
    yield from what_is_next(names)


def _pressing(cards: Sequence[Card], today: date) -> Iterator[str]:
    asked = [card.person_name for card in cards if card.kind == "asked"]
    if asked:
        names = people_list(list(dict.fromkeys(asked)))
        yield f"{names} {'waits' if len(set(asked)) == 1 else 'wait'} for your answer"
    mails = [card for card in cards if card.kind == "mail"]
    if mails:
        yield f"{count(len(mails), 'mail')} did not arrive"
    yield from _about_sessions(cards)
    thanks = [card.person_name for card in cards if card.kind == "thank"]
    if thanks:
        yield f"{people_list(thanks)} {'has' if len(thanks) == 1 else 'have'} not had your thanks yet"
    yield from _briefs([card for card in cards if card.kind == "brief"], today)
    notes = [card.person_name for card in cards if card.kind == "notes"]
    if notes:
        talk, verb = ("talk", "is") if len(notes) == 1 else ("talks", "are")
        yield f"your {talk} with {people_list(list(dict.fromkeys(notes)))} {verb} not written down yet"
    promises = [card for card in cards if card.kind == "commitment" and card.is_duty]
    if promises:
        yield f"{count(len(promises), 'promise')} of yours {'is' if len(promises) == 1 else 'are'} due"


def _about_sessions(cards: Sequence[Card]) -> Iterator[str]:
    """What mentors said about a session, and what they do not know of it yet."""
    said = [card for card in cards if card.kind == "reply" and card.is_duty]
    if len(said) == 1:
        verb = "proposes another time" if said[0].state == "propose" else "cannot make it"
        yield f"{said[0].person_name} {verb}"
    elif said:
        yield f"{people_list(_names(said))} want another time or cannot make it"
    untold = _names([card for card in cards if card.kind == "invitation"])
    if untold:
        yield f"{people_list(untold)} {'does' if len(untold) == 1 else 'do'} not know yet what changed"
    if any(card.kind == "received" for card in cards):
        yield "an answer by mail was not taken"
    wrote = _names([card for card in cards if card.kind == "reply" and not card.is_duty])
    if wrote:
        yield f"{people_list(wrote)} {'has' if len(wrote) == 1 else 'have'} written to you"


def _names(cards: Sequence[Card]) -> list[str]:
    return list(dict.fromkeys(card.person_name for card in cards))


def _briefs(cards: Sequence[Card], today: date) -> Iterator[str]:
    if len(cards) == 1:
        verb = "has not gone yet" if cards[0].state == "prepared" else "is not written yet"
        yield f"{_whose_day(cards[0], today)} brief for {cards[0].person_name} {verb}"
    elif cards:
        names = list(dict.fromkeys(card.person_name for card in cards))
        yield f"the briefs for {people_list(names)} have not gone yet"


def _whose_day(card: Card, today: date) -> str:
    """The day of the session where it is near: "Thursday’s"."""
    if card.session_on is None or not 0 <= (card.session_on - today).days < 7:
        return "the"
    return f"{day_in_words(card.session_on, today)}’s"
