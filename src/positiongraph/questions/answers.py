"""Answers: rows of plain values in the order of SELECT, as a table, a DataFrame, CSV or JSON."""

import csv
import html
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

from positiongraph import reference
from positiongraph.facts import Issue

CAP = 200
"""Rows that a notebook shows."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The rows that a question gave, sorted; `columns` in the order of SELECT.

    IRIs of the project's data and terms come as their codes and local names (`RUS`, `one-china-policy`, `joint`), numbers as
    numbers, dates as ISO text, what is not bound as None, list columns as sorted lists.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    title: str = ""
    show: tuple[str, ...] = ()
    source: str = ""
    """What answered: SPARQL and on which engine, or the flat table beside the store."""

    @property
    def df(self) -> "pd.DataFrame":
        """The rows as a DataFrame, columns in the order of SELECT."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=list(self.columns)).convert_dtypes()

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        rows = f"{len(self.rows)} rows of {', '.join(self.show or self.columns)}"
        return f"<Answer: {self.title or 'query'} {rows}{f', from {self.source}' if self.source else ''}>"

    def csv(self, delimiter: str = ",") -> str:
        """The rows as CSV with a header; a list is joined by `;`."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow(self.columns)
        cells = (map(row.get, self.columns) for row in self.rows)
        writer.writerows([";".join(map(str, value)) if isinstance(value, list) else value for value in row] for row in cells)
        return out.getvalue()

    def json(self) -> str:
        """The rows as a JSON list of objects, one row a line."""
        return "[" + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in self.rows) + "]\n"

    def _repr_html_(self) -> str:
        shown = self.show or self.columns
        head = "".join(f"<th>{html.escape(name.replace('_', ' '))}</th>" for name in shown)
        body = "".join("<tr>" + "".join(f"<td>{_rich(row[name])}</td>" for name in shown) + "</tr>" for row in self.rows[:CAP])
        more = f"<p>{CAP} of {len(self.rows)} rows shown</p>" if len(self.rows) > CAP else ""
        source = f" <small>({html.escape(self.source)})</small>" if self.source else ""
        return f"<p>{html.escape(self.title)}{source}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _rich(value: Any) -> str:
    """Return a value for a notebook: web addresses as links, codes of actors and ids of issues with their names at hand."""
    if isinstance(value, list):
        return ", ".join(map(_rich, value))
    text = html.escape("" if value is None else str(value))
    if not isinstance(value, str):
        return text
    if value.startswith(("http://", "https://")):
        return f'<a href="{text}" rel="noreferrer">{text}</a>'
    known = reference.actor(value) or reference.issue(value)
    name = known and (known.label if isinstance(known, Issue) else known.name)
    return f'<abbr title="{html.escape(name)}">{text}</abbr>' if name and name != value else text
