"""What one needs from a panel, and what each phase of a career asks for. Tables: docs/rules/needs.md.

The needs of product people are drawn from the seed, Kram's functions, Mehta's four areas of product
craft and Watkins on new roles; which phase wants which, and how much, is our judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz.distance import OSA

from mentorpanel.domain.names import fold
from mentorpanel.domain.problems import Invalid

MUST: Final = 3
SHOULD: Final = 2
NICE: Final = 1
ROLE_MODEL: Final = "role-model"
EARLIER_MENTOR: Final = "earlier-mentor"
TRANSITION: Final = "transition"
OWN_GROUP: Final = "own"
LONGEST_SLUG: Final = 60


@dataclass(frozen=True, slots=True)
class Need:
    """One need. ``name`` stands within a sentence; ``weight`` is 3 must, 2 should, 1 nice, 0 not wanted.

    ``people`` is how many it takes for it to be covered; None leaves that to the settings.
    """

    slug: str
    name: str
    group: str
    meaning: str = ""
    weight: int = 0
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase with the weights of its needs by slug."""

    slug: str
    name: str
    meaning: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)


GROUPS: Final[Mapping[str, str]] = {
    "career": "Career",
    "support": "Support",
    "craft": "Product craft",
    "context": "Context",
    "bridging": "Bridging",
    OWN_GROUP: "Your own",
}
"""The groups of needs by slug, in the order they are shown."""

NEEDS: Final = (
    Need("sponsor", "sponsor", "career", "Speaks for you in rooms that you are not in."),
    Need("exposure", "exposure", "career", "Lets you be seen by people who decide."),
    Need("coaching", "coaching", "career", "Helps you practise a skill, step by step."),
    Need("protection", "protection", "career", "Warns you, and stands by you when it gets rough."),
    Need("stretch", "stretch", "career", "Hands you work that is a size too large, and trusts you with it."),
    Need("calibration", "calibration", "career", "Tells you plainly how good your work is for your level."),
    Need(ROLE_MODEL, "role model", "support", "Works and leads in a way that you would like to."),
    Need("confirmation", "confirmation", "support", "Sees what you do well, and says so when you doubt it."),
    Need("counsel", "counsel", "support", "Listens to what weighs on you, and keeps it."),
    Need("peer", "peer", "support", "Is in the same boat, and compares notes with you."),
    Need(EARLIER_MENTOR, "an earlier mentor kept", "support",
         "Knew you before this phase, and can say how you have changed.", people=1),
    Need("execution", "execution", "craft", "Knows how to get things shipped: plans, scope, quality."),
    Need("customer-insight", "customer insight", "craft", "Knows how to learn what customers want and do."),
    Need("strategy", "strategy", "craft", "Sees where to play, what to charge and what to leave out."),
    Need("influence", "influence", "craft", "Brings people along without having authority over them."),
    Need("communication", "communication", "craft", "Writes and speaks so that it is understood."),
    Need("relationship-building", "relationship building", "craft",
         "Makes and keeps good working ties, also difficult ones."),
    Need("organisation-map", "organisation map", "context", "Knows who does what here, and how things get decided."),
    Need("politics", "politics", "context", "Knows who wants what, and what is not said aloud."),
    Need("domain", "domain", "context", "Knows the field and its customers, rules and history."),
    Need("technical-partner", "technical partner", "context", "Explains what is easy, what is hard, and why."),
    Need("outside-view", "outside view", "bridging", "Looks at it from elsewhere, with nothing to gain."),
    Need("introductions", "introductions", "bridging", "Knows people that you do not, and opens doors."),
    Need("path-maker", "path maker", "bridging", "Has gone the way that you think of going."),
    Need("selection-criteria", "selection criteria", "bridging",
         "Helps you find out what the next role must have."),
    Need("prioritisation", "prioritisation", "bridging", "Helps you choose what has the most effect."),
    Need("opportunities", "opportunities", "bridging", "Sees what is opening up before it is announced."),
    Need("life", "life", "bridging", "Keeps in mind with you what the work is for."),
)  # fmt: skip
"""The taxonomy of PRODUCT §4, in the order it is shown."""


def _weights(must: str, should: str) -> dict[str, int]:
    return dict.fromkeys(must.split(), MUST) | dict.fromkeys(should.split(), SHOULD)


