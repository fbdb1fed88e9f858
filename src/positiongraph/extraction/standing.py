"""How a candidate stands among the others of its text, in numbers: what the boosted trees of the chooser see."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from positiongraph.extraction.candidates import Candidate
from positiongraph.extraction.tree import Tree

FRAMES = ("ccomp", "xcomp", "object+xcomp", "dobj", "prep", "quote", "parataxis", "passive", "relative", "clause", "that", "infinitive",
          "mistaken", "held")  # fmt: skip
CONTROLS = ("nsubj", "inherited", "agent", "passive", "acl", "relcl", "object", "poss", "light", "none")
KINDS = ("verb", "noun", "according", "colon", "adverb")
RELATIONS = ("ROOT", "ccomp", "xcomp", "advcl", "acl", "relcl", "conj", "pcomp", "dobj", "pobj", "parataxis")
TAGS = ("VBD", "VBN", "VBG", "VBP", "VBZ", "VB")
NOBODY = -9.0
"""Log odds where there is no other candidate."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best reading of a role: its tokens and name, its share of the probability, that of all close to it, its lead over the next."""

    tokens: tuple[int, ...] = ()
    name: str = "-"
    share: float = 0.0
    mass: float = 0.0
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate with its log odds and the best reading of each role."""

    tree: Tree
    candidate: Candidate
    odds: float
    best: Mapping[str, Best]
    more: tuple[float, ...] = ()
    """More numbers for the trees."""
    side: bool = False
    """Whether its word takes a side."""


def standing(read: Sequence[Reading], words: int) -> np.ndarray:
    """Return a row of numbers for each candidate of one text, in their order; `words` is the text's length."""
    expected = sum(1 / (1 + math.exp(-r.odds)) for r in read)
    rows: list[list[float]] = []
    groups = [list(group) for _, group in groupby(read, key=lambda r: id(r.tree))]
    for place, group in enumerate(groups):
        contents = [frozenset(r.best["C"].tokens) for r in group]
        for n, r in enumerate(group):
            text = [expected, 1000 * expected / max(words, 1), place, place / len(groups), len(group)]
            rows.append([*_own(r), *_among(n, group, contents), *text, *r.more])
    return np.array(rows, dtype=np.float32) if rows else np.zeros((0, 0), dtype=np.float32)


def _own(r: Reading) -> list[float]:
    tree, c, best = r.tree, r.candidate, r.best
    v, content, source = c.head, best["C"].tokens, best["S"].tokens
    likely = 1 / (1 + math.exp(-r.odds))
    product = best["C"].mass * best["S"].mass * best["Q"].mass
    shares = [x for role in "CSQ" for x in (best[role].share, best[role].mass, best[role].lead)]
    n, s = len(content), c.source_head
    sizes = [
        n, len(source), len(best["Q"].tokens), len(tree), len(c.quotes), len(tree.quotes), v - tree.bounds[tree.sentence[v]][0],
        content[0] - v if n else 0, content[-1] - v if n else 0, content[-1] - content[0] + 1 - n if n else 0,
        sum(tree.quote[i] >= 0 for i in content) / max(n, 1), source[0] - v if source else 0,
    ]  # fmt: skip
    flags = [
        tree.quote[v] >= 0, c.passive, s is not None and tree.pos[s] == "PROPN", s is not None and tree.pos[s] == "PRON",
        s is not None and tree.pos[s] == "NOUN", s is not None and tree.tag[s] in {"NNS", "NNPS"},
        *(c.frame == x for x in FRAMES), *(c.control == x for x in CONTROLS), *(c.kind == x for x in KINDS),
        *(tree.dep[v] == x for x in RELATIONS), *(tree.tag[v] == x for x in TAGS),
    ]  # fmt: skip
    return [r.odds, product, likely * product, *shares, *map(float, sizes), *map(float, flags)]


def _among(n: int, group: Sequence[Reading], contents: Sequence[frozenset[int]]) -> list[float]:
    """Log odds of the best of the others: whose content holds this cue, whose cue is in this content, of this sentence, source, content."""
    me, mine = group[n], contents[n]
    v, sentence, source = me.candidate.head, me.tree.sentence, me.best["S"].tokens
    over = sure = inside = near = beside = same = NOBODY
    for k, other in enumerate(group):
        if k == n:
            continue
        odds, head = other.odds, other.candidate.head
        beside = max(beside, odds)
        if v in contents[k]:
            over = max(over, odds)
            sure = max(sure, odds + math.log(other.best["C"].mass + 0.01))
        if head in mine:
            inside = max(inside, odds)
        if sentence[head] == sentence[v]:
            near = max(near, odds)
        if source and other.best["S"].tokens == source:
            same = max(same, odds)
    rival = max((o.odds for k, o in enumerate(group) if k != n and 2 * len(mine & contents[k]) > len(mine)), default=NOBODY)
    likely = sum(o.odds > 0 for o in group)
    return [over, sure, inside, near, beside, same, rival, me.odds - over, me.odds - inside, float(likely)]
