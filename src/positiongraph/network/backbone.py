"""What remains of a network when the faint is left out, which issues carry it, and who is central in it."""

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from positiongraph.errors import UsageError
from positiongraph.network import measures, recipe
from positiongraph.network.projections import Plan
from positiongraph.network.recipe import Network, ties


def disparity(network: Network, alpha: float = 0.05) -> Network:
    """Keep the edges that are heavier than chance would make them at either end; every node stays.

    An edge stands for an end of degree k > 1 when (1 − its share of that end's weight)^(k − 1) < alpha; a single edge never does.

    Raises:
        UsageError: a weight is negative, or alpha is no probability.

    Source: M. Á. Serrano, M. Boguñá, A. Vespignani, "Extracting the multiscale backbone of complex weighted networks" (PNAS 106, 2009).
    """
    if not 0 < alpha <= 1:
        raise UsageError(f"alpha is a probability, not {alpha}")
    _needs_agreement(network)
    strength = {node: sum(data["weight"] for data in network[node].values()) for node in network}
    degree = {node: sum(data["weight"] > 0 for data in network[node].values()) for node in network}

    def chance(node: str, weight: float) -> float:
        return float((1 - weight / strength[node]) ** (degree[node] - 1)) if degree[node] > 1 else 1.0

    kept = [(a, b) for a, b, weight in ties(network) if weight > 0 and min(chance(a, weight), chance(b, weight)) < alpha]
    return _only(network, kept, backbone={"method": "disparity", "alpha": alpha})


def top_neighbours(network: Network, k: int) -> Network:
    """Keep each node's k heaviest edges; an edge that one of its ends keeps stays. Of equals the first by name stay.

    Raises:
        UsageError: k is less than 1, or the network is not one of holders or issues.
    """
    if k < 1:
        raise UsageError(f"k is 1 at least, not {k}")
    _simple(network)
    kept: set[tuple[str, str]] = set()
    for node in network:
        heaviest = sorted((-data["weight"], other) for other, data in network[node].items())
        kept |= {(min(node, other), max(node, other)) for _, other in heaviest[:k]}
    return _only(network, sorted(kept), backbone={"method": "top neighbours", "k": k})


def _only(network: Network, edges: Any, **noted: Any) -> Network:
    kept: Network = nx.Graph(**network.graph)
    kept.add_nodes_from((node, dict(data)) for node, data in network.nodes(data=True))
    kept.add_edges_from((a, b, dict(network.edges[a, b])) for a, b in edges)
    vars(kept).update({name: value for name, value in vars(network).items() if name == "selection"})
    recipe.note(kept, **noted)
    return kept


def _simple(network: Network) -> None:
    if network.is_directed() or network.is_multigraph():
        raise UsageError("a backbone is that of a network of holders or issues: undirected, without parallel edges")


def _needs_agreement(network: Network) -> None:
    _simple(network)
    if any(weight < 0 for _, _, weight in ties(network)):
        raise UsageError("weights are to be 0 or more; take measure congruence, similarity, identical or s-score")


def issue_backbone(source: Any, *, level: float = 0.95, **options: Any) -> list[tuple[str, float]]:
    """Return the fewest issues found that tell who agrees with whom nearly as well as all do, each with the correlation reached with it.

    Issues are added one by one, each time the one that brings the weights of all pairs nearest to those on all issues (Pearson's
    correlation; of equals the first by id), until `level` is reached. `options` are those of `network` for holders; a pair that shares none
    of the chosen issues weighs 0. No variation between pairs, or fewer than two of them: an empty list.

    Raises:
        UsageError: the level is not between 0 and 1.
    """
    if not 0 < level <= 1:
        raise UsageError(f"level is a correlation above 0, up to 1, not {level}")
    plan = Plan(kind="holders", **options)
    counted = plan.counted(plan.select(source))
    whole = _square(plan, measures.cells(counted), counted.actors)
    if len(whole) < 2 or whole.std() < 1e-12:
        return []
    chosen: list[tuple[str, float]] = []
    left = sorted(range(len(counted.issues)), key=lambda n: counted.issues[n])
    here: list[int] = []
    while left and (not chosen or chosen[-1][1] < level):
        scores = [_correlation(whole, _square(plan, measures.cells(counted.take(np.isin(counted.issue, [*here, issue]))), counted.actors))
                  for issue in left]
        best = int(np.argmax(np.round(scores, 12)))
        here.append(left.pop(best))
        chosen.append((counted.issues[here[-1]], scores[best]))
    return chosen


def _square(plan: Plan, x: measures.Cells, actors: tuple[str, ...]) -> Any:
    found = measures.pairs(x, plan.measure, plan.normalise, scale=plan.scale)
    place = np.array([actors.index(node) for node in found.nodes], dtype=np.int64)
    values = np.zeros((len(actors), len(actors)))
    if len(found.first):
        values[place[found.first], place[found.second]] = found.weight
    return values[np.triu_indices(len(actors), 1)]


def _correlation(one: Any, two: Any) -> float:
    return float(np.corrcoef(one, two)[0, 1]) if two.std() > 1e-12 else -1.0


def centralities(network: Network) -> pd.DataFrame:
    """Return, by node: degree, strength (sum of weights), betweenness and closeness (an edge is as long as 1 / weight), PageRank.

    Edges of weight 0 are no edges. Parallel edges are summed; in a directed network degree and strength count both directions.

    Raises:
        UsageError: a weight is negative: there are no distances then. Take measure ignore or congruence.
    """
    plain: Network = nx.DiGraph() if network.is_directed() else nx.Graph()
    plain.add_nodes_from(sorted(network.nodes, key=str))
    for a, b, weight in sorted(ties(network), key=lambda edge: (str(edge[0]), str(edge[1]))):
        plain.add_edge(a, b, weight=weight + (plain.edges[a, b]["weight"] if plain.has_edge(a, b) else 0.0))
    plain.remove_edges_from([(a, b) for a, b, weight in ties(plain) if weight == 0])
    for a, b, weight in ties(plain):
        if weight < 0:
            raise UsageError(f"{a} – {b} weighs {weight:g}; centralities need 0 or more, as measures ignore and congruence give")
        plain.edges[a, b]["length"] = 1 / weight
    columns = {
        "degree": dict(plain.degree()), "strength": dict(plain.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(plain, weight="length"), "closeness": nx.closeness_centrality(plain, distance="length"),
        "pagerank": nx.pagerank(plain, weight="weight") if len(plain) else {},
    }
    return pd.DataFrame(columns, index=list(plain))
