"""Sentence vectors in numpy, held equal to values worked out by hand and to a second, slow reading of the papers; issues linked by them."""

import json
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from positiongraph import cli
from positiongraph.extraction import minilm, records, vectors
from positiongraph.extraction.document import document
from positiongraph.extraction.minilm import Array, Encoder

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "peace", "war", "##s"]


def model(folder: Path, weights: dict[str, Sequence[object]], *, layers: int, heads: int) -> Path:
    """Write a model's three files."""
    folder.mkdir(exist_ok=True)
    save_file({name: np.array(value, np.float32) for name, value in weights.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"num_hidden_layers": layers, "num_attention_heads": heads, "layer_norm_eps": 1e-12}))
    tokenizer = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def random_weights(width: int, inner: int, layers: int) -> dict[str, Sequence[object]]:
    chance = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), width), "embeddings.position_embeddings.weight": (12, width),
        "embeddings.token_type_embeddings.weight": (2, width), "embeddings.LayerNorm.weight": (width,), "embeddings.LayerNorm.bias": (width,),
    }  # fmt: skip
    for n in range(layers):
        for name, out, into in (("attention.self.query", width, width), ("attention.self.key", width, width), ("attention.self.value", width, width),
                                ("attention.output.dense", width, width), ("intermediate.dense", inner, width), ("output.dense", width, inner)):  # fmt: skip
            shapes |= {f"encoder.layer.{n}.{name}.weight": (out, into), f"encoder.layer.{n}.{name}.bias": (out,)}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"encoder.layer.{n}.{name}.weight": (width,), f"encoder.layer.{n}.{name}.bias": (width,)}
    return {name: chance.normal(size=shape).tolist() for name, shape in shapes.items()}


def test_a_vector_worked_out_by_hand(tmp_path: Path) -> None:
    zero, one, swap = [[0, 0], [0, 0]], [[1, 0], [0, 1]], [[0, 1], [1, 0]]
    at = "encoder.layer.0."
    weights: dict[str, Sequence[object]] = {
        # [CLS] and [SEP] lean to the first dimension, "peace" to the second; places and types add nothing
        "embeddings.word_embeddings.weight": [[0, 0], [0, 0], [2, 0], [5, 1], [1, 3], [4, 0], [0, 0]],
        "embeddings.position_embeddings.weight": [[0, 0]] * 8, "embeddings.token_type_embeddings.weight": zero,
        "embeddings.LayerNorm.weight": [1, 1], "embeddings.LayerNorm.bias": [0, 0],
        at + "attention.self.query.weight": zero, at + "attention.self.query.bias": [0, 0],
        at + "attention.self.key.weight": zero, at + "attention.self.key.bias": [0, 0],
        at + "attention.self.value.weight": one, at + "attention.self.value.bias": [0, 0],
        at + "attention.output.dense.weight": one, at + "attention.output.dense.bias": [0, 0],
        at + "attention.output.LayerNorm.weight": [1, 1], at + "attention.output.LayerNorm.bias": [0, 0],
        at + "intermediate.dense.weight": one, at + "intermediate.dense.bias": [0, 0],
        at + "output.dense.weight": swap, at + "output.dense.bias": [0, 3],
        at + "output.LayerNorm.weight": [3, 1], at + "output.LayerNorm.bias": [0, 1],
    }  # fmt: skip
    # Of two numbers a norm leaves (1, -1) or (-1, 1): [CLS] (1, -1), peace (-1, 1), [SEP] (1, -1).
    # Nothing is asked for, so all attend to all: the mean (1/3, -1/3) is added; the norm gives the same three again.
    # gelu(1) = 0.8413, gelu(-1) = -0.1587; swapped, with 3 added to the second, and the way around:
    # [CLS] (1 - 0.1587, -1 + 0.8413 + 3) = (0.84, 2.84) -> (-1, 1); peace (-1 + 0.8413, 1 - 0.1587 + 3) = (-0.16, 3.84) -> (-1, 1).
    # The last norm makes each (-3, 2), and so the mean; of unit length:
    expected = np.array([-3, 2]) / math.sqrt(13)
    assert Encoder(model(tmp_path / "m", weights, layers=1, heads=1))(["peace"])[0] == pytest.approx(expected, abs=1e-6)


