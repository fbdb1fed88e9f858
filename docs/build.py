"""Build the documentation: `python docs/build.py [OUT]`, or `make docs`. Warnings are errors, broken links too; nothing is fetched."""

import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import build_main

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

from pages import api, commands, notebooks, ontology, prose, questions  # noqa: E402


def write(folder: Path) -> None:
    """Write every page's source into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for room in (prose, commands, api, ontology, questions, notebooks):
        for name, text in room.pages(ROOT).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def main(out: str = str(ROOT / "build" / "docs")) -> int:
    """Write the sources and build the pages; return Sphinx's exit code."""
    source = Path(out) / "source"
    write(source)
    code = build_main(["-c", str(HERE), "-W", "--keep-going", "-q", "-E", "-d", f"{out}/doctrees", str(source), f"{out}/html"])
    if not code:
        print(f"{out}/html/index.html")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
