"""Static pictures of what the explorer shows: who stands where as a matrix and as a network, camps and places over time.

They stand in notebooks, reports and pages that run no script. Colours are the explorer's: blue for, orange against, grey neutral; the sign
stands in the cell or on the line's dash as well. Each function returns a matplotlib figure; `plots.save` writes it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from positiongraph.errors import UsageError
from positiongraph.facts import period
from positiongraph.network.findings import Said, SaysAndVotes
from positiongraph.network.plots import MARKERS, PALETTE, canvas
from positiongraph.network.recipe import Network, ties
from positiongraph.network.scaling import Point
from positiongraph.network.structure import Camps
from positiongraph.network.windows import Window

FOR, AGAINST, NEUTRAL = "#0072B2", "#D55E00", "#767676"
STEPS = {-3: "#A84A00", -2: "#D55E00", -1: "#F0B48A", 0: "#C4C4C4", 1: "#93C3E0", 2: "#0072B2", 3: "#004C77"}
LABEL = 44
"""Characters of an issue's label that a picture shows."""


def side(stance: float) -> str:
    """Return the colour of the side that a stance is on."""
    return FOR if stance > 0 else AGAINST if stance < 0 else NEUTRAL


def stance_matrix(n: Network, *, title: str = "") -> Any:
    """Draw a network of positions as issues by holders: the mean stance as colour and number, an empty cell where nobody spoke.

    Raises:
        UsageError: there is no position.
    """
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for holder, issue, data in n.edges(data=True):
        number = int(data["count"])
        sums[issue, holder] += data["stance"] * number
        counts[issue, holder] += number
    if not sums:
        raise UsageError("nobody to draw")
    holders = sorted({holder for _, holder in sums})
    width = {issue: sum((issue, holder) in sums for holder in holders) for issue, _ in sums}
    issues = sorted(width, key=lambda issue: (-width[issue], [(issue, holder) not in sums for holder in holders], issue))
    figure, axes = canvas(3.4 + 0.55 * len(holders), 0.9 + 0.24 * len(issues))
    for row, issue in enumerate(issues):
        for column, holder in enumerate(holders):
            if (issue, holder) not in sums:
                continue
            mean = sums[issue, holder] / counts[issue, holder]
            step = round(mean) or (int(np.sign(mean)) if abs(mean) > 1e-9 else 0)
            axes.add_patch(_square(column, row, STEPS[step]))
            told = (f"{mean:+.0f}" if mean == round(mean) else f"{mean:+.1f}").replace("-", "−") if mean else "0"
            axes.text(column, row, told, ha="center", va="center", fontsize=8, color="black" if abs(step) < 2 else "white")
    axes.set_xlim(-0.5, len(holders) - 0.5)
    axes.set_ylim(len(issues) - 0.5, -0.5)
    axes.set_xticks(range(len(holders)), holders)
    axes.set_yticks(range(len(issues)), [shorten(_label(n, issue), LABEL, placeholder="…") for issue in issues])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.hlines(np.arange(len(issues) + 1) - 0.5, -0.5, len(holders) - 0.5, color="#E4E4E4", linewidth=0.5, zorder=0)
    figure.suptitle(title)  # above the labels too: the axes may be narrow
    return figure


def _square(column: int, row: int, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column - 0.46, row - 0.44), 0.92, 0.88, color=colour, linewidth=0)


def _label(n: Network, node: str) -> str:
    return str(n.nodes[node].get("label", node))


