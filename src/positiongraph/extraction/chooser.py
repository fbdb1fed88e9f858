"""The learned chooser: which candidates are attributions, and which reading of each role is right.

Three small regressions, trained by `benchmarks/train_chooser.py`; here are only their numbers (`data/chooser.npz`). `data/chooser.md`
says what they were trained on and how well they do.
"""

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from positiongraph.extraction.candidates import Candidate
from positiongraph.extraction.tree import Tree

BITS = 18
_MASK = (1 << BITS) - 1
KINDS = ("verb", "noun", "according", "colon", "adverb")


def hashed(features: Iterable[str]) -> list[int]:
    """Return the bucket of each feature.

    >>> hashed(["l=say"]) == hashed(["l=say"]), max(hashed(["a", "b"])) < 2**18
    (True, True)
    """
    return [zlib.crc32(feature.encode()) & _MASK for feature in features]


@dataclass(frozen=True, slots=True)
class Best:
    """The best reading of a role: its tokens and name, its share of the probability, and that of all readings close to it."""

    tokens: tuple[int, ...] = ()
    name: str = "-"
    share: float = 0.0
    mass: float = 0.0


@dataclass(frozen=True, slots=True)
class Chooser:
    """Weights of the regressions over candidates, over readings, and over what both say together (the confidence)."""

    cue: Sequence[float]
    cue_bias: float
    reading: Sequence[float]
    whole: Sequence[float]
    whole_bias: float
    raw: Sequence[float]
    calibrated: Sequence[float]
    low: float
    """Log odds of a candidate below which its readings are not looked at."""
    threshold: float

    def accept(self, features: Iterable[str]) -> float:
        """Return the log odds that a candidate is an attribution."""
        weights = self.cue
        return self.cue_bias + sum([weights[k] for k in hashed(features)])

    def best(self, options: Sequence[tuple[tuple[int, ...], str]], features: Sequence[Iterable[str]]) -> Best:
        """Return the likeliest of a role's readings; none where there are none."""
        return self.best_of(options, [hashed(row) for row in features])

    def best_of(self, options: Sequence[tuple[tuple[int, ...], str]], buckets: Sequence[Sequence[int]]) -> Best:
        """As `best`, over hashed features."""
        if not options:
            return Best()
        weights = self.reading
        scores = [sum([weights[k] for k in row]) for row in buckets]
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        at, total = scores.index(top), sum(shares)
        tokens, name = options[at]
        mine = set(tokens)
        mass = sum(share for (other, _), share in zip(options, shares, strict=True) if _close(mine, other))
        return Best(tokens, name, shares[at] / total, mass / total)

    def confidence(self, summary: Sequence[float]) -> float:
        """Return the share of attributions that were right as wholes where the numbers looked like this."""
        score = self.whole_bias + sum(w * x for w, x in zip(self.whole, summary, strict=True))
        return float(np.interp(1 / (1 + math.exp(-score)), self.raw, self.calibrated))


def _close(mine: set[int], other: Sequence[int]) -> bool:
    shared = len(mine.intersection(other))
    return 2 * shared >= len(mine) + len(other) - shared


def summary(odds: float, c: Candidate, tree: Tree, best: Mapping[str, Best]) -> list[float]:
    """Return what a candidate and its best readings come to, in numbers."""
    likely = 1 / (1 + math.exp(-odds))
    product = best["C"].mass * best["S"].mass * best["Q"].mass
    found = [odds, min(odds, 0.0), likely, product, likely * product]
    for role in "CSQ":
        found += [_logit(best[role].share), _logit(best[role].mass)]
    found += [float(c.kind == kind) for kind in KINDS]
    n = len(best["C"].tokens)
    return [*found, float(not best["S"].tokens), float(n < 3), min(n, 60) / 60, float(bool(c.quotes)), float(tree.quote[c.head] >= 0)]


def _logit(x: float) -> float:
    return math.log((x + 0.02) / (1.02 - x))


def unpack(arrays: Mapping[str, np.ndarray]) -> Chooser:
    """Build the chooser from its arrays: weights are kept only where they are not nought, as half floats."""

    def dense(name: str) -> list[float]:
        whole = np.zeros(1 << BITS)
        whole[arrays[name + "_at"]] = arrays[name]
        return [float(x) for x in whole]

    def listed(name: str) -> list[float]:
        return [float(x) for x in arrays[name]]

    cue_bias, whole_bias, low, threshold = listed("numbers")
    return Chooser(
        dense("cue"), cue_bias, dense("reading"), listed("whole"), whole_bias, listed("raw"), listed("calibrated"), low, threshold
    )


@cache
def packaged() -> Chooser:
    """Return the packaged chooser."""
    with (files("positiongraph.extraction") / "data" / "chooser.npz").open("rb") as stream, np.load(stream) as arrays:
        return unpack(arrays)
