"""Why somebody is the one to ask, in words that quote what they said."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from mentorpanel.domain.asking_facts import Askable, Piece, PieceKind
from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.need_topics import LEVEL_WORDS
from mentorpanel.domain.needs import words_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, count, people_list, start_sentence

LONGEST_QUOTE: Final = 110
QUOTED_MOST: Final = 2
BIG_WORDS: Final = 40
_CAME_OF_IT: Final = {
    AdviceStatus.WORKED: "it worked",
    AdviceStatus.DID_NOT: "it did not work",
    AdviceStatus.TRYING: "you are trying it",
    AdviceStatus.SET_ASIDE: "you set it aside",
}
_DECIDING: Final = re.compile(
    r"\b(?:decid\w*|decision|choos\w*|whether|should (?:i|we) (?:take|accept|leave|quit|stay|move|join|sign|hire|fire)"
    r"|job offer|offer from|promot\w*|resign\w*|relocat\w*|career|reorg\w*|layoffs?|acquisition"
    r"|change (?:teams?|jobs?|roles?))\b",
    re.IGNORECASE,
)


def is_big(question: str) -> bool:
    """Whether a question is one of those for which two views are better than one: words of deciding, or a long one."""
    return bool(_DECIDING.search(question)) or len(question.split()) >= BIG_WORDS


def reasons_of(
    person: Askable,
    told: Iterable[Piece],
    topics: Iterable[str],
    needs: Iterable[str],
    today: date,
    settings: RuleSettings,
) -> tuple[str, ...]:
    """What speaks for asking them, the strongest first, then what speaks for care. For the owner alone.

    ``told`` are the pieces that are worth quoting, the weightiest first; empty where nothing speaks for them.
    """
    quoted = sorted(told, key=lambda piece: piece.kind is PieceKind.TALK)
    found = [_quoted(piece, today) for piece in quoted[:QUOTED_MOST]]
    found += [f"{start_sentence(topic)} is among what they know." for topic in dict.fromkeys(topics)]
    if len(found) < QUOTED_MOST:
        said = " ".join(found)
        found += [one.removeprefix(said).strip() for one in _covered(person.member, needs) if one != said]
    return (*dict.fromkeys(found), *_care(person, today, settings)) if found else ()


def _quoted(piece: Piece, today: date) -> str:
    when = _when(piece.on, today)
    if piece.kind is PieceKind.ANSWER:
        answer = f": “{_short(piece.said)}”" if piece.said.strip() else ""
        return f"{when} they answered “{_short(piece.question)}”{answer}."
    if piece.kind is PieceKind.TALK:
        what = f"“{_short(piece.said)}”" if piece.said.strip() else people_list(piece.topics)
        return f"{when} you talked about it: {what}."
    outcome = f"; {_CAME_OF_IT[piece.outcome]}" if piece.outcome in _CAME_OF_IT else ""
    return f"{when} they said: “{_short(piece.said)}”{outcome}."


def _when(day: date, today: date) -> str:
    """ "In March", "In March 2024"; what was this month, in days."""
    if (today - day).days < 31:
        return start_sentence(ago(day, today))
    return f"In {day:%B}" if (today - day).days < 335 else f"In {day:%B %Y}"


def _short(text: str) -> str:
    line = " ".join(text.split()).strip('“”"')
    if len(line) <= LONGEST_QUOTE:
        return line.rstrip(".")
    return f"{line[:LONGEST_QUOTE].rsplit(' ', 1)[0].rstrip(',;:.')} …"


def _covered(member: Member, needs: Iterable[str]) -> list[str]:
    found = [(member.levels.get(slug, 0), slug) for slug in needs]
    level, slug = max(found, default=(0, ""))
    if level < 1:
        return []
    if slug in member.said:
        return [f"You said they help {LEVEL_WORDS[level]} with {words_of(slug)}."]
    return [member.reasons.get(slug, "") or f"They help with {words_of(slug)}."]


def _care(person: Askable, today: date, settings: RuleSettings) -> list[str]:
    """What to heed before asking: not on the panel, an open ask, much asked lately, a tie grown quiet."""
    member = person.member
    found = []
    if not member.is_panel:
        spoke = (
            f"; you last spoke {ago(person.last_on, today)}"
            if person.last_on
            else "; you have not talked yet"
        )
        found.append(f"Not on your panel{spoke}.")
    if person.waits_for_answer:
        found.append("An ask of yours to them is still unanswered.")
    if person.asked_lately > settings.ask_free:
        times = count(person.asked_lately, "thing")
        found.append(
            f"{start_sentence(times)} of yours are already with them; somebody else may have more room."
        )
    if member.is_panel and member.warmth not in ("close", "warm") and person.last_on:
        found.append(f"You last spoke {ago(person.last_on, today)}; begin with how they are.")
    return found
