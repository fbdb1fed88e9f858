"""Records that people or programs made, as evaluation reads them: checked line by line, and put together by document."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from positiongraph.errors import Fault, InputError
from positiongraph.facts import STANCES

Source = str | PurePath | Iterable[Mapping[str, Any]]
Record = Mapping[str, Any]
ROLES = ("source", "cue", "content")


def rows_of(source: Source, kind: str = "positions") -> list[Record]:
    """Return the rows of a JSON Lines file, or rows as they are, each checked to be of its kind: positions, attributions or negatives.

    Raises:
        InputError: the file cannot be read, or with every line that is no such record.
    """
    check = {"positions": _position, "attributions": _attribution, "negatives": _span}[kind]
    faults: list[Fault] = []
    rows = []
    for number, row in _read(source):
        if complaint := check(row) if isinstance(row, Mapping) else ("no record", "one JSON object a line"):
            faults.append(Fault(str(source) if isinstance(source, str | PurePath) else kind, number, *complaint))
        else:
            rows.append(row)
    if faults:
        raise InputError(faults)
    return rows


def attributes(source: Source) -> bool:
    """Tell whether a file's first row is an attribution. Nothing is said of a file that cannot be read: reading it will."""
    try:
        return any(isinstance(row, Mapping) and "cue" in row for _, row in _read(source)[:1])
    except InputError:
        return False


def _read(source: Source) -> list[tuple[int, Any]]:
    if not isinstance(source, str | PurePath):
        return list(enumerate(source, 1))
    try:
        lines = Path(source).read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError([Fault(str(source), None, error.strerror or str(error), "a JSON Lines file")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f"byte {error.object[error.start]:#04x} is no UTF-8"
        raise InputError([Fault(str(source), line, what, "a JSON Lines file in UTF-8")]) from None
    return [(number, _parsed(line)) for number, line in enumerate(lines, 1) if line.strip()]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


Complaint = tuple[str, str] | None


def _span(row: Record) -> Complaint:
    start, end = row.get("start"), row.get("end")
    if not (_whole(start) and _whole(end) and 0 <= start < end):  # type: ignore[operator]  # whole numbers by then
        return f"no span: start {start!r}, end {end!r}", "whole numbers, start before end"
    return None


def _position(row: Record) -> Complaint:
    holders, stance = row.get("holders"), row.get("stance")
    if complaint := _span(row):
        return complaint
    if not isinstance(holders, list | tuple) or not holders or not all(isinstance(code, str) for code in holders):
        return f"holders: {holders!r}", "a list of codes"
    if not _whole(stance) or stance not in STANCES:
        return f"stance: {stance!r}", "a whole number from -3 to 3"
    return None


def _attribution(row: Record) -> Complaint:
    for role in ROLES:
        spans = row.get(role)
        fine = isinstance(spans, list | tuple) and all(
            isinstance(span, list | tuple) and len(span) == 2 and all(map(_whole, span)) and 0 <= span[0] < span[1] for span in spans
        )
        if not fine:
            return f"{role}: {spans!r}", "a list of [start, end]"
    return None


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def by_document(*sides: Sequence[Record]) -> dict[str, tuple[list[Record], ...]]:
    """Return the rows of each side by document, in the order of their names, without folders.

    Rows that name no document are of the only document there is. Within a document they are sorted by what they say, so that nothing
    depends on the order in which they came, not even which of two equally good matchings is taken.

    Raises:
        InputError: there are several.
    """
    names = sorted({name for side in sides for row in side if (name := _name(row))})
    nameless = any(not _name(row) for side in sides for row in side)
    if nameless and len(names) > 1:
        raise InputError([Fault("rows", None, f"some name no document, others {', '.join(names[:3])} …", "a document in each row")])
    place: Callable[[Record], str] = (lambda row: names[0] if names else "") if nameless else _name
    found: dict[str, tuple[list[Record], ...]] = {name: tuple([] for _ in sides) for name in names or ([""] if nameless else [])}
    for number, side in enumerate(sides):
        for row in sorted(side, key=lambda row: (row.get("start", 0), json.dumps(row, sort_keys=True, default=str))):
            found[place(row)][number].append(row)
    return found


def _name(row: Record) -> str:
    return PurePath(str(row.get("document") or "")).name
