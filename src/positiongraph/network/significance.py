"""What chance would do: permutation p-values with a named null model, and whether a finding survives other choices.

Null models:
    stances     on every issue, the stances taken are dealt anew among those who took one. Who spoke on what, how often, and how each issue
                divides stay as they are; only who stands where is chance. A joint position is dealt to its holders one by one: what
                co-signing makes by construction shows as significant, so ask again with joint="exclude".
    actors      every actor's stances are dealt anew among the issues that it spoke on. How friendly each is stays, on what is chance.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import networkx as nx
import numpy as np

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import measures, recipe
from positiongraph.network.columns import Floats
from positiongraph.network.projections import Plan
from positiongraph.network.recipe import Network
from positiongraph.network.selection import Selection

NULLS = ("stances", "actors")


def dealer(selection: Selection, null: str, seed: int) -> Callable[[], Selection]:
    """Return a function that deals the selection's stances anew, each time otherwise, as the null model says.

    Raises:
        UnknownName: a null model that there is none of.
    """
    if null not in NULLS:
        raise UnknownName("null model", null, NULLS)
    group = selection.issue if null == "stances" else selection.actor
    before = np.argsort(group, kind="stable")
    chance = np.random.default_rng(seed)

    def deal() -> Selection:
        level = np.empty_like(selection.level)
        level[before] = selection.level[np.argsort(group + chance.random(len(group)))]
        return replace(selection, level=level)

    return deal


def _times(permutations: int) -> None:
    if permutations < 1:
        raise UsageError(f"permutations: one at least, not {permutations}")


def edge_significance(source: Any, *, permutations: int = 1000, seed: int = 0, null: str = "stances", **options: Any) -> Network:
    """Return the holders network whose edges say how their weight compares with chance.

    Edges gain `expected` (mean weight under the null model), `z` (the difference in its standard deviations, 0 where there are none), `p`
    (two-sided: the share of permutations, the data itself counted as one, whose weight lies as far from the mean) and `q` (Benjamini and
    Hochberg's adjustment of p for the number of edges: those with q < 0.05 hold about 5 % false ones). `options` are those of `network`.

    Raises:
        UnknownName: a null model that there is none of.

    Source: B. Phipson, G. K. Smyth, "Permutation P-values Should Never Be Zero" (Statistical Applications in Genetics 9, 2010).
    """
    _times(permutations)
    plan = Plan(kind="holders", **options)
    kept = plan.select(source)
    counted = plan.counted(kept)
    drawn = plan.draw(kept)
    common = plan.common(measures.cells(counted))  # who spoke on what is no chance
    found = plan.pairs(counted, common=common)
    deal = dealer(counted, null, seed)
    weights = np.empty((permutations, len(found.first)))
    for number in range(permutations):
        weights[number] = plan.pairs(deal(), common=common).weight
    mean, spread = weights.mean(axis=0), weights.std(axis=0)
    weights -= mean  # in place: a thousand permutations of all pairs are the bulk of the memory
    as_far = (np.abs(weights, out=weights) >= np.abs(found.weight - mean) - 1e-12).sum(axis=0)
    p = (1 + as_far) / (1 + permutations)
    z = np.divide(found.weight - mean, spread, out=np.zeros_like(mean), where=spread > 1e-12)
    columns = zip(found.first, found.second, mean.tolist(), z.tolist(), p.tolist(), adjusted(p).tolist(), strict=True)
    for a, b, expected, far, share, adjusted_share in columns:
        drawn.edges[found.nodes[a], found.nodes[b]].update(expected=expected, z=far, p=share, q=adjusted_share)
    recipe.note(drawn, significance={"null": null, "permutations": permutations, "seed": seed})
    return drawn


def adjusted(p: Floats) -> Floats:
    """Return p-values adjusted for their number, in their order.

    >>> adjusted(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]

    Source: Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate" (Journal of the Royal Statistical Society B 57, 1995).
    """
    order = np.argsort(p)[::-1]
    rank = np.arange(len(p), 0, -1)
    values = np.empty_like(p)
    values[order] = np.minimum.accumulate(p[order] * len(p) / np.maximum(rank, 1))
    return np.minimum(values, 1)


@dataclass(frozen=True, slots=True)
class Significance:
    """A number of a network, and where it lies among those of networks by chance. `p` is that chance gives as much or more."""

    value: float
    expected: float
    spread: float
    p: float
    null: str
    permutations: int
    seed: int


def significance(
    source: Any, statistic: Callable[[Network], float], *, permutations: int = 200, seed: int = 0, null: str = "stances", **options: Any
) -> Significance:
    """Return how a statistic of the holders network (modularity, polarisation …) compares with chance. `options` are those of `network`.

    Raises:
        UnknownName: a null model that there is none of.
    """
    _times(permutations)
    plan = Plan(kind="holders", **options)
    kept = plan.select(source)
    value = float(statistic(plan.draw(kept)))
    counted = plan.counted(kept)
    common = plan.common(measures.cells(counted))
    deal = dealer(counted, null, seed)
    values = np.array([float(statistic(_plain(plan.pairs(deal(), common=common)))) for _ in range(permutations)])
    p = (1 + int((values >= value - 1e-12).sum())) / (1 + permutations)
    return Significance(value, float(values.mean()), float(values.std()), p, null, permutations, seed)


def _plain(found: measures.Pairs) -> Network:
    drawn: Network = nx.Graph()
    drawn.add_nodes_from(found.nodes)
    drawn.add_weighted_edges_from((found.nodes[a], found.nodes[b], weight) for a, b, weight in zip(
        found.first.tolist(), found.second.tolist(), found.weight.tolist(), strict=True))
    return drawn


@dataclass(frozen=True, slots=True)
class Panel:
    """A finding under every combination of choices."""

    rows: tuple[tuple[Mapping[str, Any], Any], ...]
    """The choices and what the finding is under them; None where it cannot be told."""
    usual: Any
    """The finding under the choices that are most like the defaults: the first of each."""

    @property
    def flips(self) -> tuple[Mapping[str, Any], ...]:
        """The choices under which the finding is another than the usual one, or cannot be told."""
        return tuple(choices for choices, finding in self.rows if finding != self.usual)

    @property
    def holds(self) -> float:
        """The share of combinations that agree with the usual one."""
        return 1 - len(self.flips) / len(self.rows)


def sensitivity(
    source: Any, finding: Callable[[Network], Any], *, normalise: Sequence[str] = ("average", "jaccard", "cosine"),
    duplicates: Sequence[str | None] = (None, "document"), joint: Sequence[str] = ("each", "fractional", "exclude"),
    windows: Iterable[tuple[str | None, str | None]] = ((None, None),), **options: Any,
) -> Panel:
    """Ask a finding of the holders network under every combination of normalisation, duplicates, joint policy and window (since, until).

    `finding` takes the network and returns something to compare: `nearest_to` an actor, whether it is `closer` to one than to another, or
    what you write. Where it raises KeyError or networkx's error because a node or edge is gone, the finding is None.
    """
    found = []
    for how, once, policy, (since, until) in product(normalise, duplicates, joint, windows):
        choices = {"normalise": how, "duplicates": once, "joint": policy, "since": since, "until": until}
        drawn = _drawn(source, choices, options)
        try:
            found.append((choices, finding(drawn)))
        except (KeyError, nx.NetworkXException):
            found.append((choices, None))
    return Panel(tuple(found), found[0][1] if found else None)


def _drawn(source: Any, choices: Mapping[str, Any], options: Mapping[str, Any]) -> Network:
    plan = Plan(kind="holders", **{**options, **choices})
    return plan.draw(plan.select(source))


def nearest_to(actor: str) -> Callable[[Network], str | None]:
    """Return a finding: who agrees most with an actor; the first by code of equals, None when nobody shares an issue with it."""
    def finding(network: Network) -> str | None:
        neighbours = [(-round(data["weight"], 12), other) for other, data in network[actor].items()]
        return min(neighbours)[1] if neighbours else None

    return finding


def closer(actor: str, one: str, other: str) -> Callable[[Network], bool]:
    """Return a finding: whether an actor agrees more with one than with another."""
    return lambda network: bool(network.edges[actor, one]["weight"] > network.edges[actor, other]["weight"])
