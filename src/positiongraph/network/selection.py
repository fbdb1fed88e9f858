"""Rows → arrays: which positions a network is made of, at which level, with which weight.

Every source of rows ends as one `Selection`: numpy codes for actor, issue and stance, aligned with the flat rows that were kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import Facts, Status, period
from positiongraph.network.columns import Floats, Ints, Mask, Words, coded, plain, sorted_codes
from positiongraph.network.filters import NEVER, day, days, held_by, matches, on_issue, together
from positiongraph.rows import SCHEMA, flat_rows

REQUIRED = ("position", "holder", "issue", "stance")
JOINT = ("each", "fractional", "exclude", "bloc")
DUPLICATES = ("document", "day", "week", "month", "year")


@dataclass(frozen=True, eq=False)
class Selection:
    """Kept positions as arrays: entry n is row `place[n]` of `base`; `source` is the table before it was filtered.

    `actor`, `issue` and `level` index into the sorted `actors`, `issues` and `levels` (the stances that occur); `first` and `last` are
    the days (proleptic ordinals, inclusive) that the date covers, `NEVER` where it is unknown. `weight` is 1 unless the joint policy or
    a kernel says otherwise.
    """

    source: pa.Table
    base: pa.Table
    place: Ints
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    levels: Floats
    actor: Ints
    issue: Ints
    level: Ints
    weight: Floats
    first: Ints
    last: Ints
    labels: Mapping[str, str] = field(default_factory=dict)
    """Issue id → label, where the rows have one."""
    lifted: bool = False
    """Whether a position may stand twice for one actor and issue: a level or a roll-up put several rows on one node."""

    @cached_property
    def table(self) -> pa.Table:
        """The flat rows, one for each entry."""
        return self.base.take(pa.array(self.place))

    def codes(self, name: str) -> tuple[Ints, list[str]]:
        """Return a column as codes, one for each entry (−1 for null), and the words they stand for."""
        codes, words = coded(self.base, name)
        return codes[self.place], words

    @property
    def stance(self) -> Floats:
        """The stance of each entry."""
        return self.levels[self.level]

    def take(self, kept: Mask) -> "Selection":
        """Return the entries where `kept`."""
        return self if kept.all() else self.at(np.flatnonzero(kept))

    def at(self, places: Ints | slice) -> "Selection":
        """Return the entries at these places, in this order; a place may come again."""
        return replace(self, place=self.place[places], actor=self.actor[places], issue=self.issue[places], level=self.level[places],
                       weight=self.weight[places], first=self.first[places], last=self.last[places])

    def weighed(self, weight: Floats) -> "Selection":
        """Return the entries with their weights multiplied."""
        return replace(self, weight=self.weight * weight)

    def once(self, duplicates: str | None, *, by_stance: bool = True) -> "Selection":
        """Keep one entry for each actor, issue, stance and document, day, week (ISO), month or year *with* its year.

        Without `by_stance` the stance does not tell entries apart. A date known less precisely than the bucket is a bucket of its own
        ("2025" is no day); an unknown date equals no other. The heaviest entry stays, and of those the first by position id.
        """
        keys = [self.actor, self.issue]
        if duplicates is not None:
            keys += [_buckets(self, duplicates), *([self.level] if by_stance else [])]
        elif self.lifted:
            keys.append(self.codes("position")[0])
        else:
            return self
        order = np.lexsort((_ranks(self.base)[self.place], -self.weight, *keys[::-1]))
        changes = np.zeros(len(order), dtype=bool)
        changes[:1] = True
        for key in keys:
            changes[1:] |= np.diff(key[order]) != 0
        kept = np.zeros(len(order), dtype=bool)
        kept[order[changes]] = True
        return self.take(kept)


def _ranks(table: pa.Table) -> Ints:
    """Return each row's place among the sorted position ids, then holders."""
    order = pc.sort_indices(pa.table({"p": plain(table, "position"), "h": plain(table, "holder")}),
                            sort_keys=[("p", "ascending"), ("h", "ascending")]).to_numpy()
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _buckets(selection: Selection, duplicates: str) -> Ints:
    if duplicates == "document":
        return selection.codes("document")[0]
    if duplicates not in DUPLICATES:
        raise UnknownName("kind of duplicate", duplicates, DUPLICATES)
    dates, words = selection.codes("date")
    names = [_bucket(word, duplicates) for word in words]
    buckets = {name: number for number, name in enumerate(dict.fromkeys(names))}
    numbers = np.array([buckets[name] for name in names], dtype=np.int64)
    return np.where(selection.first == NEVER, -1 - np.arange(len(dates)), numbers[dates] if names else dates)


def _bucket(date: str, duplicates: str) -> str:
    """Name the day, week, month or year that a date falls in, its year included.

    >>> _bucket("2025-12-29", "week"), _bucket("2025-05-08", "month"), _bucket("2025", "month")
    ('2026-W01', '2025-05', '2025')
    """
    length = {"day": 10, "week": 10, "month": 7, "year": 4}[duplicates]
    if len(date) < length or duplicates != "week":
        return date[:length]
    year, week, _ = period(date)[0].isocalendar()
    return f"{year}-W{week:02}"


