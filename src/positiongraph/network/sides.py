"""Networks of several sides: who holds what, whom they address, on which issue. Edges carry the ids of their positions."""

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
import numpy as np

from positiongraph.errors import UsageError
from positiongraph.network.columns import Floats, Ints
from positiongraph.network.levels import actor_names
from positiongraph.network.recipe import Network
from positiongraph.network.selection import Selection

MEASURES = ("ignore", "subtract", "combine")
NORMALISATIONS = ("none", "activity", "prominence")


def two_mode(counted: Selection, kind: str, measure: str, normalise: str) -> Network:
    """Return positions (MultiDiGraph), targets (DiGraph) or roles (MultiDiGraph) of a selection; nodes and edges sorted."""
    if kind == "positions":
        return _positions(counted, measure, normalise)
    aimed, target, targets = _aimed(counted)
    drawn: Network = nx.DiGraph() if kind == "targets" else nx.MultiDiGraph()
    _nodes(drawn, counted.actors, counted.actor, "actor", labels=actor_names(counted.actors))
    _nodes(drawn, targets, target, "actor", labels=actor_names(targets))
    if kind == "targets":
        for a, b, data in _edges(aimed, aimed.actor, target, measure=measure, normalise=normalise):
            drawn.add_edge(counted.actors[a], targets[b], **data)
        return drawn
    _nodes(drawn, counted.issues, counted.issue, "issue", labels=counted.labels)
    for role, chosen, tail, tails, head, heads in (
        ("holder-issue", counted, counted.actor, counted.actors, counted.issue, counted.issues),
        ("holder-target", aimed, aimed.actor, aimed.actors, target, targets),
        ("issue-target", aimed, aimed.issue, aimed.issues, target, targets),
    ):
        for a, b, data in _edges(chosen, tail, head, measure=measure, normalise=normalise):
            drawn.add_edge(tails[a], heads[b], key=role, role=role, **data)
    return drawn


def _positions(counted: Selection, measure: str, normalise: str) -> Network:
    drawn: Network = nx.MultiDiGraph()
    _nodes(drawn, counted.actors, counted.actor, "actor", labels=actor_names(counted.actors), bipartite=0)
    _nodes(drawn, counted.issues, counted.issue, "issue", labels=counted.labels, bipartite=1)
    level = np.zeros_like(counted.level) if measure == "combine" else counted.level
    for a, j, data in _edges(counted, counted.actor, counted.issue, measure=measure, normalise=normalise,
                             level=level):
        if measure == "combine":
            drawn.add_edge(counted.actors[a], counted.issues[j], key=0, **data)
            continue
        stance = data.pop("mean")
        stance = int(stance) if float(stance).is_integer() else stance
        drawn.add_edge(counted.actors[a], counted.issues[j], key=stance, stance=stance, **data)
    return drawn


def _nodes(drawn: Network, names: tuple[str, ...], codes: Ints, kind: str, labels: Mapping[str, str] = {}, **more: Any) -> None:
    counts = np.bincount(codes, minlength=len(names))
    for name, count in zip(names, counts.tolist(), strict=True):
        if not count or (name in drawn and drawn.nodes[name]["kind"] == kind):
            continue  # a target that is a holder too keeps the count of what it holds
        if name in drawn:
            raise UsageError(f"{name!r} is an actor and an issue; a network of both cannot tell them apart")
        drawn.add_node(name, label=labels.get(name, name), kind=kind, count=count, **more)


def _edges(
    entries: Selection, tail: Ints, head: Ints, *, measure: str, normalise: str, level: Ints | None = None
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Group entries by tail, head and, where given, level. Edges come sorted, each with the ids of its positions."""
    if not len(tail):
        return
    keys = np.column_stack([tail, head, np.zeros(len(tail), dtype=np.int64) if level is None else level])
    groups, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    group = group.ravel()
    weights, stances = entries.weight, entries.stance
    count, signed, positive, negative = (
        np.bincount(group, values) for values in (weights, weights * stances, weights * (stances > 0), weights * (stances < 0)))
    mean = np.bincount(group, stances) / np.bincount(group)
    weight = {"ignore": count, "subtract": signed, "combine": (positive > 0) + 2.0 * (negative > 0)}[measure]
    weight = weight / _whole(weights, {"none": None, "activity": tail, "prominence": head}[normalise])[first]
    order = np.argsort(group, kind="stable")
    ids = np.array(entries.table.column("position").to_pylist(), dtype=object)[order]
    bounds = np.searchsorted(group[order], np.arange(len(groups) + 1))
    for n, (a, b, _) in enumerate(groups.tolist()):
        data = {"weight": float(weight[n]), "count": float(count[n]), "mean": float(mean[n])}
        if level is None or measure == "combine":
            data |= {"positive": float(positive[n]), "negative": float(negative[n])}
        yield a, b, data | {"positions": " ".join(sorted(set(ids[bounds[n]: bounds[n + 1]])))}


def _whole(weights: Floats, side: Ints | None) -> Floats:
    """Return for each entry the sum of its side: what activity and prominence divide by."""
    return np.ones(len(weights)) if side is None else np.asarray(np.bincount(side, weights)[side], dtype=np.float64)


def _aimed(kept: Selection) -> tuple[Selection, Ints, tuple[str, ...]]:
    """Return the entries that have a target, once for each target; the targets' codes and names."""
    lists = kept.table.column("targets").to_pylist()
    found = [(n, target) for n, targets in enumerate(lists) for target in targets or ()]
    names = tuple(sorted({target for _, target in found}))
    place = {name: number for number, name in enumerate(names)}
    aimed = kept.at(np.array([n for n, _ in found], dtype=np.int64))
    return aimed, np.array([place[target] for _, target in found], dtype=np.int64), names