def slowly(weights: dict[str, Sequence[object]], ids: list[int], layers: int, heads: int) -> list[float]:
    """The same, a number at a time."""
    of = {name: np.array(value, float).tolist() for name, value in weights.items()}

    def linear(x: list[float], name: str) -> list[float]:
        return [sum(a * b for a, b in zip(row, x, strict=True)) + bias for row, bias in zip(of[name + ".weight"], of[name + ".bias"], strict=True)]

    def norm(x: list[float], name: str) -> list[float]:
        mean = sum(x) / len(x)
        spread = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x) + 1e-12)
        return [(v - mean) / spread * w + b for v, w, b in zip(x, of[name + ".weight"], of[name + ".bias"], strict=True)]

    def plus(x: list[float], y: list[float]) -> list[float]:
        return [a + b for a, b in zip(x, y, strict=True)]

    def attend(states: list[list[float]], at: str) -> list[list[float]]:
        query, key, value = ([linear(x, f"{at}attention.self.{name}") for x in states] for name in ("query", "key", "value"))
        size, out = len(states[0]) // heads, [[] for _ in states]  # type: list[list[float]]
        for head in range(heads):
            part = slice(head * size, (head + 1) * size)
            for i, q in enumerate(query):
                raw = [math.exp(sum(a * b for a, b in zip(q[part], k[part], strict=True)) / math.sqrt(size)) for k in key]
                share = [r / sum(raw) for r in raw]
                out[i] += [sum(s * v[part][d] for s, v in zip(share, value, strict=True)) for d in range(size)]
        return out

    table, places, sort = (of[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type"))
    states = [norm(plus(plus(table[word], places[i]), sort[0]), "embeddings.LayerNorm") for i, word in enumerate(ids)]
    for n in range(layers):
        at = f"encoder.layer.{n}."
        mixed = attend(states, at)
        states = [norm(plus(x, linear(m, at + "attention.output.dense")), at + "attention.output.LayerNorm") for x, m in zip(states, mixed, strict=True)]
        inner = [[v / 2 * (1 + math.erf(v / math.sqrt(2))) for v in linear(x, at + "intermediate.dense")] for x in states]
        states = [norm(plus(x, linear(m, at + "output.dense")), at + "output.LayerNorm") for x, m in zip(states, inner, strict=True)]
    mean = [sum(column) / len(states) for column in zip(*states, strict=True)]
    return [v / math.sqrt(sum(m * m for m in mean)) for v in mean]


def test_layers_and_heads_equal_a_slow_reading_and_texts_do_not_disturb_each_other(tmp_path: Path) -> None:
    weights = random_weights(6, 8, 2)
    encode = Encoder(model(tmp_path / "m", weights, layers=2, heads=3))
    texts = {"peace": [2, 4, 3], "wars": [2, 5, 6, 3], "peace war": [2, 4, 5, 3], "": [2, 3], "peace , wars": [2, 4, 1, 5, 6, 3]}
    found = encode(list(texts))
    for row, ids in zip(found, texts.values(), strict=True):
        assert row == pytest.approx(slowly(weights, ids, 2, 3), abs=1e-5)
    shuffled = random.Random(3).sample(list(texts), len(texts))
    for text, row in zip(shuffled, encode(shuffled), strict=True):
        assert row == pytest.approx(encode([text])[0], abs=1e-6)


def test_a_long_text_is_cut_where_the_model_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "LONGEST", 12)
    encode = Encoder(model(tmp_path / "m", random_weights(6, 8, 1), layers=1, heads=2))
    assert encode(["peace " * 10])[0] == pytest.approx(encode(["peace " * 500])[0])


def test_the_states_of_words_are_means_over_their_pieces_in_their_part_of_a_passage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = Encoder(model(tmp_path / "m", random_weights(6, 8, 2), layers=2, heads=2))
    monkeypatch.setattr(minilm, "STATES", (1, 2))
    words = ["peace", "wars", "war"]
    one, two = (layer[0] for layer in encode._layers(np.array([[2, 4, 5, 6, 5, 3]])))  # [CLS] peace war ##s war [SEP]
    wanted = [np.concatenate([one[part].mean(0), two[part].mean(0)]) for part in ([1], [2, 3], [4])]
    assert encode.states(words) == pytest.approx(np.array(wanted), abs=1e-6)
    assert encode.states([]).shape == (0, 2 * len(one[0]))
    monkeypatch.setattr(minilm, "PART", 3)
    apart = np.concatenate([encode.states(["peace", "war"]), encode.states(["war", "peace"])])
    assert encode.states(["peace", "war", "war", "peace"]) == pytest.approx(apart, abs=1e-6)


def test_torch_is_never_loaded(tmp_path: Path) -> None:
    Encoder(model(tmp_path / "m", random_weights(6, 8, 1), layers=1, heads=2))(["peace"])
    assert not {"torch", "transformers", "sentence_transformers", minilm.PACKAGE} & set(sys.modules)


def bag(texts: Sequence[str]) -> Array:
    """A stand-in that knows a few words that mean the same."""
    groups = (("hunt", "whale", "whaling"), ("duties", "tariff"), ("museum",))
    rows = np.array([[sum(word in text.lower() for word in group) for group in groups] for text in texts], np.float32) + 1e-6
    result: Array = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return result


def test_a_new_issue_near_a_known_one_is_linked_to_it_and_others_stay_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "encoder", lambda: bag)
    monkeypatch.setattr(vectors, "_known", lambda: bag(vectors._names()[1]))
    monkeypatch.setattr(vectors, "nearest", lambda phrases, encode: [("whaling", 0.45 if "inke" in phrase else 0.4499) for phrase in phrases])
    text = document("Norway condemned the hunt for minkes. Chile welcomed the new gallery. Peru supports NATO enlargement.", date="2021")
    plain = [(row["issue"], row["issue_id"]) for row in records(text)]
    linked = list(records(text, vectors=True, explain=True))
    assert plain == [("Minkes", None), ("New gallery", None), ("NATO enlargement", "nato-enlargement")]
    assert [(row["issue"], row["issue_id"]) for row in linked] == [("Commercial whaling", "whaling"), *plain[1:]]
    assert [row["explain"]["issue"].split()[0] for row in linked] == ["vectors", "new", "alias"]
    assert linked[0]["text"] == "Norway condemned the hunt for minkes", "the words stay"


