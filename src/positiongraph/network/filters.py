"""Which flat rows a network is made of: each filter is a mask over the table, True where a row stays."""

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import period
from positiongraph.network.columns import Ints, Mask, Words, coded

NEVER = -1
"""The day number of a date that is not known."""


def _listed(words: Words) -> list[str]:
    return [str(word) for word in ([words] if isinstance(words, str | int | float) else words)]


def matches(table: pa.Table, name: str, words: Words, absent: str | None = None) -> Mask:
    """Keep the rows where a column has one of the words; in a list, where it has one in common. `absent` is what an empty cell means."""
    if name not in table.column_names:
        raise UnknownName("column", name, table.column_names)
    wanted = set(_listed(words))
    if pa.types.is_list(table.schema.field(name).type):
        return np.array([bool(wanted.intersection(value or ())) for value in table.column(name).to_pylist()], dtype=bool)
    codes, known = coded(table, name)
    return np.array([*(word in wanted for word in known), absent in wanted])[codes]  # −1, null, is the last


def on_issue(table: pa.Table, issue: Words, narrower: Mapping[str, Collection[str]]) -> Mask:
    """Keep the rows on an issue, by id or label, and on the issues beneath it."""
    ids, labels = set(coded(table, "issue")[1]), set(coded(table, "issue_label")[1])
    names = {name.casefold(): name for name in labels}
    wanted_ids, wanted_labels = set(), set()
    for word in _listed(issue):
        beneath = set(narrower.get(word, ()))
        if word in ids or beneath:
            wanted_ids |= {word, *beneath}
        elif word.casefold() in names:
            wanted_labels.add(names[word.casefold()])
        else:
            raise UnknownName("issue", word, ids | labels)
    return matches(table, "issue", wanted_ids) | matches(table, "issue_label", wanted_labels)


def held_by(table: pa.Table, holder: Words, *, whole: bool) -> Mask:
    """Keep the rows of some holders; with `whole`, all rows of the positions that they hold."""
    known = set(coded(table, "holder")[1])
    for word in _listed(holder):
        if word not in known:
            raise UnknownName("holder", word, known)
    mask = matches(table, "holder", holder)
    if not whole:
        return mask
    positions = coded(table, "position")[0]
    return np.isin(positions, positions[mask])


def together(table: pa.Table) -> Mask:
    """Tell the joint positions: said to be joint, or held by several and not said to be parallel."""
    several = table.column("holders").fill_null(1).to_numpy() > 1
    return np.asarray(matches(table, "voice", "joint") | (several & ~matches(table, "voice", "parallel")))


def day(date: str, name: str) -> tuple[int, int]:
    """Return the first and the last day of a date that the user gave."""
    try:
        start, end = period(date)
    except ValueError:
        raise UsageError(f"{name}: no such date {date!r}; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
    return start.toordinal(), end.toordinal()


def days(table: pa.Table) -> tuple[Ints, Ints]:
    """Return the first and the last day of each row's date, `NEVER` where it is unknown."""
    codes, words = coded(table, "date")
    spans = np.full((len(words) + 1, 2), NEVER, dtype=np.int64)  # the last stands for null, code −1
    for number, word in enumerate(words):
        try:
            start, end = period(word)
        except ValueError:
            continue  # an unknown date: in no window, but in the network of all time
        spans[number] = start.toordinal(), end.toordinal()
    return spans[codes, 0], spans[codes, 1]
