"""The stages of a relationship: their line, moves that facts suggest, moves that want a reason, and endings.

Examples: docs/rules/stages.md. The owner makes every move; rules only suggest, and never demote.
"""

from dataclasses import dataclass

from mentorpanel.domain.facts import Role, Stage, Verdict
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.rule_settings import RuleSettings

LINE = (
    Stage.NOTICED, Stage.REACHED_OUT, Stage.CONNECTED, Stage.RAPPORT, Stage.MENTOR, Stage.FORMAL_MENTOR,
)  # fmt: skip
ENDINGS = (Stage.RESTING, Stage.ALUMNI, Stage.CLOSED)

_MENTORS = (Stage.MENTOR, Stage.FORMAL_MENTOR)
_MEANINGS = {
    Stage.NOTICED: "Somebody worth knowing; you have not written yet.",
    Stage.REACHED_OUT: "You have written; the answer is theirs to give.",
    Stage.CONNECTED: "You have heard from each other; the second contact within three weeks matters most.",
    Stage.RAPPORT: "You know each other a little, and it goes well.",
    Stage.MENTOR: "You learn from them; no agreement is needed, only staying in touch and keeping them informed.",
    Stage.FORMAL_MENTOR: "You have agreed to meet regularly, for a goal.",
    Stage.RESTING: "On purpose, less for now; a note twice a year keeps it alive.",
    Stage.ALUMNI: "A chapter that has closed well; a note twice a year is welcome.",
    Stage.CLOSED: "It has ended, with a word of thanks.",
}
_CLOSINGS = {
    Stage.RESTING: "Say that you will be in touch less for a while, what you take with you, and that you gladly "
    "hear from them.",
    Stage.ALUMNI: "Thank them for what was reached together, and leave your offer of help standing.",
    Stage.CLOSED: "Thank them for their time. Nobody has to wonder why you went quiet.",
}


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What a suggestion or a warning looks at: the stage now (None: address book) and what happened."""

    stage: Stage | None
    has_written: bool = False
    two_way_days: int = 0
    is_assessed_well: bool = False
    could_mentor: bool = False


def stage_of(text: str) -> Stage:
    """The stage that a slug or words name: ``formal-mentor``, "Formal mentor". ``Invalid`` lists them all."""
    slug = "-".join(text.lower().replace("_", " ").replace("-", " ").split())
    try:
        return Stage(slug)
    except ValueError:
        known = ", ".join(stage.value for stage in Stage)
        raise Invalid(f"“{slug[:40]}” is no stage; it is one of {known}.", field="stage") from None


def role_of(text: str) -> Role:
    """The role beside the stage that a slug or words name. ``Invalid`` lists them all."""
    slug = "-".join(text.lower().replace("_", " ").replace("-", " ").split())
    try:
        return Role(slug)
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise Invalid(f"“{slug[:40]}” is no role; it is one of {known}.", field="role") from None


def in_words(stage: Stage | Role) -> str:
    """A stage or role as people read it: "formal mentor", "reached out", "role model"."""
    return stage.value.replace("-", " ")


def meaning_of(stage: Stage) -> str:
    """What it means to be in that stage, in one sentence."""
    return _MEANINGS[stage]


def closing_advice(stage: Stage) -> str:
    """What a closing note says when a relationship moves to this ending; empty for stages on the line."""
    return _CLOSINGS.get(stage, "")


def suggested_move(facts: StageFacts, settings: RuleSettings) -> Verdict | None:
    """The next stage that the facts suggest, with the reason; None where they suggest nothing.

    First reply: connected. Two two-way touchpoints and a good assessment: rapport. Nothing further is
    suggested from counting: who is a mentor is for the owner to say (the seed: don't rush to formalise).
    """
    if facts.stage in (Stage.NOTICED, Stage.REACHED_OUT) and facts.two_way_days > 0:
        return Verdict(Stage.CONNECTED, "They have answered: you have heard from each other.")
    if facts.stage == Stage.NOTICED and facts.has_written:
        return Verdict(Stage.REACHED_OUT, "You have written to them.")
    if facts.stage == Stage.CONNECTED and facts.is_assessed_well:
        if facts.two_way_days >= settings.rapport_two_way_days:
            return Verdict(Stage.RAPPORT, "You have talked more than once, and it goes well.")
        return None
    if facts.stage == Stage.RAPPORT and facts.could_mentor:
        return Verdict(
            Stage.MENTOR, "They listen, they want to help, and there is something to learn from them."
        )
    return None


def move_of(facts: StageFacts, to: Stage, *, reason: str = "", is_setting_up: bool = False) -> Verdict:
    """*same*, *usual*, *ending* or *unusual*, in words. Raises ``NeedsReason`` for an unusual one without a reason.

    While setting up, and for somebody picked from the address book, nothing is unusual: declared
    history counts as evidence.
    """
    if facts.stage == to:
        return Verdict("same", f"This already is the stage: {in_words(to)}.")
    if facts.stage is None or is_setting_up:
        return Verdict("usual", "What you say about your own past is evidence enough.")
    warning = _warning(facts, to)
    if warning:
        if not reason.strip():
            raise NeedsReason(f"{warning} If that is how it is, say why in a few words.", field="reason")
        return Verdict("unusual", warning)
    if to in ENDINGS:
        return Verdict("ending", closing_advice(to))
    return Verdict("usual", meaning_of(to))


def _warning(facts: StageFacts, to: Stage) -> str:
    """Why a move is unusual; empty for a usual one."""
    if facts.stage == Stage.CLOSED:
        return "This relationship was closed."
    if to in ENDINGS:
        return ""
    if facts.stage not in LINE:
        return ""
    if to in _MENTORS and facts.stage not in _MENTORS and facts.two_way_days == 0:
        return "You have not talked with each other yet, as far as is noted here."
    steps = LINE.index(to) - LINE.index(facts.stage)
    if steps < 0:
        return f"From {in_words(facts.stage)} back to {in_words(to)} is unusual; letting it rest may say it better."
    if steps == 1 or (to == Stage.CONNECTED and facts.two_way_days > 0):
        return ""
    if facts.stage == Stage.RAPPORT:  # the seed: once there is rapport, one may choose a formal mentor
        return ""
    return f"From {in_words(facts.stage)} straight to {in_words(to)} leaves out {_between(facts.stage, to)}."


def _between(stage: Stage, to: Stage) -> str:
    left_out = [in_words(each) for each in LINE[LINE.index(stage) + 1 : LINE.index(to)]]
    return " and ".join(left_out)
