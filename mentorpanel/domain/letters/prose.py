"""Reads prose the way the checks need it: words, questions, asks, links, dates and leftovers."""

import math
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\[(?!\d{1,3}\]|[ xX]\])[^\]\n]{0,80}\](?!\()"  # [company], not a link's text, a footnote or a tick box
    r"|\{\{|\}\}|\{[a-z_ ]{1,40}\}|<[A-Za-z][A-Za-z _]{0,40}>|_{4,}|<<|>>"
    r"|\b(?:TO[ -]?DO|TBD|TBC|TK|X{3,}|FIX[ -]?ME)\b"
    r"|\blorem ipsum\b"
)
_ASK = re.compile(
    r"\b(?:could|can|would|will|might|may|shall|won't|couldn't|can't|wouldn't)[ ,]+(?:you|we|i|it be possible)\b[^.!\n]*\?"
    r"|\bmay i ask\b|\bany chance\b|\bis there any way\b|\b(?:can|could) i (?:ask|borrow|count)\b"
    r"|\bdo you (?:know|have|think|mind|see)\b[^.!\n]*\?"
    r"|\bplease (?!find|accept|pass on my|give my|don't|do not|ignore|feel)\w+"
    r"|\b(?:i'd|i would|we'd) (?:really |very much |so )?(?:love|like|appreciate|welcome|value) "
    r"(?:it if |if |your |an? |to (?:ask|get|have|borrow|pick|talk|meet|discuss|know))"
    r"|\bi (?:need|was hoping|am hoping|wonder if|was wondering if|am wondering if) "
    r"|\blet me know (?:if|whether|when|what|which|who|how)\b"
    r"|\bpick your brain\b",
    re.IGNORECASE,
)
_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"  # noqa: E501
_DATE = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\b"
    rf"|\b(?:{_MONTH}) \d{{1,2}}\b|\b(?:end of|by|in|before|until|mid|early|late) (?:{_MONTH})\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|tonight|tomorrow)\b"
    r"|\b(?:this|next|end of(?: the)?|the end of(?: the)?|in a|in two|in three) (?:week|weeks|month|months|quarter|year)\b"
    r"|\bthe \d{1,2}(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_RUN = 6


def count_words(text: str) -> int:
    """Words as a reader counts them; "don't" and "follow-up" are one each, a link is one."""
    return len(_WORD.findall(_LINK.sub("link", text)))


def reading_minutes(words: int, words_a_minute: int = 200) -> int:
    """Whole minutes, at least one; 200 words a minute is our judgement, on the slow side on purpose."""
    return max(1, math.ceil(words / words_a_minute))


def has_question(text: str) -> bool:
    """A question mark that closes words, not one inside a link."""
    return bool(re.search(r"\w[\"”’)]*\s?[?？؟]", _LINK.sub("link", text)))


def asks_in(text: str) -> list[str]:
    """The sentences that ask the reader for something, by their wording; a plain question is no ask."""
    sentences = (sentence.strip() for sentence in _SENTENCE_END.split(_plain_quotes(text)))
    return [sentence for sentence in sentences if _ASK.search(sentence)]


def links_in(text: str) -> list[str]:
    """Web addresses, each once."""
    return list(dict.fromkeys(link.rstrip(".,;:!?)") for link in _LINK.findall(text)))


def placeholders_in(text: str) -> list[str]:
    """Leftovers of a template: bracketed hints, double braces, long underscores, capitals for later."""
    return list(dict.fromkeys(match.group(0) for match in _PLACEHOLDER.finditer(text)))


def has_date(text: str) -> bool:
    """A day, a month with its day, a weekday, or a near time such as "next week"."""
    return bool(_DATE.search(text))


def names_in(text: str, name: str) -> bool:
    """Whether the whole name stands in the text, whatever its accents and capitals."""
    words, wanted = _folded_words(text), _folded_words(name)
    return bool(wanted) and any(
        words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
    )


def repeats(text: str, source: str) -> bool:
    """Whether the text repeats six words in a row of the source, or all of a shorter one of three or more."""
    wanted = _folded_words(source)
    run = min(_RUN, len(wanted))
    if run < 3:
        return False
    return not _runs(_folded_words(text), run).isdisjoint(_runs(wanted, run))


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _folded_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(mark for mark in decomposed if not unicodedata.combining(mark)))


def _plain_quotes(text: str) -> str:
    return text.replace("’", "'")
