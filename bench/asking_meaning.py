"""Whom to ask, by words beside by words and meaning, on the same questions; started by ``bench.asking --meaning MODEL``.

MODEL is a folder with a sentence model (model.safetensors, config.json, vocab.txt). Its vectors are kept in ``--cache
FOLDER``, by default beside the system's other passing files. Three ways of asking: *whole* questions, as they were
written; *titles* alone, of people whose answers are cut to a note of 200 characters; and *notes*: the same without the questions
and topics that the notes answered, which is nearest to what is noted of a panel. With ``--cross-validate`` inside the first 70 %,
by which the weight of meaning was chosen.
"""

import mmap
import pickle
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from bench import asking
from bench.asking import Rank, Split
from mentorpanel.domain.asking import Asking
from mentorpanel.domain.asking_facts import Piece, PieceKind
from mentorpanel.domain.asking_meaning import digest_of, meant_by, text_read, texts_in
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.formats.sentence_model import ModelFiles, SentenceModel, closeness, packed

NOTE = 200
WAYS = ("whole", "titles", "notes")
AT_ONCE = 256


class Reader:
    """A model with what it has read so far; what is read is kept between runs."""

    def __init__(self, folder: Path, cache: Path) -> None:
        with (folder / "model.safetensors").open("rb") as file:
            weights = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.model = SentenceModel(
            ModelFiles(weights, (folder / "config.json").read_bytes(), (folder / "vocab.txt").read_bytes())
        )
        self.file = cache / f"mentorpanel-asking-{len(weights)}.pickle"
        self.kept: dict[str, bytes] = pickle.loads(self.file.read_bytes()) if self.file.exists() else {}

    def read(self, texts: dict[str, str]) -> None:
        missing = [(digest, text) for digest, text in texts.items() if digest not in self.kept]
        started = process_time()
        for begin in range(0, len(missing), AT_ONCE):
            part = missing[begin : begin + AT_ONCE]
            made = packed(self.model.vectors([text for _, text in part]))
            self.kept |= dict(zip((digest for digest, _ in part), made, strict=True))
            self.file.write_bytes(pickle.dumps(self.kept))
        if missing:
            print(
                f"   {len(missing)} texts read in {process_time() - started:.0f} s of processor time",
                flush=True,
            )

    def vector(self, text: str) -> np.ndarray:
        return np.frombuffer(self.kept[digest_of(text)], dtype="<f2").astype(np.float32)


def as_asked(questions: Sequence[dict], way: str) -> list[dict]:
    if way == "whole":
        return list(questions)
    return [
        {
            **one,
            "text": "",
            "tags": one["tags"] if way == "titles" else [],
            "answers": [{**each, "text": " ".join(each["text"].split())[:NOTE]} for each in one["answers"]],
        }
        for one in questions
    ]


def said_in(data: Split, way: str) -> list[Piece]:
    pieces = asking.pieces_of(data)
    if way != "notes":
        return pieces
    return [replace(one, kind=PieceKind.ADVICE, question="", topics=()) for one in pieces]


def ranks(data: Split, way: str, reader: Reader) -> tuple[list[Rank], list[Rank]]:
    """By words, and by words and meaning; the age of what was said is right to a quarter of a year."""
    pieces = said_in(data, way)
    texts = texts_in(pieces)
    asked = [asking.text_of(one) for one in data.asked]
    reader.read({digest_of(text): text_read(text) for text in (*texts.by_digest.values(), *asked)})
    rows = [reader.kept[digest] for digest in texts.by_digest]
    by_words: list[Rank] = []
    by_both: list[Rank] = []
    known, read_on = None, date.min
    for one, text in zip(data.asked, asked, strict=True):
        if known is None or (asking.day(one) - read_on).days >= 91:
            read_on = asking.day(one)
            known = asking.asking_of(data, pieces, read_on)
        near = closeness(rows, reader.vector(text))
        meant = meant_by(texts, dict(zip(texts.by_digest, near, strict=True)))
        by_words.append([data.people[number] for number in known.ranking(text, one["tags"])])
        by_both.append([data.people[number] for number in known.ranking(text, one["tags"], meant=meant)])
    return by_words, by_both