PHASES: Final = (
    Phase(
        "early-career", "early career", "Learning how organisations work, and the first skills of the craft.",
        _weights("organisation-map communication relationship-building execution coaching role-model",
                 "customer-insight peer technical-partner confirmation"),
    ),
    Phase(
        "progressing", "progressing", "Doing well, and looking for what is worth doing next.",
        _weights("opportunities prioritisation strategy influence sponsor calibration",
                 "stretch exposure outside-view counsel"),
    ),
    Phase(
        "new-team", "new team or product", "New here: finding out who, what and why.",
        _weights("organisation-map domain technical-partner politics",
                 "confirmation customer-insight earlier-mentor"),
    ),
    Phase(
        TRANSITION, "transition", "Between roles, or thinking of another: what should the next one be?",
        _weights("selection-criteria path-maker outside-view introductions counsel",
                 "life confirmation calibration"),
    ),
)  # fmt: skip
"""The four phases with their needs (PRODUCT §4)."""

PHASE_SLUGS: Final = tuple(phase.slug for phase in PHASES)
_NEEDS: Final = {need.slug: need for need in NEEDS}
_PLACES: Final = {need.slug: place for place, need in enumerate(NEEDS)}
_PHASES: Final = {phase.slug: phase for phase in PHASES}
_ALSO_PHASES: Final = {
    "new team": "new-team", "new product": "new-team", "new team product": "new-team", "new role": "new-team",
    "early": "early-career", "in transition": TRANSITION, "between roles": TRANSITION,
}  # fmt: skip
_LEAST_TO_MISS: Final = 5
_LONG_TO_MISS: Final = 8
"""A name of five letters can be missed by one, of eight by two (our judgement)."""
_ALSO_NEEDS: Final = {
    "sponsorship": "sponsor", "organization map": "organisation-map", "org map": "organisation-map",
    "prioritization": "prioritisation", "outside perspective": "outside-view", "introduction": "introductions",
    "one earlier mentor kept": EARLIER_MENTOR, "opportunity": "opportunities", "peers": "peer",
}  # fmt: skip


def phase_slug(text: str) -> str:
    """The slug of a phase there is, by slug or words, else one made of the words: a phase of one's own.

    ``Invalid`` when nothing is left of the words.
    """
    known = _known_phase(text)
    if known:
        return known
    slug = "-".join(_plain(text).split())[:LONGEST_SLUG].strip("-")
    if not slug:
        listed = ", ".join(PHASE_SLUGS)
        raise Invalid(f"Say which phase: {listed}, or a name of your own.", field="phase")
    return slug


def phase_to_begin(text: str, own: Iterable[str] = (), *, is_own: bool = False) -> str:
    """The slug of the phase that the owner wants to be in, so that a slip of the keyboard begins none.

    ``own`` are the slugs of the owner's own phases. A phase that there is not yet is begun only with ``is_own``,
    and only under a name that is not next to one of the four. ``Invalid`` asks which was meant.
    """
    mine = list(dict.fromkeys(own))
    try:
        return phase_of(text, mine).slug
    except Invalid:
        slug = phase_slug(text)
    near = _near_phase(text, () if is_own else mine)
    if near and is_own:
        raise Invalid(
            f"Did you mean {near}? A phase of your own wants a name that can be told from it.", field="phase"
        )
    if near:
        raise Invalid(
            f"“{_shown(text)}” is no phase. Did you mean {near}? Nothing was changed.", field="phase"
        )
    if is_own:
        return slug
    listed = ", ".join((*PHASE_SLUGS, *(one for one in mine if one not in _PHASES)))
    raise Invalid(
        f"“{_shown(text)}” is no phase yet; there are {listed}. Nothing was changed. To begin a phase of your own "
        "under that name, say that it is your own.",
        field="phase",
        code="unknown-phase",
    )


def phase_of(text: str, own: Iterable[str] = ()) -> Phase:
    """The phase that a slug or words name; ``own`` are the slugs of the owner's own. ``Invalid`` lists them."""
    known = _known_phase(text)
    if known:
        return _PHASES[known]
    mine = list(dict.fromkeys(slug for slug in own if slug not in _PHASES))
    for slug in mine:
        if _plain(slug) == _plain(text):
            return Phase(slug, words_of(slug))
    listed, near = ", ".join((*PHASE_SLUGS, *mine)), _near_phase(text, mine)
    meant = f" Did you mean {near}?" if near else ""
    raise Invalid(f"“{_shown(text)}” is no phase; it is one of {listed}.{meant}", field="phase")


