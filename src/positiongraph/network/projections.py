"""Rows → networkx: holders, issues, positions, targets and roles as networks. The one place where an answer becomes an edge."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import Facts
from positiongraph.network import measures, recipe, sides
from positiongraph.network.columns import Words, coded
from positiongraph.network.filters import NEVER
from positiongraph.network.levels import LEVELS, actor_names, lift, narrower, roll_up
from positiongraph.network.recipe import Network
from positiongraph.network.selection import DUPLICATES, Selection, select, table_of

if TYPE_CHECKING:
    import pandas as pd

ONE_MODE = ("holders", "issues")
TWO_MODE = ("positions", "targets", "roles")
KINDS = ("positions", "holders", "issues", "targets", "roles")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a network is to be made: every option of `network`, checked and with its defaults filled in."""

    kind: str
    measure: str = ""
    """Empty, or None from a command line: what the kind is usually measured by."""
    normalise: str = ""
    joint: str = "each"
    since: str | None = None
    until: str | None = None
    issue: Words | None = None
    holder: Words | None = None
    status: Words | None = "accepted"
    where: Mapping[str, Words] = field(default_factory=dict)
    exclude: Mapping[str, Words] = field(default_factory=dict)
    duplicates: str | None = None
    level: str = "state"
    blocs: Collection[str] | None = None
    roll_up: bool = False
    broader: Mapping[str, Collection[str]] = field(default_factory=dict)
    minimum: int = 1
    shared: int = 1
    scale: float = 6
    stances: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownName("kind of network", self.kind, KINDS)
        one_mode = self.kind in ONE_MODE
        known = measures.MEASURES if one_mode else sides.MEASURES
        measure = self.measure or ("congruence" if one_mode else "subtract")
        if measure not in known:
            raise UnknownName(f"measure of {self.kind}", measure, known)
        if self.normalise and measure in measures.MEANS:
            raise UsageError(f"normalise is refused with {measure}, a mean already")
        normalise = self.normalise or ("average" if measure in measures.SUMS and one_mode else "none")
        norms = measures.NORMALISATIONS if one_mode else sides.NORMALISATIONS
        if normalise not in norms:
            raise UnknownName(f"normalisation of {self.kind}", normalise, norms)
        if self.duplicates not in (None, *DUPLICATES):
            raise UnknownName("kind of duplicate", str(self.duplicates), DUPLICATES)
        if self.level not in LEVELS:
            raise UnknownName("level", self.level, LEVELS)
        if self.joint == "bloc" and self.level != "state":
            raise UsageError(f"joint 'bloc' makes one actor of co-signers; at level {self.level!r} take each, fractional or exclude")
        if not self.scale > 0:
            raise UsageError(f"scale is the range of the stances and lies above 0, not {self.scale}")
        object.__setattr__(self, "measure", measure)
        object.__setattr__(self, "normalise", normalise)

    def select(self, source: Any) -> Selection:
        """Return what the plan keeps of the source's positions."""
        table = table_of(source)
        broader: dict[str, Collection[str]] = dict(self.broader)
        if isinstance(source, Facts):
            broader = {issue.id: issue.broader for issue in source.issues if issue.broader} | broader
        kept = select(table, joint=self.joint, since=self.since, until=self.until, issue=self.issue, holder=self.holder,
                      status=self.status, where=self.where, exclude=self.exclude, stances=self.stances,
                      narrower={} if self.issue is None else narrower(sorted(set(coded(table, "issue")[1])), broader))
        lifted = lift(kept, self.level, self.blocs)
        return roll_up(lifted, broader) if self.roll_up else lifted

    def told(self, kept: Selection) -> dict[str, Any]:
        """Return the recipe of a selection."""
        options = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("stances", "broader")}
        return {
            **options, "stances": "as given" if self.stances else None, "broader": "as given" if self.broader else None,
            "versions": recipe.made_by(),
            "rows": {"read": len(kept.source), "kept": len(kept.actor), "undated": int((kept.first == NEVER).sum()),
                     "sha256": recipe.rows_hash(kept.source)},
        }

    def counted(self, kept: Selection) -> Selection:
        """Return what is counted of a selection: duplicates once, actors with enough positions."""
        once = kept.once(self.duplicates, by_stance=self.measure != "ignore")
        if self.minimum < 2:
            return once
        many = np.bincount(once.actor, minlength=len(once.actors)) >= self.minimum
        return once.take(many[once.actor])

    def pairs(self, counted: Selection, *, raw: bool = False, common: measures.Common | None = None) -> measures.Pairs:
        """Measure the pairs of a one-mode kind; `common` saves finding again what they have in common."""
        cells = measures.cells(counted, by="actor" if self.kind == "holders" else "issue")
        return measures.pairs(cells, self.measure, self.normalise, scale=self.scale, raw=raw, common=common or self.common(cells))

    def common(self, cells: measures.Cells) -> measures.Common:
        """Find the pairs that share enough."""
        return measures.in_common(cells, self.shared)

    def draw(self, kept: Selection, told: Mapping[str, Any] | None = None) -> Network:
        """Return the network of a selection; `told` is its recipe where that is known already."""
        counted = self.counted(kept)
        drawn = self._one_mode(counted) if self.kind in ONE_MODE else sides.two_mode(counted, self.kind, self.measure, self.normalise)
        drawn.graph["kind"] = self.kind
        drawn.graph["recipe"] = recipe.written(dict(told or self.told(kept)))
        vars(drawn)["selection"] = kept  # for positions_behind; the graph stays networkx's own
        return drawn

    def _one_mode(self, counted: Selection) -> Network:
        found = self.pairs(counted, raw=self.measure in measures.SUMS)
        drawn: Network = nx.Graph()
        kind = "actor" if self.kind == "holders" else "issue"
        codes, names = (counted.actor, counted.actors) if kind == "actor" else (counted.issue, counted.issues)
        counts = dict(zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=True))
        labels = counted.labels if kind == "issue" else actor_names(found.nodes)
        drawn.add_nodes_from((node, {"label": labels.get(node, node), "kind": kind, "count": counts[node]}) for node in found.nodes)
        told = {"weight": found.weight, "shared": found.shared, "congruence": found.congruence, "conflict": found.conflict}
        columns = {name: values.tolist() for name, values in told.items() if values is not None}
        ends = ((found.nodes[a], found.nodes[b]) for a, b in zip(found.first.tolist(), found.second.tolist(), strict=True))
        drawn.add_edges_from((a, b, dict(zip(columns, values, strict=True)))
                             for (a, b), values in zip(ends, zip(*columns.values(), strict=True), strict=True))
        return drawn


