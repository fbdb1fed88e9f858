"""Files → texts: plain text, Markdown, HTML, JSON Lines with metadata, standard input. The encoding is found out, nothing is normalised."""

import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from charset_normalizer import from_bytes

from positiongraph.errors import Fault, InputError
from positiongraph.extraction.document import Text, document
from positiongraph.extraction.words import words
from positiongraph.facts import period

METADATA = {
    "title": ("title", "headline"), "date": ("date", "issued", "published"), "publisher": ("publisher", "agency"),
    "language": ("language", "lang"), "source": ("source", "url"), "license": ("license", "licence"),
}  # fmt: skip


def texts(source: str | Path, *, date: str | None = None) -> Iterator[Text]:
    """Yield the texts of a file: one, or one a line of JSON Lines. `-` is standard input. A date given goes before the text's own.

    Raises:
        InputError: when the file cannot be read, is no text, or a line is no object with a `text`.
    """
    name = str(source)
    data = _bytes(source)
    suffix = Path(name).suffix.lower()
    if suffix in {".jsonl", ".ndjson"}:
        yield from _lines(decode(data, name), name, date)
        return
    text = decode(data, name)
    if suffix in {".html", ".htm", ".xhtml"} or re.match(r"\s*<(?:!doctype html|html)\b", text, re.IGNORECASE):
        yield html(text, name, date=date)
    elif suffix in {".md", ".markdown"}:
        yield markdown(text, name, date=date)
    else:
        yield document(text, name, date=date)


def _bytes(source: str | Path) -> bytes:
    if str(source) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise InputError([Fault(str(source), None, error.strerror or "cannot be read", "a readable file")]) from None


def decode(data: bytes, name: str = "-") -> str:
    """Decode bytes: UTF-8, UTF-16 with its mark, else the likeliest encoding. Line ends stay as they are.

    >>> decode("Zürich\\r\\n".encode("latin-1"))
    'Zürich\\r\\n'

    Raises:
        InputError: when the bytes are no text.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            pass
    if b"\0" in data:
        raise InputError([Fault(name, None, "binary data", "text")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if sum(byte < 128 for byte in data) > 0.8 * len(data):
            # English with a few letters from elsewhere; 0x81 and the like are no letters in it
            return data.decode("cp1252", errors="replace")
        best = from_bytes(data[:200_000]).best()
        if best is None:
            raise InputError([Fault(name, None, "text in no encoding that is known", "text in UTF-8")]) from None
        return data.decode(best.encoding, errors="replace")


def _lines(content: str, name: str, date: str | None) -> Iterator[Text]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise InputError([Fault(name, number, "not JSON", "one JSON object a line")]) from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InputError([Fault(name, number, "no text", 'an object with a "text"')])
        about = _metadata(row, name, number)
        key = next((str(row[k]) for k in ("document", "identifier", "id", "url") if row.get(k)), f"{name}:{number}")
        yield document(row["text"], key, **{**about, "date": date or about.get("date")})


def _metadata(row: dict[str, Any], name: str, number: int | None) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for field, names in METADATA.items():
        value = next((row[k] for k in names if row.get(k)), None)
        found[field] = None if value is None else str(value)
    if found["date"] is not None:
        found["date"] = found["date"][:10] if "T" in found["date"] else found["date"]
        try:
            period(found["date"])
        except ValueError:
            raise InputError([Fault(name, number, f"no such date {found['date']!r}", "YYYY, YYYY-MM or YYYY-MM-DD")]) from None
    return found


# -- markup is masked, never removed ------------------------------------------------------------------------------------------------

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_MARKS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d+\.[ \t]+|[-*_=]{3,}[ \t]*$)"
    r"|!?\[(?=[^\]\n]*\]\([^)\n]*\))|\]\([^)\n]*\)|\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`+",
    re.MULTILINE,
)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def markdown(text: str, name: str = "-", *, date: str | None = None) -> Text:
    """Read Markdown: its marks are masked, its front matter gives date and title.

    >>> markdown("# Talks\\n\\nFrance *welcomes* the truce.").copy
    '  Talks\\n\\nFrance  welcomes  the truce.'
    """
    about: dict[str, str | None] = {}
    copy = text
    if front := _FRONT.match(text):
        try:
            row = yaml.safe_load(front[1])
        except yaml.YAMLError:
            row = None
        if isinstance(row, dict):
            about = _metadata(row, name, 1)
            copy = _blank(front) + copy[front.end() :]
    return document(text, name, copy=_MARKS.sub(_blank, copy), **{**about, "date": date or about.get("date")})


_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "nav", "footer", "form", "button", "select"})


class _Mask(HTMLParser):
    """Keeps the text of a page at its place: tags become spaces, the ends of blocks line ends."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=False)
        self.out = ["\n" if c == "\n" else " " for c in text]
        self.lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self.text, self.silent = text, 0

    @property
    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        self._tag(tag, -1)

    def _tag(self, tag: str, step: int) -> None:
        if tag in words("html_blocks") and self.at < len(self.out):
            self.out[self.at] = "\u2029"
        if tag in _SILENT:
            self.silent = max(self.silent + step, 0)

    def handle_data(self, data: str) -> None:
        # a line end inside a block is a space
        self._put(self.at, re.sub(r"[\r\n]", " ", data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        from html import unescape

        if len(shown := unescape(written + ";")) == 1:
            self._put(self.at, shown)

    def _put(self, at: int, data: str) -> None:
        if not self.silent:
            self.out[at : at + len(data)] = data


def html(text: str, name: str = "-", *, date: str | None = None) -> Text:
    """Read a page: tags are masked, and of its blocks only those of the article are kept, as trafilatura finds them.

    Where that finds nothing, all text outside navigation, forms and scripts is kept. Offsets count in the page as given.
    """
    from trafilatura import bare_extraction  # half a second: only for pages

    mask = _Mask(text)
    mask.feed(text)
    mask.close()
    copy = "".join(mask.out)
    page: Any = bare_extraction(text, with_metadata=True, include_comments=False, include_tables=True)
    about: dict[str, str | None] = {}
    if page is not None:
        about = {"title": page.title, "date": page.date, "publisher": page.sitename, "source": page.url}
        if kept := _squeezed(page.text or ""):
            copy = _only(copy, kept)
    return document(text, name, copy=copy, **{**about, "date": date or about.get("date")})


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _only(copy: str, kept: str) -> str:
    """Blank the blocks whose words the kept text does not hold."""

    def block(match: re.Match[str]) -> str:
        letters = _squeezed(match.group())
        return match.group() if letters and letters in kept else re.sub(r"[^\n]", " ", match.group())

    shown = re.sub(r"[^\u2029]+", block, copy)
    return shown if _squeezed(shown) else copy
