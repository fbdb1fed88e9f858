"""The twelve points of a good page, each with a test named after it (10 is in test_inert.py, the numbers of 7 in test_colours.py)."""

import csv
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from rdflib import Graph

from positiongraph.facts import Facts
from positiongraph.graph import graph
from positiongraph.network import network
from positiongraph.view import page, page_html, srcdoc
from positiongraph.vocabulary import POS
from tests.view.conftest import Window
from tests.view.world import crowd, gold

Windows = Callable[..., Window]
VIEWS = ("overview", "matrix", "graph", "table", "timeline")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return gold("".join(chr(97 + k % 26) for k in range(4200)), license="CC0-1.0")


@pytest.fixture(scope="module")
def sample(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page(network(facts, "positions"), facts, tmp_path_factory.mktemp("points") / "page.html", title="Statement of 8 May 2025")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows, about = crowd(1000, 40, 60, topics=6)
    return page(None, rows, tmp_path_factory.mktemp("points") / "large.html", about=about, title="A thousand positions")


def node_at(page: Page, node: str) -> tuple[float, float]:
    """Where a node of the graph is on the screen."""
    return tuple(page.evaluate(
        "id => { const p = network.canvasToDOM(network.getPositions([id])[id]), box = document.querySelector('#canvas canvas').getBoundingClientRect();"
        " return [p.x + box.left, p.y + box.top]; }", node))


def line_at(page: Page, issue: str) -> tuple[float, float]:
    """A point on the screen where the only line to an issue is not covered by another."""
    return tuple(page.evaluate(
        """issue => {
            const edge = network.body.data.edges.get().find(edge => edge.to === issue), box = document.querySelector('#canvas canvas').getBoundingClientRect();
            const [from, to] = [edge.from, edge.to].map(id => network.canvasToDOM(network.getPositions([id])[id]));
            for (let t = 0.2; t < 0.9; t += 0.01) {
                const at = {x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y)};
                if (network.getEdgeAt(at) === edge.id) return [at.x + box.left, at.y + box.top];
            }
        }""", issue))


def until(page: Page, condition: str) -> None:
    """Wait for a condition; the page's policy forbids Playwright's own way, which evaluates text in the page."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {condition}")


def lines(page: Page) -> list[dict[str, Any]]:
    """The lines that the graph draws for positions."""
    return page.evaluate("network.body.data.edges.get().filter(edge => edge.row !== undefined).map(edge => ({row: edge.row, from: edge.from, to: edge.to}))")


def test_point_1_it_opens_without_a_network_at_a_thousand_positions(large: Path, window: Windows) -> None:
    opened = window()
    page = opened.open(large)
    for view in VIEWS:
        page.click(f'[data-to="{view}"]')
    assert page.locator("#canvas canvas").count() == 1
    assert page.locator("#grid .cell").count() == 0, "views out of sight are not in the document"
    page.click('[data-to="matrix"]')
    assert page.locator("#grid .cell:not(.silent)").count() > 50
    assert (opened.said, opened.asked) == ([], [])


def test_point_2_nothing_moves_by_itself_and_the_graph_says_how_much_it_shows(large: Path, window: Windows) -> None:
    page = window().open(large, "#view=graph")
    assert page.evaluate("network.physics.options.enabled") is False
    before = page.evaluate("network.getPositions()")
    page.wait_for_timeout(300)
    assert page.evaluate("network.getPositions()") == before
    assert page.inner_text("#graph-note").startswith("graph shows 1,000 of 1,000 lines")
    page.click("#rolled-box input") if page.is_visible("#rolled-box") else page.goto(large.as_uri() + "#view=graph&rolled=1")
    page.wait_for_selector("text=one line for each actor and topic")
    assert len(page.evaluate("network.body.data.edges.get()")) == 240, "40 actors × 6 topics"
    assert page.inner_text("#graph-note").startswith("graph shows 1,000 of 1,000 lines")


def test_point_3_lines_are_positions_are_what_sparql_counts(facts: Facts, sample: Path, window: Windows) -> None:
    counted = {str(row.holder).rpartition("/")[2]: int(row.n) for row in graph(facts).query(
        f"SELECT ?holder (COUNT(?p) AS ?n) WHERE {{ ?p <{POS.holder}> ?holder }} GROUP BY ?holder")}
    page = window().open(sample, "#view=graph")
    drawn = Counter(line["from"].removeprefix("actor:") for line in lines(page))
    assert drawn == counted == {"RUS": 22, "CHN": 17}
    page.click('[data-to="table"]')
    assert int(page.get_attribute("#lines", "aria-rowcount") or 0) - 1 == 39
    assert page.inner_text("#count") == "26 of 26 positions"


def test_point_4_cell_node_line_and_row_select_the_same(sample: Path, window: Windows) -> None:
    opened = window()
    page = opened.open(sample, "#view=overview")
    page.click('#grid .cell[aria-label^="Russia on One-China policy"]')
    assert page.get_attribute('#grid .cell[aria-label^="Russia on One-China policy"]', "aria-selected") == "true"
    assert len(opened.quotes()) == 1
    assert page.locator("#bars .hit").count() == 1
    assert "characters 2471–2526" in page.inner_text("#panel .card")
    assert page.get_attribute("#panel .card a", "href") == "https://example.org/statement"
    page.click('[data-to="table"]')
    assert page.locator("#lines .line.selected").count() == 1
    page.click("#lines .line:has-text('talks with China')")
    assert "talks with China" in page.inner_text("#panel-title")
    page.click('[data-to="graph"]')
    page.mouse.click(*node_at(page, "actor:CHN"))
    page.wait_for_selector("#panel-title:text-is('China')")
    assert len(opened.quotes()) == 17
    page.mouse.click(*line_at(page, "issue:one-china-policy"))
    page.wait_for_selector("#panel-title:has-text('One-China policy')")
    page.click('[data-to="timeline"]')
    assert page.locator("#lanes .mark.hit").count() == 1


def test_point_4_the_source_shows_the_words_only_where_its_licence_lets_it(facts: Facts, sample: Path, tmp_path: Path, window: Windows) -> None:
    browser = window().open(sample)
    browser.click('#grid .cell[aria-label^="Russia on One-China policy"]')
    position = next(p for p in facts.positions if p.issue == "one-china-policy")
    assert browser.inner_text("#panel .source mark.this") == position.text
    closed = gold("".join(chr(97 + k % 26) for k in range(4200)))
    for license, embed, shown in ((None, "licensed", False), (None, "all", True), ("CC0-1.0", "none", False)):
        world = gold(closed.documents[0].text, license=license)
        assert (closed.documents[0].text in page_html(None, world, embed=embed)) is shown


def test_point_5_facets_count_what_the_rows_hold(large: Path, window: Windows) -> None:
    rows = crowd(1000, 40, 60, topics=6)[0].to_pylist()
    chosen = [row for row in rows if row["stance"] > 0]
    page = window().open(large, "#stance=1&stance=2&stance=3")
    assert page.inner_text("#count") == f"{len(chosen)} of 1,000 positions"
    for facet, column in {"stance": "stance", "actor": "holder", "act": "act", "issue": "issue", "document": "document"}.items():
        counts = {int(n.replace(",", "")) for n in page.locator(f'[data-facet="{facet}"] .item .n').all_inner_texts()}
        expected = Counter(row[column] for row in (rows if facet == "stance" else chosen))
        assert counts <= {*expected.values(), 0}
        assert max(counts) == max(expected.values())


def test_point_5_a_topic_counts_all_its_issues_and_dates_narrow(large: Path, window: Windows) -> None:
    rows = crowd(1000, 40, 60, topics=6)[0].to_pylist()
    page = window().open(large)
    page.locator('[data-facet="topic"] .item:has-text("Field 2") input').check()
    in_topic = [row for row in rows if int(row["issue"][-5:]) % 6 == 2]
    assert page.inner_text("#count") == f"{len(in_topic)} of 1,000 positions"
    page.fill("#from", "2018")
    page.fill("#to", "2019-06")
    page.keyboard.press("Enter")
    dated = [row for row in in_topic if "2018" <= row["date"] <= "2019-06~"]
    assert 0 < len(dated) < len(in_topic)
    assert page.inner_text("#count") == f"{len(dated)} of 1,000 positions"
    assert page.get_attribute("#count", "role") == "status"
    assert page.locator("#chosen .tag").count() == 3
    page.click("#reset")
    assert page.inner_text("#count") == "1,000 of 1,000 positions"


def test_point_5_search_finds_actors_issues_and_words(sample: Path, facts: Facts, window: Windows) -> None:
    page = window().open(sample)
    page.fill("#q", "one-china rUSSÍA")
    page.wait_for_selector("#count:text-is('1 of 26 positions')")
    words = str(facts.positions[0].text)[:12]
    page.fill("#q", words)
    until(page, "document.getElementById('count').textContent !== '1 of 26 positions'")
    expected = sum(words in str(p.text) for p in facts.positions)
    assert page.inner_text("#count") == f"{expected} of 26 positions"
    assert page.locator("#panel-body").count() == 1


def test_point_6_the_address_holds_the_view(large: Path, window: Windows) -> None:
    page = window().open(large)
    page.click('[data-to="table"]')
    page.locator('[data-facet="actor"] .item input').nth(1).check()
    page.locator('[data-facet="stance"] .item input').nth(1).check()
    page.fill("#q", "question")
    until(page, "location.hash.includes('q=question')")
    page.locator("#lines .line:not(.headline)").nth(1).click()
    again = window().open(large, page.evaluate("location.hash"))
    for part in ("#count", "#lines", "#panel", "#chosen"):
        assert again.inner_text(part) == page.inner_text(part), part
    assert again.input_value("#q") == "question"


def test_point_6_an_address_that_names_what_is_not_here_does_no_harm(sample: Path, window: Windows) -> None:
    opened = window()
    page = opened.open(sample, "#sel=actor~NOBODY&view=nowhere&actor=%FF&actor=XXX&stance=99&layout=&sel=%E0%A4%A&from=x&hops=9")
    assert page.inner_text("#panel-title") == "In this file"
    assert opened.said == []


def test_point_7_the_legend_filters_by_side(sample: Path, window: Windows) -> None:
    page = window().open(sample)
    page.click(".side.against")
    assert page.inner_text("#count") == "4 of 26 positions"
    assert page.get_attribute(".side.against", "aria-pressed") == "true"
    assert page.locator("#grid .chip.for").count() == 0
    page.click(".side.against")
    assert page.inner_text("#count") == "26 of 26 positions"


def test_point_7_dark_follows_the_reader_and_the_button(sample: Path, window: Windows) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (window(color_scheme=scheme).open(sample) for scheme in ("light", "dark"))
    assert light.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(ground) == "rgb(11, 15, 20)"
    dark.click("#theme")
    assert dark.evaluate(ground) == "rgb(255, 255, 255)"


def test_point_8_the_keyboard_reaches_everything(sample: Path, window: Windows) -> None:
    page = window().open(sample, "#view=matrix")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.locator("#grid .cell").first.focus()
    label = "document.activeElement.getAttribute('aria-label')"
    start = page.evaluate(label)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    (actor, issue), (other, another) = (str(words).partition(":")[0].split(" on ") for words in (start, page.evaluate(label)))
    assert (actor != other, issue != another) == (True, True)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(label) == start
    page.keyboard.press("Enter")
    assert page.evaluate(label) == start, "the focus stays"
    assert page.get_attribute("#grid .cell:focus", "aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.inner_text("#panel-title") == "In this file"
    page.keyboard.press("4")
    assert page.is_visible("#lines")
    page.keyboard.press("?")
    assert page.is_visible("#help")


def test_point_8_a_cell_speaks_actor_issue_and_stance(sample: Path, window: Windows) -> None:
    page = window().open(sample, "#view=matrix")
    assert page.get_attribute("#grid", "role") == "grid"
    for label in ("Russia on One-China policy: endorses (+3)", "China on NATO presence in the Asia-Pacific: condemns (−3), jointly",
                  "Russia on Second World War memory: 2 positions: 2 for"):
        assert page.locator(f'#grid [role=gridcell][aria-label="{label}"]').count() == 1
    page.click('#grid [aria-label^="Russia on One-China policy"]')
    assert page.inner_text("#spoken") == "Russia on One-China policy: 1 position: 1 for"
    assert page.locator("button:not([aria-label])").evaluate_all("all => all.every(b => b.textContent.trim())")


def test_point_9_csv_is_what_is_shown_and_no_cell_is_a_formula(tmp_path: Path, window: Windows) -> None:
    rows, _ = crowd(30, 3, 5)
    table = rows.to_pandas()
    table.loc[0:3, "text"] = ["=1+1", "+cmd", "-2", "@x\n\"y\""]
    opened = window(accept_downloads=True).open(page(None, table, tmp_path / "page.html"), "#actor=A0000")
    text = downloaded(opened, "csv").decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    expected = table[table["holder"] == "A0000"]
    assert sorted(row["position"] for row in read) == sorted(expected["position"])
    assert len(read) == int(opened.inner_text("#count").split()[0])
    assert not any(cell[:1] in "=+-@" and not cell.lstrip("-").isdigit() for row in read for cell in row.values() if cell)
    assert {row["text"].lstrip("'") for row in read} == set(expected["text"])


def test_point_9_turtle_says_what_the_graph_says(facts: Facts, sample: Path, window: Windows) -> None:
    page = window(accept_downloads=True).open(sample, "#stance=-3")
    found, whole = Graph().parse(data=downloaded(page, "turtle").decode("utf-8"), format="turtle"), graph(facts)
    positions = set(found.subjects(POS.stance, POS.condemns))
    assert positions == set(whole.subjects(POS.stance, POS.condemns))
    assert len(positions) == 3
    for position in positions:
        for term in (POS.holder, POS.issue, POS.act, POS.voice, POS.target, POS.date, POS.expressedIn, POS.attribution):
            assert set(found.objects(position, term)) == set(whole.objects(position, term)), term


def test_point_9_pictures_hold_what_is_shown(sample: Path, window: Windows) -> None:
    page = window(accept_downloads=True).open(sample, "#view=graph")
    drawing = ET.fromstring(downloaded(page, "svg"))
    assert len(drawing.findall(".//{http://www.w3.org/2000/svg}path")) == 39
    page.click('[data-to="matrix"]')
    labels = "".join(ET.fromstring(downloaded(page, "svg")).itertext())
    assert "One-China policy" in labels
    assert "26 of 26 positions" in labels
    assert downloaded(page, "png").startswith(b"\x89PNG\r\n")


def test_point_9_a_dossier_prints_an_actor_an_issue_or_a_pair(sample: Path, window: Windows) -> None:
    page = window().open(sample)
    for selection, heading, cards in (("actor~RUS", "Russia", 22), ("issue~one-china-policy", "One-China policy", 1), ("pair~RUS~CHN", "Russia and China", 26)):
        page.goto(sample.as_uri() + f"#sel={selection}")
        until(page, f"document.getElementById('panel-title').textContent === '{heading}'")
        page.click("#dossier-open")
        assert page.inner_text("#dossier h1") == heading
        assert page.locator("#dossier .card blockquote").count() == cards
        assert "Sources" in page.inner_text("#dossier")
        page.emulate_media(media="print")
        assert not page.is_visible("header.top")
        assert page.is_visible("#dossier h1")
        page.emulate_media(media="screen")
        page.keyboard.press("Escape")
        assert page.is_visible("header.top")


def downloaded(page: Page, button: str) -> bytes:
    page.click("#menu summary")
    with page.expect_download() as waiting:
        page.click(f"#{button}")
    return Path(waiting.value.path()).read_bytes()


def test_point_11_it_lives_in_a_sandboxed_frame(facts: Facts, tmp_path: Path, window: Windows) -> None:
    outer = tmp_path / "frame.html"
    outer.write_text("<!doctype html><meta charset=utf-8>" + srcdoc(page_html(None, facts)), "utf-8")
    opened = window()
    opened.page.goto(outer.as_uri())
    frame = opened.page.frame_locator("iframe")
    frame.locator('#grid .cell[aria-label^="China on NATO"]').click()
    assert "NATO presence" in frame.locator("#panel-title").inner_text()
    frame.locator('[data-to="graph"]').click()
    frame.locator(".side.for").click()
    assert (opened.said, opened.asked) == ([], [])


def test_point_11_nothing_scrolls_sideways_at_700_pixels(large: Path, window: Windows) -> None:
    opened = window(700, 900)
    page = opened.open(large, "#sel=actor~A0003")
    for view in VIEWS:
        page.click(f'[data-to="{view}"]')
        assert page.evaluate("document.documentElement.scrollWidth") <= 700, view
    page.click("#filters")
    page.locator("#facets .item input").first.check()
    page.keyboard.press("Escape")
    assert not page.is_visible("#facets")
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    assert opened.said == []


def test_point_11_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    script = ("import sys; from tests.view.world import crowd, gold; from positiongraph.network import network; from positiongraph.view import page\n"
              "page(network(gold(), 'holders'), gold(), sys.argv[1] + 'a')\n"
              "rows, about = crowd(900, 20, 30, topics=3); page(None, rows.take(list(reversed(range(900)))), sys.argv[1] + 'b', about=about)")
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "elsewhere-")], check=True, env={**os.environ, "PYTHONHASHSEED": "7"},
                   cwd=Path(__file__).parents[2])
    rows, about = crowd(900, 20, 30, topics=3)
    page(network(gold(), "holders"), gold(), tmp_path / "a")
    page(None, rows, tmp_path / "b", about=about)
    for name in "ab":
        assert (tmp_path / name).read_bytes() == (tmp_path / f"elsewhere-{name}").read_bytes()
        assert (tmp_path / name).read_bytes().decode("utf-8").startswith("<!doctype html>\n")


def test_point_12_joint_cells_look_joint_and_targets_are_no_holders(sample: Path, window: Windows) -> None:
    page = window().open(sample, "#view=matrix")
    shadow = "e => getComputedStyle(e.querySelector('.chip')).boxShadow"
    assert page.locator('[aria-label^="China on NATO"]').evaluate(shadow) != "none"
    assert page.locator('[aria-label^="Russia on One-China"]').evaluate(shadow) == "none"
    page.goto(sample.as_uri() + "#view=graph&targets=1")
    until(page, "network.body.data.nodes.get('target:NATO')")
    looks = page.evaluate("['actor:RUS', 'target:NATO', 'target:RUS'].map(id => { const n = network.body.data.nodes.get(id); return [n.color.background, Boolean(n.shapeProperties.borderDashes)]; })")
    assert looks[0] != looks[1]
    assert looks[1] == looks[2]
    assert [dashed for _, dashed in looks] == [False, True, True]
    assert page.evaluate("network.body.data.nodes.get('actor:NATO')") is None
