"""Pictures: heat map in the order of similarity, timeline of agreement, coalition, scaling. PNG or SVG, the same bytes on every run.

Each function returns a matplotlib figure, which a notebook shows; `save` writes it. Colour-blind readers can tell the colours apart
(cividis, purple to orange, and the palette of Okabe and Ito), and lines carry markers as well. matplotlib is an extra.

Source: M. Okabe, K. Ito, "Color Universal Design" (2008) for the palette of lines.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.findings import Coalition
from positiongraph.network.recipe import Network, ties
from positiongraph.network.scaling import Point
from positiongraph.network.windows import Slice

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = "os^Dv*X"
STYLE: dict[Any, Any] = {"svg.hashsalt": "positiongraph", "svg.fonttype": "none", "font.family": "DejaVu Sans", "font.size": 9,
                        "axes.spines.top": False, "axes.spines.right": False}
FORMATS = ("png", "svg")


def canvas(width: float, height: float) -> tuple[Any, Any]:
    """Return an empty figure of the house's style, in inches, and its axes."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("plots need matplotlib: pip install 'positiongraph[plots]'") from None
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.add_subplot()


def save(figure: Any, path: str | Path) -> Path:
    """Write a figure as PNG or SVG, by the suffix, without date or version.

    Raises:
        UnknownName: another suffix.
    """
    import matplotlib

    path = Path(path)
    kind = path.suffix.removeprefix(".").casefold()
    if kind not in FORMATS:
        raise UnknownName("picture format", kind or path.name, FORMATS)
    with matplotlib.rc_context(STYLE):
        figure.savefig(path, format=kind, dpi=150, metadata={"Date": None, "Creator": None} if kind == "svg" else {"Software": None})
    return path


def png(figure: Any, dpi: int = 100) -> bytes:
    """Return a figure as PNG, for a notebook's cell."""
    import matplotlib

    out = BytesIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()


def similarity_order(weights: pd.DataFrame) -> list[str]:
    """Return the names of a symmetric table so that the alike stand side by side: average linkage, leaves ordered best, first name first.

    A pair that shares nothing (nan) counts as the least alike of all.

    >>> table = pd.DataFrame([[0, .1, .9], [.1, 0, .2], [.9, .2, 0]], index=list("abc"), columns=list("abc"))
    >>> similarity_order(table)
    ['a', 'c', 'b']
    """
    from scipy.cluster import hierarchy
    from scipy.spatial.distance import squareform

    if len(weights) < 3:
        return list(weights.index)
    values = weights.to_numpy(dtype=float)
    known = values[~np.isnan(values)]
    distance = known.max() - np.where(np.isnan(values), known.min(), values)
    np.fill_diagonal(distance, 0)
    condensed = squareform(distance, checks=False)
    order = hierarchy.leaves_list(hierarchy.linkage(condensed, "average", optimal_ordering=True)).tolist()
    return [weights.index[n] for n in (order if order[0] < order[-1] else order[::-1])]


def heat_map(source: "Network | pd.DataFrame", *, title: str = "", label: str = "agreement") -> Any:
    """Draw who agrees with whom as a square in the order of similarity: a network of holders or issues, or its labelled array.

    Signed weights run from purple to orange through white at 0. A pair that shares nothing is left grey.

    Raises:
        UsageError: there is nobody to draw.
    """
    weights = source if isinstance(source, pd.DataFrame) else _square(source)
    if weights.empty:
        raise UsageError("nobody to draw")
    names = similarity_order(weights)
    values = weights.loc[names, names].to_numpy(dtype=float).copy()
    np.fill_diagonal(values, np.nan)
    signed = bool((np.nan_to_num(values) < 0).any())
    bound = float(np.nanmax(np.abs(values))) if not np.isnan(values).all() else 1.0
    size = min(max(3.5, 0.16 * len(names) + 1.5), 24)
    figure, axes = canvas(size + 1, size)
    image = axes.imshow(values, cmap="PuOr" if signed else "cividis", vmin=-bound if signed else None, vmax=bound if signed else None)
    axes.set_facecolor("#d9d9d9")
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(length=0, labelsize=9 if len(names) <= 60 else 4)
    axes.set_title(title)
    figure.colorbar(image, ax=axes, label=label, shrink=0.7)
    return figure


