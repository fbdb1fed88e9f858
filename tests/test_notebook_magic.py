"""`%%sparql` and the explorer in a shell of IPython, as a notebook has it."""

import gc
import html
import re
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from playwright.sync_api import Browser
from rdflib import Graph
from traitlets.config import Config

from positiongraph.graph import build, graph, positions_table
from positiongraph.notebook import SHOWN, answer, explorer, load_ipython_extension
from positiongraph.questions import Answer, ask
from positiongraph.rows import flat_rows
from tests.engines import oxigraph
from tests.gold import gold

HOLDERS = "SELECT ?holder (COUNT(?p) AS ?n) { ?p pos:holder ?holder } GROUP BY ?holder ORDER BY ?holder"


@pytest.fixture(scope="module")
def shell() -> InteractiveShell:
    made = InteractiveShell(config=Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}}))
    load_ipython_extension(made)
    made.user_ns["g"] = graph(gold())
    return made


def cell(shell: InteractiveShell, line: str, text: str) -> object:
    return shell.run_cell_magic("sparql", line, text)


def test_a_cell_gives_an_answer(shell: InteractiveShell) -> None:
    found = cell(shell, "", HOLDERS)
    assert isinstance(found, Answer)
    assert found.rows == [{"holder": "CHN", "n": 17}, {"holder": "RUS", "n": 22}]
    assert list(found.df.columns) == ["holder", "n"]
    assert found.df["n"].dtype.kind == "i"
    assert '<td><abbr title="China">CHN</abbr></td>' in found._repr_html_()


def test_a_cell_keeps_its_answer_under_a_name(shell: InteractiveShell) -> None:
    assert cell(shell, "-o kept", HOLDERS) is None
    assert len(shell.user_ns["kept"]) == 2
    with pytest.raises(UsageError, match="no name of a variable"):
        cell(shell, "-o 1x", HOLDERS)


def test_a_construct_gives_a_graph_with_its_prefixes(shell: InteractiveShell) -> None:
    found = cell(shell, "", "CONSTRUCT WHERE { ?p pos:holder ?h }")
    assert isinstance(found, Graph)
    assert len(found) == 39
    assert "pos:holder" in found.serialize(format="turtle")
    asked = answer(shell.user_ns["g"], "ASK { ?p pos:holder ?h }")
    assert isinstance(asked, Answer)
    assert asked.rows == [{"answer": True}]


