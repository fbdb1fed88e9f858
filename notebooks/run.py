"""Run the notebooks and save them with what they print: `python notebooks/run.py [NOTEBOOK…]`, or all with `make notebooks`.

The same code gives the same bytes: no times, no random ids. A cell tagged `varies` shows what extraction found, which moves when the rules
do: the test holds it to showing something of the same kind, and every other cell to the letter. A frame with the explorer in it (three
quarters of a megabyte that no code host shows) is left out of what is saved, with a word in its place; the table beside it stays.
"""

import os
import re
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))
FRAME = re.compile(r"<iframe[^>]*>.*?</iframe>", re.S)
INSTEAD = "<p><em>The explorer opens here when the notebook is run.</em></p>"


def executed(path: Path) -> nbformat.NotebookNode:
    """Return a notebook as a run in a folder of its own leaves it, its data beside it."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / "data", Path(folder) / "data")
        client = NotebookClient(notebook, timeout=300, startup_timeout=300, kernel_name="python3", record_timing=False,
                                extra_arguments=["--log-level=ERROR"], resources={"metadata": {"path": folder}})
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=DeprecationWarning, module="zmq")  # of its own event loop
            client.execute(env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})  # one thread adds in one order, whatever the machine
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = {"tags": cell.metadata["tags"]} if "tags" in cell.metadata else {}
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = FRAME.sub(INSTEAD, output.data["text/html"])
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return notebook


def main(*paths: str) -> None:
    """Run notebooks, all of them unless some are named, and save them in their places."""
    for path in map(Path, paths) if paths else NOTEBOOKS:
        nbformat.write(executed(path), path)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
