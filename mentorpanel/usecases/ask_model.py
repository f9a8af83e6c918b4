"""The sentence model that asking by meaning uses: installed from a file, loaded once a process, removed.

Nothing here is fetched. Without the extra ``ask`` (numpy), or without a model, asking goes by words.
"""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from mentorpanel.domain.problems import Conflict, Problem
from mentorpanel.storage import model_folder
from mentorpanel.storage.model_folder import ModelFolder

if TYPE_CHECKING:
    from mentorpanel.formats.sentence_model import SentenceModel

EXTRA: Final = "Asking by meaning needs the extra “ask” (numpy), which is not installed."
_TRIED: Final = "Price the pilot by seat first."


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model in use; ``fingerprint`` tells its vectors from those of others."""

    fingerprint: str
    model: "SentenceModel"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """``state``: ready, none (no model), no-numpy (a model, and nothing to run it), damaged. ``says`` it in words."""

    state: str
    says: str
    folder: ModelFolder | None = None


def install(source: Path) -> ModelFolder:
    """Copy a model out of a folder, wheel or zip, try it, and put it in place of the one before.

    ``Conflict`` without the extra; ``Unreadable`` for what is no model that is understood. Nothing changes then.
    """
    if not _has_numpy():
        raise Conflict(EXTRA)
    if not source.exists():
        raise Problem(f"There is nothing at {source}.", code="not-found")
    taken = model_folder.take(source, settings.DATA_FOLDER)
    try:
        _read(taken).vectors([_TRIED])
    except Problem:
        model_folder.discard(taken)
        raise
    return model_folder.put_in_place(taken, settings.DATA_FOLDER)


def remove() -> bool:
    """Remove the model; asking goes by words again. False where there was none."""
    return model_folder.remove(settings.DATA_FOLDER)


def status() -> ModelStatus:
    """How things stand with the model, tried out."""
    try:
        folder = model_folder.installed(settings.DATA_FOLDER)
        if folder is None:
            return ModelStatus("none", "by words; no model is installed")
        if not _has_numpy():
            return ModelStatus("no-numpy", f"by words; a model is installed, but: {EXTRA}", folder)
        _read(folder).vectors([_TRIED])
    except Problem as problem:
        return ModelStatus("damaged", f"by words, as the model cannot be used: {problem.message}")
    return ModelStatus("ready", "by words and meaning", folder)


def loaded() -> Loaded | None:
    """The model, ready to read texts; None where asking goes by words. It is loaded once a process."""
    try:
        folder = model_folder.installed(settings.DATA_FOLDER)
        if folder is None or not _has_numpy():
            return None
        return Loaded(folder.fingerprint, _kept(folder))
    except (Problem, OSError):
        return None  # doctor and status say what is wrong with it


@lru_cache(maxsize=1)
def _kept(folder: ModelFolder) -> "SentenceModel":
    return _read(folder)


def _read(folder: ModelFolder) -> "SentenceModel":
    from mentorpanel.formats.sentence_model import ModelFiles, SentenceModel  # noqa: PLC0415 (optional)

    vocabulary = next((data for name in model_folder.VOCABULARIES if (data := folder.read(name))), b"")
    tokenizer, pooling = (folder.read(name) for name in model_folder.OTHERS)
    return SentenceModel(
        ModelFiles(folder.mapped(), folder.read("config.json") or b"", vocabulary, tokenizer, pooling)
    )


def _has_numpy() -> bool:
    # One thread: the matrices are small, and several threads only wait for one another on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import numpy  # noqa: F401, PLC0415 (optional)
    except ImportError:
        return False
    return True


def vectors_of(model: "SentenceModel", texts: list[str]) -> list[bytes]:
    """The texts' vectors, packed to be kept."""
    from mentorpanel.formats.sentence_model import packed  # noqa: PLC0415 (optional)

    return packed(model.vectors(texts))


def closeness(model: "SentenceModel", question: str, kept: list[bytes]) -> list[float]:
    """How near each packed vector is to a question by meaning, -1 to 1."""
    from mentorpanel.formats.sentence_model import closeness as near  # noqa: PLC0415 (optional)

    asked: Any = model.vectors([question])[0]
    return near(kept, asked) if kept else []