def network(source: Any, kind: str, **options: Any) -> Network:
    """Return a network of facts or flat rows, as plain networkx.

    Kinds, and what they are:
        holders     Graph of actors; an edge where two hold a position on a shared issue, even where they never agree (weight 0)
        issues      Graph of issues; an edge where one actor holds a position on both
        positions   MultiDiGraph holder → issue; an edge for each stance, its weight stance × count
        targets     DiGraph holder → target; weight the sum of stances
        roles       MultiDiGraph holder → issue, holder → target and issue → target, the key and attribute `role` saying which

    Options, all by keyword:
        measure     holders, issues: see `measures`; default congruence. Else subtract (sum of stances), ignore (counts) or combine
                    (1 only for, 2 only against, 3 both, 0 neither); default subtract
        normalise   holders, issues: none, average (default), jaccard, cosine; refused with a measure that is a mean. Else none, activity
                    (÷ the tail's count) or prominence (÷ the head's count)
        joint       each (default), fractional, exclude or bloc: what a position held together counts for each of its holders
        since, until, issue, holder, status, where, exclude, stances: see `selection.select`
        duplicates  None, or count once a document, day, week, month or year
        level       state (holders as they are), bloc (their memberships as of the date), person (the speaker)
        roll_up     True: issues to the top of their hierarchy, which is packaged; `broader` (id → broader ids) adds to it
        minimum     leave out actors with fewer positions; shared: leave out pairs with fewer shared topics
        scale       the declared range ρ of the stances, 6

    Nodes are codes and issue ids, sorted, with `label`, `kind` (actor or issue), `count` (positions), in positions `bipartite` (0 for
    holders, 1 for issues). Edges of positions, targets and roles carry the ids of their positions in `positions`, separated by spaces;
    projected edges their counts: `shared` topics and, unless the measure is a mean, raw `congruence` and `conflict`. No rows: no nodes. An
    actor that shares nothing is a node alone.
    `network.graph["recipe"]` says how it was made, as JSON.

    Raises:
        UsageError: options that do not go together; UnknownName where a name does not exist.

    >>> rows = pa.table({"position": ["1", "2"], "holder": ["RUS", "CHN"], "issue": ["x", "x"], "stance": [3, 2]})
    >>> list(network(rows, "holders", normalise="none").edges(data="weight"))
    [('CHN', 'RUS', 0.8333333333333334)]
    """
    plan = Plan(kind=kind, **options)
    return plan.draw(plan.select(source))


