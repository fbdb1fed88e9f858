"""One dimension: where actors stand relative to each other, with intervals.

A light item response model: at every cut between two stances, actor a is above it on issue j with probability Φ(b_jc θ_a − c_jc). Places θ
and slopes have standard normal priors, cuts N(0, 25). Fitted by expectation and maximisation over the latent answers; the places are then
set to mean 0 and standard deviation 1. Intervals are normal, from the information that the fitted issues hold about each place: they say
how far an actor's own positions pin it down, and leave out what is uncertain about the issues. So they are a little narrow: of 288 drawn
places (24 actors, 80 issues, 12 draws) 87 % lay in their intervals of 95 %.

Source: K. Imai, J. Lo, J. Olmsted, "Fast Estimation of Ideal Points with Massive Data" (American Political Science Review 110, 2016), for
the expectation–maximisation; M. A. Bailey, A. Strezhnev, E. Voeten, "Estimating Dynamic State Preferences from United Nations Voting Data"
(Journal of Conflict Resolution 61, 2017), for the ordinal reading of votes.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from scipy.special import log_ndtr, ndtr

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.columns import Floats, Mask
from positiongraph.network.projections import Plan
from positiongraph.network.selection import Selection

SLOPE, CUT = 1.0, 25.0
"""Prior variances."""


@dataclass(frozen=True, slots=True)
class Point:
    """An actor's place, in standard deviations from the mean of all, with its interval."""

    actor: str
    place: float
    low: float
    high: float
    count: int
    """Issues on which it took a stance."""


def ideal_points(source: Any, *, right: str | None = None, interval: float = 0.95, rounds: int = 500, **options: Any) -> list[Point]:
    """Return where the actors stand in one dimension, from left to right.

    The direction means nothing by itself: `right` names an actor whose place is to be positive, else the first by code is put left.
    Issues on which all stand alike say nothing and are left out; so are actors without any other. Nobody disagrees, or nobody is there: an
    empty list. `options` are those of `network` for holders.

    Raises:
        UnknownName: `right` is not among the actors placed.
        UsageError: the interval is not between 0 and 1.
    """
    if not 0 < interval < 1:
        raise UsageError(f"interval is a probability between 0 and 1, not {interval}")
    plan = Plan(kind="holders", **options)
    names, stances = _table(plan.counted(plan.select(source)))
    answers, asked = _cuts(stances)
    placed = np.asarray(asked.any(axis=1))
    names = [name for name, there in zip(names, placed, strict=True) if there]
    if right is not None and right not in names:
        raise UnknownName("actor", right, names)
    if len(names) < 2:
        return []
    place, error = fit(answers[placed], asked[placed], rounds)
    turn = place[names.index(right)] if right is not None else -place[0]
    place = -place if turn < 0 else place
    reach = NormalDist().inv_cdf((1 + interval) / 2) * error
    counts = (~np.isnan(stances)).sum(axis=1)[placed]
    points = [Point(name, float(x), float(x - r), float(x + r), int(n)) for name, x, r, n in zip(names, place, reach, counts, strict=True)]
    return sorted(points, key=lambda point: (point.place, point.actor))


def _table(kept: Selection) -> tuple[list[str], Floats]:
    """Return actors and their mean stance on each issue, nan where they have none."""
    shape = (len(kept.actors), len(kept.issues))
    cell = kept.actor * shape[1] + kept.issue
    number = np.bincount(cell, minlength=shape[0] * shape[1])
    total = np.bincount(cell, kept.stance, minlength=shape[0] * shape[1])
    means = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return list(kept.actors), means.reshape(shape)


def _cuts(stances: Floats) -> tuple[Mask, Mask]:
    """Return, for every cut that divides an issue, who is above it, and who answered."""
    above, asked = [], []
    for column in stances.T:
        known = ~np.isnan(column)
        levels = np.unique(column[known])
        for cut in (levels[:-1] + levels[1:]) / 2:
            above.append(np.where(known, column, -np.inf) > cut)
            asked.append(known)
    if not above:
        return np.zeros((len(stances), 0), dtype=bool), np.zeros((len(stances), 0), dtype=bool)
    return np.column_stack(above), np.column_stack(asked)


def fit(answers: Mask, asked: Mask, rounds: int = 500) -> tuple[Floats, Floats]:
    """Return places (mean 0, standard deviation 1) and their standard errors, from yes or no answers of actors (rows) to items."""
    there = asked.astype(np.float64)
    sign = np.where(answers, 1.0, -1.0)
    shares = (answers & asked).sum(axis=0) / there.sum(axis=0)
    left, _, right = np.linalg.svd(np.where(asked, answers - shares, 0.0), full_matrices=False)
    place = _standard(left[:, 0])
    slope, cut = np.sign(right[0]) * 0.5, np.zeros(answers.shape[1])
    number = there.sum(axis=0)
    for _ in range(rounds):
        latent = np.where(asked, _latent(place[:, None] * slope - cut, sign), 0.0)
        sums, products = latent.sum(axis=0), place @ latent
        first, second = place @ there, (place**2) @ there
        a, b, c = second + 1 / SLOPE, -first, number + 1 / CUT
        scale = a * c - b**2
        slope, cut = (c * products + b * sums) / scale, (-a * sums - b * products) / scale
        new = _standard(((latent + cut * there) @ slope) / (1 + there @ slope**2))
        moved, place = float(np.abs(new - place).max()), new
        if moved < 1e-3:
            break
    mean = place[:, None] * slope - cut
    chance = np.clip(ndtr(mean), 1e-9, 1 - 1e-9)
    density = np.exp(-(mean**2) / 2) / np.sqrt(2 * np.pi)
    information = (there * (slope * density) ** 2 / (chance * (1 - chance))).sum(axis=1)
    return place, 1 / np.sqrt(1 + information)


def _latent(mean: Floats, sign: Floats) -> Floats:
    """Return the expected latent answer, given that its sign is known."""
    return np.asarray(mean + sign * np.exp(-(mean**2) / 2 - np.log(2 * np.pi) / 2 - log_ndtr(sign * mean)))


def _standard(values: Floats) -> Floats:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))
