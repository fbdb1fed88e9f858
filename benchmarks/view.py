"""How soon pages draw and answer, and how large they are, beside pyvis as it comes: `python benchmarks/view.py`.

Debian's Chromium, headless, offline, 1400 × 900. Our time ends two frames after the first picture; pyvis's at its first stable picture,
given up after 60 s. "limit" is what is asked for on a quiet machine; a number above it is marked and the exit code is 1.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the worlds and the clock are those of the tests

from playwright.sync_api import Browser, sync_playwright

from positiongraph.network import network
from positiongraph.view import page
from tests.view.conftest import ARGUMENTS
from tests.view.measuring import GIVEN_UP, answered_after, drawn_after, elements, plain_pyvis, pyvis_drawn_after
from tests.view.world import crowd, votes

over: list[str] = []


def told(what: str, value: float, limit: float | None = None, unit: str = "s", digits: int = 2) -> None:
    late = limit is not None and value > limit
    over.extend([what] * late)
    asked = "" if limit is None else f" limit {limit:,.{digits}f}"
    print(f"{what:58} {value:10,.{digits}f} {unit:3}{asked}{' OVER' if late else ''}", flush=True)


def beside_pyvis(browser: Browser, folder: Path) -> None:
    for nodes in (50, 200, 1000):
        rows, about = crowd(5 * nodes, nodes * 2 // 5, nodes * 3 // 5, topics=8)
        n = network(rows, "positions")
        ours = drawn_after(browser, page(n, rows, folder / "ours.html", about=about), "#view=graph")
        theirs = pyvis_drawn_after(browser, plain_pyvis(n, folder / "theirs.html"))
        told(f"{nodes:,} nodes, {n.number_of_edges():,} edges: ours", ours, 3.0)
        told(f"{nodes:,} nodes: pyvis as it comes{', given up' if theirs >= GIVEN_UP else ''}", theirs)
        told(f"{nodes:,} nodes: times sooner", theirs / ours, unit="×", digits=0)


def sizes(browser: Browser, folder: Path) -> None:
    for name, (rows, about), fragment, first, budget in (
        ("1,000 positions", crowd(1000, 40, 60, topics=6), "", 3.0, 15.0),
        ("5,000 nodes", crowd(6000, 500, 4500), "#view=graph", 5.0, 15.0),
        ("25,000 positions", crowd(25_000, 190, 130, topics=8), "#view=overview", None, 15.0),
        ("1,000,000 votes", votes(200, 5000), "", None, 20.0),
    ):
        start = time.perf_counter()
        path = page(None, rows, folder / "page.html", about=about, budget=int(budget * 1e6))
        told(f"{name}: written in", time.perf_counter() - start)
        told(f"{name}: file", path.stat().st_size / 1e6, budget, "MB")
        opened = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
        opened.goto(path.as_uri() + fragment)
        opened.wait_for_selector("html[data-ready]", timeout=120_000)
        told(f"{name}: first picture", float(str(opened.get_attribute("html", "data-ready"))) / 1000, first)
        for view in ("matrix", "graph", "table", "timeline", "overview"):
            opened.click(f'[data-to="{view}"]')
            took = answered_after(opened, "#facets .side.against")
            told(f"{name}: filter, {view} in sight", took, 1.5 if name.startswith("25") else None)
            told(f"{name}: elements, {view} in sight", elements(opened), 10_000, "", 0)
            answered_after(opened, "#facets .side.against")
        opened.context.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        beside_pyvis(started, Path(temporary))
        sizes(started, Path(temporary))
        started.close()
    sys.exit(1 if over else 0)