def matrix(source: Any, kind: str, **options: Any) -> "pd.DataFrame":
    """Return a network's weights as a labelled array: the same options, the same numbers.

    holders and issues: square and symmetric, 0 on the diagonal, NaN where a pair shares nothing. positions and targets: holders by issues
    or targets, 0 where there is no position. roles has no matrix.
    """
    plan = Plan(kind=kind, **options)
    kept = plan.select(source)
    if kind in ONE_MODE:
        return square(plan.pairs(plan.counted(kept)))
    if kind == "roles":
        raise UsageError("roles is a network of three sides and has no matrix; take positions or targets")
    drawn = plan.draw(kept)
    import pandas as pd

    tails = sorted({a for a, _ in drawn.edges()})
    heads = sorted({b for _, b in drawn.edges()})
    frame = pd.DataFrame(0.0, index=tails, columns=heads)
    for a, b, data in drawn.edges(data=True):
        frame.loc[a, b] += data["weight"]
    return frame


def square(found: measures.Pairs) -> "pd.DataFrame":
    """Lay measured pairs out as a symmetric array."""
    import pandas as pd

    size = len(found.nodes)
    values = np.full((size, size), np.nan)
    np.fill_diagonal(values, 0)
    values[found.first, found.second] = values[found.second, found.first] = found.weight
    return pd.DataFrame(values, index=list(found.nodes), columns=list(found.nodes))


def positions_behind(network: Network, a: str, b: str) -> pa.Table:
    """Return the flat rows behind the edge from a to b, sorted by issue, holder and position.

    Between two actors, the rows of both on the issues that they share; between two issues, the rows on both of the actors that they share;
    from a holder to an issue or target, the rows of the positions that the edge carries.

    Raises:
        UsageError: the network was not made from rows in this session (it was read from a file or copied).
        UnknownName: a or b is no node.
    """
    kept = getattr(network, "selection", None)
    if not isinstance(kept, Selection):
        raise UsageError("this network does not know its rows; make it with network(rows, kind) and ask that one")
    for node in (a, b):
        if node not in network:
            raise UnknownName("node", node, network)
    if network.graph["kind"] in ONE_MODE:
        by_actor = network.graph["kind"] == "holders"
        codes, names, topic = (kept.actor, kept.actors, kept.issue) if by_actor else (kept.issue, kept.issues, kept.actor)
        first, second = (codes == names.index(name) for name in (a, b))
        mask = (first | second) & np.isin(topic, np.intersect1d(topic[first], topic[second]))
    else:
        ids = {position for _, data in _edges_between(network, a, b) for position in data["positions"].split()}
        tail = kept.actor == kept.actors.index(a) if a in kept.actors else np.ones(len(kept.actor), dtype=bool)
        mask = np.isin(np.array(kept.table.column("position").to_pylist(), dtype=object), list(ids)) & tail
    found = kept.table.filter(pa.array(mask))
    keys = ("issue", "holder", "position")
    words = pa.table({name: found.column(name).cast(pa.string()) for name in keys})
    return found.take(pc.sort_indices(words, sort_keys=[(name, "ascending") for name in keys]))


def _edges_between(network: Network, a: str, b: str) -> list[tuple[Any, dict[str, Any]]]:
    if not network.has_edge(a, b):
        return []
    return list(network[a][b].items()) if network.is_multigraph() else [(0, network[a][b])]
