"""Times and sizes of pages in a browser, for the tests of size and the benchmark."""

from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLong
from pyvis.network import Network

GIVEN_UP = 60.0
ACT = ("act => new Promise(done => { const start = performance.now(); document.querySelector(act).click();"
       " requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - start) / 1000))); })")
HOOK = ("Object.defineProperty(window, 'network', {configurable: true, get() { return this._network; }, set(made) { this._network = made;"
        " made.once('stabilizationIterationsDone', () => { requestAnimationFrame(() => { window.__stable = performance.now(); }); }); }});")


def drawn_after(browser: Browser, path: Path, fragment: str = "") -> float:
    """Seconds from opening one of our pages to the frame after its first picture."""
    page = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
    page.goto(path.as_uri() + fragment)
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    took = float(str(page.get_attribute("html", "data-ready"))) / 1000
    page.context.close()
    return took


def pyvis_drawn_after(browser: Browser, path: Path) -> float:
    """Seconds from opening a page of pyvis to its first stable picture; `GIVEN_UP` where there is none by then."""
    page = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
    page.add_init_script(HOOK)
    page.set_default_timeout(GIVEN_UP * 1000)
    try:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("window.__stable", timeout=GIVEN_UP * 1000)
        took = float(page.evaluate("window.__stable")) / 1000
    except TooLong:
        took = GIVEN_UP
    page.context.close()
    return min(took, GIVEN_UP)


def plain_pyvis(n: "nx.Graph[Any]", path: Path) -> Path:
    """The same network as pyvis draws it when nobody tells it how."""
    net = Network(directed=True, cdn_resources="in_line")
    for node in n:
        net.add_node(str(node), label=str(node))
    for tail, head in n.edges():
        net.add_edge(str(tail), str(head))
    path.write_text(net.generate_html(), "utf-8")
    return path


def answered_after(page: Page, act: str) -> float:
    """Seconds from a click on what `act` selects to the frame that shows its effect."""
    return float(page.evaluate(ACT, act))


def elements(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('*').length"))
