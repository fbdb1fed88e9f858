"""The query page, the explorer and the pages of actors in a browser that may reach this service and nothing else."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from positiongraph.facts import Facts, merge
from positiongraph.graph import build
from positiongraph.sources.un_votes import read_votes
from tests.gold import gold
from tests.questions.test_more_questions import words
from tests.service.conftest import Service
from tests.votes import many, world


@dataclass
class Window:
    """A page; `said` are console messages and errors, `asked` requests to anybody but the service."""

    page: Page
    service: Service
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.said.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url) if not request.url.startswith((self.service.address, "data:", "blob:")) else None)


@pytest.fixture
def window(browser: Browser, service: Service) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    yield Window(context.new_page(), service)
    context.close()


def test_the_query_page_works_offline(window: Window) -> None:
    page = window.page
    page.goto(window.service.address)
    page.wait_for_selector("html[data-ready]")
    listed = json.loads(window.service.ask("/questions.json").body)
    assert page.locator("#list > li").count() + page.locator("#none > li").count() == len(listed) > 20
    wanting = {each["asks"]: f"needs {each['needs']}" for each in listed if not each["rows"]}
    page.click("#unanswered")
    assert dict(item.split("\n") for item in page.locator("#none > li").all_inner_texts()) == wanting
    assert "needs roll-call votes of at least two actors" in wanting.values()
    page.click("#list button[data-name=how-many-positions]")
    page.wait_for_selector(".yasr table tbody tr")
    assert page.locator(".yasr table tbody tr").count() == 2
    assert page.locator(".tabsList .tab.active").inner_text().strip().startswith("how-many-positions")
    page.click("#list button[data-name=who-spoke]")
    page.locator(".tabPanel.active .yasr", has_text="Putin").first.wait_for()
    assert page.locator(".tabsList [role=tab]").count() >= 3
    assert not window.said
    assert not window.asked


def test_what_is_typed_stays_here(window: Window) -> None:
    page = window.page
    page.goto(window.service.address)
    page.wait_for_selector("html[data-ready]")
    page.click(".tabPanel.active .CodeMirror")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nPREFIX foaf: SELECT * { ?s a foaf:Per ; dbo:birth")
    page.keyboard.press("Control+Space")
    page.wait_for_load_state("networkidle")
    assert not window.asked
    assert not [line for line in window.said if "Content Security Policy" in line]


def offered(service: Service) -> list[dict[str, Any]]:
    """The questions as the page lists them, each held to what it says: rows in its tab or on its page, or none at all."""
    listed: list[dict[str, Any]] = json.loads(service.ask("/questions.json").body)
    for each in listed:
        in_tab = json.loads(service.query(each["sparql"]).body)["results"]["bindings"] if each["place"] == "tab" else None
        on_page = json.loads(service.ask(f"/ask/{each['name']}?{urlencode({**each['values'], 'format': 'json'})}").body)
        assert bool(on_page) == bool(each["rows"]), each["name"]
        assert in_tab is None or bool(in_tab) == bool(each["rows"]), each["name"]
    return listed


def silent(listed: list[dict[str, Any]]) -> set[str]:
    """Those without rows; each says what it needs."""
    without = {each["name"]: each["needs"] for each in listed if not each["rows"]}
    assert all(without.values()), without
    return set(without)


def test_every_question_gives_rows_where_the_page_says_so(service: Service) -> None:
    listed = offered(service)
    assert {each["place"] for each in listed} == {"tab"}
    assert "No rows: this needs names that stayed unresolved." in service.ask("/ask/nobody-resolved", accept="text/html").text
    assert "No rows" not in service.ask("/ask/who-spoke", accept="text/html").text
    assert silent(listed) == {"least-agreement", "words-and-votes", "votes-alike", "two-in-votes", "contradictions", "where-it-turned", "what-divides",
                              "where-a-bloc-splits", "alone-against-all", "not-flatly", "without-words", "what-awaits-review", "nobody-resolved",
                              "which-words"}, \
        "two that agree on everything, in one document, without words or votes"


def test_every_question_gives_rows_in_a_world_that_has_all(start: Callable[..., Service], tmp_path: Path) -> None:
    build(merge([words(), gold(), world(tmp_path).facts()]), tmp_path / "all")
    assert silent(offered(start(tmp_path / "all"))) == set()


def test_a_large_store_answers_on_pages_what_sparql_would_take_long_for(start: Callable[..., Service], tmp_path: Path, browser: Browser) -> None:
    build(Facts(), tmp_path / "votes", votes=[read_votes(str(many(tmp_path / "votes.csv", 780, seed=1)))])
    service = start(tmp_path / "votes")
    listed = offered(service)
    assert {each["name"] for each in listed if each["rows"] and each["place"] == "page"} >= {"who-opposes", "year-by-year", "least-agreement", "votes-alike"}
    page = browser.new_page()
    page.goto(service.address)
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    assert page.locator("#list > li").count() == len(listed) - len(silent(listed))
    assert page.locator("#none > li").count() == len(silent(listed)) > 5
    page.click("#list a:has-text('Who opposes a resolution')")
    page.wait_for_selector("main table tbody tr")
    page.go_back()
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    page.click("#list button[data-name=who-opposes]")
    assert "pos:opposes" in page.locator(".tabPanel.active .CodeMirror").inner_text()
    page.close()


def test_the_live_explorer_works_offline(window: Window) -> None:
    page = window.page
    page.goto(window.service.address + "explore")
    page.wait_for_selector("html[data-ready]")
    assert "26" in page.locator("#count").inner_text()
    assert not window.said
    assert not window.asked


def test_pages_of_actors_questions_and_the_ontology_say_nothing_to_the_console(window: Window) -> None:
    page = window.page
    for path, told in (("id/actor/RUS", "One-China policy"), ("id/issue/one-china-policy", "Russia"), ("ask", "Who spoke?"), ("ask/who-spoke", "Xi Jinping"),
                        ("ontology", "pos:Position"), ("ask/who-stands-where?holder=CHN&format=html", "China")):
        page.goto(window.service.address + path)
        assert told in page.inner_text("main"), path
    page.goto(window.service.address + "id/actor/RUS")
    page.click("main a:has-text('One-China policy')")
    page.wait_for_url("**/id/issue/one-china-policy")
    assert not window.said
    assert not window.asked


def test_hostile_names_are_inert(browser: Browser, service: Service) -> None:
    answer = service.ask("/ask/which-words?words=%3Cscript%3Ealert(1)%3C/script%3E", accept="text/html")
    assert answer.status == 200
    assert "<script" not in answer.text