def table_of(source: Any) -> pa.Table:
    """Return flat rows from facts, an Arrow table, a pandas DataFrame, or an answer that has one as `.table` or `.df`.

    Columns of `rows.SCHEMA` that are missing are null, except `holders`, which is counted. Columns it does not know are left out.

    Raises:
        UsageError: for anything else, and where a column that no network can do without is missing.
    """
    if isinstance(source, Facts):
        return flat_rows(source)
    found = next((held for held in (source, getattr(source, "table", None), getattr(source, "df", None))
                  if isinstance(held, pa.Table) or type(held).__name__ == "DataFrame"), None)
    if found is None:
        raise UsageError(f"a network is made of facts or rows (an Arrow table, a DataFrame, an answer), not of {type(source).__name__}")
    table = found if isinstance(found, pa.Table) else pa.Table.from_pandas(found, preserve_index=False)
    missing = [name for name in REQUIRED if name not in table.column_names]
    if missing:
        raise UsageError(f"these rows have no column {', '.join(map(repr, missing))}; a network needs {', '.join(REQUIRED)}")
    columns = {name: table.column(name) for name in SCHEMA.names if name in table.column_names}
    if "holders" not in columns:
        columns["holders"] = _counted(columns["position"])
    nothing = {name: pa.nulls(len(table), pa.string()) for name in SCHEMA.names if name not in columns}
    whole = pa.table(columns | nothing).select(SCHEMA.names).unify_dictionaries().combine_chunks()
    for name in REQUIRED:
        if whole.column(name).null_count:
            raise UsageError(f"column {name!r} has empty cells; every row needs one")
    return whole


def _counted(positions: pa.ChunkedArray) -> pa.Array:
    encoded = positions.combine_chunks().dictionary_encode() if not pa.types.is_dictionary(positions.type) else positions.combine_chunks()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return pa.array(np.bincount(codes, minlength=1)[codes] if len(codes) else codes, pa.int16())


def select(
    table: pa.Table, *, joint: str = "each", since: str | None = None, until: str | None = None, issue: Words | None = None,
    holder: Words | None = None, status: Words | None = Status.ACCEPTED.value, where: Mapping[str, Words] = {},
    exclude: Mapping[str, Words] = {}, stances: Mapping[str, float] | None = None, narrower: Mapping[str, Collection[str]] = {},
) -> Selection:
    """Filter flat rows and weigh joint positions.

    `since` and `until` are inclusive; a partial date lies in the window when all of it does, an unknown date in no window. `issue`
    takes ids or labels, and `narrower` the issues beneath each id. `where` and `exclude` compare any column of the rows with one word
    or several; with targets, one in common is enough. `stances` gives other numbers for the positions that it names, and leaves the
    rest out. A position is joint when several hold it together: `each` counts it 1 for every holder, `fractional` 1/n, `exclude` not
    at all, and under `bloc` the set of its holders is one actor, their codes joined by `+`.

    Raises:
        UnknownName: a joint policy, column, issue or holder that there is none of.
        UsageError: since or until is no date.
    """
    if joint not in JOINT:
        raise UnknownName("joint policy", joint, JOINT)
    source, kept = table, np.ones(len(table), dtype=bool)
    if status not in (None, "all"):
        assert status is not None
        kept &= matches(table, "status", status, absent=Status.ACCEPTED.value)
    if issue is not None:
        kept &= on_issue(table, issue, narrower)
    if holder is not None:
        kept &= held_by(table, holder, whole=joint == "bloc")
    for name, words in where.items():
        kept &= matches(table, name, words)
    for name, words in exclude.items():
        kept &= ~matches(table, name, words)
    first, last = days(table)
    if since is not None:
        kept &= (first != NEVER) & (first >= day(since, "since")[0])
    if until is not None:
        kept &= (first != NEVER) & (last <= day(until, "until")[1])
    jointly = together(table)
    if joint == "exclude":
        kept &= ~jointly
    levels, level = _stances(table, stances)
    kept &= ~np.isnan(levels[level])
    if not kept.all():
        table, jointly, level, first, last = table.filter(pa.array(kept)), jointly[kept], level[kept], first[kept], last[kept]
    holders = table.column("holders").fill_null(1).to_numpy().astype(np.float64)
    actor, actors = _blocs(table, jointly) if joint == "bloc" else sorted_codes(*coded(table, "holder"))
    topic, issues = sorted_codes(*coded(table, "issue"))
    weight = np.where(jointly, 1 / np.maximum(holders, 1), 1.0) if joint == "fractional" else np.ones(len(table))
    return Selection(source=source, base=table, place=np.arange(len(table)), actors=actors, issues=issues, levels=levels, actor=actor,
                     issue=topic, level=level, weight=weight, first=first, last=last, labels=_labels(table, topic, issues),
                     lifted=joint == "bloc")


def _labels(table: pa.Table, topic: Ints, issues: tuple[str, ...]) -> dict[str, str]:
    if table.column("issue_label").null_count == len(table):
        return {}
    codes, words = coded(table, "issue_label")
    places = np.unique(topic, return_index=True)[1]
    return {issues[topic[n]]: words[codes[n]] for n in places.tolist() if codes[n] >= 0}


def _blocs(table: pa.Table, together: Mask) -> tuple[Ints, tuple[str, ...]]:
    codes, words = coded(table, "holder")
    positions = coded(table, "position")[0]
    sets: dict[int, list[str]] = {}
    for row in np.flatnonzero(together):
        sets.setdefault(int(positions[row]), []).append(words[codes[row]])
    names = [*words, *sorted({"+".join(sorted(members)) for members in sets.values()})]
    place = {name: number for number, name in enumerate(names)}
    codes = codes.copy()
    for row in np.flatnonzero(together):
        codes[row] = place["+".join(sorted(sets[int(positions[row])]))]
    return sorted_codes(codes, names)


def _stances(table: pa.Table, stances: Mapping[str, float] | None) -> tuple[Floats, Ints]:
    """Return the sorted levels and each row's level; positions without a number are at level nan, the last."""
    if stances is None:
        found = table.column("stance").to_numpy()
    else:
        found = np.array([stances.get(position, np.nan) for position in table.column("position").to_pylist()], dtype=np.float64)
    levels, level = np.unique(found, return_inverse=True)
    return levels.astype(np.float64), level
