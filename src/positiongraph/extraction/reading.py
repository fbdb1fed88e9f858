"""Files → texts: plain text, Markdown, HTML, JSON Lines with metadata, standard input.

A file is first only `given`: decoded, its form known, nothing understood. That is cheap, so that a document held already can be passed
over by its hash, and what is left handed to another process, which makes it a `Text`.

Metadata, in a line of JSON Lines or a Markdown file's front matter, by any of these names:

    document    document, identifier, id, url       the document's name in records; else FILE, or FILE:LINE in JSON Lines
    title       title, headline
    date        date, issued, published             YYYY, YYYY-MM, YYYY-MM-DD, or a time of day, which is cut off
    speaker     speaker                             whose words it is: a person, an office, a state or a body
    publisher   publisher, agency
    language    language, lang                      only English is read; another language is a fault
    source      source, url                         the address where it can be read
    license     license, licence
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from positiongraph.errors import Fault, InputError
from positiongraph.extraction import markup
from positiongraph.extraction.document import LARGEST, Text, document
from positiongraph.extraction.encoding import decode
from positiongraph.facts import period

NAMES = {
    "title": ("title", "headline"), "date": ("date", "issued", "published"), "speaker": ("speaker", "country", "country_code"),
    "publisher": ("publisher", "agency"),
    "language": ("language", "lang"), "source": ("source", "url"), "license": ("license", "licence"),
}  # fmt: skip
IDENTIFIERS = ("document", "identifier", "id", "url")
LINES = (".jsonl", ".ndjson")


class Form(StrEnum):
    """What a text is written in."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


