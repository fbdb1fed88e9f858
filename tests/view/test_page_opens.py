"""The page in a browser: it draws, it asks for nothing, and every position is a click away."""

from collections.abc import Callable
from pathlib import Path

import pytest

from positiongraph.network import network
from positiongraph.view import page
from tests.view.conftest import Window
from tests.view.world import gold


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    facts = gold()
    return page(network(facts, "positions"), facts, tmp_path_factory.mktemp("page") / "page.html", title="Statement of 8 May 2025")


def test_the_page_asks_the_network_for_nothing_and_says_nothing(sample: Path, window: Callable[..., Window]) -> None:
    opened = window()
    page = opened.open(sample)
    for view in ("matrix", "graph", "table", "timeline", "overview"):
        page.click(f'[data-to="{view}"]')
    assert (opened.said, opened.asked) == ([], [])
    assert page.inner_text("#count") == "26 of 26 positions"


def test_silence_is_named_silence_never_neutral(sample: Path, window: Callable[..., Window]) -> None:
    page = window().open(sample)
    page.click('[aria-label^="China on One-China policy"]')
    assert page.get_attribute('[aria-label^="China on One-China policy"]', "aria-label") == "China on One-China policy: no position found"
    assert "No position found." in page.inner_text("#panel")
    assert "not a neutral stance" in page.inner_text("#panel")


def test_two_positions_in_one_cell_are_two_cards(sample: Path, window: Callable[..., Window]) -> None:
    page = window().open(sample)
    page.click('[aria-label^="Russia on Second World War memory"]')
    assert page.locator("#panel .card").count() == 2


@pytest.mark.data
def test_all_26_gold_positions_are_reached_by_click_with_their_exact_words(shared_data: Path, tmp_path: Path, window: Callable[..., Window]) -> None:
    text = (shared_data / "seed" / "joint-statement-2025-05-08.txt").read_bytes().decode("utf-8")
    facts = gold(text)
    opened = window()
    browser = opened.open(page(network(facts, "positions"), facts, tmp_path / "page.html", embed="all"))
    found: dict[str, tuple[str, str]] = {}
    for cell in browser.locator("#grid .cell:not(.silent)").all():
        cell.click()
        for card in browser.locator("#panel .card").all():
            found[str(card.get_attribute("data-position"))] = (card.locator("blockquote").inner_text(), card.locator(".place").inner_text())
    assert found == {p.id: (p.text, f", characters {p.start}–{p.end}") for p in facts.positions}
    assert len(found) == 26
    assert (opened.said, opened.asked) == ([], [])


@pytest.mark.data
def test_the_words_are_marked_in_the_source_to_the_character(shared_data: Path, tmp_path: Path, window: Callable[..., Window]) -> None:
    text = (shared_data / "seed" / "joint-statement-2025-05-08.txt").read_bytes().decode("utf-8")
    facts = gold("\N{RIGHT-POINTING MAGNIFYING GLASS}" + text)  # one code point, two units in a browser
    facts = type(facts)(tuple(p for p in facts.positions[13:14]), facts.statements, facts.documents, facts.actors, facts.issues)
    browser = window().open(page(None, facts, tmp_path / "page.html", embed="all"))
    browser.click("#grid .cell:not(.silent)")
    assert browser.inner_text("#panel .source mark.this") == facts.positions[0].text
