"""What an analyst asks: where two agree, how a stance moved, who stands together, who stands apart, whose votes part from their words.

An actor's stance on an issue is the weighted mean of its positions there; it leans for above 0, against below, and is neutral at 0. Every
answer brings the positions that it rests on, oldest first. `options` are those of `network`: joint="exclude", since, level, roll_up …
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.filters import NEVER
from positiongraph.network.projections import Plan
from positiongraph.network.selection import Selection


@dataclass(frozen=True, slots=True)
class Said:
    """One position behind a finding."""

    position: str
    date: str | None
    stance: float
    act: str | None
    speaker: str | None
    document: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class View:
    """An actor's stance on an issue, and what it rests on."""

    actor: str
    issue: str
    label: str
    stance: float
    said: tuple[Said, ...]

    @property
    def lean(self) -> int:
        """1 for, −1 against, 0 neutral."""
        return int(np.sign(round(self.stance, 12)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two actors issue by issue, each list in the order of the issues."""

    agree: tuple[tuple[View, View], ...]
    """Issues on which both lean the same way."""
    differ: tuple[tuple[View, View], ...]
    silent: tuple[tuple[View, ...], tuple[View, ...]]
    """What the other said where the first, and where the second, was silent."""


def compare(source: Any, a: str, b: str, **options: Any) -> Comparison:
    """Return where two actors agree, where they differ, and where one is silent.

    Raises:
        UnknownName: an actor without positions here.
    """
    kept = _select(source, options)
    first, second = ({view.issue: view for view in _views(kept, [actor])} for actor in (a, b))
    both = [(first[issue], second[issue]) for issue in sorted(first.keys() & second.keys())]
    return Comparison(
        tuple(pair for pair in both if pair[0].lean == pair[1].lean), tuple(pair for pair in both if pair[0].lean != pair[1].lean),
        (tuple(second[issue] for issue in sorted(second.keys() - first.keys())),
         tuple(first[issue] for issue in sorted(first.keys() - second.keys()))),
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A position, and how far the stance had come since the one before; 0 for the first."""

    said: Said
    change: float


def shift(source: Any, holder: str, issue: str, **options: Any) -> list[Move]:
    """Return an actor's positions on an issue, oldest first, and how the stance moved. Positions of unknown date come last.

    Raises:
        UnknownName: a holder or issue without positions here.
    """
    views = _views(_select(source, {**options, "issue": issue}), [holder])
    said = sorted((one for view in views for one in view.said), key=_when)
    return [Move(one, one.stance - before.stance) for one, before in zip(said, [said[0], *said], strict=False)]


@dataclass(frozen=True, slots=True)
class Coalition:
    """Who stands where on an issue, the strongest first."""

    supporters: tuple[View, ...]
    opponents: tuple[View, ...]
    neutral: tuple[View, ...]


def coalition(source: Any, issue: str, **options: Any) -> Coalition:
    """Return who supports an issue's positive pole, who opposes it, who is neutral. An issue with issues beneath it stands for them all.

    Raises:
        UnknownName: an issue without positions here.
    """
    kept = _select(source, {**options, "issue": issue})
    whole = replace(kept, issue=np.zeros_like(kept.issue), issues=(issue,), labels={issue: kept.labels.get(issue, issue)})
    views = sorted(_views(whole), key=lambda view: (-abs(view.stance), view.actor))
    return Coalition(*(tuple(view for view in views if view.lean == lean) for lean in (1, -1, 0)))


@dataclass(frozen=True, slots=True)
class Outlier:
    """How far an actor stands from the others, on average over its issues, and where it stands furthest from them."""

    actor: str
    distance: float
    issues: int
    furthest: View
    others: float
    """The mean stance of the others on that issue."""


def outliers(source: Any, *, among: Collection[str] | None = None, others: int = 2, **options: Any) -> list[Outlier]:
    """Return actors by how far they stand from the mean of the others, the furthest first; only issues that enough others spoke on count.

    `among` limits the company to some actors, the members of a bloc for instance. An actor that is alone on all of its issues is left out.

    Raises:
        UsageError: `others` is less than 1.
    """
    if others < 1:
        raise UsageError(f"others: one at least, not {others}")
    kept = _select(source, options)
    if among is not None:
        kept = kept.take(np.isin(kept.actor, [n for n, actor in enumerate(kept.actors) if actor in among]))
    shape = (len(kept.actors), len(kept.issues))
    weight = _sums(kept, kept.weight).reshape(shape)
    there = weight > 0
    stance = np.divide(_sums(kept, kept.weight * kept.stance).reshape(shape), weight, out=np.zeros(shape), where=there)
    number = there.sum(axis=0) - there
    mean = np.divide((stance * there).sum(axis=0) - stance, number, out=np.zeros(shape), where=number > 0)
    counts = there & (number >= others)
    distance = np.where(counts, np.abs(stance - mean), 0.0)
    found = []
    for actor in np.flatnonzero(counts.any(axis=1)).tolist():
        far = int(np.argmax(np.where(counts[actor], np.round(distance[actor], 12), -1)))
        view = _views(kept.take((kept.actor == actor) & (kept.issue == far)))[0]
        found.append(Outlier(kept.actors[actor], float(distance[actor].sum() / counts[actor].sum()), int(counts[actor].sum()), view,
                             float(mean[actor, far])))
    return sorted(found, key=lambda outlier: (-outlier.distance, outlier.actor))


@dataclass(frozen=True, slots=True)
class SaysAndVotes:
    """What an actor says and how it votes on one issue."""

    says: View
    votes: View

    @property
    def gap(self) -> float:
        """How far its words lie above its votes."""
        return self.says.stance - self.votes.stance

    @property
    def part(self) -> bool:
        """Whether words lean one way and votes the other."""
        return self.says.lean * self.votes.lean < 0


def says_and_votes(source: Any, holder: str, **options: Any) -> list[SaysAndVotes]:
    """Return the issues on which an actor both spoke and voted, those where they part first, then by the size of the gap.

    A roll call is an issue of its own: issues are rolled up, so that its votes meet the statements on what it is about (`broader`, for rows
    whose roll calls are not packaged). Pass roll_up=False to compare issue by issue.

    Raises:
        UnknownName: a holder without positions here.
    """
    kept = _select(source, {"roll_up": True, **options})
    acts, words = kept.codes("act")
    voted = np.isin(acts, [code for code, word in enumerate(words) if word == "vote"])
    _known(kept, [holder])
    says, votes = ({view.issue: view for view in _views(kept.take(chosen), [holder], check=False)} for chosen in (~voted, voted))
    found = [SaysAndVotes(says[issue], votes[issue]) for issue in sorted(says.keys() & votes.keys())]
    return sorted(found, key=lambda one: (not one.part, -abs(one.gap), one.says.issue))


def _select(source: Any, options: dict[str, Any]) -> Selection:
    plan = Plan(kind="holders", **options)
    return plan.counted(plan.select(source))


def _sums(kept: Selection, values: Any) -> Any:
    return np.bincount(kept.actor * len(kept.issues) + kept.issue, values, minlength=len(kept.actors) * len(kept.issues))


def _known(kept: Selection, actors: Iterable[str]) -> None:
    present = {kept.actors[code] for code in np.unique(kept.actor).tolist()}
    for actor in actors:
        if actor not in present:
            raise UnknownName("actor with positions here", actor, present)


def _views(kept: Selection, actors: Collection[str] | None = None, *, check: bool = True) -> list[View]:
    """Return the views of some actors, or of all, by actor and issue."""
    if actors is not None:
        if check:
            _known(kept, actors)
        kept = kept.take(np.isin(kept.actor, [n for n, actor in enumerate(kept.actors) if actor in actors]))
    groups: dict[tuple[str, str], list[tuple[Said, float]]] = {}
    columns = ("position", "date", "act", "speaker", "document", "text")
    for entry, row in enumerate(kept.table.select(columns).to_pylist()):
        key = (kept.actors[kept.actor[entry]], kept.issues[kept.issue[entry]])
        date = row["date"] if kept.first[entry] != NEVER else None
        groups.setdefault(key, []).append((Said(**{**row, "date": date}, stance=float(kept.stance[entry])), float(kept.weight[entry])))
    return [View(actor, issue, kept.labels.get(issue, issue), sum(one.stance * weight for one, weight in said) / sum(w for _, w in said),
                 tuple(sorted((one for one, _ in said), key=_when)))
            for (actor, issue), said in sorted(groups.items())]


def _when(said: Said) -> tuple[str, str]:
    return said.date or "9999", said.position
