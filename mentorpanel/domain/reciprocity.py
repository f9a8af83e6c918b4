"""Giving back: who could help whom, and when a fact opens a door. Examples: docs/rules/reciprocity.md.

Nothing here counts, weighs or remembers a debt: a match is two facts side by side, an opening is one fact and
one idea.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.favour_records import Answer, WantKind
from mentorpanel.domain.likeness import Likeness
from mentorpanel.domain.names import fold
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, by_day, month_name

NEWS: Final = (WantKind.LAUNCH, WantKind.HIRE)
WANTED: Final = (WantKind.NEED, WantKind.QUESTION)
MOST_FOR_ONE: Final = 3
"""Offers named for one need; our judgement."""
_WHERE: Final = {
    "by-hand": "noted by you", "session": "in a session", "reply": "when you asked how to help", "profile": "their profile",
    "meeting": "in a meeting", "email": "by e-mail", "message": "in a message", "call": "on the phone",
    "talk": "in their talk", "coffee": "over coffee", "feedback": "in feedback", "event": "at an event",
    "introduction": "when introduced",
}  # fmt: skip
_SAID: Final = {
    WantKind.NEED: "{name} needs “{text}”",
    WantKind.QUESTION: "{name} asks “{text}”",
    WantKind.LAUNCH: "{name} launched “{text}”",
    WantKind.HIRE: "{name} is hiring: “{text}”",
    WantKind.OFFER: "{name} offers “{text}”",
}
_SAID_OF_ME: Final = {
    WantKind.NEED: "you need “{text}”",
    WantKind.QUESTION: "you ask “{text}”",
    WantKind.LAUNCH: "you launched “{text}”",
    WantKind.HIRE: "you are hiring: “{text}”",
    WantKind.OFFER: "you offer “{text}”",
}
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class WantFacts:
    """A dated fact of somebody's, or without ``person_id`` the owner's. ``where`` is how it was learnt, in words.

    ``is_silent``: not to be contacted. ``is_secret``: marked confidential. ``offered_on`` is the last day on
    which the owner offered or gave them anything.
    """

    id: int
    person_id: int | None
    name: str
    kind: WantKind
    text: str
    since: date
    where: str = ""
    topics: tuple[str, ...] = ()
    is_silent: bool = False
    is_secret: bool = False
    offered_on: date | None = None


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """Something that somebody asked the owner for and has had no answer to."""

    id: int
    person_id: int
    name: str
    text: str
    on: date
    answer: Answer = Answer.NONE
    due_on: date | None = None
    is_secret: bool = False

    def as_want(self) -> WantFacts:
        """The same as a need that others' offers may fit; its number is negative."""
        return WantFacts(
            -self.id,
            self.person_id,
            self.name,
            WantKind.QUESTION,
            self.text,
            self.on,
            is_secret=self.is_secret,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody wants what somebody else offers. ``reason`` names the facts on both sides."""

    need: WantFacts
    offer: WantFacts
    reason: str

    @property
    def is_mine_to_give(self) -> bool:
        """The offer is the owner's own: a letter does it, and nobody else is named."""
        return self.offer.person_id is None

    @property
    def is_for_me(self) -> bool:
        """The owner is the one who could use it."""
        return self.need.person_id is None

    @property
    def pair(self) -> frozenset[int]:
        """The two people whom it would bring together; one alone where the owner is a side of it."""
        return frozenset(one.person_id for one in (self.need, self.offer) if one.person_id is not None)


@dataclass(frozen=True, slots=True)
class Opening:
    """A fact that opens a door, with one concrete idea and why. ``match`` is none for news."""

    fact: WantFacts
    idea: str
    reason: str
    match: Match | None = None


def where_of(source: str) -> str:
    """How something was learnt, in words: "over coffee"; the source or a touchpoint's kind."""
    return _WHERE.get(source, "in a talk")


def matches_of(
    facts: Iterable[WantFacts], settings: RuleSettings, today: date | None = None
) -> tuple[Match, ...]:
    """Who could help whom: for each need or question the offers of others that share a topic or its words.

    Whoever is not to be contacted is in none. Somebody confidential is only matched with the owner's own offers, so
    that nothing of theirs stands in a reason that another person's letter could be made of. The best
    three for each, those of the owner first; the newest needs first. Seen from ``today`` its year is not said.
    """
    known = [one for one in facts if not one.is_silent]
    offers = [one for one in known if one.kind == WantKind.OFFER and not one.is_secret]
    needs = sorted(
        (one for one in known if one.kind in WANTED), key=lambda one: (one.since, one.id), reverse=True
    )
    index = Likeness([_words(one) for one in offers])
    found: list[Match] = []
    for need in needs:
        found += _offers_for(need, offers, index, settings, today)
    return tuple(found)


def _offers_for(
    need: WantFacts,
    offers: Sequence[WantFacts],
    index: Likeness,
    settings: RuleSettings,
    today: date | None,
) -> list[Match]:
    scores = {like.place: like.score for like in index.like(_words(need), most=len(offers) or 1)}
    wanted = {fold(topic) for topic in need.topics}
    scored = []
    for place, offer in enumerate(offers):
        if offer.person_id == need.person_id or (need.is_secret and offer.person_id is not None):
            continue
        shared = wanted & {fold(topic) for topic in offer.topics}
        score = scores.get(place, 0.0)
        if shared or score >= settings.giving_likeness_at_least:
            scored.append((offer.person_id is not None, -len(shared), -round(score, 6), -offer.id, offer))
    best = [one[4] for one in sorted(scored, key=lambda one: one[:4])[:MOST_FOR_ONE]]
    wanted_words = fact_in_words(need, today, starts=True)
    return [Match(need, one, f"{wanted_words}; {fact_in_words(one, today)}.") for one in best]


def openings_of(
    facts: Iterable[WantFacts],
    today: date,
    settings: RuleSettings,
    paired: Collection[frozenset[int]] = (),
) -> tuple[Opening, ...]:
    """The facts that open a door today, the newest first: something of theirs, and one idea.

    A need or a question opens where somebody's offer fits it; a launch and a hire by themselves. Each for its
    days only, and not when the owner has offered or given them something since: an open offer is
    never chased, it returns when they want something else. Two people are proposed to each other once, whatever each
    has for the other; not at all the ``paired``, of whose introduction I have thought already.
    """
    known, met = tuple(facts), set(paired)
    may_open = [one for one in known if _may_open(one, today, settings)]
    offers = [one for one in known if one.kind == WantKind.OFFER]
    matched: dict[int, Match] = {}
    for match in matches_of([*offers, *may_open], settings, today):
        if match.need.id in matched or (match.pair in met and not match.is_mine_to_give):
            continue
        matched[match.need.id] = match
        met.add(match.pair)
    found = []
    for fact in sorted(may_open, key=lambda one: (one.since, one.id), reverse=True):
        opening = _news(fact, today) if fact.kind in NEWS else _matched(fact, matched.get(fact.id))
        if opening is not None:
            found.append(opening)
    return tuple(found)


def _may_open(fact: WantFacts, today: date, settings: RuleSettings) -> bool:
    if fact.person_id is None or fact.kind == WantKind.OFFER or fact.is_silent:
        return False
    if fact.offered_on is not None and fact.offered_on >= fact.since:
        return False
    days = settings.giving_news_days if fact.kind in NEWS else settings.giving_need_days
    return fact.since <= today <= fact.since + timedelta(days=days)


def _matched(fact: WantFacts, match: Match | None) -> Opening | None:
    if match is None:
        return None
    if match.is_mine_to_give:
        return Opening(
            fact, f"Offer {fact.name} what you can give: {cut(match.offer.text)}", match.reason, match
        )
    return Opening(
        fact, f"Bring {fact.name} and {match.offer.name} together, if both like", match.reason, match
    )


def _news(fact: WantFacts, today: date) -> Opening:
    reason = f"{fact_in_words(fact, today, starts=True)}."
    if fact.kind == WantKind.LAUNCH:
        return Opening(fact, f"Tell two people who would use what {fact.name} launched", reason)
    return Opening(
        fact, f"Offer whoever joins {fact.name} an hour: an outside ear in the first weeks", reason
    )


def asked_state(asked: AskedFacts, today: date) -> Verdict:
    """*open* while there is no answer; *answered* while they have not heard it. It stays until they have."""
    if asked.answer == Answer.NONE:
        return Verdict(
            "open", f"Asked {ago(asked.on, today)}. One of three kind lines is enough; each is ready."
        )
    said = {
        Answer.YES: f"You mean to, {by_day(asked.due_on, today)}" if asked.due_on else "You mean to",
        Answer.KNOW: "You know somebody",
        Answer.SORRY: "You cannot this time",
    }[asked.answer]
    return Verdict("answered", f"{said}; {asked.name} does not know it yet.")


def fact_in_words(fact: WantFacts, today: date | None = None, *, starts: bool = False) -> str:
    """A fact with its day and source: "Lena needs “a pricing reader” (12 March, over coffee)"."""
    words = (_SAID_OF_ME if fact.person_id is None else _SAID)[fact.kind]
    said = words.format(name=fact.name, text=cut(fact.text))
    where = "" if fact.person_id is None or not fact.where else f", {fact.where}"
    year = "" if today is not None and today.year == fact.since.year else f" {fact.since.year}"
    told = f"{said} ({fact.since.day} {month_name(fact.since)}{year}{where})"
    return told[:1].upper() + told[1:] if starts else told


def cut(text: str) -> str:
    """A text in one short line, without the full stop at its end."""
    line = " ".join(text.split())
    if len(line) > LONGEST:
        line = f"{line[: LONGEST - 1].rsplit(' ', 1)[0]}…"
    return line.rstrip(".")


def _words(fact: WantFacts) -> str:
    return " ".join((fact.text, *fact.topics))
