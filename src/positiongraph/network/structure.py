"""Coalitions in a network: communities and how stable they are, and how far a network falls apart into camps.

Weights are agreement: communities need them at or above 0 (networkx's Louvain takes negative ones and silently returns one community);
signed modularity and frustration take both signs. Groups are sorted by size, then by their first name.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import recipe
from positiongraph.network.columns import Floats
from positiongraph.network.recipe import Network, ties
from positiongraph.network.windows import Slice, Window

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """The best partition of several runs, and how alike the runs were."""

    groups: Groups
    modularity: float
    stability: float
    """Mean adjusted Rand index over pairs of runs: 1 when all found the same groups, about 0 when they share nothing but chance."""
    together: float
    """The share of runs that found exactly these groups."""
    method: str
    seeds: tuple[int, ...]


def communities(network: Network, *, method: str = "louvain", seeds: Sequence[int] = range(20), resolution: float = 1.0) -> Communities:
    """Return the communities of the run with the highest modularity, the first of equals. A node without edges is a group of its own.

    Edges of weight 0 are no edges. No nodes: no groups, modularity 0, stability 1.

    Raises:
        UsageError: a weight is negative, the network directed or with parallel edges, no seed, or Leiden's extra is not installed.
        UnknownName: a method that there is none of.
    """
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    if not seeds:
        raise UsageError("seeds: one at least")
    plain = _undirected(network)
    if any(weight < 0 for _, _, weight in ties(plain)):
        raise UsageError("communities need weights at or above 0; take measure congruence, similarity, identical or s-score")
    runs = [sort_groups(METHODS[method](plain, seed, resolution)) for seed in seeds]
    scores = [modularity(plain, groups, resolution=resolution) for groups in runs]
    best = runs[int(np.argmax(scores))]
    alike = [rand_index(one, two) for one, two in combinations(runs, 2)]
    return Communities(best, max(scores), float(np.mean(alike)) if alike else 1.0, runs.count(best) / len(runs), method, tuple(seeds))


def _louvain(network: Network, seed: int, resolution: float) -> list[set[str]]:
    found: list[set[str]] = nx.community.louvain_communities(network, weight="weight", seed=seed, resolution=resolution)
    return found


def _leiden(network: Network, seed: int, resolution: float) -> list[set[str]]:
    try:
        import igraph
        import leidenalg
    except ImportError:
        raise UsageError("Leiden needs igraph and leidenalg: pip install 'positiongraph[communities]'") from None
    nodes = list(network)
    place = {node: number for number, node in enumerate(nodes)}
    graph = igraph.Graph(len(nodes), [(place[a], place[b]) for a, b in network.edges()])
    found = leidenalg.find_partition(graph, leidenalg.RBConfigurationVertexPartition, weights=[weight for _, _, weight in ties(network)],
                                     seed=seed, resolution_parameter=resolution)
    return [{nodes[number] for number in group} for group in found]


METHODS: dict[str, Callable[[Network, int, float], list[set[str]]]] = {"louvain": _louvain, "leiden": _leiden}


def _undirected(network: Network) -> Network:
    """Return a sorted copy without edges of weight 0: the order of nodes and edges steers every greedy method."""
    if network.is_directed() or network.is_multigraph():
        raise UsageError("structure is told of networks of holders or issues: undirected, without parallel edges")
    plain: Network = nx.Graph()
    plain.add_nodes_from(sorted(network.nodes))
    edges = sorted((min(a, b), max(a, b), weight) for a, b, weight in ties(network))
    plain.add_weighted_edges_from(edge for edge in edges if edge[2] != 0)
    return plain


def sort_groups(groups: Iterable[Collection[str]]) -> Groups:
    """Return groups as sorted tuples, the largest first."""
    return tuple(sorted((tuple(sorted(group)) for group in groups if group), key=lambda group: (-len(group), group)))


def note_groups(network: Network, found: Communities) -> Network:
    """Write each node's group, counted from 1, into its attribute `community`, and how it was found into the recipe; in place."""
    for number, group in enumerate(found.groups, 1):
        for node in group:
            network.nodes[node]["community"] = number
    recipe.note(network, communities={"method": found.method, "seeds": found.seeds, "stability": round(found.stability, 6)})
    return network


