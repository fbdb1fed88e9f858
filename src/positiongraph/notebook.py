"""In a notebook: `%load_ext positiongraph`, SPARQL in a cell of its own, building with a bar, and the explorer below it.

    %load_ext positiongraph
    g = build("statement.yaml", "article.txt", store="kg")

    %%sparql -o holders
    SELECT ?holder (COUNT(?p) AS ?n) { ?p pos:holder ?holder } GROUP BY ?holder

    explorer("kg")

Loading it also shows the pictures of `network.plots` and `network.drawings`, and says a mistake of input in its lines, without traceback.
"""

import re
import shlex
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import networkx as nx
import pandas as pd
import pyarrow as pa
from IPython.core.error import UsageError as CellError
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from rdflib import Graph

from positiongraph.errors import InputError, PositiongraphError
from positiongraph.facts import Facts
from positiongraph.graph import Place, check, described, documents, held, open_store, positions_table, walkable
from positiongraph.graph import build as write
from positiongraph.network import network
from positiongraph.questions import Answer, query
from positiongraph.questions.engines import NotRows, run
from positiongraph.reading import reading
from positiongraph.rows import flat_rows
from positiongraph.view import page_html, srcdoc

SHOWN = 100
"""Rows of the table beside an explorer."""
_COLUMNS = ("date", "holder", "stance", "issue_label", "voice", "text")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Teach a notebook `%%sparql`; IPython calls this for `%load_ext positiongraph`."""

    def sparql(line: str, cell: str) -> Answer | Graph | None:
        """Run the cell as SPARQL: %%sparql [-o NAME] [-g GRAPH] [-s DIR] [-e URL]."""
        return _cell(shell, line, cell)

    register: Any = shell.register_magic_function  # its types do not say what it takes
    register(sparql, "cell", "sparql")
    formatter: Any = shell.display_formatter
    formatter.formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", _png)
    told: Any = shell.set_custom_exc
    told((PositiongraphError,), _tell)


def _tell(shell: InteractiveShell, kind: type, error: PositiongraphError, trace: Any, tb_offset: Any = None) -> list[str]:
    """Say what is wrong with what was given, a line each. The cell still counts as failed, so that nothing below it runs."""
    print(error, file=sys.stderr)
    return str(error).split("\n")


def _png(figure: Any) -> bytes:
    """Draw a picture of `network.plots`: the same bytes on every run, in the house's style, without pyplot."""
    from positiongraph.network.plots import png

    return png(figure)


