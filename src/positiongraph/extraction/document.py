"""Texts as they are read: stored untouched, with a masked copy of the same length that the parser sees.

The stored text is the file's, decoded and not changed, an HTML page with its tags too. Markup is masked by spaces in the copy, so every
offset counts code points of the stored text, and `text[start:end]` is what stands there, tags within it included.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from positiongraph.errors import Fault, InputError
from positiongraph.extraction.dates import dates_in, head_date

LARGEST = 5_000_000
"""Code points in one text, its markup included."""
LONGEST = 1_000_000
"""Code points of prose in one text, 160,000 words. A longer one is a collection, and better read document by document: a text's trees
are in memory together, 0.3 MB for 1,000 code points."""


class Part(StrEnum):
    """What a paragraph is. Only bodies hold positions."""

    TITLE = "title"
    HEADING = "heading"
    BYLINE = "byline"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text as [start, end), its date line cut off."""

    start: int
    end: int
    part: Part = Part.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document to read. `copy` is `text` with markup masked, of the same length."""

    identifier: str
    text: str
    copy: str
    paragraphs: tuple[Paragraph, ...]
    date: str | None = None
    title: str | None = None
    speaker: str | None = None
    """Whose words it is, where its metadata say so."""
    publisher: str | None = None
    language: str | None = None
    source: str | None = None
    license: str | None = None


def document(
    text: str, identifier: str = "-", *, date: str | None = None, title: str | None = None, copy: str | None = None, **about: str | None
) -> Text:
    """Understand a text: its paragraphs, title and date. `copy` is the text with its markup masked, where it has any.

    >>> found = document("Talks held\\n\\nGENEVA, 3 May 2021 (Agency) - Norway urged restraint.", "talks.txt")
    >>> found.title, found.date, found.text[found.paragraphs[1].start:]
    ('Talks held', '2021-05-03', 'Norway urged restraint.')

    Raises:
        InputError: when it is longer than `LARGEST`, its prose longer than `LONGEST`, or no text at all.
    """
    if len(text) > LARGEST:
        raise _too_long(identifier, f"{len(text):,} characters", LARGEST)
    if "\0" in text:
        raise InputError([Fault(identifier, text.count("\n", 0, text.index("\0")) + 1, "a NUL character, so no text", "text")])
    seen = text if copy is None else copy
    parts = tuple(paragraphs(seen))
    if (prose := sum(p.end - p.start for p in parts)) > LONGEST:
        raise _too_long(identifier, f"{prose:,} characters of prose", LONGEST)
    if title is None:
        title = next((" ".join(seen[p.start : p.end].split()) for p in parts if p.part == Part.TITLE), None)
    if date is None:
        date = head_date(seen, [(p.start, p.end) for p in parts]) or _date_of_name(identifier)
    known = {name: value for name, value in about.items() if value}
    return Text(identifier=identifier, text=text, copy=seen, paragraphs=parts, date=date, title=title, **known)


def _too_long(identifier: str, what: str, most: int) -> InputError:
    return InputError([Fault(identifier, None, f"{what} in one text", f"at most {most:,}: split it into documents")])


def _date_of_name(identifier: str) -> str | None:
    return next((date for _, _, date in dates_in(Path(identifier).stem.replace("_", "-")) if len(date) == 10), None)


_BLOCK = re.compile(r"[^\r\n\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?:;…][\"')\]”’»]*\s*$")
_BYLINE = re.compile(r"(?:By|BY|Reporting by|Editing by|Written by)\s+[A-Z]|(?:Source|Photo|Image|Contact|Read more|Related)\s*:", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]")


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text, in order: lines, or blocks of lines where these were wrapped at a width.

    A first line that does not end like a sentence is the title; later ones are headings.
    """
    blocks = list(_blocks(text))
    for n, (a, b) in enumerate(blocks):
        content = text[a:b]
        if not _LETTERS.search(content):
            continue
        if _BYLINE.match(content) and len(content) < 120:
            yield Paragraph(a, b, Part.BYLINE)
            continue
        cut = a + dateline(content)
        if cut >= b:
            yield Paragraph(a, b, Part.BYLINE)
        elif _SENTENCE_END.search(content) or len(content) > 220 or len(blocks) == 1:
            yield Paragraph(cut, b, Part.TITLE if n == 0 and len(blocks) > 1 and cut == a and _short_title(content) else Part.BODY)
        else:
            yield Paragraph(a, b, Part.TITLE if n == 0 else Part.BODY if _like_sentence(content) else Part.HEADING)