def positions_picture(n: Network, *, title: str = "") -> Any:
    """Draw a network of positions: holders left, issues right, blue lines for, orange dashes against, grey dots neutral.

    Raises:
        UsageError: there is no position.
    """
    ends = {(holder, issue) for holder, issue, _ in n.edges(data=True)}
    holders, issues = sorted({holder for holder, _ in ends}), sorted({issue for _, issue in ends})
    if not ends:
        raise UsageError("nobody to draw")
    at = {holder: (place + 0.5) / len(holders) for place, holder in enumerate(holders)}
    rank = {issue: (float(np.mean([at[holder] for holder in holders if (holder, issue) in ends])), issue) for issue in issues}
    issues.sort(key=rank.__getitem__)
    there = {issue: (place + 0.5) / len(issues) for place, issue in enumerate(issues)}
    figure, axes = canvas(7.5, max(2.2, 0.22 * max(len(issues), 2 * len(holders)) + 0.6))
    dash = {1: "solid", -1: (0, (4, 2)), 0: (0, (1, 1.5))}
    for holder, issue, data in n.edges(data=True):
        stance = float(data["stance"])
        axes.plot((0, 1), (at[holder], there[issue]), color=side(stance), linestyle=dash[int(np.sign(stance))],
                  linewidth=0.5 + 0.5 * abs(stance), alpha=0.8, zorder=1)
    axes.scatter([0] * len(holders), [at[holder] for holder in holders], s=60, color="black", zorder=2)
    axes.scatter([1] * len(issues), [there[issue] for issue in issues], s=26, color="white", edgecolor="black", zorder=2)
    for holder in holders:
        axes.text(-0.03, at[holder], _label(n, holder), ha="right", va="center", fontsize=9, weight="bold")
    for issue in issues:
        axes.text(1.025, there[issue], shorten(_label(n, issue), LABEL, placeholder="…"), va="center", fontsize=8)
    axes.set_xlim(-0.35, 1.9)
    axes.set_ylim(1, 0)
    axes.axis("off")
    axes.set_title(title)
    return figure


def agreement_picture(n: Network, *, title: str = "", least: float = 0.0) -> Any:
    """Draw a network of holders: the more two agree, the nearer they stand and the thicker their line.

    Ties of `least` or less are left out; who has no tie stands below, grey. Places come from Kamada and Kawai's method on 1 − weight
    (scaled to 0 … 1), from a circle on: the same network, the same picture.

    Raises:
        UsageError: fewer than two nodes.
    """
    if len(n) < 2:
        raise UsageError("two at least to draw")
    drawn: Network = nx.Graph()
    kept = sorted((min(a, b), max(a, b), weight) for a, b, weight in ties(n) if weight > least)
    drawn.add_nodes_from(sorted({node for a, b, _ in kept for node in (a, b)}))
    drawn.add_weighted_edges_from(kept)
    alone = sorted(set(n.nodes) - set(drawn))
    heaviest = max((weight for _, _, weight in ties(drawn)), default=1.0)
    apart = {a: {b: 1.15 - drawn.get_edge_data(a, b, {"weight": 0.0})["weight"] / heaviest for b in drawn} | {a: 0.0} for a in drawn}
    place = nx.kamada_kawai_layout(drawn, dist=apart, pos=nx.circular_layout(drawn)) if drawn else {}
    below = min((y for _, y in place.values()), default=0.0) - 0.35
    place |= {node: (-1 + 0.25 * number, below) for number, node in enumerate(alone)}
    figure, axes = canvas(6, 5)
    for a, b, weight in ties(drawn):
        share = weight / heaviest
        axes.plot(*zip(place[a], place[b], strict=True), color=FOR, linewidth=0.4 + 3 * share**2, alpha=0.15 + 0.55 * share**2, zorder=1)
    rims = [NEUTRAL if node in alone else "black" for node in place]
    axes.scatter(*zip(*place.values(), strict=True), s=380, color="white", edgecolor=rims, zorder=2)
    for node, (x, y) in place.items():
        axes.text(x, y, node, ha="center", va="center", fontsize=7.5, color=NEUTRAL if node in alone else "black", zorder=3)
    axes.margins(0.1)
    axes.set_aspect("equal")
    axes.axis("off")
    axes.set_title(title)
    return figure


