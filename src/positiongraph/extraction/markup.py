"""Markup is masked, never removed: a copy of the same length, with spaces where no words are. Offsets count in the text as given."""

import logging
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import yaml

from positiongraph.extraction.words import words

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d+\.[ \t]+|[-*_=]{3,}[ \t]*$)"
    r"|!?\[(?=[^\]\n]{0,500}\]\([^)\n]{0,2000}\))|\]\([^)\n]{0,2000}\)|\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`+",
    re.MULTILINE,
)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def markdown(text: str) -> tuple[str, dict[str, Any]]:
    """Return a copy with the marks of Markdown masked, and what its front matter says.

    >>> markdown("# Talks\\n\\nFrance *welcomes* the truce.")
    ('  Talks\\n\\nFrance  welcomes  the truce.', {})
    """
    about: dict[str, Any] = {}
    copy = text
    if front := _FRONT.match(text):
        try:
            row = yaml.safe_load(front[1])
        except yaml.YAMLError:
            row = None
        if isinstance(row, dict):
            about = {str(name): value for name, value in row.items()}
            copy = _blank(front) + copy[front.end() :]
    return _MARKS.sub(_blank, copy), about


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"""<(/?[A-Za-z][^\s<>/"']*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_LOOSE = re.compile(r"<(?=!\[)|<(?=[A-Za-z/!?])(?![^<>]*>)")
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "nav", "footer", "form", "button", "select"})


def _sound(text: str) -> str:
    """Return a page of the same length without comments, attributes and tags that do not end, each in one pass.

    On those the parser of the standard library takes a time that grows with their square, or gives up.
    """
    bare = _TAG.sub(lambda m: f"<{m[1]}" + re.sub(r"[^\n]", " ", m[2]) + ">", _COMMENT.sub(_blank, text))
    return _LOOSE.sub(" ", bare)


JOINER = "\u2060"
"""Stands for the marks of a tag inside a word."""
_PARTED = re.compile(r"(?<=[^\W\d_])(?:</?(?:b|i|u|s|em|strong|span|font|small|mark)\s*>)+(?=[^\W\d_])")


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
        if len(shown := unescape(written + ";")) == 1:
            self._put(self.at, shown)

    def _put(self, at: int, data: str) -> None:
        if not self.silent:
            self.out[at : at + len(data)] = data


def html(text: str) -> tuple[str, dict[str, Any]]:
    """Return a copy of a page with its tags masked, and its title, date, publisher and url.

    Of its blocks only those of the article are kept, as trafilatura finds them; where that finds nothing, all text outside navigation,
    forms and scripts.
    """
    from trafilatura import bare_extraction  # half a second: only for pages

    for name in ("trafilatura", "htmldate"):  # a page without an article is no error here
        logging.getLogger(name).setLevel(logging.CRITICAL)
    mask, sound = _Mask(text), _sound(text)
    mask.feed(sound)
    mask.close()
    for parted in _PARTED.finditer(sound):
        mask.out[parted.start() : parted.end()] = JOINER * len(parted[0])
    copy = "".join(mask.out)
    # the day of publication where the page says it; an extensive search would take the year of a copyright line for a date
    dates = {"original_date": True, "extensive_search": False}
    page: Any = bare_extraction(text, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=dates)
    if page is None:
        return copy, {}
    if kept := _squeezed(page.text or ""):
        copy = _only(copy, kept)
    return copy, {"title": page.title, "date": page.date, "publisher": page.sitename, "url": page.url}


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _only(copy: str, kept: str) -> str:
    """Blank the blocks whose words the kept text does not hold."""

    def block(match: re.Match[str]) -> str:
        letters = _squeezed(match.group())
        return match.group() if letters and letters in kept else re.sub(r"[^\n]", " ", match.group())

    shown = re.sub(r"[^\u2029]+", block, copy)
    return shown if _squeezed(shown) else copy
