"""Whom to ask: ranks people for a question by what they have said so far. Examples: docs/rules/asking.md.

Who comes among the first few is decided by what somebody said about it alone: the votes of the pieces most
like the question, everything they ever said taken together, what they know and the
needs that they cover. Only within those does it count who answers much, so that the busiest person is not
asked for everything. The weights were chosen by cross-validation in time, inside the training part of
three public sets of questions and answers (``python -m bench.asking``); where these say nothing, as of
load and standing, they are our judgement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nlargest
from itertools import islice
from typing import Final

from mentorpanel.domain.asking_facts import Askable, Asked, AskResult, Meant, Piece, PieceKind
from mentorpanel.domain.asking_words import is_big, reasons_of
from mentorpanel.domain.facts import AdviceStatus, Stage
from mentorpanel.domain.likeness import Likeness, terms_of, topic_terms_of
from mentorpanel.domain.need_topics import MOST_LEVEL, needs_in
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.two_to_ask import two_to_ask

FIRST: Final = 5
"""How many are chosen by what they said alone, before anything else orders them."""
NEAREST: Final = 100
TELLING_TERMS: Final = 3
"""A piece is quoted when it shares a third of the question's terms, or three of them; our judgement."""
_QUESTION_SHARE: Final = 0.65
WEIGHTS: Final[Mapping[str, float]] = {"votes": 1.0, "profile": 0.5, "knows": 1.0, "need": 0.5}
HABIT: Final = 1.5
MEANING: Final = 1.0
SHORT: Final = 10
"""The votes by meaning count in full for a question of that many terms or fewer, for a longer one in inverse proportion:
the more words it has, the more surely they find what is like it. From the same cross-validation."""
FAR: Final = 0.1
"""Two texts that have nothing to do with each other come about as near by meaning; only what is nearer counts."""
TELLING_CLOSENESS: Final = 0.3
"""A piece is quoted when it comes as near to the question by meaning. Texts of another field do so in 12 of 1,000 pairs at
most, an answer to the question in half to five of six (measured on the training part of the sets)."""
_OLD_COUNTS: Final = 0.25
_KIND: Final = {PieceKind.ADVICE: 1.0, PieceKind.ANSWER: 1.0, PieceKind.TALK: 0.5}
_OUTCOME: Final = {AdviceStatus.WORKED: 1.25, AdviceStatus.DID_NOT: 0.5, AdviceStatus.SET_ASIDE: 0.5}
_STANDING: Final = {"lapsed": 0.7, "slipping": 0.9}
_WARMTH: Final = {"close": 1.0, "warm": 1.0, "quiet": 0.9}
_DISTANT: Final = 0.75
_OFF_PANEL: Final = 0.8

Votes = dict[int, float]
Near = Mapping[str, Sequence[tuple[int, float]]]
"""By words ("votes") and by meaning: the pieces nearest to a question, their place and what each counts for."""


