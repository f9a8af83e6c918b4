"""Which texts of what was said are read by a sentence model, and how near each comes to a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from mentorpanel.domain.asking_facts import Meant, Piece

LONGEST: Final = 1_000
"""Characters of a text that are read; a model reads some 128 pieces of words."""


def text_read(text: str) -> str:
    """What is read of a text: one line, not too long; empty where there is nothing to read."""
    return " ".join(text[: 2 * LONGEST].split())[:LONGEST]


def digest_of(text: str) -> str:
    """By which a text's vector is found again: another text has another one."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of pieces. ``said`` and ``asked`` hold the digest of what was said in each and of the question that it answered,
    empty for none; ``by_digest`` the texts, each once."""

    said: Sequence[str]
    asked: Sequence[str]
    by_digest: Mapping[str, str]


def texts_in(pieces: Iterable[Piece]) -> Texts:
    """All there is to read in the pieces, in their order."""
    found: dict[str, str] = {}
    said: list[str] = []
    asked: list[str] = []
    for piece in pieces:
        for text, place in ((piece.said, said), (piece.question, asked)):
            digest = digest_of(text) if text and not text.isspace() else ""
            place.append(digest)
            if digest and digest not in found:
                found[digest] = text
    return Texts(said, asked, found)


def meant_by(texts: Texts, closeness: Mapping[str, float]) -> Meant:
    """What is known of each piece; ``closeness`` is that of each text, by its digest."""
    return Meant(
        [closeness.get(digest, 0.0) for digest in texts.said],
        [closeness.get(digest, 0.0) for digest in texts.asked],
    )
