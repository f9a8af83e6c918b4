"""A tiny sentence model with random weights, written by the tests; and the files of one in a folder or a wheel."""

import json
import random
import struct
import zipfile
from pathlib import Path

import numpy as np

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "price",
    "pric",
    "##ing",
    "the",
    "pilot",
    "by",
    "seat",
    "salary",
    "pay",
    "hire",
    "##s",
    "?",
    ".",
    "a",
    "how",
    "should",
    "i",
    "what",
]
SHAPE = {
    "model_type": "bert", "hidden_act": "gelu", "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 12, "max_position_embeddings": 16, "vocab_size": len(WORDS), "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
}  # fmt: skip


def weights(shape: dict = SHAPE, seed: int = 7) -> dict[str, np.ndarray]:
    draw, width, inner = random.Random(seed), shape["hidden_size"], shape["intermediate_size"]
    sizes = {
        "embeddings.word_embeddings.weight": (shape["vocab_size"], width),
        "embeddings.position_embeddings.weight": (shape["max_position_embeddings"], width),
        "embeddings.token_type_embeddings.weight": (shape["type_vocab_size"], width),
        "embeddings.LayerNorm.weight": (width,), "embeddings.LayerNorm.bias": (width,),
    }  # fmt: skip
    for layer in range(shape["num_hidden_layers"]):
        name = f"encoder.layer.{layer}"
        for part, into, out in (
            ("attention.self.query", width, width), ("attention.self.key", width, width),
            ("attention.self.value", width, width), ("attention.output.dense", width, width),
            ("intermediate.dense", width, inner), ("output.dense", inner, width),
        ):  # fmt: skip
            sizes |= {f"{name}.{part}.weight": (out, into), f"{name}.{part}.bias": (out,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            sizes |= {f"{name}.{part}.weight": (width,), f"{name}.{part}.bias": (width,)}
    return {
        name: np.array([draw.gauss(0, 0.5) for _ in range(int(np.prod(size)))], dtype="<f4").reshape(size)
        for name, size in sizes.items()
    }


def safetensors(tensors: dict[str, np.ndarray], kind: str = "F32") -> bytes:
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, numbers in tensors.items():
        if kind == "F16":
            stored = numbers.astype("<f2").tobytes()
        elif kind == "BF16":
            stored = (numbers.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
        else:
            stored = numbers.astype("<f4").tobytes()
        place = [len(data), len(data) + len(stored)]
        header[name] = {"dtype": kind, "shape": list(numbers.shape), "data_offsets": place}
        data += stored
    written = json.dumps(header).encode()
    return struct.pack("<Q", len(written)) + written + data


def files(**changes: bytes | None) -> dict[str, bytes]:
    """The files of the tiny model by name; a change to None leaves one out (`__` stands for a dot)."""
    found: dict[str, bytes | None] = {
        "model.safetensors": safetensors(weights()),
        "config.json": json.dumps(SHAPE).encode(),
        "vocab.txt": "\n".join(WORDS).encode() + b"\n",
        "tokenizer_config.json": b'{"do_lower_case": true}',
        "1_Pooling/config.json": b'{"pooling_mode_mean_tokens": true}',
        **{name.replace("__", "."): data for name, data in changes.items()},
    }
    return {name: data for name, data in found.items() if data is not None}


def in_folder(folder: Path, **changes: bytes | None) -> Path:
    for name, data in files(**changes).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def in_wheel(path: Path, **changes: bytes | None) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files(**changes).items():
            archive.writestr(f"some_model/model/{name}", data)
        archive.writestr("some_model/__init__.py", "raise SystemExit('never run')")
    return path