FORMS = {".txt": Form.TEXT, ".text": Form.TEXT, ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN, ".html": Form.HTML, ".htm": Form.HTML,
         ".xhtml": Form.HTML}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A text as it was given: decoded, not understood. `note` says what about it was guessed."""

    identifier: str
    text: str
    form: Form = Form.TEXT
    about: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None


def texts(source: str | Path, *, date: str | None = None, encoding: str | None = None) -> Iterator[Text]:
    """Yield the texts of a file: one, or one a line of JSON Lines. `-` is standard input. A date given goes before the text's own.

    Raises:
        InputError: when the file cannot be read, is no text, or a line is no object with a `text`.
    """
    faults: list[Fault] = []
    for one in given(source, faults, encoding):
        yield understood(one, date)
    if faults:
        raise InputError(faults)


def given(source: str | Path, faults: list[Fault], encoding: str | None = None) -> Iterator[Given]:
    """Yield what a file holds. What cannot be read becomes a fault, and the rest goes on.

    Raises:
        UsageError: there is no encoding of that name.
    """
    name = str(source)
    if encoding is None and Path(name).suffix.lower() in LINES:
        yield from _stream(name, faults)
        return
    try:
        text, note = decode(_bytes(source), name, encoding)
    except InputError as error:
        faults += error.faults
        return
    suffix = Path(name).suffix.lower()
    if suffix in LINES or (name == "-" and holds_texts(text[: text.find("\n") + 1] or text)):
        yield from _lines(text.removeprefix("\ufeff").split("\n"), name, note, faults)
    elif suffix not in FORMS and re.match(r"\s*<(?:!doctype html|html)\b", text[:1000], re.IGNORECASE):
        yield Given(identifier=name, text=text, form=Form.HTML, note=note)
    else:
        yield Given(identifier=name, text=text, form=FORMS.get(suffix, Form.TEXT), note=note)


def _bytes(source: str | Path) -> bytes:
    if str(source) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise InputError([Fault(str(source), None, error.strerror or "cannot be read", "a readable file")]) from None


def holds_texts(line: str) -> bool:
    """Tell whether a line of JSON Lines is a text with metadata. A position has a `text` too, but holders, a stance or an act beside it.

    >>> holds_texts('{"text": "Norway condemned the coup.", "date": "2021"}'), holds_texts('{"text": "condemned", "holders": ["NOR"]}')
    (True, False)
    """
    try:
        row = json.loads(line)
    except ValueError:
        return False
    return isinstance(row, dict) and isinstance(row.get("text"), str) and not {"holders", "stance", "act"} & row.keys()


def _stream(name: str, faults: list[Fault]) -> Iterator[Given]:
    """Yield the texts of a file of JSON Lines, which are UTF-8: a line at a time, however many there are."""
    try:
        with Path(name).open("rb") as file:
            yield from _lines(file, name, None, faults)
    except OSError as error:
        faults.append(Fault(name, None, error.strerror or "cannot be read", "a readable file"))


def _lines(lines: Iterable[str | bytes], name: str, note: str | None, faults: list[Fault]) -> Iterator[Given]:
    for number, line in enumerate(lines, 1):
        try:
            plain = line if isinstance(line, str) else line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            faults.append(Fault(name, number, f"byte {error.object[error.start]:#04x} is no utf-8", "UTF-8, or --encoding NAME"))
            continue
        if not plain.strip():
            continue
        try:
            row = json.loads(plain)
        except (ValueError, RecursionError):
            faults.append(Fault(name, number, "not JSON", "one JSON object a line"))
            continue
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            faults.append(Fault(name, number, "no text", 'an object with a "text"'))
            continue
        try:
            about = metadata(row, name, number)
        except InputError as error:
            faults += error.faults
            continue
        key = next((str(row[k]) for k in IDENTIFIERS if row.get(k)), f"{name}:{number}")
        yield Given(identifier=key, text=row["text"], about=about, note=note)
        note = None


def metadata(row: Mapping[str, Any], name: str, line: int | None = None) -> dict[str, str]:
    """Return what a row says of its text, by the names of `Text`.

    >>> metadata({"headline": "Talks", "published": "2021-05-03T10:00:00Z", "shoe size": 43}, "a.jsonl")
    {'title': 'Talks', 'date': '2021-05-03'}

    Raises:
        InputError: a date is none, or the language is not English.
    """
    found = {key: str(value) for key, names in NAMES.items() if (value := next((row[k] for k in names if row.get(k)), None)) is not None}
    if date := found.get("date"):
        found["date"] = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", date)
        try:
            period(found["date"])
        except ValueError:
            raise InputError([Fault(name, line, f"no such date {date!r}", "YYYY, YYYY-MM or YYYY-MM-DD")]) from None
    language = found.get("language", "en").casefold()
    if re.split(r"[-_ ]", language)[0] not in ("en", "eng", "english"):
        raise InputError([Fault(name, line, f"language {language!r}", "a text in English")])
    return found


def understood(one: Given, date: str | None = None) -> Text:
    """Return the text that was given, understood: markup masked, paragraphs, title and date found.

    Raises:
        InputError: it is too long, no text, or its metadata are faulty.
    """
    copy, about = one.text, dict(one.about)
    if len(one.text) <= LARGEST and one.form != Form.TEXT:
        copy, row = (markup.markdown if one.form == Form.MARKDOWN else markup.html)(one.text)
        about = {**metadata(row, one.identifier, 1 if one.form == Form.MARKDOWN else None), **about}
    return document(one.text, one.identifier, copy=copy, **{**about, "date": date or about.get("date")})


def begins_with_text(source: str) -> bool:
    """Tell whether JSON Lines hold texts, by their first line; on standard input anything but JSON Lines of positions is text."""
    if source != "-":
        try:
            with Path(source).open(encoding="utf-8", errors="replace") as file:
                return holds_texts(next((line for line in file if line.strip()), "").removeprefix("\ufeff"))
        except OSError:
            return False
    head = _peeked()
    if head.lstrip()[:1] != b"{":
        return bool(head)
    line = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    return holds_texts(line) or (b"\n" not in head and not re.search(r'"(?:holders|stance|act)"\s*:', line))


def _peeked() -> bytes:
    """Return the beginning of standard input, which stays to be read."""
    found: bytes = sys.stdin.buffer.peek(1)  # type: ignore[union-attr]
    return found
