"""Places for a network's nodes: layouts that mean something, computed once, here. The browser never runs a physics engine.

Each layout takes a `Board` and returns node → (x, y) in pixels, y downwards, for boxes of at most `WIDTH` × `HEIGHT`. The same board gives
the same places.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.linalg import eigsh
from scipy.spatial import cKDTree

WIDTH, HEIGHT = 210.0, 46.0
GAP = 330.0
"""Between two blocks: room for the lines to be told apart."""

Places = dict[str, tuple[float, float]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Board:
    """What layouts know: who holds, on what, who is addressed, and the weights between holders (rows) and issues (columns)."""

    holders: Sequence[str]
    issues: Sequence[str] = ()
    targets: Sequence[str] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    when: Mapping[str, float] = field(default_factory=dict)
    """Node → day number; nodes without one stand at the left."""
    weights: csr_array | None = None


def bipartite(board: Board) -> Places:
    """Holders on the left, issues on the right by topic, those who are only addressed beyond them."""
    issues = sorted(board.issues, key=lambda i: (board.topics.get(i, "~"), board.issues.index(i)) if len(board.issues) < 500 else 0)
    holders = _along(board)
    right = _block(issues, _columns(len(issues)))
    left = _block(holders, _columns(len(holders)))
    beyond = _block(list(board.targets), _columns(len(board.targets)))
    tall = max((_extent(block)[1] for block in (left, right, beyond)), default=0.0)
    left, right, beyond = (_stretch(block, tall) for block in (left, right, beyond))
    return _beside([left, right, beyond])


def by_topic(board: Board) -> Places:
    """Holders in the middle, each topic a block of its issues to the left or the right, larger topics first."""
    topics: dict[str, list[str]] = {}
    for issue in board.issues:
        topics.setdefault(board.topics.get(issue, ""), []).append(issue)
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    for _, issues in sorted(topics.items(), key=lambda item: (-len(item[1]), item[0])):
        for part in _parts(issues, math.ceil(len(board.issues) / 2)) if len(topics) == 1 else [issues]:
            min(sides, key=lambda side: sum(map(len, side))).append(part)
    columns = _columns(math.ceil(len(board.issues) / 2))
    left, right = (_stack([_block(issues, columns) for issues in side]) for side in sides)
    middle = _block(_along(board), _columns(len(board.holders)))
    tall = max(_extent(block)[1] for block in (left, middle, right))
    whole = _beside([_stretch(left, tall), _stretch(middle, tall * 0.8), _stretch(right, tall)])
    low = max((y for _, y in whole.values()), default=0.0)
    return whole | {node: (x, low + 2 * HEIGHT + y) for node, (x, y) in _centred(_row(board.targets)).items()}


def by_similarity(board: Board) -> Places:
    """Near each other: holders who take alike stances, with the issues that set them apart (the first two axes of their weights).

    Source: Gabriel 1971, The biplot graphic display of matrices; here of the weights as they are, silence as nought.
    """
    if board.weights is None or min(board.weights.shape) < 2 or not board.weights.nnz:
        return by_topic(board) if board.issues else _centred(_block(list(board.holders), max(1, _columns(len(board.holders)))))
    rows, columns = _axes(board.weights)
    points = np.vstack([_scaled(rows), _scaled(columns) * 0.8]) if board.issues else _scaled(rows)
    size = math.sqrt(len(points)) * WIDTH * 0.5
    nodes = [*board.holders, *board.issues]
    places = _apart(points * np.array([size, size * 0.6]))
    whole = {node: (float(x), float(y)) for node, (x, y) in zip(nodes, places, strict=True)}
    low = max((y for _, y in whole.values()), default=0.0)
    return whole | {node: (x, low + 2 * HEIGHT + y) for node, (x, y) in _centred(_row(board.targets)).items()}


def by_time(board: Board) -> Places:
    """Holders on the left, issues to the right in columns of equal length by the day on which somebody first spoke on them."""
    dated = sorted((issue for issue in board.issues if issue in board.when), key=lambda issue: (board.when[issue], issue))
    if len({board.when[issue] for issue in dated}) < 2:
        return bipartite(board)
    undated = [issue for issue in board.issues if issue not in board.when]
    columns = max(2, min(6, round(math.sqrt(len(dated) * 0.8))), _columns(len(dated)))
    issues = _block([*dated, *undated], columns, across=WIDTH + 60)
    left = _block(sorted(board.holders, key=lambda holder: (board.when.get(holder, math.inf), holder)), _columns(len(board.holders)))
    tall = max(_extent(block)[1] for block in (left, issues))
    return _beside([_stretch(block, tall) for block in (left, issues, _block(list(board.targets), _columns(len(board.targets))))])


LAYOUTS: dict[str, Callable[[Board], Places]] = {"bipartite": bipartite, "topic": by_topic, "similarity": by_similarity, "time": by_time}


def ranks(board: Board) -> dict[str, int]:
    """Return each holder's place in a row in which neighbours take alike stances."""
    return {holder: place for place, holder in enumerate(_along(board))}


