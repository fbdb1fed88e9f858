"""Docstrings as they are written here → reStructuredText.

Text that is set in stays as it stands, `code` is code, `Raises:` is a list of errors, and what stands after `>>>` is an example.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from positiongraph import errors

CODE = re.compile(r"(`[^`\n]+`)")
SPECIAL = re.compile(r"([*|\\]|(?<=\w)_(?=\W|$))")


def readable(app: Any, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    """Rewrite the lines of a docstring in place; Sphinx calls it for each."""
    lines[:] = list(rewritten(lines)) if lines else []


def rewritten(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a docstring as reStructuredText.

    >>> list(rewritten(["Take `x` and *y*.", "", "Raises:", "    ValueError: no `x`."]))
    ['Take ``x`` and \\\\*y\\\\*.', '', ':raises ValueError: no ``x``.', '']
    """
    blocks = [list(block) for empty, block in groupby(lines, key=lambda line: not line.strip()) if not empty]
    for block in blocks:
        yield from _block(block)
        yield ""


def _block(block: list[str]) -> Iterator[str]:
    if block[0].lstrip().startswith(">>>"):
        yield from block
        return
    for inset, group in groupby(block, key=lambda line: line.startswith(" ")):
        part = list(group)
        if not inset:
            yield from (("" if part == ["Raises:"] else inline(line)) for line in part if line != "Raises:")
        elif "Raises:" in block:
            yield from _raised(part)
        else:
            yield from ("", "::", "", *part, "")


def _raised(part: list[str]) -> Iterator[str]:
    for line in part:
        error, found, text = line.strip().partition(":")
        if found and re.fullmatch(r"\w+", error):
            role = f"~positiongraph.errors.{error}" if hasattr(errors, error) else error
            yield f":raises {role}: {inline(text.strip())}"
        else:
            yield "    " + inline(line.strip())


def inline(line: str) -> str:
    """Return a line with `code` as code and everything else as plain text."""
    return "".join(f"``{part[1:-1]}``" if CODE.fullmatch(part) else SPECIAL.sub(r"\\\1", part) for part in CODE.split(line))
