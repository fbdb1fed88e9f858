"""Dates in English text, at the precision that is known."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date as day_of
from datetime import timedelta

from positiongraph.extraction.tree import Tree

_MONTHS = {name.lower()[:3]: n for n, name in enumerate(calendar.month_name) if name}
_MONTH = (
    r"(?P<month{}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(
    r"(?<![\d-])(?P<iso>(?:1[89]|20)\d\d-\d\d-\d\d)(?![\d-])"
    rf"|\b{_MONTH.format(1)}\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year1>(?:1[89]|20)\d\d)\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH.format(2)},?\s+(?P<year2>(?:1[89]|20)\d\d)\b"
    r"|(?<![\d.])(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>(?:1[89]|20)\d\d)(?![\d.]*\d)"
    rf"|\b{_MONTH.format(3)},?\s+(?P<year3>(?:1[89]|20)\d\d)\b"
)
HEAD = 3
"""Paragraphs at the beginning of a text in which a date is the text's own."""


def dates_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and ISO form of each full or month date, in order. What is no day of the calendar is left out.

    >>> list(dates_in("on 8 May 2025 and in June 2024; not on 31 June 2024"))
    [(3, 13, '2025-05-08'), (21, 30, '2024-06'), (42, 51, '2024-06')]
    """
    at = 0
    while match := _DATE.search(text, at):
        found = _iso(match)
        if found:
            yield match.start(), match.end(), found
            at = match.end()
        else:
            at = match.start() + 1


def _iso(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if part["iso"]:
        year, month, day = (int(number) for number in part["iso"].split("-"))
    elif part["day4"]:
        year, month, day = (int(part[name + "4"]) for name in ("year", "month", "day"))
    else:
        n = next(n for n in "123" if part["month" + n])
        year, month, day = int(part["year" + n]), _MONTHS[part["month" + n][:3].lower()], int(part.get("day" + n) or 0)
        if n == "3":
            return f"{year:04d}-{month:02d}"
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def head_date(text: str, paragraphs: Sequence[tuple[int, int]]) -> str | None:
    """Return the date of a text: the first full date of its head, else of its last paragraph, else the first date of the head.

    A date line is cut off its paragraph before, so the head reaches from the text's beginning.
    """
    if not paragraphs:
        return next((date for _, _, date in dates_in(text[:500])), None)
    head = text[: paragraphs[min(HEAD, len(paragraphs)) - 1][1]][:3000]
    last = text[paragraphs[-1][0] : paragraphs[-1][1]]
    full = [date for part in (head, last) for _, _, date in dates_in(part) if len(date) == 10]
    return full[0] if full else next((date for _, _, date in dates_in(head)), None)


_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_BACK = {"today": 0, "tonight": 0, "yesterday": 1}


def said_on(tree: Tree, verb: int, known: str | None) -> tuple[str, str] | None:
    """Return the day that a verb's own words give, with those words: "on Monday", "yesterday", "on 5 May"; None where they give none.

    A weekday is the last one up to the document's date, which must be known to the day; a day without a year the last such day. A day
    after the document's date is a plan and gives nothing.
    """
    full = known is not None and len(known) == 10
    last = day_of.fromisoformat(known) if known is not None and full else None
    for k in tree.kids[verb]:
        heads = tree.children(k, "pobj") if tree.dep[k] == "prep" and tree.lower[k] == "on" else [k]
        for i in heads:
            if tree.dep[i] not in {"npadvmod", "pobj", "advmod", "nummod"}:
                continue
            if last is not None and (tree.lower[i] in _WEEKDAYS or tree.lower[i] in _BACK):
                if any(tree.lower[m] == "next" for m in tree.kids[i]):
                    continue
                back = _BACK.get(tree.lower[i], (last.weekday() - _WEEKDAYS.get(tree.lower[i], 0)) % 7)
                return (last - timedelta(back)).isoformat(), tree.text(sorted({k, i}))
            if tree.lower[i][:3] in _MONTHS and tree.pos[i] == "PROPN" and (found := _day_of(tree, i, last)) is not None:
                return found
    return None


def _day_of(tree: Tree, i: int, last: day_of | None) -> tuple[str, str] | None:
    """A day of a month: with its year as written, else in the year that makes it the last such day."""
    phrase = tree.subtree(i)
    text = tree.text(phrase)
    written = next((iso for _, _, iso in dates_in(text) if len(iso) == 10), None)
    if written is None and last is not None:
        for year in (last.year, last.year - 1):
            written = next((iso for _, _, iso in dates_in(f"{text} {year}") if len(iso) == 10), None)
            if written is not None and written <= last.isoformat():
                break
    if written is None or (last is not None and written > last.isoformat()):
        return None
    return written, text