def rand_index(one: Groups, two: Groups) -> float:
    """Return the adjusted Rand index of two partitions of the same nodes.

    >>> rand_index((("a", "b"), ("c", "d")), (("c", "d"), ("b", "a")))
    1.0
    >>> round(rand_index((("a", "b"), ("c", "d")), (("a", "c"), ("b", "d"))), 9)
    -0.5

    Source: L. Hubert, P. Arabie, "Comparing Partitions" (Journal of Classification 2, 1985).
    """
    def choose(sizes: Iterable[int]) -> float:
        return sum(size * (size - 1) / 2 for size in sizes)

    both = choose(len(set(group) & set(other)) for group in one for other in two)
    first, second = choose(map(len, one)), choose(map(len, two))
    everything = choose([sum(map(len, one))])
    expected = first * second / everything if everything else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def modularity(network: Network, groups: Iterable[Collection[str]], *, resolution: float = 1.0) -> float:
    """Return the signed modularity of a partition: friends within groups count for it, foes against. 0 for a network without edges.

    >>> square = nx.Graph([("a", "b", {"weight": 1}), ("c", "d", {"weight": 1}), ("a", "c", {"weight": -1}), ("b", "d", {"weight": -1})])
    >>> modularity(square, [{"a", "b"}, {"c", "d"}])
    0.5

    Source: S. Gómez, P. Jensen, A. Arenas, "Analysis of community structure in networks of correlated data" (Physical Review E 80, 2009).
    """
    weights, names = _matrix(network)
    group = _membership(names, groups)
    same = np.equal.outer(group, group)
    whole, score = np.abs(weights).sum(), 0.0
    for sign in (1, -1):
        part = np.maximum(sign * weights, 0)
        total = part.sum()
        if total:
            strength = part.sum(axis=1)
            score += sign * ((part - resolution * np.outer(strength, strength) / total)[same]).sum()
    return float(score / whole) if whole else 0.0


def _matrix(network: Network) -> tuple[Floats, list[str]]:
    names = sorted(network.nodes)
    place = {name: number for number, name in enumerate(names)}
    weights = np.zeros((len(names), len(names)))
    for a, b, weight in ties(network):
        if a != b:
            weights[place[a], place[b]] = weights[place[b], place[a]] = weight
    return weights, names


def _membership(names: Sequence[str], groups: Iterable[Collection[str]]) -> Any:
    of = {name: number for number, group in enumerate(groups) for name in group}
    lost = [name for name in names if name not in of]
    if lost:
        raise UsageError(f"in no group: {', '.join(lost[:5])}{', …' if len(lost) > 5 else ''}; a partition holds every node")
    return np.array([of[name] for name in names], dtype=np.int64)


def ei_index(network: Network, groups: Iterable[Collection[str]]) -> float:
    """Return (external − internal) / (external + internal) weight: −1 when all ties lie within groups, 1 when all lie between, 0 without.

    >>> ei_index(nx.Graph([("a", "b"), ("b", "c"), ("c", "d")]), [{"a", "b"}, {"c", "d"}]).__round__(4)
    -0.3333

    Source: D. Krackhardt, R. Stern, "Informal Networks and Organizational Crises" (Social Psychology Quarterly 51, 1988).
    """
    weights, names = _matrix(network)
    group = _membership(names, groups)
    size = np.abs(weights)
    whole = size.sum()
    return float((whole - 2 * size[np.equal.outer(group, group)].sum()) / whole) if whole else 0.0


