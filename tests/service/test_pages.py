"""Pages under the IRIs: what they say, what they leave out, and that they look right at every width, by day and by night."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import Browser
from rdflib import RDF, Graph, Literal, URIRef

from positiongraph.facts import Facts
from positiongraph.graph import build
from positiongraph.iris import BASE
from positiongraph.reading import read
from positiongraph.rows import SCHEMA
from positiongraph.service.profiles import marked
from positiongraph.vocabulary import OA, POS
from tests.gold import gold
from tests.service.conftest import Service

OPEN = """
document: {document: open.txt, title: Open note, license: CC0 1.0, text: "Brazil backs a minimum corporate tax. France and Germany <b>back</b> it too."}
positions:
- {holders: [BRA], issue: Minimum corporate tax, stance: 2, act: support, date: 2021-06-05, text: Brazil backs a minimum corporate tax}
- {holders: [FRA, DEU], voice: joint, issue: Minimum corporate tax, stance: 3, act: support, date: 2021-06-05, text: "France and Germany <b>back</b> it too"}
"""
CLOSED = """
document: {document: closed.txt, title: Closed note, text: "A secret preamble. It is longer than what is kept beside a quotation. Ireland opposes a minimum corporate tax."}
positions:
- {holders: [IRL], issue: Minimum corporate tax, stance: -2, act: reject, targets: [FRA], date: 2021-06-06, text: Ireland opposes a minimum corporate tax}
"""
TEXTS = "SELECT ?text { ?document a pos:Document ; rdf:value ?text }"
READER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "open.yaml").write_text(OPEN)
    (folder / "closed.yaml").write_text(CLOSED)
    build(read(folder / "open.yaml", folder / "closed.yaml"), folder / "kg")
    return folder / "kg"


@pytest.fixture(scope="module")
def own(start: Callable[..., Service], notes: Path) -> Service:
    return start(notes)


def page(service: Service, path: str) -> str:
    answer = service.ask(path, **READER)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text[:200]
    return answer.text


def named(service: Service, sort: str) -> dict[str, str]:
    """Title, or key, → path of the nodes of a sort."""
    found = service.query(f"SELECT ?title ?node {{ ?node a pos:{sort} ; dcterms:title|skos:notation ?title }}")
    return {row["title"]["value"]: "/id/" + row["node"]["value"].removeprefix(BASE) for row in json.loads(found.body)["results"]["bindings"]}


def test_an_actors_page_counts_its_sides_and_shows_its_words(service: Service) -> None:
    text = page(service, "/id/actor/RUS")
    assert "<b>22</b> positions" in text
    assert "18 for · 0 neutral · 4 against" in text
    assert text.count("<article") + text.count("/id/position/") >= 22
    assert "+3 endorses" in text


def test_an_issues_page_has_its_pole_and_its_sides(own: Service) -> None:
    text = page(own, "/id/issue/minimum-corporate-tax")
    assert "+3 means:" in text
    assert "<b>3</b> positions, 4 actors, 2021-06-05 to 2021-06-06" in text
    assert "2 for · 0 neutral · 1 against" in text
    assert [text.split(f'<span class="chip {side}">{side} ')[1][0] for side in ("for", "against")] == ["3", "1"]
    assert "<blockquote>France and Germany &lt;b&gt;back&lt;/b&gt; it too</blockquote>" in text


def test_who_is_addressed_sees_by_whom(own: Service) -> None:
    assert "Ireland opposes" in page(own, "/id/actor/FRA").split("Addressed to it")[1]


def test_lists_lead_to_every_actor_and_issue(service: Service) -> None:
    assert "2 with positions" in page(service, "/id/actor")
    assert page(service, "/id/actor").index("/id/actor/RUS") < page(service, "/id/actor").index("/id/actor/CHN")
    assert page(service, "/id/issue").count("/id/issue/") > 20
    assert service.ask("/id/passage", **READER).status == 404


def test_a_text_that_may_be_passed_on_is_shown_with_its_words_marked(own: Service) -> None:
    text = page(own, named(own, "Document")["Open note"])
    assert text.count("<mark>") == 2
    assert "France and Germany &lt;b&gt;back&lt;/b&gt; it too</a></mark>" in text
    closed = page(own, named(own, "Document")["Closed note"])
    assert "no licence is stated" in closed
    assert "secret preamble" not in closed


def test_marks_go_by_code_points_and_overlaps_lose_no_letter() -> None:
    row = dict.fromkeys(SCHEMA.names)
    rows = pa.Table.from_pylist([{**row, "position": "a", "start": 1, "end": 3}, {**row, "position": "b", "start": 2, "end": 4}], schema=SCHEMA)
    assert marked("😀é<xy", rows) == '😀<mark><a href="#a">é&lt;</a></mark>xy'


def test_a_positions_page_and_triples_lead_to_the_words(own: Service) -> None:
    found = own.query("SELECT ?p { ?p pos:holder/skos:notation \"BRA\" }")
    node = json.loads(found.body)["results"]["bindings"][0]["p"]["value"]
    path = "/id/" + node.removeprefix(BASE)
    assert "<mark>Brazil backs a minimum corporate tax</mark>" in page(own, path)
    triples = Graph().parse(data=own.ask(path, accept="text/turtle").text, format="turtle")
    assert Literal("Brazil backs a minimum corporate tax") in set(triples.objects(None, OA.exact))
    assert (URIRef(node), RDF.type, POS.Position) in triples


@pytest.mark.parametrize("sort", ["Document", "Statement"])
def test_documents_and_statements_have_pages_and_triples_but_no_text(own: Service, sort: str) -> None:
    paths = named(own, sort)
    assert paths
    for path in paths.values():
        assert "Position by position" in page(own, path) or "<article" in page(own, path)
        for form in ("text/turtle", "application/ld+json", "application/n-triples"):
            answer = own.ask(path, accept=form)
            assert answer.headers["content-type"].startswith(form)
            assert "secret preamble" not in answer.text


def test_on_loopback_the_store_is_ones_own_and_beyond_it_texts_need_a_licence(own: Service, start: Callable[..., Service], notes: Path) -> None:
    assert "secret preamble" in own.query(TEXTS, "text/csv").text
    public = start(notes, host="0.0.0.0")
    for query in (TEXTS, "SELECT * { ?s ?p ?o }", "DESCRIBE ?d { ?d a pos:Document }", "ASK { ?s ?p ?o FILTER CONTAINS(STR(?o), 'secret preamble') }"):
        answer = public.query(query, "*/*")
        assert answer.status == 200, answer.text
        assert "secret preamble" not in answer.text
        assert '"boolean":true' not in answer.text
    assert "Brazil backs" in public.query(TEXTS, "text/csv").text
    assert "secret preamble" not in page(public, named(public, "Document")["Closed note"])
    assert "secret preamble" not in page(public, "/explore")
    assert "secret preamble" in own.query(TEXTS, "text/csv").text  # the store is as it was


def test_what_has_not_changed_is_not_sent_again(start: Callable[..., Service], tmp_path: Path) -> None:
    whole = gold()
    build(Facts(whole.positions[:10], whole.statements, whole.documents, whole.actors, whole.issues, whole.memberships), tmp_path / "kg")
    served = start(tmp_path / "kg")
    for path in ("/id/actor/RUS", "/id/actor", "/ontology", "/ask/who-spoke", "/questions.json"):
        first = served.ask(path, **READER)
        again = served.ask(path, **READER, if_none_match=first.headers["etag"])
        assert (first.status, again.status, again.body) == (200, 304, b""), path
        assert served.ask(path, accept="application/json", if_none_match=first.headers["etag"]).status != 304
    first = served.ask("/id/actor/RUS", **READER)
    build(whole, tmp_path / "kg")
    later = served.ask("/id/actor/RUS", **READER, if_none_match=first.headers["etag"])
    assert later.status == 200
    assert "<b>22</b> positions" in later.text
    assert "etag" not in served.ask("/id/actor/NOBODY", **READER).headers


def test_a_store_without_positions_has_pages_too(start: Callable[..., Service], tmp_path: Path) -> None:
    build(Facts((), (), (), gold().actors, gold().issues, ()), tmp_path / "kg")
    empty = start(tmp_path / "kg")
    assert "no position found" in page(empty, "/id/actor/RUS")
    assert "0 with positions" in page(empty, "/id/issue")
    for path in ("/", "/explore", "/ask", "/questions.json", "/health", "/ontology", "/ask/how-many-positions"):
        assert empty.ask(path, **READER).status == 200, path
    assert json.loads(empty.query("SELECT * { ?p pos:holder ?h }").body)["results"]["bindings"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_every_width_and_can_be_read(browser: Browser, own: Service, scheme: str) -> None:
    paths = ["/", "/id/actor", "/id/actor/FRA", "/id/issue/minimum-corporate-tax", named(own, "Document")["Open note"], "/ask", "/ask/who-stands-where", "/ontology"]
    for width in (1400, 700):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        tab = context.new_page()
        for path in paths:
            tab.goto(own.address.rstrip("/") + path)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert tab.evaluate(CONTRAST) == [], (path, scheme)
        context.close()


CONTRAST = """() => {
  const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
                              return .2126 * r + .7152 * g + .0722 * b; };
  const under = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor; if (!c.startsWith("rgba")) return c; }
                            return "rgb(255, 255, 255)"; };
  return [...document.querySelectorAll("main a, main p, main .chip, main .soft, main time, header a, main th, main mark")]
    .map((node) => { const a = light(getComputedStyle(node).color), b = light(under(node)); return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), node.className || node.tagName]; })
    .filter(([ratio, name]) => ratio < (name.startsWith("chip") ? 3 : 4.5)).map(([ratio, name]) => `${name} ${ratio.toFixed(2)}`);
}"""


def test_a_page_is_walked_by_keyboard(browser: Browser, own: Service) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(own.address + "id/issue/minimum-corporate-tax")
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.getAttribute('href')") == "/id/actor/BRA":
            break
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/id/actor/BRA")
    context.close()


def test_iris_in_results_lead_to_their_pages_here(browser: Browser, own: Service) -> None:
    table = own.query("SELECT ?a { ?p pos:holder ?a } LIMIT 1", "text/html").text
    assert 'href="/id/actor/' in table
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(own.address)
    tab.wait_for_selector("html[data-ready]")
    tab.click("#list button[data-name=how-many-positions]")
    link = tab.locator(".yasr table tbody a").first
    link.wait_for()
    with context.expect_page() as opened:
        link.click()
    assert opened.value.url.startswith(own.address + "id/actor/")
    context.close()
