"""Every notebook runs, and prints what it was saved with."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_what_it_was_saved_with(path: Path, tmp_path: Path) -> None:
    saved = nbformat.read(path, as_version=4)
    ran = NotebookClient(nbformat.read(path, as_version=4), timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert [texts(cell) for cell in ran.cells] == [texts(cell) for cell in saved.cells]
    assert any(texts(cell) for cell in saved.cells)


def texts(cell: nbformat.NotebookNode) -> list[str]:
    return [output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", "") for output in cell.get("outputs", ())
            if not output.get("data", {}).get("image/png")]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS
