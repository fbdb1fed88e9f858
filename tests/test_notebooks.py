"""Every notebook runs and prints what it was saved with; what is saved can be read where no script runs."""

import re
from pathlib import Path

import nbformat
import pyarrow.parquet as pq
import pytest

from notebooks.data import votes
from notebooks.run import NOTEBOOKS, executed

UNVOTES = Path(__file__).parents[2] / "shared" / "data" / "unvotes"
BIGGEST = 700_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_what_it_was_saved_with(path: Path) -> None:
    saved = nbformat.read(path, as_version=4)
    ran = executed(path)
    assert [said(cell) for cell in ran.cells] == [said(cell) for cell in saved.cells]
    assert any(said(cell) for cell in saved.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_saved_notebook_reads_well_on_a_code_host(path: Path) -> None:
    text = path.read_text("utf-8")
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", ())]
    assert len(text) < BIGGEST
    assert any("image/png" in output.get("data", {}) for output in outputs), "no picture"
    assert any("text/html" in output.get("data", {}) for output in outputs), "no table"
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
    for output in outputs:
        assert not re.search(r"<(script|iframe)|\bsrc=|https?://\S+\.(js|css)", output.get("data", {}).get("text/html", ""))
    assert "/tmp/" not in text
    assert "/home/" not in text


def said(cell: nbformat.NotebookNode) -> list[str]:
    """What a cell printed and showed as text and table; of a picture, and of anything in a cell tagged `varies`, what kind it is."""
    varies = "varies" in cell.metadata.get("tags", ())
    return [" ".join(sorted(output["data"])) if output["output_type"] != "stream" and (varies or "image/png" in output["data"]) else
            output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"] + output["data"].get("text/html", "")
            for output in cell.get("outputs", ())]


def test_there_are_four_notebooks() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.data
@pytest.mark.skipif(not UNVOTES.is_dir(), reason="the tables of unvotes are not beside this checkout")
def test_the_packaged_votes_are_what_their_script_makes() -> None:
    assert pq.read_table(votes.FILE).equals(votes.wide(UNVOTES))
