"""What was said, read by the sentence model: each text once, beforehand by the worker or when it is first asked about."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mentorpanel.domain.asking_facts import Meant, Piece
from mentorpanel.domain.asking_meaning import Texts, meant_by, text_read, texts_in
from mentorpanel.storage import asking as said
from mentorpanel.storage import meanings as stored
from mentorpanel.storage import system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import ask_model
from mentorpanel.usecases.ask_model import Loaded

AT_ONCE: Final = 32
"""Texts that are read while somebody waits for an answer, the newest first: about 0.2 s; our judgement."""
AHEAD: Final = 16
"""Texts that the worker reads in one step, so that a letter does not wait for it; our judgement."""
OWNERS_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the texts there are have been read."""

    read: int
    all: int


def meant(owner: User, *, question: str, pieces: Sequence[Piece]) -> Meant | None:
    """How near each piece comes to a question by meaning; None without a model. Texts not read yet count 0."""
    loaded = ask_model.loaded()
    if loaded is None or not text_read(question):
        return None
    texts = texts_in(pieces)
    kept = stored.vectors(owner, model=loaded.fingerprint)
    kept |= _learn(owner, loaded, _missing(texts, kept, AT_ONCE))
    known = [digest for digest in texts.by_digest if digest in kept]
    near = ask_model.closeness(loaded.model, text_read(question), [kept[digest] for digest in known])
    return meant_by(texts, dict(zip(known, near, strict=True)))


def read_ahead(owner: User, *, most: int = AHEAD) -> int:
    """Read texts that are not read yet, the newest first, and forget those that are gone. How many were read."""
    loaded = ask_model.loaded()
    if loaded is None:
        return 0
    texts = texts_in(said.pieces(owner))
    kept = stored.digests(owner, model=loaded.fingerprint)
    missing = _missing(texts, kept, most)
    _learn(owner, loaded, missing)
    if gone := kept - texts.by_digest.keys():
        stored.drop_vectors(owner, model=loaded.fingerprint, gone=gone)
    return len(missing)


def owners_after(after: int) -> list[User]:
    """The next owners by number whose texts may have to be read; none without a model, or behind the last one."""
    if ask_model.loaded() is None:
        return []
    return [one for one in system.owners() if one.pk > after][:OWNERS_AT_ONCE]


def progress(owner: User) -> Progress:
    """How much of what was said to the owner has been read."""
    texts, loaded = texts_in(said.pieces(owner)).by_digest, ask_model.loaded()
    kept = stored.digests(owner, model=loaded.fingerprint) if loaded else set()
    return Progress(len(texts.keys() & kept), len(texts))


def forget_all() -> None:
    """Forget what a model made of everybody's texts, once it is removed."""
    for owner in system.owners():
        stored.drop_all(owner)


def _missing(texts: Texts, kept: Container[str], most: int) -> dict[str, str]:
    missing = ((digest, text) for digest, text in texts.by_digest.items() if digest not in kept)
    return {digest: text_read(text) for digest, text in islice(missing, most)}


def _learn(owner: User, loaded: Loaded, texts: dict[str, str]) -> dict[str, bytes]:
    if not texts:
        return {}
    made = dict(zip(texts, ask_model.vectors_of(loaded.model, list(texts.values())), strict=True))
    stored.add_vectors(owner, model=loaded.fingerprint, made=made)
    return made