class Asking:
    """Everything that was said, read once, and asked as many questions as wanted."""

    def __init__(
        self, people: Iterable[Askable], pieces: Sequence[Piece], today: date, settings: RuleSettings
    ) -> None:
        self._people = {
            one.member.person_id: one
            for one in people
            if not one.is_do_not_contact and one.member.stage != Stage.CLOSED
        }
        self._given = [place for place, piece in enumerate(pieces) if piece.person_id in self._people]
        self._pieces = [pieces[place] for place in self._given]
        self._today, self._settings = today, settings
        asked = [
            " ".join((piece.question, *piece.topics)) if piece.question else "" for piece in self._pieces
        ]
        whole = [" ".join((piece.question, *piece.topics, piece.said)) for piece in self._pieces]
        self._with_question = [place for place, text in enumerate(asked) if text]
        self._texts = Likeness([*whole, *(asked[place] for place in self._with_question)])
        said: dict[int, list[str]] = defaultdict(list)
        for piece in self._pieces:
            said[piece.person_id].append(piece.said)
        self._speakers = list(said)
        self._profiles = Likeness([" ".join(said[person_id]) for person_id in self._speakers])
        self._topics = [
            (one.member.person_id, topic) for one in self._people.values() for topic in one.expertise
        ]
        self._known = Likeness([topic for _, topic in self._topics])
        self._age_counts = [self._age_of(piece) for piece in self._pieces]
        self._habits = self._habit_shares()

    @property
    def has_people(self) -> bool:
        """Whether there is anybody who could be asked at all."""
        return bool(self._people)

    def ask(
        self,
        question: str,
        topics: Iterable[str] = (),
        *,
        most: int = FIRST,
        big: bool | None = None,
        meant: Meant | None = None,
    ) -> Asked:
        """The people for a question, best first; nobody of whom no fact speaks for it.

        ``big`` says whether two who differ are wanted; None leaves it to the question's words. ``meant`` says how near each
        piece comes by meaning; without it the question goes by words.
        """
        text = " ".join((question, *topics))
        if not terms_of(text):
            return Asked(())
        near = self._near(text, meant)
        ranked = self._ranked(self._shares(text, near))
        telling = self._telling(question, text, near, meant)
        results = tuple(islice(self._results(text, telling, ranked), max(most, FIRST)))
        wants_two = is_big(question) if big is None else big
        pair = two_to_ask([self._people[one.person_id].member for one in results[:FIRST]])
        return Asked(results[:most], pair if wants_two and pair and pair.ways else None)

    def _results(
        self, text: str, told: Mapping[int, Sequence[Piece]], ranked: Sequence[tuple[int, float]]
    ) -> Iterator[AskResult]:
        """Those for whom a fact speaks that is worth naming, with it, in their order."""
        known: dict[int, list[str]] = defaultdict(list)
        for person_id, topic in self._topics_of(text):
            known[person_id].append(topic)
        needs = needs_in(text)
        for person_id, score in ranked:
            person = self._people[person_id]
            reasons = reasons_of(
                person, told.get(person_id, ()), known[person_id], needs, self._today, self._settings
            )
            if reasons:
                yield AskResult(
                    person_id, person.member.name, round(score, 4), reasons, person.member.is_panel
                )

    def _telling(self, question: str, text: str, near: Near, meant: Meant | None) -> dict[int, list[Piece]]:
        """Of the nearest pieces those that say something on it, by person, the weightiest first: those that have more than
        a chance word in common with the question, or come near to it by meaning."""
        enough = max(1, min(TELLING_TERMS, -(-len(topic_terms_of(question)) // 3)))
        common = self._texts.in_common(topic_terms_of(text))
        weights: dict[int, float] = defaultdict(float)
        for pieces in near.values():
            whole = sum(counts for _, counts in pieces) or 1.0
            for place, counts in pieces:
                weights[place] += counts / whole
        told: dict[int, list[Piece]] = defaultdict(list)
        for place in sorted(weights, key=lambda each: (-weights[each], each)):
            if common[place] >= enough or self._closest(place, meant) >= TELLING_CLOSENESS:
                told[self._pieces[place].person_id].append(self._pieces[place])
        return told

    def _closest(self, place: int, meant: Meant | None) -> float:
        if meant is None:
            return 0.0
        return max(meant.said[self._given[place]], meant.asked[self._given[place]])

    def ranking(
        self,
        question: str,
        topics: Iterable[str] = (),
        *,
        without: Iterable[str] = (),
        meant: Meant | None = None,
    ) -> list[int]:
        """Everybody for whom something speaks, best first; ``without`` leaves signals out, to see what each gives."""
        text = " ".join((question, *topics))
        left_out = frozenset(without)
        shares = {
            signal: votes
            for signal, votes in self._shares(
                text, self._near(text, meant, is_dated="age" not in left_out)
            ).items()
            if signal not in left_out
        }
        return [person_id for person_id, _ in self._ranked(shares, habit="habit" not in left_out)]

    def _near(self, text: str, meant: Meant | None, *, is_dated: bool = True) -> Near:
        """The pieces nearest to the question and what each counts for, with its age and what came of it."""
        counts = [
            _KIND[piece.kind]
            * (_OUTCOME.get(piece.outcome, 1.0) if piece.outcome else 1.0)
            * (age if is_dated else 1.0)
            for piece, age in zip(self._pieces, self._age_counts, strict=True)
        ]
        near = {"votes": _nearest(self._by_words(text), counts)}
        if meant is not None:
            near["meaning"] = _nearest(self._by_meaning(meant), counts)
        return near

    def _by_words(self, text: str) -> Iterator[tuple[int, float]]:
        """The pieces that share words with the question, and how far they do, 0 to 1."""
        found = self._texts.about(text)
        size = len(self._pieces)
        asked = {place: found.get(size + at, 0.0) for at, place in enumerate(self._with_question)}
        for place in {place for place in found if place < size} | {place for place in asked if asked[place]}:
            likeness = found.get(place, 0.0)
            if place in asked:
                likeness = _QUESTION_SHARE * asked[place] + (1.0 - _QUESTION_SHARE) * likeness
            yield place, likeness

    def _by_meaning(self, meant: Meant) -> Iterator[tuple[int, float]]:
        """The pieces that come nearer to the question by meaning than any text does, and how near, 0 to 1."""
        for place, given in enumerate(self._given):
            closeness = max(0.0, meant.said[given] - FAR)
            if self._pieces[place].question:
                asked = max(0.0, meant.asked[given] - FAR)
                closeness = _QUESTION_SHARE * asked + (1.0 - _QUESTION_SHARE) * closeness
            if closeness:
                yield place, closeness / (1.0 - FAR)

    def _shares(self, text: str, near: Near) -> dict[str, Votes]:
        """What each signal gives to whom; the shares of a signal add up to its weight."""
        found: dict[str, Votes] = {}
        for signal, pieces in near.items():
            votes: Votes = defaultdict(float)
            for place, counts in pieces:
                votes[self._pieces[place].person_id] += counts
            found[signal] = votes
        profile = {
            self._speakers[each.place]: each.score**2
            for each in self._profiles.like(text, most=len(self._speakers))
        }
        knows: Votes = defaultdict(float)
        for person_id, _ in self._topics_of(text):
            knows[person_id] = 1.0
        wanted = needs_in(text)
        need = {
            person_id: level / MOST_LEVEL
            for person_id, one in self._people.items()
            if (level := max((one.member.levels.get(slug, 0) for slug in wanted), default=0))
        }
        found |= {"profile": profile, "knows": knows, "need": need}
        terms = len(set(terms_of(text)))
        weights = {**WEIGHTS, "meaning": MEANING * min(1.0, SHORT / max(terms, 1))}
        return {signal: _share(given, weights[signal]) for signal, given in found.items()}

    def _topics_of(self, text: str) -> list[tuple[int, str]]:
        """Who knows what the question speaks of, by the owner's word: topics whose every word stands in it."""
        asked = set(terms_of(text))
        return [
            self._topics[place]
            for place in sorted(self._known.about(text))
            if set(terms_of(self._topics[place][1])) <= asked and topic_terms_of(self._topics[place][1])
        ]

    def _ranked(self, shares: Mapping[str, Votes], *, habit: bool = True) -> list[tuple[int, float]]:
        said: Votes = defaultdict(float)
        for given in shares.values():
            for person_id, share in given.items():
                said[person_id] += share
        counted = {
            person_id: score * self._factor(self._people[person_id])
            for person_id, score in said.items()
            if score > 0
        }
        by_words = sorted(
            counted, key=lambda one: (-round(counted[one], 9), self._people[one].member.name, one)
        )
        whole = {
            person_id: counted[person_id]
            + (
                HABIT * self._habits.get(person_id, 0.0) * self._factor(self._people[person_id])
                if habit
                else 0.0
            )
            for person_id in by_words
        }
        place = {person_id: at for at, person_id in enumerate(by_words)}
        ordered = sorted(by_words, key=lambda one: (place[one] >= FIRST, -round(whole[one], 9), place[one]))
        most = sum(WEIGHTS.values()) + HABIT + (MEANING if "meaning" in shares else 0.0)
        return [(person_id, whole[person_id] / most) for person_id in ordered]

    def _factor(self, person: Askable) -> float:
        """What standing, warmth and load leave of what speaks for somebody, at most 1."""
        member, settings = person.member, self._settings
        factor = _STANDING.get(member.standing, 1.0) * _WARMTH.get(member.warmth, _DISTANT)
        if not member.is_panel:
            factor *= _OFF_PANEL
        over = max(0, person.asked_lately - settings.ask_free)
        if person.waits_for_answer:
            over += 1
        return float(factor * settings.ask_load_factor**over)

    def _habit_shares(self) -> Votes:
        """How much of all answers came from whom, later ones counting more; a talk is no answer."""
        given: Votes = defaultdict(float)
        for piece in self._pieces:
            if piece.kind is not PieceKind.TALK:
                given[piece.person_id] += 2.0 ** -(self._days(piece) / self._settings.ask_half_life_days)
        return _share(given)

    def _age_of(self, piece: Piece) -> float:
        """What a piece counts for by its age: 1 when new, never below a quarter."""
        kept = 2.0 ** -(self._days(piece) / self._settings.ask_half_life_days)
        return float(_OLD_COUNTS + (1.0 - _OLD_COUNTS) * kept)

    def _days(self, piece: Piece) -> int:
        return max(0, (self._today - piece.on).days)


def _share(given: Mapping[int, float], weight: float = 1.0) -> Votes:
    whole = sum(given.values())
    return {person_id: weight * one / whole for person_id, one in given.items()} if whole else {}


def _nearest(pieces: Iterable[tuple[int, float]], counts: Sequence[float]) -> list[tuple[int, float]]:
    """The nearest pieces, and what each counts for: how near it is, squared, times what it is worth."""
    near = [(place, likeness * likeness * counts[place]) for place, likeness in pieces]
    return nlargest(NEAREST, near, key=lambda each: (each[1], -each[0]))