@dataclass(frozen=True, slots=True)
class Camps:
    """A network in two camps, and a score of how well they divide it. A network that nothing divides is one camp, score 0."""

    score: float
    groups: Groups


def frustration(network: Network, groups: Iterable[Collection[str]] | None = None) -> Camps:
    """Return the share of weight that a partition frustrates: agreement between camps and conflict within; 0 is structural balance.

    Without `groups` the two camps of least frustration that a search finds (exact for up to 14 nodes, else a bound from above).

    Source: F. Harary, "On the notion of balance of a signed graph" (Michigan Mathematical Journal 2, 1953).
    """
    weights, names = _matrix(network)
    whole = np.abs(weights).sum()
    group = (_split(weights) > 0).astype(np.int64) if groups is None else _membership(names, groups)
    same = np.equal.outer(group, group)
    wrong = np.maximum(weights, 0)[~same].sum() + np.maximum(-weights, 0)[same].sum()
    return Camps(float(wrong / whole) if whole else 0.0, _camps(names, group))


def _camps(names: Sequence[str], group: Any) -> Groups:
    return sort_groups([name for name, of in zip(names, group, strict=True) if of == number] for number in sorted(set(group)))


def polarisation(network: Network) -> Camps:
    """Return how far a network of 0 … 1 weights is divided into two camps, 0 … 1, and the camps.

    The score is 4 · w · b · (mean weight within − mean weight between) for the split that makes it largest, w and b the shares of pairs
    within and between: near 1 for two camps of one size that agree with themselves alone; 0 when all agree alike, however much. Being large
    needs both sides: one loner against the rest scores little. Pairs that share nothing are left out.

    Raises:
        UsageError: a weight lies outside 0 … 1.
    """
    weights, names = _matrix(network)
    there = np.zeros_like(weights, dtype=bool)
    place = {name: number for number, name in enumerate(names)}
    for a, b in network.edges():
        there[place[a], place[b]] = there[place[b], place[a]] = a != b
    if weights.min(initial=0) < 0 or weights.max(initial=0) > 1:
        raise UsageError("polarisation is told of weights from 0 to 1; take measure similarity, identical or s-score, or normalise cosine")
    if not there.any():
        return Camps(0.0, sort_groups([names]))
    apart = np.where(there, weights - weights[there].mean(), 0.0)
    side = _split(apart)
    score = 2 * float(side @ apart @ side) / there.sum()
    if score <= 1e-12:
        return Camps(0.0, sort_groups([names]))
    return Camps(score, _camps(names, side))


def polarisation_over_time(parts: Iterable[Slice]) -> list[tuple[Window, Camps]]:
    """Return the polarisation of every slice, in order."""
    return [(part.window, polarisation(part.network)) for part in parts]


def _split(weights: Floats) -> Floats:
    """Return the sides, +1 or −1, that make side·weights·side largest: all tried for up to 14 nodes, else a climb from leading vectors."""
    size = len(weights)
    if size <= 14:
        sides = 1.0 - 2.0 * ((np.arange(2 ** max(size - 1, 0))[:, None] >> np.arange(size)) & 1)
        scores = ((sides @ weights) * sides).sum(axis=1)
        return np.asarray(sides[int(np.argmax(np.round(scores, 12)))])
    vectors = np.linalg.eigh(weights)[1][:, ::-1][:, :5].T
    climbed = [_climb(weights, np.where(vector * np.sign(vector[np.argmax(np.abs(vector))]) >= 0, 1.0, -1.0)) for vector in vectors]
    return climbed[int(np.argmax([round(float(side @ weights @ side), 9) for side in climbed]))]


def _climb(weights: Floats, side: Floats) -> Floats:
    """Move the node that gains most to the other side until none gains."""
    gains = -2 * side * (weights @ side)
    while gains.max() > 1e-12:
        node = int(np.argmax(gains))
        side[node] = -side[node]
        gains = -2 * side * (weights @ side)
    return side