def _along(board: Board) -> list[str]:
    """Order holders by their angle on the first two axes, cut open at the widest gap: how much one said makes no difference.

    Source: Friendly 2002, Corrgrams: exploratory displays for correlation matrices.
    """
    if board.weights is None or min(board.weights.shape) < 2 or not board.weights.nnz:
        return list(board.holders)
    axes = _axes(board.weights)[0]
    angles = np.round(np.arctan2(axes[:, 1], axes[:, 0]), 9).tolist()
    ordered = sorted(zip(angles, board.holders, strict=True))
    gaps = [(after - before) % (2 * math.pi) for (before, _), (after, _) in zip(ordered, ordered[1:] + ordered[:1], strict=True)]
    start = (gaps.index(max(gaps)) + 1) % len(ordered)
    return [holder for _, holder in ordered[start:] + ordered[:start]]


def _axes(weights: csr_array) -> tuple[Floats, Floats]:
    """Return the first two axes of rows and columns: U√σ and V√σ of the singular value decomposition, signs fixed."""
    matrix = weights.astype(np.float64)
    wide = matrix.shape[0] <= matrix.shape[1]
    small = (matrix @ matrix.T) if wide else (matrix.T @ matrix)
    count = small.shape[0]
    if count <= 400:
        values, vectors = np.linalg.eigh(small.toarray())
    else:
        values, vectors = eigsh(small, k=2, v0=np.ones(count))
        order = np.argsort(values)
        values, vectors = values[order], vectors[:, order]
    values, vectors = np.maximum(values[-2:][::-1], 1e-12), vectors[:, -2:][:, ::-1]
    vectors = vectors * np.where(vectors[np.abs(vectors).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    own, other = vectors * values**0.25, (matrix.T if wide else matrix) @ vectors / values**0.25
    return (own, other) if wide else (other, own)


def _scaled(points: Floats) -> Floats:
    """Bring points to about −1 … 1 on both axes by their ranks and values in equal parts, so that no outlier squeezes the rest."""
    values = points / np.maximum(np.abs(points).max(axis=0), 1e-12)
    order = np.argsort(np.argsort(np.round(points, 9), axis=0, kind="stable"), axis=0, kind="stable")
    scaled: Floats = (values + order / max(len(points) - 1, 1) * 2 - 1) / 2
    return scaled


def _apart(points: Floats, rounds: int = 60) -> Floats:
    """Push boxes apart until few overlap: each overlapping pair moves half its overlap along its nearer side."""
    box = np.array([WIDTH, HEIGHT])
    scaled = points / box + np.random.default_rng(0).normal(scale=1e-3, size=points.shape)
    for _ in range(rounds):
        pairs = cKDTree(scaled).query_pairs(1.0, p=np.inf, output_type="ndarray")
        if not len(pairs):
            break
        a, b = pairs[:, 0], pairs[:, 1]
        apart = scaled[b] - scaled[a]
        overlap = 1.02 - np.abs(apart)
        across = overlap[:, 0] < overlap[:, 1] * 0.5
        push = np.where(apart >= 0, 0.5, -0.5) * overlap * np.column_stack([across, ~across])
        move = np.zeros_like(scaled)
        np.add.at(move, a, -push)
        np.add.at(move, b, push)
        scaled += np.clip(move, -1.0, 1.0) * 0.7
    moved: Floats = scaled * box
    return moved


def _columns(count: int) -> int:
    """How many columns make a block of boxes about as wide as high; one up to 30 boxes."""
    return 1 if count <= 30 else max(2, round(math.sqrt(count * HEIGHT / (WIDTH + 20))))


def _block(nodes: Sequence[str], columns: int, across: float = WIDTH + 20) -> Places:
    tall = math.ceil(len(nodes) / max(columns, 1))
    return {node: (k // tall * across, k % tall * HEIGHT) for k, node in enumerate(nodes)}


def _row(nodes: Sequence[str]) -> Places:
    return {node: (k % 12 * (WIDTH + 20), k // 12 * HEIGHT) for k, node in enumerate(nodes)}


def _parts(nodes: list[str], size: int) -> list[list[str]]:
    return [nodes[k : k + size] for k in range(0, len(nodes), max(size, 1))]


def _extent(places: Places) -> tuple[float, float]:
    if not places:
        return 0.0, 0.0
    xs, ys = zip(*places.values(), strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def _stretch(places: Places, tall: float) -> Places:
    """Spread a block to a height, up to four times its own, its middle at nought; it is never squeezed, and a single row stays one."""
    height = _extent(places)[1]
    factor = min(max(tall / height, 1.0), 4.0) if height else 1.0
    middle = min((y for _, y in places.values()), default=0.0) + height / 2
    return {node: (x, (y - middle) * factor) for node, (x, y) in places.items()}


def _stack(blocks: list[Places]) -> Places:
    whole: Places = {}
    top = 0.0
    for block in blocks:
        whole |= {node: (x, y + top) for node, (x, y) in block.items()}
        top += _extent(block)[1] + HEIGHT * 1.7
    return _stretch(whole, _extent(whole)[1])


def _beside(blocks: list[Places]) -> Places:
    whole: Places = {}
    left = 0.0
    for block in blocks:
        if block:
            whole |= {node: (x + left, y) for node, (x, y) in block.items()}
            left += _extent(block)[0] + WIDTH + GAP
    return _centred(whole)


def _centred(places: Places) -> Places:
    if not places:
        return {}
    xs, ys = zip(*places.values(), strict=True)
    middle, centre = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {node: (x - middle, y - centre) for node, (x, y) in places.items()}
