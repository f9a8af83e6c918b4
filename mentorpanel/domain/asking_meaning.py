"""Which texts of what was said are read by a sentence model, and how near each comes to a question."""

from collections.abc import Iterable, Mapping, Sequence
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


def texts_in(pieces: Iterable[Piece]) -> dict[str, str]:
    """Digest to text of all there is to read in the pieces, in their order, each text once."""
    found: dict[str, str] = {}
    for piece in pieces:
        for text in (text_read(piece.said), text_read(piece.question)):
            if text:
                found.setdefault(digest_of(text), text)
    return found


def meant_by(pieces: Sequence[Piece], closeness: Mapping[str, float]) -> Meant:
    """What is known of each piece; ``closeness`` is that of each text, by its digest."""
    near = [
        [closeness.get(digest_of(text), 0.0) if (text := text_read(given)) else 0.0 for given in texts]
        for texts in ((piece.said, piece.question) for piece in pieces)
    ]
    return Meant([said for said, _ in near], [asked for _, asked in near])
