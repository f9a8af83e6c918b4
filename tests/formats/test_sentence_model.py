"""The sentence model: word pieces, the weights' file, and the pass against the same sums written out one by one."""

import json
import math
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.safetensors import Tensors
from mentorpanel.formats.sentence_model import ModelFiles, SentenceModel, closeness, gelu, packed
from mentorpanel.formats.word_pieces import WordPieces, read_vocabulary
from tests.sentence_models import SHAPE, WORDS, files, safetensors, weights

NUMBERS = {word: number for number, word in enumerate(WORDS)}
MEASURED = "all-MiniLM-L6-v2"


def model(**changes):
    made = files(**changes)
    return SentenceModel(
        ModelFiles(
            made["model.safetensors"], made["config.json"], made["vocab.txt"],
            made.get("tokenizer_config.json"), made.get("1_Pooling/config.json"),
        )
    )  # fmt: skip


def pieces(text, most=64, **settings):
    numbers = WordPieces(NUMBERS, **settings).numbers(text, most)
    return " ".join(WORDS[number] for number in numbers[1:-1])


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Pricing the pilot?", "pric ##ing the pilot ?"),
        ("PRICÍNG\u00a0the\u200b pilot", "pric ##ing the pilot"),
        ("seats.", "seat ##s ."),
        ("价 pay", "[UNK] pay"),
        ("pay\x00\ufffd", "pay"),
        ("budget", "[UNK]"),
        ("p" * 101, "[UNK]"),
        ("", ""),
    ],
)
def test_words_are_split_into_the_longest_known_pieces(text, split):
    assert pieces(text) == split


def test_between_the_marks_and_not_too_many():
    found = WordPieces(NUMBERS).numbers("the pilot " * 500, 8)
    assert len(found) == 8 and (WORDS[found[0]], WORDS[found[-1]]) == ("[CLS]", "[SEP]")
    assert pieces("Pay", lowers=False) == "[UNK]"


def test_a_vocabulary_in_either_form():
    listed = read_vocabulary("\n".join(WORDS).encode() + b"\n")
    assert listed == NUMBERS == read_vocabulary(json.dumps({"model": {"vocab": NUMBERS}}).encode())
    for broken in (b"\xff\xfe", b"{", b'{"model": 3}', b'{"model": {"vocab": []}}'):
        with pytest.raises(Unreadable):
            read_vocabulary(broken)
    with pytest.raises(Unreadable, match="CLS"):
        WordPieces({"pay": 1})


# ---- the same sums, one number at a time -----------------------------------------------------------


def by_hand(text):
    """The pass with lists of numbers and nothing else, as the papers write it."""
    weight = {name: numbers.astype(float).tolist() for name, numbers in weights().items()}
    heads, width = SHAPE["num_attention_heads"], SHAPE["hidden_size"]
    part = width // heads

    def levelled(row, name):
        mean = sum(row) / len(row)
        spread = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row) + SHAPE["layer_norm_eps"])
        scale, move = weight[f"{name}.weight"], weight[f"{name}.bias"]
        return [(one - mean) / spread * scale[at] + move[at] for at, one in enumerate(row)]

    def linear(row, name):
        rows, bias = weight[f"{name}.weight"], weight[f"{name}.bias"]
        return [sum(a * b for a, b in zip(row, out, strict=True)) + bias[at] for at, out in enumerate(rows)]

    def added(one, other):
        return [a + b for a, b in zip(one, other, strict=True)]

    state = []
    for place, number in enumerate(WordPieces(NUMBERS).numbers(text, 16)):
        row = added(
            weight["embeddings.word_embeddings.weight"][number],
            weight["embeddings.position_embeddings.weight"][place],
        )
        row = added(row, weight["embeddings.token_type_embeddings.weight"][0])
        state.append(levelled(row, "embeddings.LayerNorm"))
    for layer in range(SHAPE["num_hidden_layers"]):
        name = f"encoder.layer.{layer}"
        asks, offers, gives = (
            [linear(row, f"{name}.attention.self.{of}") for row in state] for of in ("query", "key", "value")
        )
        seen = []
        for ask in asks:
            whole = []
            for head in range(heads):
                at = slice(head * part, (head + 1) * part)
                heed = [
                    math.exp(sum(a * b for a, b in zip(ask[at], key[at], strict=True)) / math.sqrt(part))
                    for key in offers
                ]
                for column in range(head * part, (head + 1) * part):
                    given = sum(h * row[column] for h, row in zip(heed, gives, strict=True))
                    whole.append(given / sum(heed))
            seen.append(whole)
        state = [
            levelled(
                added(linear(one, f"{name}.attention.output.dense"), row),
                f"{name}.attention.output.LayerNorm",
            )
            for one, row in zip(seen, state, strict=True)
        ]
        inner = [
            [
                one * 0.5 * (1 + math.erf(one / math.sqrt(2)))
                for one in linear(row, f"{name}.intermediate.dense")
            ]
            for row in state
        ]
        state = [
            levelled(added(linear(one, f"{name}.output.dense"), row), f"{name}.output.LayerNorm")
            for one, row in zip(inner, state, strict=True)
        ]
    mean = [sum(row[at] for row in state) / len(state) for at in range(width)]
    length = math.sqrt(sum(one * one for one in mean))
    return [one / length for one in mean]


