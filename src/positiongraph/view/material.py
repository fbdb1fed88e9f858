"""Rows as a page takes them: of any sort, in the page's order, with what they name and what may be shown of their sources."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.errors import UnknownName
from positiongraph.facts import Document, Facts
from positiongraph.network.selection import table_of
from positiongraph.rows import flat_rows
from positiongraph.view.lexicon import Lexicon

EMBED = ("licensed", "all", "none")
OPEN = re.compile(
    r"creativecommons\.org/(licenses/(by|by-sa)/|publicdomain/)|\bCC0\b|\bCC[ -]BY(-SA)?[ -]\d(\.\d)?$|\bpublic domain\b|"
    r"open-government-licence|\bOGL\b|\bMIT\b|\bODC-BY\b|opendatacommons\.org/licenses/(by|pddl)", re.IGNORECASE)
"""Licences that let anybody pass a text on. NC and ND are not among them: a page can be sold, and marks change a text."""


def may_embed(document: Document) -> bool:
    """Tell whether a document's licence lets anybody pass its text on: an open licence named as such.

    >>> may_embed(Document(identifier="a.txt", license="https://creativecommons.org/licenses/by/4.0/"))
    True
    >>> may_embed(Document(identifier="a.txt", license="CC BY-NC-ND 4.0")), may_embed(Document(identifier="a.txt"))
    (False, False)
    """
    return bool(document.license and OPEN.search(document.license))


@dataclass(frozen=True, slots=True)
class Material:
    """Rows in the order a page keeps them (date, document, place in the text, position, holder), and what things are called."""

    table: pa.Table
    lexicon: Lexicon
    embed: Callable[[Document], bool]

    def issues(self) -> dict[str, str]:
        """Issue id → label, in the order of the ids; the rows' own label where nobody describes the issue."""
        if not len(self.table):
            return {}
        pairs = self.table.group_by(["issue"]).aggregate([("issue_label", "max")])
        own = dict(zip(pairs["issue"].to_pylist(), pairs["issue_label_max"].to_pylist(), strict=True))
        return {key: issue.label if (issue := self.lexicon.issue(key)) else own[key] or key for key in sorted(own)}

    def topics(self, issues: list[str]) -> tuple[list[str], list[int]]:
        """Return the topics' ids, by label, and each issue's topic, −1 where it has none. What others are filed under heads its topic."""
        filed = {key: self.lexicon.topic(key) for key in issues}
        heads = set(filed.values())
        topic_of = {key: key if key in heads else topic for key, topic in filed.items()}
        topics = sorted({topic for topic in topic_of.values() if topic}, key=lambda key: (self.lexicon.label(key).casefold(), key))
        place = {topic: k for k, topic in enumerate(topics)}
        return topics, [-1 if topic is None else place[topic] for topic in topic_of.values()]


def material(rows: Any, lexicon: Lexicon, embed: str) -> Material:
    """Read rows of any sort: facts, an Arrow table, a DataFrame, an answer.

    Raises:
        UnknownName: when `embed` is none of `EMBED`.
        UsageError: when they are no rows, or lack a column.
    """
    if embed not in EMBED:
        raise UnknownName("embed", embed, EMBED)
    table = flat_rows(rows) if isinstance(rows, Facts) else table_of(rows)
    _learn(rows, lexicon)
    plain = pa.table({name: _plain(table[name]) for name in table.column_names})
    keys = {"date": "", "document": "", "start": -1, "position": "", "holder": ""}  # what has no date or place comes first
    by = pa.table({key: pc.fill_null(plain[key].cast(pa.int64() if key == "start" else pa.string()), first) for key, first in keys.items()})
    order = pc.sort_indices(by, sort_keys=[(key, "ascending") for key in keys])
    chosen = {"licensed": may_embed, "all": lambda document: True, "none": lambda document: False}[embed]
    return Material(plain.take(order), lexicon, chosen)


def _learn(rows: Any, lexicon: Lexicon) -> None:
    """Take over what rows say beside the flat columns, as answers do: holders' names, documents' titles and addresses."""
    held = next((held for held in (getattr(rows, "table", None), getattr(rows, "df", None), rows) if hasattr(held, "columns")), None)
    columns = {} if held is None else {name: held[name] for name in (held.column_names if isinstance(held, pa.Table) else held.columns)}
    if {"holder", "holder_name"} <= columns.keys():
        pairs = zip(_list(columns["holder"]), _list(columns["holder_name"]), strict=True)
        lexicon.names |= {code: name for code, name in pairs if name}
    if {"document", "title"} <= columns.keys():
        sources = _list(columns["source"]) if "source" in columns else [None] * len(columns["document"])
        for key, title, source in zip(_list(columns["document"]), _list(columns["title"]), sources, strict=True):
            lexicon.documents.setdefault(key, Document(identifier=key, title=title, source=source))


def _list(column: Any) -> list[Any]:
    """The values of an Arrow or pandas column, what is missing as None."""
    values = column.to_pylist() if isinstance(column, pa.ChunkedArray) else column.tolist()
    return [value if isinstance(value, str) else None for value in values]


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