class _Options(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CellError(f"{message}; %%sparql [-o NAME] [-g GRAPH] [-s DIR] [-e URL]")


_OPTIONS = _Options("%%sparql", add_help=False)
_OPTIONS.add_argument("-o", "--out")  # keep the answer in this variable instead of showing it
_OPTIONS.add_argument("-g", "--graph", default="g")  # the variable that holds the graph
_OPTIONS.add_argument("-s", "--store")  # ask the store in this folder instead
_OPTIONS.add_argument("-e", "--endpoint")  # or this SPARQL 1.1 endpoint


def _cell(shell: InteractiveShell, line: str, cell: str) -> Answer | Graph | None:
    given = _OPTIONS.parse_args(shlex.split(line))
    if given.out is not None and not given.out.isidentifier():
        raise CellError(f"-o: {given.out!r} is no name of a variable")
    try:
        place = given.endpoint or given.store
        asked = open_store(place) if place is not None else shell.user_ns.get(given.graph)
        if not isinstance(asked, Graph):
            raise CellError(f"no graph named {given.graph!r}; g = open_store(\"kg\") makes one, or say %%sparql --store kg")
        found = answer(asked, cell)
    except PositiongraphError as error:  # one line, as everywhere; a bug keeps its traceback
        raise CellError(str(error)) from None
    if given.out is None:
        return found
    shell.user_ns[given.out] = found
    return None


def answer(graph: Graph, sparql: str) -> Answer | Graph:
    """Run any query: rows as an answer, what CONSTRUCT and DESCRIBE give as a graph with the prefixes of the one asked.

    Raises:
        UsageError: the text is no SPARQL query, or would call somebody.
    """
    try:
        return query(graph, sparql)
    except NotRows:
        found = run(graph, sparql).graph
    assert found is not None
    for prefix, namespace in graph.namespaces():
        found.bind(prefix, namespace)
    return found


_SHARE = re.compile(r"([\d,]+) of ([\d,]+)")
_PAUSE = 0.2
"""Seconds from one picture of a bar to the next."""


@contextmanager
def progress(first: str) -> Iterator["Bar"]:
    """Show below a cell what is being done, as a bar that fills where the work says `3 of 10`; what stays is `bar.done`."""
    bar = Bar(display(_shown(first), raw=True, display_id=True))  # type: ignore[no-untyped-call]
    try:
        yield bar
    finally:
        bar.handle.update({"text/plain": bar.done, "text/html": f"<p>{escape(bar.done)}</p>"}, raw=True)


@dataclass(slots=True)
class Bar:
    """A bar in a notebook: call it with what is being done."""

    handle: Any
    done: str = ""
    _drawn: float = 0.0

    def __call__(self, text: str) -> None:
        """Show a line, but no oftener than can be read."""
        now = time.monotonic()
        if now - self._drawn >= _PAUSE:
            self.handle.update(_shown(text), raw=True)
            self._drawn = now


def _shown(text: str) -> dict[str, str]:
    share = _SHARE.search(text)
    done, whole = (int(number.replace(",", "")) for number in share.groups()) if share else (0, 0)
    filled = f' value="{done}" max="{whole}"' if share else ""
    return {"text/plain": text, "text/html": f"<p><progress{filled}></progress> {escape(text)}</p>"}


def build(*sources: str | Path, store: Place, **options: Any) -> Graph:
    """Add sources to a store or an endpoint, as the command `build` does, with a bar; return its graph.

    `options` are those of `reading.reading`: keep_going, encoding, date, processes. Texts that the store holds unchanged are passed over;
    with keep_going what is refused is told and left out.

    Raises:
        InputError: with every fault of every source; the store is as it was.
    """
    from positiongraph.extraction.many import Account

    with progress("reading") as bar:
        texts = Account(tell=bar)
        found = reading([str(source) for source in sources], held=held(store), account=texts, **options)
        if texts.faults and not options.get("keep_going"):
            raise InputError(texts.faults)
        bar("validating")
        sound = check(found, keep_going=bool(options.get("keep_going")), processes=options.get("processes", 1), stage=bar)
        made = write(sound.facts, store, votes=found.votes, stage=bar)
        refused = [str(fault) for reject in (*found.rejects, *sound.rejects) for fault in reject.faults]
        bar.done = f"{store}: {made.positions:,} positions in {made.documents:,} documents"
    for line in refused:
        print(line, file=sys.stderr)
    return open_store(store)


def extract(*texts: Any, **options: Any) -> Facts:
    """Read positions out of texts, as `extraction.extract` does, with a bar.

    Raises:
        InputError: a text cannot be read.
    """
    from positiongraph.extraction import Account
    from positiongraph.extraction import extract as found_in

    with progress("reading texts") as bar:
        account = Account(tell=bar)
        facts = found_in(*texts, account=account, **options)
        if account.faults:
            raise InputError(account.faults)
        bar.done = f"{len(facts.positions):,} positions in {account.read:,} texts"
    return facts


@dataclass(frozen=True, slots=True, repr=False)
class Explorer:
    """The explorer as a cell's output: the page in a frame of its own, and the first rows as a table for where no script may run."""

    page: str
    table: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Explorer: {len(self.table)} rows>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        shown = self.table.head(SHOWN)
        head = "".join(f"<th>{escape(str(name)).replace('_', ' ')}</th>" for name in shown.columns)
        body = "".join("<tr>" + "".join(f"<td>{escape('' if pd.isna(value) else str(value))}</td>" for value in row) + "</tr>"
                       for row in shown.itertuples(index=False))
        told = f"{len(shown)} of {len(self.table)} rows" if len(self.table) > SHOWN else f"{len(self.table)} rows"
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        beside = f"<details><summary>The same as a table: {told}</summary>{table}</details>"
        return {"text/plain": repr(self), "text/html": srcdoc(self.page) + beside}


def explorer(rows: Any, n: "nx.Graph[Any] | None" = None, **options: Any) -> Explorer:
    """Return the explorer to be shown in a cell: of a store's folder or an endpoint, or of flat rows (Arrow table, DataFrame, facts, or the
    answer of `who-stands-where`).

    `n` is the network to draw, that of the positions unless given. Options are those of `view.page_html`.
    """
    if isinstance(rows, (str, Path)):
        there = walkable(rows, positions=False)
        options = {"about": described(there), "documents": documents(there)} | options
        rows = positions_table(rows)
    rows = rows.df if isinstance(rows, Answer) else rows
    drawn = network(rows, "positions") if n is None else n
    frame = _frame(rows)
    return Explorer(page_html(drawn, rows, **options), frame[[name for name in _COLUMNS if name in frame.columns]])


def _frame(rows: Any) -> pd.DataFrame:
    if isinstance(rows, Facts):
        rows = flat_rows(rows)
    return pd.DataFrame(rows.to_pandas() if isinstance(rows, pa.Table) else rows)
