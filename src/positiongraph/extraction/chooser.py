"""The learned chooser: which candidates are attributions, and which reading of each role is right.

Two regressions over hashed features, a small network that reads the words around each cue, and boosted trees over what these say of all
candidates of a text, trained by `benchmarks/train_chooser.py`; here are only their numbers (`data/chooser.npz`; where words are to be
read in context `data/chooser-context.npz`, whose network knows each word's states in MiniLM). `data/chooser.md` says what they were
trained on and how well they do.
"""

import math
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain, groupby

import numpy as np

from positiongraph.errors import Fault, InputError
from positiongraph.extraction import forest, minilm, net
from positiongraph.extraction.candidates import Candidate
from positiongraph.extraction.spans import ROLES, Options, view, words_of
from positiongraph.extraction.standing import Best, Reading, standing
from positiongraph.extraction.tree import Tree

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
class Likely:
    """A candidate that the regression does not rule out: its log odds, and for each role the readings with the regression's scores."""

    tree: Tree
    candidate: Candidate
    odds: float
    options: Mapping[str, Options]
    scores: Mapping[str, Sequence[float]]
    side: bool = False
    """Whether its word takes a side."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How regression and network are weighed: for each role the regression, the network, its expected Jaccard; for log odds too."""

    reading: Mapping[str, tuple[float, float, float]]
    odds: tuple[float, float, float]
    """Of the regression, of the network, and what is added."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Weights of the regressions over candidates and over readings, the network, and the trees over what all say (the confidence)."""

    cue: Sequence[float]
    cue_bias: float
    reading: Sequence[float]
    low: float
    """Log odds of a candidate below which its readings are not looked at."""
    network: net.Net
    mix: Mix
    threshold: float = 0.0
    """Confidence from which an attribution is kept."""
    trees: forest.Forest | None = None
    side_threshold: float = 0.0
    """The same for those whose word takes a side."""
    states: Callable[[Sequence[str]], np.ndarray] | None = None
    """What gives the network the states of a paragraph's words in context, where it was trained with them."""

    def accept(self, features: Iterable[str]) -> float:
        """Return the regression's log odds that a candidate is an attribution."""
        weights = self.cue
        return self.cue_bias + sum([weights[k] for k in hashed(features)])

    def scores(self, features: Sequence[Iterable[str]]) -> list[float]:
        """Return the regression's score of each reading of a role, given the features of each."""
        weights = self.reading
        return [sum([weights[k] for k in hashed(row)]) for row in features]

    def read(self, likely: Sequence[Likely]) -> list[Reading]:
        """Return each candidate of a text with the best reading of every role, by regression and network together."""
        groups = [list(group) for _, group in groupby(likely, key=lambda item: id(item.tree))]
        seen = self.network.read([
            (words_of(tree := group[0].tree, self.states and self.states(tree.words)), [view(tree, c.candidate, c.options) for c in group])
            for group in groups
        ])
        return [mixed(item, says, self.mix) for item, says in zip(likely, chain.from_iterable(seen), strict=True)]

    def confidences(self, read: Sequence[Reading], words: int) -> list[tuple[float, bool]]:
        """Return for each candidate of one text of so many words its confidence, and whether it is kept.

        The confidence is the share of attributions right as wholes where the numbers look so.
        """
        if not read or self.trees is None:
            return []
        found = 1 / (1 + np.exp(-self.trees.margins(standing(read, words))))
        least = np.where([r.side for r in read], self.side_threshold, self.threshold)
        return list(zip(found.tolist(), (found >= least).tolist(), strict=True))


def mixed(item: Likely, says: net.Seen, mix: Mix) -> Reading:
    """Put together what regression and network say of a candidate."""
    best, near = {}, []
    for role, options in item.options.items():
        scores, jaccards = says.scores[role]
        a, b, c = mix.reading[role]
        three = zip(item.scores[role], scores.tolist(), jaccards.tolist(), strict=True)
        best[role], at = best_of(options, [a * x + b * y + c * z for x, y, z in three])
        near.append(0.0 if at is None else float(jaccards[at]))
    a, b, c = mix.odds
    more = (item.odds, says.odds, *near, float(item.side))
    return Reading(item.tree, item.candidate, a * item.odds + b * says.odds + c, best, more, item.side)


def best_of(options: Options, scores: Sequence[float]) -> tuple[Best, int | None]:
    """Return the best of a role's readings and its number, given their scores (logarithms of shares); none where there are none.

    The likeliest is not always the best to take: of likely readings the one wins that most of the probability lies close to (half of
    the words shared) and that is likely itself, which is what a score that forgives half of the words rewards.
    """
    if not options:
        return Best(), None
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    shares = [x / total for x in raised]
    least = min(_LIKELY, max(shares))
    worth, at, near = max(_weighed(n, options, shares) for n, share in enumerate(shares) if share >= least)
    tokens, name = options[-at]
    rival = max((score for score, close in zip(scores, near, strict=True) if not close), default=scores[-at] - _FAR)
    return Best(tokens, name, shares[-at], worth - shares[-at] / 2, max(min(scores[-at] - rival, _FAR), -_FAR)), -at


def _weighed(n: int, options: Options, shares: Sequence[float]) -> tuple[float, int, list[bool]]:
    """Return what reading n is worth, its number turned round so that of equals the first wins, and which readings are close to it."""
    mine = set(options[n][0])
    near = [_close(mine, other) for other, _ in options]
    return sum(share for share, close in zip(shares, near, strict=True) if close) + shares[n] / 2, -n, near


def _close(mine: set[int], other: Sequence[int]) -> bool:
    shared = len(mine.intersection(other))
    return 2 * shared >= len(mine) + len(other) - shared


def unpack(arrays: Mapping[str, np.ndarray], states: Callable[[Sequence[str]], np.ndarray] | None = None) -> Chooser:
    """Build the chooser from its arrays: half floats where a bit says that a weight is not nought."""

    def dense(name: str) -> "array[float]":
        whole = np.zeros(1 << BITS, dtype=np.float32)
        whole[np.unpackbits(arrays[name + "_at"]).astype(bool)] = arrays[name]
        return array("f", whole.tobytes())

    cue_bias, low, threshold, side_threshold = (float(x) for x in arrays["numbers"])
    *rows, (a, b, c) = arrays["mix"].tolist()
    mix = Mix(dict(zip(ROLES, map(tuple, rows), strict=True)), (a, b, c))
    network, trees = net.unpack(arrays), forest.unpack(arrays)
    return Chooser(dense("cue"), cue_bias, dense("reading"), low, network, mix, threshold, trees, side_threshold, states)


def read(path: Traversable, states: Callable[[Sequence[str]], np.ndarray] | None = None) -> Chooser:
    """Read a chooser's file; `states` is the encoder that it was trained with, where it was with one.

    Raises:
        InputError: when it is none.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            return unpack(arrays, states)
    except (OSError, ValueError, KeyError, EOFError, IndexError, TypeError, zipfile.BadZipFile) as error:
        wanted = "the arrays that benchmarks/train_chooser.py writes"
        raise InputError([Fault(str(path), None, f"no chooser ({error or type(error).__name__})", wanted)]) from None


@cache
def packaged(vectors: bool = False) -> Chooser:
    """Return the packaged chooser; with `vectors` the one that reads words in context.

    Raises:
        UsageError: the sentence vectors are not installed.
    """
    data = files("positiongraph.extraction") / "data"
    if not vectors:
        return read(data / "chooser.npz")
    return read(data / "chooser-context.npz", minilm.encoder().states)
