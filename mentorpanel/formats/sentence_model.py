"""A small sentence model (BERT): texts in, vectors out that lie near each other where the texts mean alike.

The forward pass in numpy: word pieces, encoder layers, the mean over the pieces, length 1. Needs the extra ``ask``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final, NamedTuple

import numpy as np

from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.safetensors import Numbers, Tensors
from mentorpanel.formats.word_pieces import WordPieces, read_vocabulary

MOST_PIECES: Final = 128
"""Pieces of a text that are read; the model that was measured was trained on as many."""
BATCH: Final = 16
FEW_ROWS: Final = 64
_LIMITS: Final = {
    "hidden_size": 4_096, "num_hidden_layers": 48, "num_attention_heads": 64, "intermediate_size": 16_384,
    "max_position_embeddings": 8_192, "vocab_size": 1_000_000, "type_vocab_size": 16,
}  # fmt: skip


class Shape(NamedTuple):
    """The sizes of a model, as its ``config.json`` says."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    words: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What a model is made of. ``weights`` may be a map of the file into memory; what is None was not there."""

    weights: Any
    config: bytes
    vocabulary: bytes
    tokenizer: bytes | None = None
    pooling: bytes | None = None


class SentenceModel:
    """A model that was read and found whole. ``Unreadable`` for anything that it cannot be made of."""

    def __init__(self, files: ModelFiles) -> None:
        self._shape = _shape_of(_object(files.config, "config.json"))
        _must_pool_by_mean(files.pooling)
        settings = _object(files.tokenizer, "tokenizer_config.json") if files.tokenizer else {}
        lowers = settings.get("do_lower_case", True) is not False
        self._pieces = WordPieces(read_vocabulary(files.vocabulary), lowers=lowers)
        if self._pieces.highest >= self._shape.words:
            raise Unreadable("The model's vocabulary has more words than the model.")
        self._weights = _weights(Tensors(files.weights), self._shape)
        self._most = min(MOST_PIECES, self._shape.positions)

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return self._shape.width

    def vectors(self, texts: Sequence[str]) -> Numbers:
        """A vector of length 1 for each text, in their order; texts of like length are read together."""
        split = [self._pieces.numbers(text, self._most) for text in texts]
        found = np.zeros((len(texts), self.size), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(split[place]))
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            found[batch] = self._read([split[place] for place in batch])
        return found

    def _read(self, batch: Sequence[Sequence[int]]) -> Numbers:
        shape, many, longest = self._shape, len(batch), max(len(one) for one in batch)
        numbers = np.zeros((many, longest), dtype=np.int64)
        is_there = np.zeros((many, longest), dtype=np.float32)
        for row, pieces in enumerate(batch):
            numbers[row, : len(pieces)] = pieces
            is_there[row, : len(pieces)] = 1.0
        first = self._weights["embeddings.word_embeddings.weight"][numbers]
        first = first + self._weights["embeddings.position_embeddings.weight"][:longest]
        first = first + self._weights["embeddings.token_type_embeddings.weight"][0]
        state = self._levelled(first.reshape(many * longest, shape.width), "embeddings.LayerNorm")
        unseen = ((1.0 - is_there) * np.float32(-1e9))[:, None, None, :]
        for layer in range(shape.layers):
            state = self._layer(f"encoder.layer.{layer}", state, unseen, (many, longest))
        weight = is_there[:, :, None]
        mean = (state.reshape(many, longest, shape.width) * weight).sum(axis=1) / weight.sum(axis=1)
        lengths = np.sqrt((mean * mean).sum(axis=1, keepdims=True))
        return np.asarray(mean / np.maximum(lengths, np.float32(1e-12)), dtype=np.float32)

    def _layer(self, name: str, state: Numbers, unseen: Numbers, rows: tuple[int, int]) -> Numbers:
        """What one layer makes of the pieces, all of them in one matrix, one a row."""
        (many, longest), heads = rows, self._shape.heads
        part = self._shape.width // heads

        def by_head(of: str) -> Numbers:
            made = self._linear(state, f"{name}.attention.self.{of}")
            return np.ascontiguousarray(made.reshape(many, longest, heads, part).transpose(0, 2, 1, 3))

        heed = np.matmul(by_head("query"), by_head("key").transpose(0, 1, 3, 2)) / np.float32(sqrt(part))
        heed = heed + unseen
        heed = np.exp(heed - heed.max(axis=-1, keepdims=True))
        heed /= heed.sum(axis=-1, keepdims=True)
        seen = np.matmul(heed, by_head("value")).transpose(0, 2, 1, 3).reshape(many * longest, heads * part)
        seen = self._linear(seen, f"{name}.attention.output.dense")
        state = self._levelled(seen + state, f"{name}.attention.output.LayerNorm")
        inner = gelu(self._linear(state, f"{name}.intermediate.dense"))
        return self._levelled(self._linear(inner, f"{name}.output.dense") + state, f"{name}.output.LayerNorm")

    def _linear(self, state: Numbers, name: str) -> Numbers:
        weight = self._weights[f"{name}.weight"]
        # Few rows, as of a question: read the weights in the order in which they lie, which takes half the time.
        made: Numbers = (weight @ state.T).T if len(state) < FEW_ROWS else state @ weight.T
        return made + self._weights[f"{name}.bias"]

    def _levelled(self, state: Numbers, name: str) -> Numbers:
        """Layer normalisation: each row with mean 0 and variance 1, then scaled and moved as was learnt."""
        state = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((state * state).mean(axis=-1, keepdims=True) + np.float32(self._shape.epsilon))
        return np.asarray(
            state / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], dtype=np.float32
        )


