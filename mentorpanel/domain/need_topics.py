"""Which needs a topic, a function or a title speaks of, and how far somebody may help, as facts suggest.

The words are ours; the owner's own word about a level stands above every suggestion. Examples:
docs/rules/coverage.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from mentorpanel.domain.facts import Role
from mentorpanel.domain.names import fold
from mentorpanel.domain.needs import EARLIER_MENTOR, NEEDS, ROLE_MODEL, words_of
from mentorpanel.domain.words import day_with_date, number, start_sentence

MOST_LEVEL: Final = 3
LEVEL_WORDS: Final = ("not with this", "a little", "well", "very well")
"""How far somebody helps, 0 to 3, in words."""

# A star stands for any ending. Names of needs belong to them anyway.
_WORDS: Final[Mapping[str, str]] = {
    "sponsor": "sponsor*, promotion*, advocacy",
    "exposure": "visibility, exposure, executive presence, personal brand, stage time",
    "coaching": "coach*, skill building, practice sessions",
    "protection": "air cover, escalation*",
    "stretch": "stretch*, growth assignment*",
    "calibration": "calibrat*, performance review*, levelling, leveling, feedback, expectations, appraisal*",
    ROLE_MODEL: "role model*",
    "confirmation": "confidence, self doubt, impostor*, imposter*, encourag*",
    "counsel": "counsel*, conflict*, burnout, difficult conversation*, stress, resilience",
    "peer": "peer*",
    "execution": "execution, deliver*, shipping, project manag*, program manag*, agile, scrum, launch*, operations, "
    "quality, planning, release*, product ops",
    "customer-insight": "customer*, user research, ux*, usability, discovery, interviews, jobs to be done, "
    "customer support, user experience, survey*, analytics, experiment*",
    "strategy": "strateg*, pric*, packaging, positioning, roadmap*, vision, business model*, go to market, gtm, "
    "monetis*, monetiz*, portfolio, market entry, competit*, growth",
    "influence": "influenc*, stakeholder*, negotiat*, persua*, alignment, leading without authority, buy in",
    "communication": "communicat*, writing, present*, storytelling, speaking, public speaking, speech*, narrative*",
    "relationship-building": "relationship*, networking, trust, rapport, partnership*, teamwork",
    "organisation-map": "onboarding, organisation chart, org chart, org design, organisation structure*, organisational, "
    "organizational, organisation design, organization design, "
    "decision making, chief of staff, how things work",
    "politics": "politic*, power dynamics, board dynamics, reorg*, hidden agenda*",
    "domain": "domain*, industry, regulat*, compliance, payments, fintech, data protection, life science*, "
    "life insurance, banking, insurance, health care, "
    "healthcare, logistics, market knowledge, legal",
    "technical-partner": "technical, domain driven design, technolog*, engineer*, architect*, software, "
    "data science, machine learning, ai, "
    "api, apis, infrastructure, security, developer*, platform*, cto",
    "outside-view": "outside perspective, other industries, consult*, fresh eyes",
    "introductions": "network, introduc*, recruit*, head hunt*, headhunt*, community, venture capital, investor*",
    "path-maker": "career change*, career path*, career switch*, founder*, founding, own company, startup*, "
    "going into management, first management role, becoming a manager, moving into management",
    "selection-criteria": "job search, job offer*, choosing a role, choosing a job, next role, career choice*, "
    "interviewing, job hunt*",
    "prioritisation": "prioriti*, trade off*, tradeoff*, saying no, okr, okrs, time management",
    "opportunities": "opportunit*, internal mobility, new bets, innovation, incubat*",
    "life": "work life*, family, parent*, purpose, sabbatical*, wellbeing, well being",
}


class Suggested(NamedTuple):
    """A suggested level, 0 to 3, and the fact that suggests it."""

    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class TopicFact:
    """A topic, how many times it came up between us, and when last."""

    topic: str
    times: int = 1
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """What is known of a person that says something about needs.

    ``is_earlier_mentor``: has been a mentor since before the present phase began. ``is_admired``: the
    owner has noted what they admire. ``own_needs`` are the slugs of the owner's own needs.
    """

    expertise: tuple[str, ...] = ()
    advice: tuple[TopicFact, ...] = ()
    touchpoints: tuple[TopicFact, ...] = ()
    title: str = ""
    function: str = ""
    roles: frozenset[Role] = frozenset()
    is_outside_organisation: bool | None = None
    is_earlier_mentor: bool = False
    is_admired: bool = False
    own_needs: tuple[str, ...] = ()


def needs_in(text: str, own_needs: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The slugs of the needs that a topic speaks of: "pricing" → strategy. ``own_needs`` by their own words."""
    found = _needs_of_text(text[:300])
    if not own_needs:
        return found
    padded = f" {fold(text[:300])} "
    mine = (slug for slug in own_needs if f" {fold(words_of(slug))} " in padded)
    return tuple(dict.fromkeys((*found, *mine)))


