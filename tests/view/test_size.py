"""Point 2 and big data: pages stay small, quick and honest as positions grow. Times are measured beside something in the same run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from positiongraph.errors import UsageError
from positiongraph.network import network
from positiongraph.view import page, page_html
from tests.view.conftest import Window
from tests.view.measuring import answered_after, drawn_after, elements, plain_pyvis, pyvis_drawn_after
from tests.view.world import crowd, gold, votes

Windows = Callable[..., Window]
VIEWS = ("matrix", "graph", "table", "timeline", "overview")


def smaller_and_smaller() -> Iterator[str]:
    """Pages of the same rows, each under the size of the one before."""
    rows, about = crowd(3000, 30, 50, topics=5)
    budget = 15_000_000
    while True:
        try:
            yield (text := page_html(None, rows, about=about, budget=budget))
        except UsageError:
            return
        budget = len(text.encode("utf-8")) - 1


def test_a_page_that_is_too_big_leaves_out_more_and_more_and_shows_as_many_positions(tmp_path: Path, window: Windows) -> None:
    told = [None, "The words of the positions", "The words, places in the text and ids", "with one stance, act and year", "by holder, topic"]
    pages = list(smaller_and_smaller())
    assert len(pages) == len(told)
    for text, words in zip(pages, told, strict=True):
        path = tmp_path / "page.html"
        path.write_text(text, "utf-8")
        opened = window()
        browser = opened.open(path, "#view=graph")
        assert browser.inner_text("#count") == "3,000 of 3,000 positions"
        assert words in browser.inner_text("#panel .notice") if words else not browser.locator("#panel .notice").count()
        assert browser.inner_text("#graph-note").startswith("graph shows 3,000 of 3,000 lines")
        for view in VIEWS:
            browser.click(f'[data-to="{view}"]')
        browser.click('[data-to="matrix"]')
        browser.locator("#grid .row:not(.group) .cell:not(.silent)").first.click()
        assert browser.locator("#panel .card, #panel .years").count() > 0
        assert opened.said == []


def test_nothing_fits_into_a_thousand_bytes() -> None:
    with pytest.raises(UsageError, match="needs more than 1,000 bytes"):
        page_html(None, gold(), budget=1000)


def test_an_empty_page_opens(tmp_path: Path, window: Windows) -> None:
    opened = window()
    browser = opened.open(page(None, crowd(0, 1, 1)[0], tmp_path / "page.html"))
    for view in VIEWS:
        browser.click(f'[data-to="{view}"]')
    assert browser.inner_text("#count") == "0 of 0 positions"
    assert (opened.said, opened.asked) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("nodes", [200, 1000])
def test_point_2_our_picture_comes_twenty_times_sooner_than_plain_pyvis(nodes: int, tmp_path: Path, browser: Browser) -> None:
    rows, about = crowd(5 * nodes, nodes * 2 // 5, nodes * 3 // 5, topics=8)
    n = network(rows, "positions")
    assert len(n) == nodes
    ours = drawn_after(browser, page(n, rows, tmp_path / "ours.html", about=about), "#view=graph")
    theirs = pyvis_drawn_after(browser, plain_pyvis(n, tmp_path / "theirs.html"))
    print(f"{nodes} nodes, {n.number_of_edges()} edges: ours {ours:.2f} s, plain pyvis {theirs:.1f} s{' (given up)' if theirs >= 60 else ''}")
    assert theirs >= 20 * ours


@pytest.mark.slow
def test_point_2_five_thousand_nodes_are_drawn_and_counted(tmp_path: Path, window: Windows) -> None:
    rows, about = crowd(6000, 500, 4500)
    opened = window()
    browser = opened.open(page(network(rows, "positions"), rows, tmp_path / "page.html", about=about), "#view=graph")
    assert browser.evaluate("network.body.data.nodes.length") == 5000
    assert browser.inner_text("#graph-note").startswith("graph shows 6,000 of 6,000 lines")
    assert elements(browser) < 10_000
    assert opened.said == []


@pytest.mark.slow
def test_above_the_limit_the_graph_says_how_many_of_how_many(tmp_path: Path, window: Windows) -> None:
    rows, _ = crowd(12_000, 120, 100)
    browser = window().open(page(None, rows, tmp_path / "page.html"), "#view=graph")
    assert browser.inner_text("#graph-note").startswith("graph shows 6,000 of 12,000 lines")


@pytest.mark.slow
def test_25_000_positions_in_full_stay_small_and_answer_sooner_than_the_page_opens(tmp_path: Path, window: Windows) -> None:
    rows, about = crowd(25_000, 190, 130, topics=8)
    path = page(None, rows, tmp_path / "page.html", about=about)
    assert path.stat().st_size < 15_000_000
    opened = window()
    browser = opened.open(path, "#view=overview")
    opening = float(str(browser.get_attribute("html", "data-ready"))) / 1000
    for view in VIEWS:
        browser.click(f'[data-to="{view}"]')
        assert elements(browser) < 10_000
        took = answered_after(browser, "#facets .side.against")
        print(f"{view}: filter {took:.2f} s, page opened after {opening:.2f} s")
        assert took < max(1.5, opening)
        answered_after(browser, "#facets .side.against")
    browser.click('[data-to="table"]')
    browser.locator("#lines .line:not(.headline)").nth(3).click()
    assert len(opened.quotes()) == 1
    assert opened.said == []


@pytest.mark.slow
def test_a_million_positions_are_an_overview_that_drills_down(tmp_path: Path, window: Windows) -> None:
    rows, about = votes(200, 5000)
    path = page(None, rows, tmp_path / "page.html", about=about, budget=20_000_000)
    assert path.stat().st_size < 20_000_000
    opened = window()
    browser = opened.open(path)
    assert browser.inner_text("#count") == "1,000,000 of 1,000,000 positions"
    assert "left out of this file" in browser.inner_text("#panel .notice")
    browser.locator("#grid .fold").first.click()
    browser.locator("#grid .row:not(.group) .cell:not(.silent)").first.click()
    assert "Roll call" in browser.inner_text("#panel-title")
    browser.click('[data-to="table"]')
    assert "first 400,000 of 1,000,000 lines" in browser.inner_text("#table-note")
    browser.click('[data-to="graph"]')
    assert "1,000,000 of 1,000,000" in browser.inner_text("#graph-note")
    assert elements(browser) < 10_000
    assert opened.said == []


def test_the_exact_gold_fits_many_times_over() -> None:
    assert len(page_html(None, gold()).encode("utf-8")) < 700_000
