"""The documentation builds without a warning, has a place for everything, leads nowhere astray, and asks nobody outside."""

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import typer
from playwright.sync_api import Browser
from rdflib import OWL, RDF, SH, Graph, URIRef

from positiongraph.cli import app
from positiongraph.questions import questions

ROOT = Path(__file__).parents[1]


class Page(HTMLParser):
    """The ids of a page, where its links lead, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if "src" in found or (tag == "link" and found.get("rel") not in ("canonical", "index", "search", "next", "prev")):
            self.loads.append(found.get("src", found.get("href", "")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs")
    made = subprocess.run([sys.executable, str(ROOT / "docs" / "build.py"), str(out)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return out / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_link_within_leads_to_a_page_and_a_place_on_it(pages: dict[Path, Page]) -> None:
    followed = 0
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"(https?|mailto):", link):
                continue
            file, anchor = urldefrag(link)
            goal = (path.parent / unquote(file)).resolve() if file else path
            assert goal.is_file(), f"{path.name}: {link}"
            if anchor and goal.suffix == ".html":
                assert unquote(anchor) in pages[goal].ids, f"{path.name}: {link}"
            followed += 1
    assert followed > 500


def test_a_page_loads_only_what_lies_beside_it(site: Path, pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for load in page.loads:
            assert load.startswith("data:") or (path.parent / unquote(load.partition("?")[0])).is_file(), f"{path.name}: {load}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*['\"]?(https?:)?//", style.read_text("utf-8")), style.name


def test_nothing_leaves_the_browser_and_the_search_works_offline(browser: Browser, site: Path) -> None:
    context = browser.new_context(offline=True)
    asked: list[str] = []
    wrong: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for name in ("index", "commands", "ontology", "questions", "api/networks", "notebooks/02-seventy-years-of-votes"):
        page.goto((site / f"{name}.html").as_uri())
    page.goto((site / "search.html").as_uri() + "?q=congruence")
    page.locator("#search-results li a").first.wait_for()
    context.close()
    assert asked
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    assert not wrong


def headings(site: Path, name: str) -> set[str]:
    return set(re.findall(r"<h[1-4]>([^<]+)<", (site / f"{name}.html").read_text("utf-8")))


def terms() -> Iterator[str]:
    graph = Graph().parse(ROOT / "ontology" / "positions.ttl").parse(ROOT / "ontology" / "shapes.ttl")
    for sort in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SH.NodeShape, SH.PropertyShape):
        yield from (f"pos:{str(node).rpartition('#')[2]}" for node in graph.subjects(RDF.type, sort) if isinstance(node, URIRef))


def test_every_command_question_and_term_has_its_place(site: Path) -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert commands
    assert commands <= headings(site, "commands")
    assert {question.name for question in questions()} <= headings(site, "questions")
    assert set(terms()) <= headings(site, "ontology")
    assert len(set(terms())) > 70


def test_every_public_name_is_described(pages: dict[Path, Page]) -> None:
    ids = set().union(*(page.ids for page in pages.values()))
    for room in ("extraction", "graph", "network", "questions", "reference", "service", "sources", "view"):
        module = import_module(f"positiongraph.{room}")
        assert {f"positiongraph.{room}.{name}" for name in module.__all__} <= ids, room


def test_docstrings_tell_errors_and_keep_what_is_set_in(site: Path) -> None:
    text = (site / "api" / "networks.html").read_text("utf-8")
    assert "Raises:" not in re.sub(r"<dt[^>]*>.*?</dt>", "", text, flags=re.S)
    assert 'href="facts.html#positiongraph.errors.UnknownName"' in text
    assert "<code" in text
    assert "MultiDiGraph holder → issue; an edge for each stance" in text
