"""Networks over time: windows of exactly the width asked, symmetric kernels, slices as one dynamic network, and when things changed.

A window is a run of whole days, both ends included. Weighing by a kernel, a position at the middle m of its date weighs K((m − t)/a), t the
middle of the window and a half its width; K is 1 in the middle and the same on both sides. A position of unknown date, or of one that
reaches over the window's end, is in no window.
"""

import calendar
import datetime
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import networkx as nx
import numpy as np

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import period
from positiongraph.network import recipe
from positiongraph.network.columns import Floats
from positiongraph.network.filters import NEVER
from positiongraph.network.projections import Plan
from positiongraph.network.recipe import Network
from positiongraph.network.selection import Selection

KERNELS: dict[str, Callable[[Floats], Floats]] = {
    "uniform": np.ones_like,
    "triangular": lambda u: 1 - np.abs(u),
    "epanechnikov": lambda u: 1 - u**2,
    "gaussian": lambda u: np.exp(-4.5 * u**2),  # the window reaches to three standard deviations
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days since … until, both included."""

    since: datetime.date
    until: datetime.date

    @property
    def days(self) -> int:
        """Its width in days."""
        return (self.until - self.since).days + 1

    def __str__(self) -> str:
        return f"{self.since}/{self.until}"


@dataclass(frozen=True, slots=True)
class Slice:
    """A window and the network of the positions in it."""

    window: Window
    network: Network


def after(start: datetime.date, width: str, times: int = 1) -> datetime.date:
    """Return the day that lies a width, or several, after a day. In a shorter month the last day stands in.

    >>> after(datetime.date(2024, 1, 31), "1 month"), after(datetime.date(2024, 2, 28), "2 days")
    (datetime.date(2024, 2, 29), datetime.date(2024, 3, 1))

    Raises:
        UsageError: the width is not a number of days, weeks, months or years.
    """
    match = re.fullmatch(r"\s*([1-9]\d*)\s*(day|week|month|year)s?\s*", width)
    if not match:
        raise UsageError(f"no width of time: {width!r}; expected a number of days, weeks, months or years, such as '6 months'")
    number, unit = int(match[1]) * times, match[2]
    if unit in ("day", "week"):
        return start + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    year, month = divmod(start.year * 12 + start.month - 1 + number * (12 if unit == "year" else 1), 12)
    return datetime.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def windows(since: str, until: str, width: str, step: str | None = None) -> list[Window]:
    """Return the windows of this width that begin from `since` on, no later than `until`; `step` apart, by default side by side.

    >>> [str(window) for window in windows("2024-01", "2024-02", "1 month")]
    ['2024-01-01/2024-01-31', '2024-02-01/2024-02-29']
    >>> [window.days for window in windows("2024-01-01", "2024-01-03", "4 days", "1 day")]
    [4, 4, 4]
    """
    first, last = period(since)[0], period(until)[1]
    found: list[Window] = []
    while (start := after(first, step or width, len(found)) if found else first) <= last:
        found.append(Window(start, after(start, width) - datetime.timedelta(days=1)))
    return found


def slices(source: Any, kind: str, *, width: str, step: str | None = None, kernel: str = "uniform", **options: Any) -> list[Slice]:
    """Return a network for every window of this width, from the first to the last known date or from `since` to `until`.

    Without `since` the first window begins with the year, month or week of the first date, as the width is. `options` are those of
    `network`. Windows without a position give networks without nodes. No positions with a date: no slices.

    Raises:
        UnknownName: a kernel that there is none of.
        UsageError: no width.
    """
    if kernel not in KERNELS:
        raise UnknownName("kernel", kernel, KERNELS)
    plan = Plan(kind=kind, **options)
    kept = plan.select(source)
    dated = kept.take(kept.first != NEVER)
    ordered = dated.at(np.argsort(dated.first, kind="stable"))
    if not len(ordered.first):
        return []
    since = plan.since or _beginning(datetime.date.fromordinal(int(ordered.first[0])), width).isoformat()
    until = plan.until or datetime.date.fromordinal(int(ordered.last.max())).isoformat()
    told = plan.told(kept) | {"width": width, "step": step or width, "kernel": kernel}
    return [Slice(window, plan.draw(inside(ordered, window, kernel), told | {"window": str(window)}))
            for window in windows(since, until, width, step)]


def _beginning(day: datetime.date, width: str) -> datetime.date:
    after(day, width)  # complains about what is no width
    if "week" in width:
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(month=1, day=1) if "year" in width else day.replace(day=1) if "month" in width else day


def inside(ordered: Selection, window: Window, kernel: str = "uniform") -> Selection:
    """Return the entries that lie in the window, weighed by the kernel, of a selection ordered by its first days."""
    start, end = window.since.toordinal(), window.until.toordinal()
    from_, to = np.searchsorted(ordered.first, [start, end + 1])
    near = ordered.at(slice(int(from_), int(to)))
    within = near.take(near.last <= end)
    if kernel == "uniform":
        return within
    middle = (within.first + within.last + 1) / 2
    return within.weighed(KERNELS[kernel]((middle - (start + end + 1) / 2) / (window.days / 2)))


def dynamic(parts: Sequence[Slice]) -> Network:
    """Return slices of a simple network as one: nodes and edges say in `spells` when they are there, edges carry their weight over time.

    An edge's `weight` is its mean over the slices that have it; its values stand, as (value, since, until), under the measure's name.
    Written as GEXF it is a dynamic graph, which Gephi plays along its timeline.

    Raises:
        UsageError: the network has parallel edges, or windows overlap: a thing cannot have two values at a time.
    """
    _simple(parts)
    if any(before.window.until >= then.window.since for before, then in pairwise(parts)):
        raise UsageError("windows overlap; a dynamic network is made of windows side by side")
    if not parts:
        return nx.Graph(mode="dynamic", recipe="{}")
    whole: Network = parts[0].network.__class__()
    measure = recipe.recipe(parts[0].network)["measure"]
    before = ""  # the last day of the window before, where no day lies between
    for part, then in zip(parts, [*parts[1:], None], strict=True):
        spell = (part.window.since.isoformat(), part.window.until.isoformat())
        for node, data in part.network.nodes(data=True):
            if node not in whole:
                whole.add_node(node, label=data["label"], kind=data["kind"], spells=[])
            _extend(whole.nodes[node]["spells"], spell, before)
        for a, b, data in part.network.edges(data=True):
            if not whole.has_edge(a, b):
                whole.add_edge(a, b, spells=[], **{measure: []})
            _extend(whole.edges[a, b]["spells"], spell, before)
            whole.edges[a, b][measure].append((data["weight"], *spell))
        before = spell[1] if then and (then.window.since - part.window.until).days == 1 else ""
    for _, _, data in whole.edges(data=True):
        data["weight"] = sum(value for value, _, _ in data[measure]) / len(data[measure])
    whole.graph.update(mode="dynamic", kind=parts[0].network.graph["kind"], recipe=parts[0].network.graph["recipe"])
    recipe.note(whole, window=f"{parts[0].window.since}/{parts[-1].window.until}")
    return whole


def _simple(parts: Sequence[Slice]) -> None:
    if any(part.network.is_multigraph() for part in parts):
        raise UsageError("positions and roles have parallel edges; take holders, issues or targets")


def _extend(spells: list[tuple[str, str]], spell: tuple[str, str], before: str) -> None:
    """Add a spell, as part of the one that ended the day before where there is one."""
    if spells and spells[-1][1] == before:
        spells[-1] = (spells[-1][0], spell[1])
    else:
        spells.append(spell)


@dataclass(frozen=True, slots=True)
class Change:
    """How much a network changed from one slice to the next."""

    before: Window
    after: Window
    distance: float
    """Mean absolute difference of weights, over the edges that both slices have; nan when they share none."""
    jump: float
    """The distance above the median of all, in units of the median absolute deviation (times 1.4826); 0 when there is none."""
    came: tuple[str, ...]
    left: tuple[str, ...]


def changes(parts: Sequence[Slice]) -> list[Change]:
    """Return the change between each slice and the next, in order. A jump above 3 is a phase change worth a look.

    Raises:
        UsageError: the networks have parallel edges.
    """
    _simple(parts)
    steps = list(pairwise(parts))
    distances = [_distance(one.network, two.network) for one, two in steps]
    known = [distance for distance in distances if not math.isnan(distance)]
    middle = median(known) if known else 0.0
    spread = 1.4826 * median([abs(distance - middle) for distance in known]) if known else 0.0
    return [
        Change(one.window, two.window, distance, (distance - middle) / spread if spread else 0.0,
               tuple(sorted(set(two.network) - set(one.network))), tuple(sorted(set(one.network) - set(two.network))))
        for (one, two), distance in zip(steps, distances, strict=True)
    ]


def _distance(one: Network, two: Network) -> float:
    weights, others = ({(a, b): data["weight"] for a, b, data in network.edges(data=True)} for network in (one, two))
    common = weights.keys() & others.keys()
    return math.fsum(abs(weights[ends] - others[ends]) for ends in common) / len(common) if common else math.nan