def _short_title(content: str) -> bool:
    """Some papers end their titles with a full stop."""
    words = content.split()
    return len(words) <= 16 and "." not in content[:-2] and '"' not in content and sum(w[:1].isupper() for w in words) > 0.6 * len(words)


def _like_sentence(content: str) -> bool:
    """A line without a final stop may still be a sentence, or an item of a list."""
    return len(content.split()) > 9 and not content.isupper() and sum(w[:1].isupper() for w in content.split()) < 0.5 * len(content.split())


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield lines, joining those that were wrapped: of a block of lines all but the last are long, none very long."""
    block: list[tuple[int, int]] = []
    for match in _BLOCK.finditer(text):
        a, b = match.span()
        line = match.group()
        if not line.strip():
            continue
        if block and (text.count("\n", block[-1][1], a) > 1 or "\n\n" in text[block[-1][1] : a].replace("\r", "")):
            yield from _joined(text, block)
            block = []
        block.append((a + len(line) - len(line.lstrip()), b - len(line) + len(line.rstrip())))
    yield from _joined(text, block)


def _joined(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    widths = [b - a for a, b in block[:-1]]
    marks = any(text[a] in "-*•–#>" or text[a : a + 3].rstrip(".) ").isdigit() for a, _ in block)
    if widths and not marks and min(widths) >= 45 and max(widths) <= 110 and max(widths) - min(widths) <= 35:
        yield block[0][0], block[-1][1]
    else:
        yield from block


_PLACE = r"(?:[A-Z][\w.'’/-]*(?:[ ,]+(?:and |de |of )?[A-Z][\w.'’/-]*){0,4})"
_WHEN = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:,? \d{4})?"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:,? \d{4})?|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})"
)
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_PLACE}(?:,? {_WHEN})?[ ,]*\([^)\n]{{2,40}}\)(?: *[-–—:]+ *|\s+(?=[A-Z\"“]))",
        rf"{_PLACE},? {_WHEN}\.? *(?:/[^/\n]{{2,30}}/\.?|\([^)\n]{{2,40}}\))? *[-–—:]+ *",
        r"[A-Z][A-Z.'’ /-]{2,30}(?:, [A-Z][\w. ]{1,20})? *[–—-]{1,2} +",
        rf"(?:(?:[Dd]ate|DATE|Published|Updated|Issued|Posted)(?: on| at)?:? *)(?:{_WHEN})"
        r"(?:[ ,]*\d\d?:\d\d(?: ?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?)? *[-–—:|.]* *",
        rf"{_WHEN},? \d{{4}} *(?:[-–—:|]+ *|$)",
        rf"(?:{_WHEN}) *(?:[-–—:|]+ +|$)",
        r"\d{4}-\d\d-\d\d *[-–—:|]* *(?=[A-Z]|$)",
        rf"{_PLACE},? {_WHEN}\.?$",
    )
)


def dateline(content: str) -> int:
    """Return how many characters of a paragraph are its date line.

    >>> dateline("GENEVA (AP) — Ministers met."), dateline("date 2025-05-08 Russian"), dateline("Ministers met on May 8.")
    (14, 16, 0)
    """
    return next((m.end() for pattern in _DATELINES if (m := pattern.match(content))), 0)