def record_picture(found: Sequence[SaysAndVotes], *, title: str = "") -> Any:
    """Draw what actors said and how they voted, a lane each: words above the line as diamonds, votes below it as squares, by date.

    Colour and sign are the side, the number beside a diamond the stance. Positions of unknown date are left out.

    Raises:
        UsageError: there is nothing to draw.
    """
    if not found:
        raise UsageError("nobody to draw")
    figure, axes = canvas(8, 0.9 + 0.62 * len(found))
    for lane, one in enumerate(found):
        axes.axhline(lane, color="#999999", linewidth=0.6, zorder=0)
        for said in one.says.said:
            _mark(axes, said, lane - 0.22, word=True)
        for said in one.votes.said:
            _mark(axes, said, lane + 0.2, word=False)
    axes.set_yticks(range(len(found)), [f"{one.says.actor}  {shorten(one.says.label, LABEL, placeholder='…')}" for one in found])
    axes.set_ylim(len(found) - 0.4, -0.7)
    axes.margins(x=0.06)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("◆ words   ■ votes")
    axes.set_title(title)
    return figure


def _mark(axes: Any, said: Said, height: float, *, word: bool) -> None:
    if said.date is None:
        return
    first, last = period(said.date)
    day = first + (last - first) / 2
    told = f"{said.stance:+.0f}".replace("-", "−") if said.stance else "0"
    axes.scatter([day], [height], marker="D" if word else "s", s=60 if word else 48, color=side(said.stance), edgecolor="white", zorder=2)
    if word:
        axes.annotate(told, (day, height), xytext=(7, 0), textcoords="offset points", va="center", fontsize=7, color=side(said.stance))
    else:
        axes.text(day, height, told[0], ha="center", va="center", fontsize=6, color="white", zorder=3)


def camps_picture(parts: Sequence[tuple[Window, Camps]], actors: Sequence[str], *, beside: str, title: str = "") -> Any:
    """Draw which actors were in the camp of one of them, window by window: blue in its camp, orange in the other, empty where absent.

    `parts` are those of `structure.polarisation_over_time`. Below stands how far the network was divided.

    Raises:
        UsageError: `beside` is in no window.
    """
    present = [(window, camps) for window, camps in parts if any(beside in group for group in camps.groups)]
    if not present:
        raise UsageError(f"{beside} is in no window")
    names = [beside, *(actor for actor in actors if actor != beside)]
    figure, axes = canvas(2 + 0.42 * len(present), 1.2 + 0.23 * len(names))
    for column, (_, camps) in enumerate(present):
        own = next(group for group in camps.groups if beside in group)
        everybody = {actor for group in camps.groups for actor in group}
        for row, name in enumerate(names):
            if name in everybody:
                axes.add_patch(_square(column, row, FOR if name in own else AGAINST))
                axes.text(column, row, "+" if name in own else "−", ha="center", va="center", color="white", fontsize=8)
    axes.set_xlim(-0.5, len(present) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    told = [f"{window.since.year}–{window.until.year % 100:02}\n{camps.score:.2f}" for window, camps in present]
    axes.set_xticks(range(len(present)), told, fontsize=7)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("years, and how far the network is divided")
    axes.set_title(title)
    return figure


def paths_picture(parts: Mapping[str, Sequence[Point]], actors: Sequence[str], *, title: str = "") -> Any:
    """Draw the places of some actors over several scalings, each with its interval; `parts` maps a label such as "1990s" to its points.

    Raises:
        UsageError: no actor, or more than can be told apart (7).
    """
    if not 1 <= len(actors) <= len(PALETTE):
        raise UsageError(f"a picture tells apart 1 to {len(PALETTE)} actors, not {len(actors)}")
    frame = pd.DataFrame({label: {point.actor: point.place for point in points} for label, points in parts.items()}).reindex(list(actors))
    reach = {label: {point.actor: (point.low, point.high) for point in points} for label, points in parts.items()}
    figure, axes = canvas(7.2, 4)
    for actor, colour, marker in zip(actors, PALETTE, MARKERS, strict=False):
        for column, label in enumerate(parts):
            if actor in reach[label]:
                axes.vlines(column, *reach[label][actor], color=colour, linewidth=3, alpha=0.25)
        axes.plot(range(len(parts)), frame.loc[actor], color=colour, marker=marker, markersize=4, linewidth=1.4, label=actor)
    axes.axhline(0, color="#999999", linewidth=0.6)
    axes.set_xticks(range(len(parts)), list(parts), rotation=45, ha="right")
    axes.set_ylabel("standard deviations from the mean of all")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    axes.set_title(title)
    return figure
