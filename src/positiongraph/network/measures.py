"""How alike two actors are: the measures and normalisations, by matrices.

x[a, j, k] is the weight of the kept positions of actor a on issue j at stance k, n_a their sum, ρ the declared range of the scale.

| measure | weight of a pair |
|---|---|
| ignore | Σ_j (Σ_k x_a)(Σ_k x_b) |
| congruence | Σ_j Σ_kl x_a[k] x_b[l] (1 − abs(k−l)/ρ) |
| conflict | the same with abs(k−l)/ρ, so that congruence + conflict = ignore |
| subtract | congruence − conflict |
| similarity | mean over shared issues of the mean (1 − abs(k−l)/ρ) on it; 0 … 1 |
| identical | mean over shared issues of the share of equal stances; 0 … 1 |
| s-score | mean over shared issues of 1 for the same side, 0.5 beside a neutral one, 0 for opposite sides; 0 … 1 |

The first four are sums and can be normalised: `average` divides by (n_a + n_b)/2; `jaccard` by m10 + m01 + the sum of products where
both are positive, cell by cell over (j, k), over j where stances are ignored; `cosine` by the geometric mean of what the two score
with themselves, so that everyone is 1 to itself (conflict and subtract take congruence's divisor). The last three are means already.

Source: P. Leifeld, Discourse Network Analysis (Oxford Handbook of Political Networks, 2017) for the sums and `average`; C. S. Signorino and
J. M. Ritter, "Tau-b or Not Tau-b" (International Studies Quarterly 43, 1999) for S, here on three sides.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.columns import Floats, Ints
from positiongraph.network.selection import Selection

SUMS = ("ignore", "congruence", "conflict", "subtract")
MEANS = ("similarity", "identical", "s-score")
MEASURES = SUMS + MEANS
NORMALISATIONS = ("none", "average", "jaccard", "cosine")

Matrix = Any
"""A numpy array or a scipy csr_array, nodes by topics: the same algebra, no common type."""
DENSE = 2**24
"""Cells up to which a matrix that is not very empty is multiplied densely: 128 MB."""


@dataclass(frozen=True, eq=False)
class Cells:
    """x[a, j, k] as one matrix (nodes by topics) for each of the `levels`, the stances that occur, ascending."""

    nodes: tuple[str, ...]
    topics: tuple[str, ...]
    levels: Floats
    layers: tuple[Matrix, ...]


def cells(selection: Selection, *, by: str = "actor") -> Cells:
    """Sum a selection's weights into cells; nodes are its actors, or its issues, that have a position.

    >>> import pyarrow as pa
    >>> from positiongraph.network.selection import select, table_of
    >>> rows = pa.table({"position": ["1", "2"], "holder": ["A", "B"], "issue": ["x", "x"], "stance": [2, -1]})
    >>> cells(select(table_of(rows))).levels.tolist()
    [-1.0, 2.0]
    """
    sides = [(selection.actor, selection.actors), (selection.issue, selection.issues)]
    (node, nodes), (topic, topics) = sides if by == "actor" else sides[::-1]
    present, node = _present(node, len(nodes))
    shown, topic = _present(topic, len(topics))
    used, level = _present(selection.level, len(selection.levels))
    shape = (len(present), len(shown))
    dense = len(node) > 0.03 * shape[0] * shape[1] and shape[0] * shape[1] * len(used) <= DENSE
    layers: list[Matrix] = []
    for number in range(len(used)):
        here = level == number
        if dense:
            flat = np.bincount(node[here] * shape[1] + topic[here], selection.weight[here], shape[0] * shape[1])
            layers.append(flat.reshape(shape))
        else:
            layers.append(sparse.csr_array((selection.weight[here], (node[here], topic[here])), shape=shape))
    return Cells(tuple(nodes[n] for n in present), tuple(topics[t] for t in shown), selection.levels[used], tuple(layers))


def _present(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the codes that occur, ascending, and every entry's place among them."""
    there = np.bincount(codes, minlength=size) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of nodes that share a topic, first < second, in ascending order, with what they share.

    `weight` is the measure asked for; `shared` counts topics; `congruence` and `conflict` are the raw sums, where they were asked for.
    """

    nodes: tuple[str, ...]
    first: Ints
    second: Ints
    weight: Floats
    shared: Ints
    congruence: Floats | None = None
    conflict: Floats | None = None


@dataclass(frozen=True, eq=False)
class Common:
    """What nodes have in common whatever their stances: the pairs that share a topic, how many, and all cells summed over stances."""

    first: Ints
    second: Ints
    shared: Ints
    total: Matrix


def in_common(x: Cells, shared: int = 1) -> Common:
    """Find the pairs of nodes that share a topic, or as many as `shared`."""
    total = x.layers[0] if x.layers else np.zeros((len(x.nodes), len(x.topics)))
    for layer in x.layers[1:]:
        total = total + layer
    held = np.sign(total) if isinstance(total, np.ndarray) else total.sign()
    both = _dot(held, held)
    first, second = _upper(both)
    number = np.rint(_at(both, first, second)).astype(np.int64)
    enough = number >= shared
    return Common(first[enough], second[enough], number[enough], total)


def kernel(levels: Floats, measure: str, scale: float) -> Floats:
    """Return how alike two stances are, 0 … 1, as a matrix over the levels.

    >>> kernel(np.array([-2.0, 0.0, 2.0]), "similarity", 6)[0].round(3).tolist()
    [1.0, 0.667, 0.333]
    >>> kernel(np.array([-2.0, 0.0, 2.0]), "s-score", 6)[0].tolist()
    [1.0, 0.5, 0.0]

    Raises:
        UsageError: when two levels lie further apart than the declared scale.
    """
    if measure == "identical":
        return np.equal.outer(levels, levels).astype(np.float64)
    if measure == "s-score":
        return 1 - np.abs(np.subtract.outer(np.sign(levels), np.sign(levels))) / 2
    if len(levels) and levels[-1] - levels[0] > scale:
        raise UsageError(f"stances from {levels[0]:g} to {levels[-1]:g} lie further apart than the declared scale, {scale:g}")
    return 1 - np.abs(np.subtract.outer(levels, levels)) / scale


def pairs(x: Cells, measure: str, normalise: str = "none", *, scale: float = 6, raw: bool = False, common: Common | None = None) -> Pairs:
    """Measure every pair of nodes that has something in common; with `raw`, tell what the measure is made of as well.

    Raises:
        UnknownName: a measure or normalisation that there is none of.
        UsageError: a mean is to be normalised, or the stances exceed the scale.
    """
    if measure not in MEASURES:
        raise UnknownName("measure", measure, MEASURES)
    if normalise not in NORMALISATIONS:
        raise UnknownName("normalisation", normalise, NORMALISATIONS)
    if measure in MEANS and normalise != "none":
        raise UsageError(f"{measure} is a mean already and takes no normalisation")
    common = common or in_common(x)
    first, second, total = common.first, common.second, common.total
    likeness = kernel(x.levels, "congruence", scale)
    everything = congruence = conflict = np.zeros(0)
    if raw or measure in SUMS:
        congruence = _at(_alike(x.layers, likeness), first, second)
    if raw or measure in SUMS[:1] + SUMS[2:]:
        everything = _at(_dot(total, total), first, second)
        conflict = np.maximum(everything - congruence, 0)
    if measure in MEANS:
        per_topic = tuple(_share(layer, total) for layer in x.layers)
        weight = _at(_alike(per_topic, kernel(x.levels, measure, scale)), first, second) / common.shared
    else:
        layers = (total,) if measure == "ignore" else x.layers
        weight = everything if measure == "ignore" else conflict if measure == "conflict" else congruence
        weight = weight - conflict if measure == "subtract" else weight
        weight = weight / _divisor(layers, normalise, np.ones((1, 1)) if measure == "ignore" else likeness, first, second)
    parts = (congruence, conflict) if raw else (None, None)
    return Pairs(x.nodes, first, second, weight, common.shared, *parts)


def _divisor(layers: tuple[Matrix, ...], normalise: str, likeness: Floats, first: Ints, second: Ints) -> Floats:
    if normalise == "none" or not layers:
        return np.ones(len(first))
    if normalise == "cosine":
        own = np.zeros(layers[0].shape[0])
        for layer, alike in zip(layers, _blend(layers, likeness), strict=True):
            own += np.asarray((layer * alike).sum(axis=1)).ravel()
        return np.asarray(np.sqrt(own[first] * own[second]))
    counts = sum((np.asarray(layer.sum(axis=1)).ravel() for layer in layers), np.zeros(layers[0].shape[0]))
    if normalise == "average":
        return np.asarray((counts[first] + counts[second]) / 2)
    wide, there = _beside(layers), _beside(tuple(_sign(layer) for layer in layers))
    where_other_is = _dot(wide, there)  # [a, b]: the sum of a's cells that b has too
    alone = counts[first] - _at(where_other_is, first, second) + counts[second] - _at(where_other_is, second, first)
    return np.asarray(alone + _at(_dot(wide, wide), first, second))


def _blend(layers: tuple[Matrix, ...], likeness: Floats) -> list[Matrix]:
    """Return Σ_l likeness[k, l] X_l for every k; the layer itself, not a copy, where it is like itself alone."""
    blended: list[Matrix] = []
    for row in likeness:
        terms = [layer if alike == 1 else layer * float(alike) for layer, alike in zip(layers, row, strict=True) if alike]
        whole = terms[0]
        for term in terms[1:]:
            whole = whole + term
        blended.append(whole)
    return blended


def _alike(layers: tuple[Matrix, ...], likeness: Floats) -> Matrix:
    """Σ_kl likeness[k, l] · X_k X_lᵀ."""
    products = [_dot(layer, blended) for layer, blended in zip(layers, _blend(layers, likeness), strict=True)]
    return sum(products[1:], products[0]) if products else np.zeros((0, 0))


def _beside(layers: tuple[Matrix, ...]) -> Matrix:
    if isinstance(layers[0], np.ndarray):
        return np.hstack([np.asarray(layer) for layer in layers])
    return sparse.csr_array(sparse.hstack(layers, format="csr"))


def _share(layer: Matrix, total: Matrix) -> Matrix:
    if isinstance(total, np.ndarray):
        return np.asarray(layer / np.where(total > 0, total, 1))
    inverse = total.copy()
    inverse.data = 1 / inverse.data
    return sparse.csr_array(layer * inverse)


def _sign(matrix: Matrix) -> Matrix:
    return np.sign(matrix) if isinstance(matrix, np.ndarray) else matrix.sign()


def _dot(left: Matrix, right: Matrix) -> Matrix:
    return left @ right.T


def _upper(matrix: Matrix) -> tuple[Ints, Ints]:
    first, second = np.nonzero(np.triu(matrix, 1)) if isinstance(matrix, np.ndarray) else sparse.triu(matrix, 1).nonzero()
    order = np.lexsort((second, first))
    return first[order].astype(np.int64), second[order].astype(np.int64)


def _at(matrix: Matrix, first: Ints, second: Ints) -> Floats:
    if not len(first):
        return np.zeros(0)
    return np.asarray(matrix[first, second], dtype=np.float64).ravel()
