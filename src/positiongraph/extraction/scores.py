"""Precision, recall and one-to-one matching."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and what follows from them."""

    right: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """Right among predicted; 0 when nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right among gold; 0 when there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Score(right=3, gold=4, predicted=6).f1
        0.6
        """
        return 2 * self.right / (self.gold + self.predicted) if self.gold + self.predicted else 0.0

    def row(self, what: str) -> dict[str, Any]:
        """Return the score as a row of a table."""
        rates = {"precision": round(self.precision, 4), "recall": round(self.recall, 4), "f1": round(self.f1, 4)}
        return {"what": what, **rates, "right": self.right, "gold": self.gold, "predicted": self.predicted}

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.gold + other.gold, self.predicted + other.predicted)


def best_first(pairs: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Match one to one, the best pair first; equal pairs in the order of their numbers, so that the order given is irrelevant.

    >>> best_first([(0.5, 0, 0), (0.9, 1, 0), (0.5, 0, 1)])
    [(1, 0), (0, 1)]
    """
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for _, g, p in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if g not in left and p not in right:
            left.add(g)
            right.add(p)
            found.append((g, p))
    return found


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Return shared over all; two empty sets are equal.

    >>> jaccard(frozenset({1, 2}), frozenset({2, 3}))
    0.3333333333333333
    """
    return len(a & b) / len(a | b) if a or b else 1.0


WORD = re.compile(r"\w+")


def word_sets(text: str) -> Callable[[Spans], frozenset[int]]:
    """Return a function that turns spans into the numbers of the words that lie in them by more than half."""
    words = [match.span() for match in WORD.finditer(text)]
    starts = [a for a, _ in words]

    def inside(spans: Spans) -> frozenset[int]:
        found = set()
        for a, b in spans:
            i = max(bisect_left(starts, a) - 1, 0)
            while i < len(words) and words[i][0] < b:
                start, end = words[i]
                if 2 * (min(b, end) - max(a, start)) > end - start:
                    found.add(i)
                i += 1
        return frozenset(found)

    return inside
