"""The learned chooser: which candidates are attributions, and which reading of each role is right.

Two regressions over hashed features and boosted trees over what they say of all candidates of a text, trained by
`benchmarks/train_chooser.py`; here are only their numbers (`data/chooser.npz`). `data/chooser.md` says what they were trained on and how
well they do.
"""

import math
import zipfile
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from positiongraph.errors import Fault, InputError
from positiongraph.extraction import forest
from positiongraph.extraction.standing import Best, Reading, standing

BITS = 18
_MASK = (1 << BITS) - 1
_LIKELY = 0.05
"""The share of the probability from which a reading is weighed."""
_FAR = 9.0
"""The lead of a reading that has no rival."""


def hashed(features: Iterable[str]) -> list[int]:
    """Return the bucket of each feature.

    >>> hashed(["l=say"]) == hashed(["l=say"]), max(hashed(["a", "b"])) < 2**18
    (True, True)
    """
    return [zlib.crc32(feature.encode()) & _MASK for feature in features]


@dataclass(frozen=True, slots=True)
class Chooser:
    """Weights of the regressions over candidates and over readings, and the trees over what both say together (the confidence)."""

    cue: Sequence[float]
    cue_bias: float
    reading: Sequence[float]
    low: float
    """Log odds of a candidate below which its readings are not looked at."""
    threshold: float = 0.0
    """Confidence from which an attribution is kept."""
    trees: forest.Forest | None = None

    def accept(self, features: Iterable[str]) -> float:
        """Return the log odds that a candidate is an attribution."""
        weights = self.cue
        return self.cue_bias + sum([weights[k] for k in hashed(features)])

    def best(self, options: Sequence[tuple[tuple[int, ...], str]], features: Sequence[Iterable[str]]) -> Best:
        """Return the likeliest of a role's readings; none where there are none."""
        return self.best_of(options, [hashed(row) for row in features])

    def best_of(self, options: Sequence[tuple[tuple[int, ...], str]], buckets: Sequence[Iterable[int]]) -> Best:
        """As `best`, over hashed features.

        The likeliest is not always the best to take: of likely readings the one wins that most of the probability lies close to (half of
        the words shared) and that is likely itself, which is what a score that forgives half of the words rewards.
        """
        if not options:
            return Best()
        weights = self.reading
        scores = [sum([weights[k] for k in row]) for row in buckets]
        top = max(scores)
        raised = [math.exp(score - top) for score in scores]
        total = sum(raised)
        shares = [x / total for x in raised]
        least = min(_LIKELY, max(shares))
        worth, at, near = max(_weighed(n, options, shares) for n, share in enumerate(shares) if share >= least)
        tokens, name = options[-at]
        rival = max((score for score, close in zip(scores, near, strict=True) if not close), default=scores[-at] - _FAR)
        return Best(tokens, name, shares[-at], worth - shares[-at] / 2, max(min(scores[-at] - rival, _FAR), -_FAR))

    def confidences(self, read: Sequence[Reading], words: int) -> list[float]:
        """Return for each candidate of one text of so many words the share of attributions right as wholes where the numbers look so."""
        if not read or self.trees is None:
            return []
        margins = self.trees.margins(standing(read, words))
        return [float(x) for x in 1 / (1 + np.exp(-margins))]


def _weighed(n: int, options: Sequence[tuple[tuple[int, ...], str]], shares: Sequence[float]) -> tuple[float, int, list[bool]]:
    """Return what reading n is worth, its number turned round so that of equals the first wins, and which readings are close to it."""
    mine = set(options[n][0])
    near = [_close(mine, other) for other, _ in options]
    return sum(share for share, close in zip(shares, near, strict=True) if close) + shares[n] / 2, -n, near


def _close(mine: set[int], other: Sequence[int]) -> bool:
    shared = len(mine.intersection(other))
    return 2 * shared >= len(mine) + len(other) - shared


def unpack(arrays: Mapping[str, np.ndarray]) -> Chooser:
    """Build the chooser from its arrays: half floats where a bit says that a weight is not nought."""

    def dense(name: str) -> "array[float]":
        whole = np.zeros(1 << BITS, dtype=np.float32)
        whole[np.unpackbits(arrays[name + "_at"]).astype(bool)] = arrays[name]
        return array("f", whole.tobytes())

    cue_bias, low, threshold = (float(x) for x in arrays["numbers"])
    return Chooser(dense("cue"), cue_bias, dense("reading"), low, threshold, forest.unpack(arrays))


def read(path: Traversable) -> Chooser:
    """Read a chooser's file.

    Raises:
        InputError: when it is none.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            return unpack(arrays)
    except (OSError, ValueError, KeyError, EOFError, IndexError, TypeError, zipfile.BadZipFile) as error:
        wanted = "the arrays that benchmarks/train_chooser.py writes"
        raise InputError([Fault(str(path), None, f"no chooser ({error or type(error).__name__})", wanted)]) from None


@cache
def packaged() -> Chooser:
    """Return the packaged chooser."""
    return read(files("positiongraph.extraction") / "data" / "chooser.npz")