def test_the_pass_gives_what_the_sums_give_also_beside_longer_texts():
    texts = ["How should I price the pilot?", "pay", "", "the seat by the seat " * 40]
    found = model().vectors(texts)
    for text, vector in zip(texts, found, strict=True):
        assert vector.tolist() == pytest.approx(by_hand(text), abs=2e-6), text
    assert np.allclose((found * found).sum(axis=1), 1.0, atol=1e-6)


def test_gelu_is_right_to_a_millionth():
    values = np.linspace(-9, 9, 2001, dtype=np.float32)
    right = [float(one) * 0.5 * (1 + math.erf(float(one) / math.sqrt(2))) for one in values]
    assert np.abs(gelu(values) - right).max() < 2e-6


def test_half_precision_weights_and_kept_vectors_are_near_enough():
    whole = model().vectors(["price the pilot"])[0]
    for kind in ("F16", "BF16"):
        half = model(model__safetensors=safetensors(weights(), kind)).vectors(["price the pilot"])[0]
        assert float(half @ whole) > 0.999
    assert closeness(packed(model().vectors(["price the pilot", "pay"])), whole)[0] == pytest.approx(
        1.0, abs=1e-3
    )


def changed(**to):
    return json.dumps({**SHAPE, **to}).encode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"config__json": b"["}, "config.json cannot be read"),
        ({"config__json": b"[]"}, "config.json cannot be read"),
        ({"config__json": changed(model_type="gpt2")}, "BERT"),
        ({"config__json": changed(hidden_act="relu")}, "gelu"),
        ({"config__json": changed(position_embedding_type="relative_key")}, "absolute positions"),
        ({"config__json": changed(hidden_size="8")}, "hidden_size"),
        ({"config__json": changed(num_hidden_layers=10**9)}, "num_hidden_layers"),
        ({"config__json": changed(num_attention_heads=3)}, "heads"),
        ({"config__json": changed(layer_norm_eps=0)}, "layer_norm_eps"),
        ({"config__json": changed(hidden_size=16)}, "not as large"),
        ({"config__json": changed(num_hidden_layers=3)}, "lacks"),
        ({"config__json": changed(vocab_size=4)}, "more words"),
        ({"1_Pooling/config__json": b'{"pooling_mode_cls_token": true}'}, "mean over"),
        ({"model__safetensors": b""}, "no safetensors"),
        ({"model__safetensors": struct.pack("<Q", 2**60) + b"{}"}, "no safetensors"),
        ({"model__safetensors": struct.pack("<Q", 2) + b"[]"}, "no safetensors"),
        ({"model__safetensors": safetensors(weights())[:-4]}, "not as large"),
    ],
)
def test_what_is_no_model_is_refused_with_the_reason(changes, says):
    with pytest.raises(Unreadable, match=says):
        model(**changes)


def test_offsets_outside_the_file_are_refused():
    for place in ([-8, 0], [8, 0], [0, 4.0], [True, 5], "ab", None):
        header = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": place}}).encode()
        with pytest.raises(Unreadable):
            Tensors(struct.pack("<Q", len(header)) + header + b"\0" * 4).numbers("a", (1,))


def test_a_real_model_gives_its_published_values():
    """The first numbers, and the closeness of three sentences, as its makers' introductions print them."""
    folder = os.environ.get("ASK_MODEL")
    if not folder or not (Path(folder) / "model.safetensors").is_file():
        pytest.skip(f"ASK_MODEL names no folder with {MEASURED}")
    real = SentenceModel(
        ModelFiles(
            *(
                (Path(folder) / name).read_bytes()
                for name in ("model.safetensors", "config.json", "vocab.txt")
            )
        )
    )
    first = real.vectors(["This is an example sentence"])[0]
    assert first[:5].tolist() == pytest.approx(
        [0.0676569, 0.0634959, 0.0487131, 0.0793049, 0.0374480], abs=1e-5
    )
    three = real.vectors(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )
    near = three @ three.T
    assert [near[0, 1], near[0, 2], near[1, 2]] == pytest.approx([0.6660, 0.1046, 0.1411], abs=1e-4)
