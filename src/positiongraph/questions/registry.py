"""The registry: every .rq file in `library/`, with the header that its first comment lines are.

    # Who stands where on an issue, in which words?
    # number: 3
    # parameter: issue issue optional — the issue, its narrower ones included
    # list: targets
    # show: holder_name stance issue_label date text
    # needs: what a store has to have for any row, where positions alone do not do
    # note: one line of anything that a user should know

A parameter's type is actor, issue, statement, date, words, integer or limit (so many of the rows, from the first). In the query it is
`VALUES ?asked_issue { UNDEF }`, so that the file runs on any SPARQL 1.1 engine as it stands; asking puts the value in the place of UNDEF,
and takes the whole line out where an optional parameter is not given. `list` columns hold several values joined by line breaks, `show`
names the columns for a terminal.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from positiongraph.errors import UnknownName

TYPES = ("actor", "issue", "statement", "date", "words", "integer", "limit")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that a question takes."""

    name: str
    type: str
    optional: bool
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its lasting name, its number, what it asks in English, and its SPARQL as it stands in its file."""

    name: str
    number: int
    text: str
    sparql: str
    parameters: tuple[Parameter, ...] = ()
    lists: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    note: str = ""
    needs: str = ""
    """What a store has to have for any row, beside positions: `joint positions`."""
    sql: str = ""
    """Its twin on the flat table, see `flat`; empty where it has none."""

    @property
    def usage(self) -> str:
        """The command's options, as a line: `--holder ACTOR [--issue ISSUE]`."""
        options = [f"--{p.name} {p.type.upper()}" for p in self.parameters]
        return " ".join(f"[{text}]" if p.optional else text for p, text in zip(self.parameters, options, strict=True))


@cache
def questions() -> tuple[Question, ...]:
    """Return all questions, by number."""
    found = [_read(file.stem, file.read_text("utf-8"), twin.read_text("utf-8") if (twin := file.with_suffix(".sql")).exists() else "")
             for file in Path(__file__).with_name("library").glob("*.rq")]
    return tuple(sorted(found, key=lambda question: question.number))


def question(name: str | int) -> Question:
    """Return a question by its name or number.

    >>> question(3).name
    'who-stands-where'

    Raises:
        UnknownName: there is none; the nearest names are said.
    """
    for each in questions():
        if str(name) in (each.name, str(each.number)):
            return each
    raise UnknownName("question", str(name), [each.name for each in questions()])


def _read(name: str, text: str, sql: str) -> Question:
    head = [line[1:].strip() for line in takewhile(lambda line: line.startswith("#"), text.split("\n"))]
    fields: dict[str, list[str]] = {}
    for line in head[1:]:
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), []).append(value.strip())
    return Question(
        name=name, number=int(fields["number"][0]), text=head[0], sparql=text,
        parameters=tuple(map(_parameter, fields.get("parameter", ()))),
        lists=tuple(" ".join(fields.get("list", ())).split()), show=tuple(" ".join(fields.get("show", ())).split()),
        note=" ".join(fields.get("note", ())), needs=" ".join(fields.get("needs", ())), sql=sql,
    )


def _parameter(line: str) -> Parameter:
    match = re.fullmatch(r"(\S+) (\S+)( optional)?(?: — (.*))?", line)
    if not match or match[2] not in TYPES:
        raise ValueError(f"no parameter line: {line!r}")
    return Parameter(match[1], match[2], bool(match[3]), match[4] or "")
