"""A small network that reads a paragraph for each cue in it, evaluated with numpy: which words are source, cue and content.

Words are sums of rows of tables, and two layers of convolutions (three words wide) and of the dependency tree (a word, the one above it,
the mean of those below it) put them into their sentence. A network that was trained with an encoder's states adds them to the sums. For
each cue its window is read again, with what each word is to the cue, by three convolutions more. What comes out: for each word how likely
it stands in each role, for each reading a score from the words at and beside both its ends and the mean of all, and for each cue the log
odds that it reports. Trained by `benchmarks/chooser_net.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from positiongraph.extraction.spans import GAP, ROLES, SEEN, SIZES, View, Words

MANY = 4000
"""Words of paragraphs read at once, at most, where a paragraph is not longer itself: memory grows with it."""
_EDGE = 3
_BACK = 0.3
Arrays = Mapping[str, np.ndarray]


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network says of a candidate: log odds; for each role a score and an expected Jaccard of each reading."""

    odds: float
    scores: dict[str, tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, slots=True)
class Net:
    """The weights by name, as float32; `vector_keys` says which words have vectors."""

    of: Arrays

    def read(self, paragraphs: Sequence[tuple[Words, Sequence[View]]]) -> list[list[Seen]]:
        """Return what it says of the candidates of each paragraph. Paragraphs are read together for speed; none changes another.

        One processor works: what is said is the same whatever the machine, and several processes do not fight for it.
        """
        with _controller().limit(limits=1, user_api="blas"):
            return self._read(paragraphs)

    def _read(self, paragraphs: Sequence[tuple[Words, Sequence[View]]]) -> list[list[Seen]]:
        found: list[list[Seen]] = []
        group: list[tuple[Words, Sequence[View]]] = []
        held = 0
        for item in paragraphs:
            size = len(item[0].head) + sum(len(view.seen) for view in item[1])
            if group and held + size > MANY:
                found += self._together(group)
                group, held = [], 0
            group.append(item)
            held += size
        return found + (self._together(group) if group else [])

    def _together(self, paragraphs: Sequence[tuple[Words, Sequence[View]]]) -> list[list[Seen]]:
        if not any(views for _, views in paragraphs):
            return [[] for _ in paragraphs]
        starts = np.cumsum([0, *(len(words.head) + GAP for words, _ in paragraphs)])
        hidden = self._encoded([words for words, _ in paragraphs], starts)
        seen = iter(self._seen([(int(at), view) for at, (_, views) in zip(starts, paragraphs, strict=False) for view in views], hidden))
        return [[next(seen) for _ in views] for _, views in paragraphs]

    def _encoded(self, paragraphs: Sequence[Words], starts: np.ndarray) -> np.ndarray:
        of, total = self.of, int(starts[-1])
        ids, quote, keys = np.zeros((total, len(SIZES)), np.int64), np.zeros(total, np.int64), np.zeros(total, np.uint32)
        head, real = np.arange(total), np.zeros((total, 1), np.float32)
        for at, words in zip(starts, paragraphs, strict=False):
            part = slice(at, at + len(words.head))
            ids[part], quote[part], keys[part], head[part], real[part] = words.ids, words.quote, words.keys, at + words.head, 1
        x = of["quote"][quote]
        for k in range(len(SIZES)):
            x += of[f"word{k}"][ids[:, k]]
        place = np.minimum(np.searchsorted(of["vector_keys"], keys), len(of["vector_keys"]) - 1)
        known = (of["vector_keys"][place] == keys) & (real[:, 0] > 0)
        vectors = of["vectors"][place] * known[:, None]
        x = x + self._linear("vector", vectors)
        if "context.w" in of:
            context = np.zeros((total, len(of["context.w"])), np.float32)
            for at, words in zip(starts, paragraphs, strict=False):
                context[at : at + len(words.head)] = words.context
            x = x + self._linear("context", self._norm(context, 4))
        x = self._norm(x, 0) * real
        kids = np.flatnonzero(head != np.arange(total))
        order = kids[np.argsort(head[kids], kind="stable")]
        above, first, count = np.unique(head[order], return_index=True, return_counts=True)
        for k in range(2):
            x = x + np.maximum(self._conv(f"encode{k}", x), 0) * real
            below = np.zeros_like(x)
            if len(order):
                below[above] = np.add.reduceat(x[order], first, axis=0) / count[:, None].astype(np.float32)
            x = x + np.maximum(self._linear(f"tree{k}", np.hstack([x, x[head], below])), 0) * real
            x = self._norm(x, 1 + k) * real
        return x

    def _seen(self, views: Sequence[tuple[int, View]], x: np.ndarray) -> list[Seen]:
        of = self.of
        lengths = np.array([len(view.seen) for _, view in views])
        begins = np.cumsum([_EDGE, *(lengths + 2 * _EDGE)])[:-1]
        total = int(begins[-1] + lengths[-1] + _EDGE)
        owner, at, real = np.zeros(total, np.int64), np.zeros(total, np.int64), np.zeros((total, 1), np.float32)
        seen = np.zeros((total, len(SEEN)), np.int64)
        for n, ((start, view), begin) in enumerate(zip(views, begins, strict=True)):
            part = slice(begin, begin + lengths[n])
            owner[part], real[part], seen[part] = n, 1, view.seen
            at[part] = np.arange(start + view.first, start + view.first + lengths[n])
        heads = x[[start + view.head for start, view in views]]
        cue = self._linear("head", heads)
        kinds = np.array([view.kind for _, view in views])
        for k in range(3):
            cue = cue + of[f"kind{k}"][kinds[:, k]]
        z = self._linear("seen", x)[at] + cue[owner]
        for k in range(len(SEEN)):
            z += of[f"seen{k}"][seen[:, k]]
        z = np.maximum(self._norm(z, 3), 0) * real
        for k, step in ((0, 1), (1, 2)):
            z = z + np.maximum(self._conv(f"window{k}", z, step), 0) * real
        mean = np.add.reduceat(z, begins - _EDGE, axis=0) / lengths[:, None].astype(np.float32)
        z = (z + np.maximum(self._linear("mean", mean), 0)[owner]) * real
        z = z + np.maximum(self._conv("window2", z, 4), 0) * real
        likely = real / (1 + np.exp(-self._linear("token", z)))
        expected = np.add.reduceat(likely, begins - _EDGE, axis=0)
        pools = [np.add.reduceat(z * likely[:, k : k + 1], begins - _EDGE, axis=0) / (expected[:, k : k + 1] + _BACK) for k in range(3)]
        top = np.maximum.reduceat(z * real - 9 * (1 - real), begins - _EDGE, axis=0)
        own = z[begins + [view.head - view.first for _, view in views]]
        odds = self._linear("yes2", np.maximum(self._linear("yes1", np.hstack([heads, own, top, *pools])), 0))[:, 0]
        projected = [self._linear(name, z) for name in ("first", "before", "last", "after", "inside")]
        about = self._linear("reading", heads)
        return [
            Seen(float(odds[n]), self._readings(view, int(begins[n]), projected, likely, expected[n], about[n]))
            for n, (_, view) in enumerate(views)
        ]

    def _readings(
        self, view: View, begin: int, projected: Sequence[np.ndarray], likely: np.ndarray, expected: np.ndarray, about: np.ndarray
    ) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Score the readings of all roles of a candidate at once."""
        of = self.of
        first, before, last, after, inside = projected
        flat = [(k, row, tokens) for k, role in enumerate(ROLES) for row, tokens in view.readings[role]]
        roles, rows = np.array([k for k, _, _ in flat], np.int64), np.array([row for _, row, _ in flat], np.int64)
        stop = begin + len(view.seen)
        held = np.zeros((len(flat), stop - begin), np.float32)
        for n, (_, _, tokens) in enumerate(flat):
            held[n, tokens] = 1
        size = held.sum(axis=1)
        full = size > 0
        u = of["name"][rows] + about + (held @ inside[begin:stop]) / np.maximum(size, 1)[:, None]
        ends = np.array([(tokens[0], tokens[-1]) if len(tokens) else (0, 0) for _, _, tokens in flat], np.int64).reshape(-1, 2) + begin
        u += (first[ends[:, 0]] + before[ends[:, 0] - 1] + last[ends[:, 1]] + after[ends[:, 1] + 1]) * full[:, None]
        part = (held @ likely[begin:stop])[np.arange(len(flat)), roles]
        near = (part + _BACK) / (size + expected[roles] - part + _BACK)
        scores = self._linear("score", np.maximum(u, 0))[:, 0] + 3 * of["near"][roles] * near + of["prior"][rows, 0]
        return {role: (scores[roles == k], near[roles == k]) for k, role in enumerate(ROLES)}

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        y: np.ndarray = x @ self.of[name + ".w"]
        if name + ".b" in self.of:
            y += self.of[name + ".b"]
        return y

    def _conv(self, name: str, x: np.ndarray, step: int = 1) -> np.ndarray:
        """Return the sum of three products: with the word `step` before, the word and the word `step` after."""
        before, here, after = self.of[name + ".w"]
        y: np.ndarray = x @ here + self.of[name + ".b"]
        y[step:] += x[:-step] @ before
        y[:-step] += x[step:] @ after
        return y

    def _norm(self, x: np.ndarray, k: int) -> np.ndarray:
        x = x - x.mean(axis=1, keepdims=True)
        y: np.ndarray = x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-5) * self.of[f"norm{k}.w"] + self.of[f"norm{k}.b"]
        return y


def unpack(arrays: Arrays) -> Net:
    """Build the network from its arrays: names that begin with "net."; bytes are multiplied by the scale kept beside them."""
    found: dict[str, np.ndarray] = {}
    for name, given in arrays.items():
        if not name.startswith("net.") or name.endswith(".scale"):
            continue
        short = name.removeprefix("net.")
        if short == "vector_keys":
            found[short] = given
        elif given.dtype == np.int8:
            found[short] = given.astype(np.float32) * arrays[name + ".scale"].astype(np.float32)
        else:
            found[short] = given.astype(np.float32)
    return Net(found)