def test_the_nearest_name_decides() -> None:
    assert vectors.nearest(["the whale hunt"], bag) == [("whaling", pytest.approx(1, abs=1e-3))]


def test_vectors_of_names_are_kept_and_a_broken_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def encode(texts: Sequence[str]) -> Array:
        asked.append(len(texts))
        return bag(texts)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(minilm, "folder", lambda: model(tmp_path / "m", random_weights(6, 8, 1), layers=1, heads=2))
    monkeypatch.setattr(minilm, "encoder", lambda: encode)

    def known() -> int:
        vectors._known.cache_clear()
        assert vectors._known().shape == (len(vectors._names()[1]), 3)
        return len(asked)

    assert known() == known() == 1
    (kept,) = (tmp_path / "cache/positiongraph").iterdir()
    kept.write_bytes(kept.read_bytes()[:200])
    assert known() == known() == 2
    assert [path.name for path in kept.parent.iterdir()] == [kept.name], "nothing else is left there"
    vectors._known.cache_clear()


def test_without_the_weights_the_command_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_weights")
    monkeypatch.setattr(vectors, "_known", vectors._known.__wrapped__)
    minilm.encoder.cache_clear()
    (tmp_path / "a.txt").write_text("3 May 2021. Norway condemned the closure of the gallery.")
    assert cli.run(["extract", str(tmp_path / "a.txt"), "--vectors"]) == 2
    assert capsys.readouterr().err == f"no sentence vectors are installed: {minilm.INSTALL}\n"


@pytest.mark.slow
def test_the_real_weights_link_better_than_letters_do() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    import vectors as benchmark

    phrases, gold = zip(*benchmark.PHRASES["test"], strict=True)
    assert len(phrases) >= 50
    by_meaning = benchmark.right(vectors.nearest(phrases), gold, vectors.NEAR)
    tuned, its_gold = zip(*benchmark.PHRASES["tune"], strict=True)
    by_letters = benchmark.right(benchmark.by_ngrams(phrases), gold, benchmark.best_threshold(benchmark.by_ngrams(tuned), its_gold))
    assert by_meaning > 1.2 * by_letters
    assert by_meaning >= 0.7 * len(gold)
