"""What the chooser's network sees: numbers of buckets for each word of a paragraph, and for each word as a cue sees it."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from positiongraph.extraction.candidates import Candidate
from positiongraph.extraction.tree import Tree

Options = Sequence[tuple[tuple[int, ...], str]]
"""Readings of a role: tokens, name."""
ROLES = "CSQ"
WORDS, SUFFIXES, PREFIXES, SMALL, NAMES = 8192, 2048, 1024, 128, 256
SIZES = (WORDS, WORDS, SUFFIXES, PREFIXES, SMALL, SMALL, SMALL)
"""Rows of the tables of a word: itself, lemma, suffix, prefix, shape, tag, relation. Row 0 is a gap between paragraphs."""
SEEN = (24, SMALL, 10, 8)
"""Rows of the tables of a word as a cue sees it: distance, relation, role in the candidate's own reading, quotation. Row 0 is a gap."""
GAP, REACH = 4, 200
"""Rows of nothing after a paragraph, so that no window of a convolution spans two; words to either side that a cue sees at most."""


def bucket(text: str, size: int) -> int:
    """Return a row of a table, from 1."""
    return 1 + zlib.crc32(text.encode()) % (size - 1)


def _shape(word: str) -> str:
    found = ""
    for letter in word[:8]:
        kind = "X" if letter.isupper() else "x" if letter.islower() else "d" if letter.isdigit() else letter
        if not found.endswith(kind):
            found += kind
    return found


@lru_cache(maxsize=100_000)
def _word(word: str, lemma: str, tag: str, dep: str) -> tuple[int, ...]:
    low = word.lower()
    texts = ("w" + low, "l" + lemma, low[-3:], word[:3], _shape(word), tag, dep)
    return tuple(bucket(text, size) for text, size in zip(texts, SIZES, strict=True))


@lru_cache(maxsize=100_000)
def key(word: str) -> int:
    """Return the number by which a word's vector is looked up."""
    return zlib.crc32(word.encode())


@lru_cache(maxsize=4096)
def _small(text: str) -> int:
    return bucket(text, SMALL)


@lru_cache(maxsize=4096)
def named(role: str, name: str) -> int:
    """Return the row of a reading's name."""
    return bucket(role + name, NAMES)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of n words: `ids` (n × 7) rows of the tables; `keys` of vectors; `quote` 1 outside, 2 inside, 3 at its marks; `head`;
    `context` (n × width) the states of an encoder, where one read it."""

    ids: np.ndarray
    keys: np.ndarray
    quote: np.ndarray
    head: np.ndarray
    context: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A candidate: its head, the words [first, first + n) that it sees as rows of tables (n × 4), and its kind, frame and control.

    `readings` gives for each role the row of each reading's name and its tokens, counted from `first`.
    """

    head: int
    first: int
    seen: np.ndarray
    kind: tuple[int, int, int]
    readings: dict[str, list[tuple[int, np.ndarray]]]


def words_of(tree: Tree, context: np.ndarray | None = None) -> Words:
    """Return a paragraph as the network sees it."""
    marks = [0 if q < 0 else 2 if i in (tree.quotes[q][0], tree.quotes[q][1] - 1) else 1 for i, q in enumerate(tree.quote)]
    return Words(
        np.array([_word(*four) for four in zip(tree.words, tree.lemma, tree.tag, tree.dep, strict=True)], np.int64).reshape(-1, 7),
        np.array([key(word) for word in tree.lower], np.uint32),
        1 + np.array(marks, np.int64),
        np.array(tree.head, np.int64),
        context,
    )


def view(tree: Tree, c: Candidate, options: Mapping[str, Options]) -> View:
    """Return a candidate with the readings of its roles."""
    v = c.head
    first, last = v, v
    for role in ROLES:
        for tokens, _ in options[role]:
            if tokens:
                first, last = min(first, tokens[0]), max(last, tokens[-1])
    first, stop = max(0, first - 2, v - REACH), min(len(tree), last + 3, v + REACH)
    content, source, cue = set(c.content), set(c.source), set(c.cue)
    mine = tree.quote[v]
    related = _relations(tree, v, first, stop)
    seen = [
        (
            1 + _distance(i - v),
            related[i - first],
            1 + (i in content) + 2 * (i in source) + 4 * (i in cue),
            1 + (0 if tree.quote[i] < 0 else 1 if tree.quote[i] != mine else 2) + 3 * (mine >= 0),
        )
        for i in range(first, stop)
    ]
    readings = {
        role: [(named(role, name), np.array([i - first for i in tokens if first <= i < stop], np.int64)) for tokens, name in options[role]]
        for role in ROLES
    }
    kind = (_small("k" + c.kind), _small("f" + c.frame), _small("c" + c.control))
    return View(v, first, np.array(seen, np.int64), kind, readings)


def _distance(k: int) -> int:
    """0 to 10 to the right, 12 to 21 to the left: near ones singly, far ones by powers of two."""
    far = abs(k) if abs(k) < 4 else min(10, 1 + abs(k).bit_length())
    return far if k >= 0 else 11 + far


def _relations(tree: Tree, v: int, first: int, stop: int) -> list[int]:
    """Return how each word hangs on the cue: by which branch of it, of the word above it, or as a word above."""
    head, sentence, dep = tree.head, tree.sentence, tree.dep
    above = {k: n for n, k in enumerate(tree.ancestors(v), 1)}
    found = []
    for i in range(first, stop):
        if i == v:
            name = "self"
        elif sentence[i] != sentence[v]:
            name = f"far{max(-2, min(2, sentence[i] - sentence[v]))}"
        elif i in above:
            name = f"anc{min(above[i], 3)}"
        else:
            k = i
            while head[k] != k and head[k] != v and head[k] != head[v]:
                k = head[k]
            if head[k] == v and k != v:
                name = f"in{dep[k]}{k > v}{k == i}"
            elif head[k] == head[v] and head[v] != v and k != head[v]:
                name = f"sib{dep[k]}{k > v}"
            else:
                name = "out"
        found.append(_small(name))
    return found


def keyed(words: Iterable[str]) -> np.ndarray:
    """Return the sorted keys of words."""
    return np.array(sorted({key(word) for word in words}), np.uint32)