def _square(network: Network) -> pd.DataFrame:
    names = sorted(network.nodes)
    weights = pd.DataFrame(np.nan, index=names, columns=names)
    for a, b, weight in ties(network):
        weights.loc[a, b] = weights.loc[b, a] = weight
    return weights


def timeline(parts: Sequence[Slice], pairs: Sequence[tuple[str, str]], *, title: str = "", label: str = "agreement") -> Any:
    """Draw the weight of some pairs over slices, at the middle of each window; a line breaks where a pair shares nothing.

    Raises:
        UsageError: no pair, more pairs than can be told apart (7), or one that no slice knows.
    """
    if not 1 <= len(pairs) <= len(PALETTE):
        raise UsageError(f"a timeline tells apart 1 to {len(PALETTE)} pairs, not {len(pairs)}")
    figure, axes = canvas(7.5, 3.6)
    middles = [part.window.since + (part.window.until - part.window.since) / 2 for part in parts]
    for (a, b), colour, marker in zip(pairs, PALETTE, MARKERS, strict=False):
        weights = [part.network.edges[a, b]["weight"] if part.network.has_edge(a, b) else np.nan for part in parts]
        if np.isnan(weights).all():
            raise UsageError(f"{a} and {b} share nothing in any slice")
        axes.plot(middles, weights, color=colour, marker=marker, markersize=4, linewidth=1.4, label=f"{a} – {b}")
    axes.set_ylabel(label)
    axes.set_title(title)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def coalition_plot(found: Coalition, *, title: str = "", pole: str = "for") -> Any:
    """Draw who stands where on an issue, opponents left and supporters right; the size of a dot is the number of its positions.

    Raises:
        UsageError: nobody took a position.
    """
    views = sorted((*found.supporters, *found.neutral, *found.opponents), key=lambda view: (view.stance, view.actor))
    if not views:
        raise UsageError("nobody to draw")
    figure, axes = canvas(6.5, 0.24 * len(views) + 1.4)
    colours = [{1: PALETTE[0], 0: "#777777", -1: PALETTE[1]}[view.lean] for view in views]
    places = range(len(views))
    axes.hlines(places, 0, [view.stance for view in views], color=colours, linewidth=1)
    axes.scatter([view.stance for view in views], places, s=[18 + 8 * min(len(view.said), 20) for view in views], color=colours, zorder=2)
    axes.axvline(0, color="black", linewidth=0.6)
    axes.set_xlim(-3.4, 3.4)
    axes.set_yticks(places, [view.actor for view in views])
    axes.set_xlabel(f"against ←   stance   → {pole}")
    axes.set_title(title)
    return figure


def scaling_plot(points: Sequence[Point], *, title: str = "") -> Any:
    """Draw actors along one dimension with their intervals.

    Raises:
        UsageError: there are no points.
    """
    if not points:
        raise UsageError("nobody to draw")
    figure, axes = canvas(6.5, 0.19 * len(points) + 1.2)
    places = range(len(points))
    axes.hlines(places, [point.low for point in points], [point.high for point in points], color="#999999", linewidth=1.2)
    axes.scatter([point.place for point in points], places, s=16, color=PALETTE[0], zorder=2)
    axes.set_yticks(places, [point.actor for point in points])
    axes.tick_params(axis="y", labelsize=8 if len(points) <= 60 else 5)
    axes.set_ylim(-0.8, len(points) - 0.2)
    axes.set_xlabel("standard deviations from the mean of all")
    axes.set_title(title)
    return figure
