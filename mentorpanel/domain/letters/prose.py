"""Reads prose the way the checks need it: words, questions, asks, links, dates and leftovers."""

import math
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
GAP = "…"
"""What stands within a sentence where something that it needs is not filled in yet."""
_PLACEHOLDER = re.compile(
    r"\[(?!\d{1,3}\]|[ xX]\])[^\]\n]{0,80}\](?!\()"  # [company], not a link's text, a footnote or a tick box
    r"|\{\{|\}\}|\{[a-z_ ]{1,40}\}|<[A-Za-z][A-Za-z _]{0,40}>|_{4,}|<<|>>"
    r"|\b(?:TO[ -]?DO|TBD|TBC|TK|X{3,}|FIX[ -]?ME)\b"
    r"|\blorem ipsum\b"
    r"|(?<!\S)…(?=[\s.,;:!?]|$)"  # a gap in a sentence, as templates leave it
)
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»|„[^“\n]*“")
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
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|dr|mr|mrs|ms|prof|vs|approx)\.(?= )", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?…][\"”’)]*$")
_LEAST_OPEN = 5
_MINUTES = re.compile(
    r"\b(\d{1,3})(?:\s?(?:-|–|to|or)\s?(\d{1,3}))?[ -]?(?:mins?|minut\w{0,3})\b"
    r"|\b(a quarter of an hour|half an hour|half-hour|three quarters of an hour|an hour and a half"
    r"|an? hour|one hour|two hours|three hours|eine stunde|une heure|una hora|un'ora)\b"
    r"|\b(five|ten|fifteen|twenty|twenty-five|thirty|forty|forty-five|fifty|sixty|ninety)[ -]minutes?\b"
    r"|\b(\d{1,2}(?:[.,]\d)?)(?:\s?(?:-|–|to|or)\s?(\d{1,2}(?:[.,]\d)?))?[ -]?(?:hrs?|hours?|h|stunden?|heures?|horas?)\b",
    re.IGNORECASE,
)
_SPANS = {
    "a quarter of an hour": 15, "half an hour": 30, "half-hour": 30, "three quarters of an hour": 45,
    "an hour and a half": 90, "a hour": 60, "an hour": 60, "one hour": 60, "two hours": 120, "three hours": 180,
    "eine stunde": 60, "une heure": 60, "una hora": 60, "un'ora": 60, "five": 5, "ten": 10, "fifteen": 15,
    "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_WANTS = re.compile(
    r"\b(?:(?:would|should|will) (?:be|do|suffice)|enough|plenty|suffices?|i need|i want|let us|let's)\b",
    re.IGNORECASE,
)
_FIRST_WITHOUT_SPACES = "\u2e80"
_OF_ME = frozenset({"i", "me", "my", "mine", "myself"})
_OF_YOU = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_EMPTY = frozenset(
    [
        "a", "about", "absolutely", "again", "all", "also", "always", "am", "amazing", "an", "and",
        "are", "as", "at", "awesome", "be", "been", "best", "both", "brilliant", "but", "by", "did",
        "do", "does", "enjoyed", "ever", "every", "excellent", "fantastic", "for", "from", "gave",
        "give", "good", "great", "had", "has", "have", "he", "her", "his", "how", "i", "in",
        "inspirational", "inspired", "inspiring", "insightful", "insights", "interesting", "is",
        "it", "its", "just", "keynote", "learned", "learnt", "like", "liked", "lot", "lots", "love",
        "loved", "made", "many", "me", "meeting", "meetings", "more", "most", "much", "my", "nice",
        "of", "on", "our", "perfect", "presentation", "presented", "presenting", "really", "s",
        "session", "she", "so", "some", "speech", "such", "super", "t", "talk", "talks", "talked",
        "thank", "thankful", "thanks", "that", "the", "their", "them", "there", "these", "they",
        "things", "this", "those", "to", "today", "too", "truly", "us", "useful", "valuable",
        "very", "was", "way", "we", "well", "were", "what", "when", "which", "who", "with",
        "wonderful", "work", "you", "your",
    ]
)  # fmt: skip


def count_words(text: str) -> int:
    """Words as a reader counts them; "don't" and "follow-up" are one each, a link is one."""
    return len(_WORD.findall(_LINK.sub("link", text)))


def words_said(text: str) -> int:
    """Words, whatever the script: where it puts no spaces between them, two signs count as one."""
    return sum(
        max(1, len(word) // 2) if word[0] >= _FIRST_WITHOUT_SPACES else 1 for word in _WORD.findall(text)
    )


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


def sentences_in(text: str) -> list[str]:
    """Whole sentences, broken lines joined; a greeting, a name and a list's short lines are none."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", _ABBREVIATION.sub(lambda match: match.group(0)[:-1], text)):
        parts = re.split(r"(?<=[.!?…])[\"”’)]*\s+", " ".join(paragraph.split()))
        found += [part for part in parts if _is_sentence(part)]
    return found


def _is_sentence(part: str) -> bool:
    return bool(_CLOSED.search(part)) or (count_words(part) >= _LEAST_OPEN and not part.endswith(","))


def minutes_in(text: str) -> list[int]:
    """The lengths of time that it names, in minutes; of "20 to 30 minutes" the longer."""
    found = []
    for first, second, span, word, hours, more_hours in _MINUTES.findall(_plain_quotes(text)):
        if span or word:
            found.append(_SPANS[(span or word).lower()])
        elif hours:
            found.append(
                max(round(60 * float((one or "0").replace(",", "."))) for one in (hours, more_hours))
            )
        else:
            found.append(max(int(first), int(second or 0)))
    return found


def minutes_wanted(text: str) -> list[int]:
    """The lengths of time that sentences want: asks and "… would be plenty", else questions; of each the first, since
    what follows it is more often what the talk is about."""
    sentences = sentences_in(text)
    wanting = [one for one in sentences if asks_in(one) or _WANTS.search(one)]
    wanting = wanting or [one for one in sentences if has_question(one)]
    return [minutes for one in wanting for minutes in minutes_in(one)[:1]]


def of_me_and_you(text: str) -> tuple[int, int]:
    """How often it says "I", "me" or "my", and how often "you" or "your"."""
    words = [word.partition("'")[0] for word in _WORD.findall(_plain_quotes(text).lower())]
    return sum(word in _OF_ME for word in words), sum(word in _OF_YOU for word in words)


def telling_words(text: str) -> list[str]:
    """The words that make praise one person's: without the ones that fit any talk or meeting.

    In scripts that put no spaces between words, two signs count as one.
    """
    found: list[str] = []
    for word in _WORD.findall(_plain_quotes(text).lower()):
        if word[0] >= _FIRST_WITHOUT_SPACES:
            found += [word[at : at + 2] for at in range(0, len(word) - 1, 2)]
        elif word not in _EMPTY and len(word) > 1:
            found.append(word)
    return found


def links_in(text: str) -> list[str]:
    """Web addresses, each once."""
    return list(dict.fromkeys(link.rstrip(".,;:!?)") for link in _LINK.findall(text)))


def placeholders_in(text: str) -> list[str]:
    """Leftovers of a template: bracketed hints, double braces, long underscores, capitals for later, gaps.

    A gap is "…" that stands alone; within quoted words it is what somebody left out.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = (
        match.group(0)
        for match in _PLACEHOLDER.finditer(text)
        if match.group(0) != GAP or not any(start < match.start() < end for start, end in quoted)
    )
    return list(dict.fromkeys(found))


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
