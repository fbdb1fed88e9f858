"""Who voted: the names and codes of voting files → actors, as of a date.

A seat passes on: what a file calls Russia in 1980 was the Soviet Union, and Yugoslavia in 2010 was Serbia. States that share a code of
Correlates of War are one line of succession; of those that exist on the day the one that began last holds the seat.
"""

import datetime
import re
from bisect import bisect_right
from collections import defaultdict

from positiongraph import reference
from positiongraph.facts import UNRESOLVED
from positiongraph.reference.current import current
from positiongraph.reference.index import Entry, overlaps, span
from positiongraph.reference.names import fold

_COW = re.compile(r"\bcow[/:](\d+)$")

COW_ALIASES = {"260": "255"}
"""The Federal Republic of Germany before 1990 has a code of its own; it is the same state."""

CHINAS_SEAT = ("CHN", "1971-10-25", "TWN")
"""To 24 October 1971 the Republic of China held the seat. Source: General Assembly resolution 2758 (XXVI)."""


class Voters:
    """Looks voters up, each once for every stretch of time in which its name means the same."""

    def __init__(self, naming: str) -> None:
        self.naming = naming
        """`cow`, `name` or `code`."""
        self.unknown: dict[str, str] = {}
        """Name → the placeholder that stands for it."""
        self._found: dict[tuple[str, int], str] = {}
        self._breaks: dict[str, list[str]] = {}
        self._lines: dict[str, list[Entry]] = defaultdict(list)
        for actor in reference.actors():
            if (number := _cow(actor.exact_matches)) and (entry := current().entry(actor.code)):
                self._lines[number].append(entry)

    def code(self, name: str, date: str) -> str:
        """Return the code of who voted under this name on a date; `unresolved:<name>` where nobody is known by it.

        >>> [Voters("cow").code("365", date) for date in ("1980-12", "1991-12", "1992-09")]
        ['SUN', 'SUN', 'RUS']
        >>> Voters("name").code("Yugoslavia", "2010-12-24"), Voters("code").code("CHN", "1960-10")
        ('SRB', 'TWN')
        """
        day = span(date)[0]  # a month stands for its first day: the session's new members come later in it
        key = name, bisect_right(self.breaks(name), day)
        if key not in self._found:
            self._found[key] = self._code(name, day, date)
        return self._found[key]

    def breaks(self, name: str) -> list[str]:
        """Return the days on which the name may begin to mean somebody else, sorted."""
        if name not in self._breaks:
            entries = self._line(name) if self.naming == "cow" else [e for e in map(current().entry, self._codes(name)) if e]
            entries = [*entries, *(other for entry in entries for other in self._lines.get(_cow(entry.actor.exact_matches), ()))]
            days = {span(day)[0] for entry in entries for day in (entry.since, entry.until) if day}
            days |= {span(day)[0] for row in current().names.get(fold(name), ()) for day in row[4:6] if day}
            days |= {CHINAS_SEAT[1]} if any(entry.actor.code == CHINAS_SEAT[0] for entry in entries) else set()
            self._breaks[name] = sorted(days | {_next(day) for day in days})
        return self._breaks[name]

    def _codes(self, name: str) -> list[str]:
        return [name, *(row[0] for row in current().names.get(fold(name), ()))]

    def _line(self, number: str) -> list[Entry]:
        return self._lines.get(COW_ALIASES.get(number, number), [])

    def _code(self, name: str, day: str, date: str) -> str:
        if self.naming == "cow":
            line = self._line(name)
        else:
            found = reference.resolve(name, on=day)
            states = {c.actor.code for c in found.candidates if c.actor and c.reading == "state"}
            actor = found.actor or reference.resolve(name).actor or (reference.actor(states.pop()) if len(states) == 1 else None)
            entry = current().entry(actor.code) if actor else None
            line = [] if entry is None else self._lines.get(_cow(entry.actor.exact_matches)) or [entry]
        if not line:
            self.unknown[name] = UNRESOLVED + name
            return UNRESOLVED + name
        code = _holder(line, day, date)
        seat, since, before = CHINAS_SEAT
        return before if code == seat and day < since else code


def _holder(line: list[Entry], day: str, date: str) -> str:
    """Return who of a line of succession holds the seat: on the day, else in the month, else the first to come, else who took it over."""
    for when in (day, date):
        there = [entry for entry in line if overlaps(entry.since, entry.until, when)]
        if there:
            return max(there, key=lambda entry: (entry.since or "", entry.actor.code)).actor.code
    coming = [entry for entry in line if entry.since and entry.since > day]
    if coming:
        return min(coming, key=lambda entry: (entry.since or "", entry.actor.code)).actor.code
    last = max(line, key=lambda entry: (entry.until or "", entry.actor.code))
    return last.continued_by or last.actor.code


def _cow(matches: tuple[str, ...]) -> str:
    return next((match[1] for text in matches if (match := _COW.search(text))), "")


def _next(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