def need_of(text: str, own: Iterable[str] = ()) -> Need:
    """The need that a slug or words name; ``own`` are the slugs of the owner's own. ``Invalid`` lists them."""
    plain = _plain(text)
    for need in NEEDS:
        if plain in (_plain(need.slug), _plain(need.name)):
            return need
    if plain in _ALSO_NEEDS:
        return _NEEDS[_ALSO_NEEDS[plain]]
    mine = list(dict.fromkeys(slug for slug in own if slug not in _NEEDS))
    for slug in mine:
        if _plain(slug) == plain:
            return need_called(slug)
    listed = ", ".join((*_NEEDS, *mine))
    raise Invalid(f"“{_shown(text)}” is no need; it is one of {listed}.", field="need")


def need_slug(text: str) -> str:
    """The slug of a need there is, by slug or words, else one for a need of one's own. ``Invalid`` when empty."""
    try:
        return need_of(text).slug
    except Invalid:
        slug = "-".join(_plain(text).split())[:LONGEST_SLUG].strip("-")
        if not slug:
            raise Invalid("Give the need a name: a word or two.", field="need") from None
        return slug


def need_called(slug: str) -> Need:
    """The need of that slug; any slug that the taxonomy lacks is one of the owner's own."""
    return _NEEDS.get(slug) or Need(slug, words_of(slug), OWN_GROUP)


def needs_of(phase: str, own_weights: Mapping[str, Mapping[str, int]] | None = None) -> tuple[Need, ...]:
    """What a phase asks for, heaviest first, then as in the taxonomy, then the owner's own.

    ``own_weights`` are the owner's, by phase and need: each takes the place of one weight, 0 takes the
    need out. A phase of one's own has only these. ``Invalid`` for a weight outside 0 to 3.
    """
    template = _PHASES.get(phase)
    weights = dict(template.weights) if template else {}
    for slug, weight in ((own_weights or {}).get(phase) or {}).items():
        if weight not in (0, NICE, SHOULD, MUST):
            raise Invalid("A need weighs 3 (must), 2 (should), 1 (nice) or 0 (not now).", field="weight")
        weights[slug] = weight
    wanted = [replace(need_called(slug), weight=weight) for slug, weight in weights.items() if weight]
    return tuple(sorted(wanted, key=in_order))


def in_order(need: Need) -> tuple[int, int, str]:
    """The key that needs are sorted by: heaviest first, then as in the taxonomy, then by name."""
    return -need.weight, _PLACES.get(need.slug, len(NEEDS)), need.slug


def weight_word(weight: int) -> str:
    """A weight in a word: "must", "should", "nice" or "not now"."""
    return {MUST: "must", SHOULD: "should", NICE: "nice"}.get(weight, "not now")


def phase_name(slug: str) -> str:
    """A phase as people read it: "new team or product", or the words of one's own."""
    return _PHASES[slug].name if slug in _PHASES else words_of(slug)


def words_of(slug: str) -> str:
    """A slug as words: "board-experience" → "board experience"."""
    return " ".join(slug.replace("-", " ").replace("_", " ").split())


def _known_phase(text: str) -> str:
    plain = _plain(text)
    for phase in PHASES:
        if plain in (_plain(phase.slug), _plain(phase.name)):
            return phase.slug
    return _ALSO_PHASES.get(plain, "")


def _near_phase(text: str, own: Iterable[str]) -> str:
    """The slug of the phase that the words miss by a letter or two, a swap counting one; empty when none is near."""
    plain = _plain(text)
    names = {_plain(name): phase.slug for phase in PHASES for name in (phase.slug, phase.name)}
    names |= _ALSO_PHASES | {_plain(slug): slug for slug in own}
    found = ((OSA.distance(plain, name), name) for name in names if len(name) >= _LEAST_TO_MISS)
    misses, name = min(found)
    return names[name] if plain and misses <= (2 if len(name) >= _LONG_TO_MISS else 1) else ""


def _plain(text: str) -> str:
    return fold(text.replace("_", " "))


def _shown(text: str) -> str:
    return " ".join(text.split())[:40]