def test_a_cell_asks_a_store_or_another_graph(shell: InteractiveShell, tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg")
    found = cell(shell, f"--store {tmp_path / 'kg'}", HOLDERS)
    shell.user_ns["other"] = Graph()
    empty = cell(shell, "-g other", "SELECT ?s { ?s ?p ?o }")
    assert isinstance(found, Answer)
    assert isinstance(empty, Answer)
    assert (len(found), len(empty)) == (2, 0)


def test_a_cell_leaves_nothing_that_another_thread_could_drop(shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oxigraph's rows may only be dropped on the thread that asked, and a kernel's other threads collect garbage too: it was said below a cell."""
    build(gold(), tmp_path / "kg")
    said: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: said.append(str(unraisable.exc_value)))
    gc.disable()
    try:
        cell(shell, f"--store {tmp_path / 'kg'}", HOLDERS)
        cell(shell, f"--store {tmp_path / 'kg'}", "CONSTRUCT WHERE { ?p pos:holder ?h }")
        collector = threading.Thread(target=gc.collect)
        collector.start()
        collector.join()
    finally:
        gc.enable()
    assert said == []


def test_a_cell_asks_an_endpoint_and_the_explorer_shows_it(shell: InteractiveShell, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "engine") as endpoint:
        build(gold(), endpoint)
        found = cell(shell, f"--endpoint {endpoint.query}", HOLDERS)
        assert len(explorer(endpoint.query).table) == 39
    assert isinstance(found, Answer)
    assert found.rows == [{"holder": "CHN", "n": 17}, {"holder": "RUS", "n": 22}]


@pytest.mark.parametrize(("line", "text", "said"), [
    ("-e nowhere://x", HOLDERS, "no store here"), ("", "SELECT nothing", "no SPARQL query"), ("--colour red", HOLDERS, "unrecognized arguments"), ("-g nowhere", HOLDERS, "no graph named 'nowhere'"), ("--store /nowhere", HOLDERS, "no store here"),
    ("", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
])
def test_a_mistake_is_said_in_a_line(shell: InteractiveShell, line: str, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        cell(shell, line, text)


def test_the_explorer_is_a_frame_with_a_table_beside() -> None:
    shown = explorer(gold(), title="Eight <May>")
    bundle = shown._repr_mimebundle_()
    frame = re.search(r'<iframe[^>]* sandbox="([^"]*)"[^>]* srcdoc="([^"]*)"', bundle["text/html"], re.S)
    assert frame
    assert "allow-same-origin" not in frame[1]
    assert html.unescape(frame[2]) == shown.page
    assert bundle["text/html"].count("<tr>") == 1 + 39
    assert bundle["text/plain"] == "<Explorer: 39 rows>"


def test_the_explorer_takes_rows_of_every_sort(tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg")
    table = positions_table(tmp_path / "kg")
    for rows in (table, table.to_pandas(), flat_rows(gold()), ask(graph(gold()), "who-stands-where")):
        assert explorer(rows).table["holder"].astype(str).value_counts().to_dict() == {"RUS": 22, "CHN": 17}


def test_a_long_table_says_that_it_is_cut_and_is_inert() -> None:
    shown = explorer(gold())
    long = type(shown)(shown.page, shown.table.loc[shown.table.index.repeat(4)].assign(text="<script>alert(1)</script>"))
    told = long._repr_mimebundle_()["text/html"].split("<details>")[1]
    assert f"{SHOWN} of 156 rows" in told
    assert "<script" not in told


CELLS = (
    "%load_ext positiongraph\nfrom positiongraph.notebook import build, explorer, extract",
    "g = build('sample.yaml', 'note.txt', store='kg')",
    f"%%sparql\n{HOLDERS}",
    f"%%sparql -o kept --store kg\n{HOLDERS}",
    "kept.df",
    "from positiongraph import network\nfrom positiongraph.network.drawings import stance_matrix\nfrom positiongraph.graph import positions_table\nrows = positions_table('kg')\nstance_matrix(network(rows, 'positions'))",
    "explorer('kg')",
    "len(extract('Oslo, 3 May 2021 (Agency) - Norway condemned the coup in Myanmar.').positions)",
    "build('faulty.csv', store='kg')",
)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """A notebook as a real kernel leaves it."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "sample.yaml").write_text("document: {document: note, text: 'Brazil backs it.'}\npositions:\n  - {holders: [BRA], issue: Minimum corporate tax, stance: 2, act: support, "
                                        "date: 2021-06-05, text: Brazil backs it}\n", "utf-8")
    (folder / "note.txt").write_text("Oslo, 3 May 2021 (Agency) - Norway condemned the coup in Myanmar.", "utf-8")
    (folder / "faulty.csv").write_text("holders,issue,stance,act,date,document\nBRA,Tax,7,support,2021-06-05,x\n", "utf-8")
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    with pytest.raises(CellExecutionError):  # the last cell's: it counts as failed
        NotebookClient(made, timeout=120, startup_timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq")
def test_a_kernel_shows_bars_answers_pictures_and_the_explorer(ran: nbformat.NotebookNode) -> None:
    outputs = [[output.get("data", {}) for output in cell.outputs] for cell in ran.cells]
    assert outputs[0] == []
    assert outputs[1][0]["text/plain"] == "kg: 2 positions in 2 documents"
    assert [name in outputs[2][0]["text/html"] for name in ("Brazil", "Norway")] == [True, True]
    assert outputs[3] == []
    assert "NOR" in outputs[4][0]["text/plain"]
    assert "image/png" in outputs[5][0]
    assert "<iframe" in outputs[6][0]["text/html"]
    assert [output["text/plain"] for output in outputs[7]] == ["1 positions in 1 texts", "1"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq")
def test_a_mistake_of_input_is_said_without_a_traceback(ran: nbformat.NotebookNode) -> None:
    bar, told = ran.cells[-1].outputs
    assert told["name"] == "stderr"
    assert told["text"].startswith("faulty.csv:2: stance: no such stance 7")
    assert told["text"].count("\n") == 1
    assert bar["data"]["text/plain"] == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq")
def test_the_exported_page_holds_the_explorer_and_its_table(ran: nbformat.NotebookNode, browser: Browser, tmp_path: Path) -> None:
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jquery_url="")
    (tmp_path / "page.html").write_text(exporter.from_notebook_node(ran)[0], "utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    frame = page.frame_locator("iframe[title=Positions]")
    frame.get_by_text("2 of 2 positions").wait_for()
    frame.get_by_text("note.txt").first.wait_for()  # a document by its title
    page.get_by_text("The same as a table: 2 rows").click()
    page.get_by_role("cell", name="Norway condemned the coup in Myanmar").first.wait_for()
    context.close()