def gelu(values: Numbers) -> Numbers:
    """x × the share of the normal distribution below x; erf by Abramowitz & Stegun 7.1.26, off by 1.5e-7 at most."""
    size = np.abs(values) * np.float32(1 / sqrt(2))
    step = 1.0 / (1.0 + np.float32(0.3275911) * size)
    curve = np.full_like(step, 1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        curve = curve * step + np.float32(factor)
    erf = np.copysign(1.0 - curve * step * np.exp(-size * size), values)
    return np.asarray(0.5 * values * (1.0 + erf), dtype=np.float32)


def packed(vectors: Numbers) -> list[bytes]:
    """Each vector in half precision, two bytes a number, to be kept."""
    return [row.astype("<f2").tobytes() for row in vectors]


def closeness(kept: Sequence[bytes], question: Numbers) -> list[float]:
    """The cosine of each packed vector with the question's; all have length 1."""
    rows = np.frombuffer(b"".join(kept), dtype="<f2").reshape(len(kept), len(question))
    found: list[float] = (rows.astype(np.float32) @ question).tolist()
    return found


def _weights(tensors: Tensors, shape: Shape) -> dict[str, Numbers]:
    """Every tensor that the pass needs, by its name without the family's prefix."""
    prefix = "" if "embeddings.word_embeddings.weight" in tensors else "bert."
    return {name: tensors.numbers(prefix + name, size) for name, size in _sizes(shape).items()}


def _sizes(shape: Shape) -> dict[str, tuple[int, ...]]:
    width, inner = shape.width, shape.inner
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (shape.words, width),
        "embeddings.position_embeddings.weight": (shape.positions, width),
        "embeddings.token_type_embeddings.weight": (shape.types, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for layer in range(shape.layers):
        name = f"encoder.layer.{layer}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value"):
            sizes |= {f"{name}.{part}.weight": (width, width), f"{name}.{part}.bias": (width,)}
        for part, into, out in (
            ("attention.output.dense", width, width), ("intermediate.dense", width, inner), ("output.dense", inner, width),
        ):  # fmt: skip
            sizes |= {f"{name}.{part}.weight": (out, into), f"{name}.{part}.bias": (out,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            sizes |= {f"{name}.{part}.weight": (width,), f"{name}.{part}.bias": (width,)}
    return sizes


def _shape_of(config: Mapping[str, Any]) -> Shape:
    if config.get("model_type", "bert") != "bert" or config.get("hidden_act", "gelu") != "gelu":
        raise Unreadable("Only models of the kind BERT with the activation gelu are understood.")
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise Unreadable("Only models with absolute positions are understood.")
    found: dict[str, int] = {}
    for name, most in _LIMITS.items():
        value = config.get(name)
        if not isinstance(value, int) or not 1 <= value <= most:
            raise Unreadable(f"The model's config.json has no usable “{name}”.")
        found[name] = value
    if found["hidden_size"] % found["num_attention_heads"]:
        raise Unreadable("The model's width cannot be shared out among its heads.")
    epsilon = config.get("layer_norm_eps", 1e-12)
    if not isinstance(epsilon, float) or not 0 < epsilon < 1:
        raise Unreadable("The model's config.json has no usable “layer_norm_eps”.")
    return Shape(
        found["hidden_size"], found["num_hidden_layers"], found["num_attention_heads"],
        found["intermediate_size"], found["max_position_embeddings"], found["vocab_size"],
        found["type_vocab_size"], epsilon,
    )  # fmt: skip


def _must_pool_by_mean(data: bytes | None) -> None:
    if data is not None and not _object(data, "1_Pooling/config.json").get("pooling_mode_mean_tokens"):
        raise Unreadable("Only models that take the mean over a sentence are understood.")


def _object(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The model's {name} cannot be read.") from error
    if not isinstance(found, dict):
        raise Unreadable(f"The model's {name} cannot be read.")
    return found