def folds(questions: Sequence[dict], name: str, is_inside: bool) -> Iterator[Split]:
    known = int(0.7 * len(questions))
    if not is_inside:
        yield asking.split(name, questions, known)
        return
    for first, last in pairwise(int(share * known) for share in (0.5, 0.625, 0.75, 0.875, 1.0)):
        yield asking.split(name, questions[:known], first, last)


def compare(reader: Reader, is_inside: bool) -> None:
    for way in WAYS:
        print(f"-- {way}{', inside the first 70 %' if is_inside else ''}")
        rare: tuple[list[float], list[float]] = ([], [])
        for name in asking.SETS:
            questions = as_asked(asking.read(name), way)
            found: list[list[float]] = [[], [], [], []]
            for data in folds(questions, name, is_inside):
                words, both = ranks(data, way, reader)
                found[0] += asking.reciprocal_ranks(data, both)
                found[1] += asking.reciprocal_ranks(data, words)
                found[2] += asking.rare_hits(data, both)
                found[3] += asking.rare_hits(data, words)
            told(f"{name}: MRR", found[0], found[1])
            told(f"{name}: rare hit@5", found[2], found[3])
            rare[0].extend(found[2])
            rare[1].extend(found[3])
        told("all rare questions, hit@5", *rare)


def told(label: str, both: list[float], words: list[float]) -> None:
    low, high = asking.interval(both, words)
    print(
        f"   {label}: by words {asking.mean(words):.3f}, with meaning {asking.mean(both):.3f}; "
        f"difference {low:+.3f} … {high:+.3f} (95 %), n {len(both)}",
        flush=True,
    )


def speed(reader: Reader) -> None:
    """A panel of 20 with five years of history; its vectors are there, the question's is made."""
    people, pieces, today = asking.history()
    texts = texts_in(pieces)
    rows = packed(reader.model.vectors(list(texts.by_digest.values())[:AT_ONCE]))
    kept = {digest: rows[place % len(rows)] for place, digest in enumerate(texts.by_digest)}
    question, took = pieces[7].said[:90], []
    for _ in range(7):
        moments = [process_time()]
        vector = reader.model.vectors([question])[0]
        moments.append(process_time())
        texts = texts_in(pieces)
        near = closeness([kept[digest] for digest in texts.by_digest], vector)
        meant = meant_by(texts, dict(zip(texts.by_digest, near, strict=True)))
        moments.append(process_time())
        known = Asking(people, pieces, today, RuleSettings())
        known.ask(question, meant=meant)
        moments.append(process_time())
        known.ask(question)
        moments.append(process_time())
        took.append([1000 * (last - first) for first, last in pairwise(moments)])
    question_ms, near_ms, rule_ms, _ = (min(one) for one in zip(*took, strict=True))
    print(
        f"20 people, five years, {len(pieces)} pieces: the question's vector {question_ms:.0f} ms, closeness of "
        f"{len(texts.by_digest)} texts {near_ms:.0f} ms, the rule {rule_ms:.0f} ms"
    )


def main(arguments: list[str]) -> None:
    folder = Path(arguments[arguments.index("--meaning") + 1])
    cache = Path(tempfile.gettempdir())
    if "--cache" in arguments:
        cache = Path(arguments[arguments.index("--cache") + 1])
    if not (folder / "model.safetensors").is_file():
        print(f"{folder} holds no model.safetensors, so there is nothing to measure.")
        return
    started = perf_counter()
    reader = Reader(folder, cache)
    compare(reader, "--cross-validate" in arguments)
    speed(reader)
    print(f"{perf_counter() - started:.0f} s in all")


if __name__ == "__main__":
    raise SystemExit("Run it by bench.asking --meaning MODEL.")