def suggested_levels(facts: LevelFacts, today: date) -> dict[str, Suggested]:
    """How far somebody may help with each need that the facts speak of; needs without a fact are left out.

    What they know well 2; what their function or title tells, or what you talked about, 1; advice on it
    one more; a role said of them 3; at most 3. The reason names the fact. Our judgement.
    """
    found = _from_place(facts)
    for topic, needs in _by_topic(facts.expertise, facts.own_needs):
        for need in needs:
            _raise(found, need, Suggested(2, f"{_quoted(topic)} is among what they know."))
    for fact in facts.touchpoints:
        for need in needs_in(fact.topic, facts.own_needs):
            when = f" on {_day(fact.last_on, today)}" if fact.last_on else ""
            _raise(found, need, Suggested(1, f"You talked about {fact.topic}{_times(fact.times)}{when}."))
    advised: dict[str, str] = {}
    for fact in facts.advice:
        for need in needs_in(fact.topic, facts.own_needs):
            when = f", last on {_day(fact.last_on, today)}" if fact.last_on else ""
            advised.setdefault(need, f"They gave you advice on {fact.topic}{_times(fact.times)}{when}.")
    for need, reason in advised.items():
        before = found.get(need)
        level = min(MOST_LEVEL, (before.level if before else 0) + 1)
        found[need] = Suggested(level, f"{before.reason} {reason}" if before else reason)
    return found


def settled_levels(
    said: Mapping[str, int], suggested: Mapping[str, Suggested]
) -> tuple[dict[str, int], frozenset[str], dict[str, str]]:
    """``levels``, ``said`` and ``reasons`` as a ``coverage.Member`` wants them: the owner's word decides, also a 0."""
    levels = {need: guess.level for need, guess in suggested.items()} | dict(said)
    reasons = {need: guess.reason for need, guess in suggested.items() if need not in said}
    return levels, frozenset(said), reasons


def from_place(title: str, function: str, own_needs: tuple[str, ...] = ()) -> dict[str, str]:
    """Needs that a function or a title speaks of, each with the reason."""
    found: dict[str, str] = {}
    for text, what in ((function, "function"), (title, "title")):
        for need in needs_in(text, own_needs):
            found.setdefault(need, f"Their {what} is {text.strip()}.")
    return found


def _from_place(facts: LevelFacts) -> dict[str, Suggested]:
    found = {
        need: Suggested(1, reason)
        for need, reason in from_place(facts.title, facts.function, facts.own_needs).items()
    }
    said = {Role.SPONSOR: "sponsor", Role.ROLE_MODEL: ROLE_MODEL, Role.PEER: "peer"}
    for role, need in said.items():
        if role in facts.roles:
            _raise(found, need, Suggested(3, f"You call them a {words_of(role.value)}."))
    if facts.is_admired:
        _raise(found, ROLE_MODEL, Suggested(2, "You have noted what you admire in them."))
    if facts.is_outside_organisation:
        _raise(found, "outside-view", Suggested(1, "They work elsewhere."))
    if facts.is_earlier_mentor:
        _raise(found, EARLIER_MENTOR, Suggested(3, "They have been your mentor since before this phase."))
    return found


def _raise(found: dict[str, Suggested], need: str, to: Suggested) -> None:
    before = found.get(need)
    if before is None or to.level > before.level:
        found[need] = to


def _by_topic(topics: Iterable[str], own_needs: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...]]]:
    return ((topic.strip(), needs_in(topic, own_needs)) for topic in topics)


def _quoted(topic: str) -> str:
    return start_sentence(" ".join(topic.split()))


def _times(times: int) -> str:
    return "" if times < 2 else " twice" if times == 2 else f" {number(times)} times"


def _day(day: date, today: date) -> str:
    return day_with_date(day, today)


def _index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The needs that each whole word or phrase belongs to, and those of each beginning (starred words)."""
    whole: dict[str, tuple[str, ...]] = {}
    begun: dict[str, tuple[str, ...]] = {}
    for need in NEEDS:
        for word in (*_WORDS.get(need.slug, "").split(","), need.name, words_of(need.slug)):
            kept = begun if word.strip().endswith("*") else whole
            key = fold(word)
            if key and need.slug not in kept.get(key, ()):
                kept[key] = (*kept.get(key, ()), need.slug)
    return whole, begun


_WHOLE, _BEGUN = _index()
_PHRASE_STARTS: Final = frozenset(key.split()[0] for key in (*_WHOLE, *_BEGUN) if " " in key)
_MOST_WORDS: Final = max(len(key.split()) for key in (*_WHOLE, *_BEGUN))
_BEGUN_LENGTHS: Final = tuple(sorted({len(key) for key in _BEGUN}, reverse=True))


@lru_cache(maxsize=16_384)
def _needs_of_text(text: str) -> tuple[str, ...]:
    """What a text as it was written speaks of; an address book says the same few hundred things again and again."""
    return _needs_in(fold(text))


def _needs_in(folded: str) -> tuple[str, ...]:
    """The needs of the words of a text, the longest phrase first at each place, each word used once."""
    words, found, place = folded.split(), dict[str, None](), 0
    while place < len(words):
        most = _MOST_WORDS if words[place] in _PHRASE_STARTS else 1
        for length in range(min(most, len(words) - place), 0, -1):
            needs = _needs_of_phrase(" ".join(words[place : place + length]))
            if needs:
                found.update(dict.fromkeys(needs))
                break
        place += length if needs else 1
    return tuple(found)


def _needs_of_phrase(phrase: str) -> tuple[str, ...]:
    if phrase in _WHOLE:
        return _WHOLE[phrase]
    for length in _BEGUN_LENGTHS:
        if phrase[:length] in _BEGUN and " " not in phrase[length:]:
            return _BEGUN[phrase[:length]]
    return ()
