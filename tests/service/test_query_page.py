"""The query page, the explorer and the pages of actors in a browser that may reach this service and nothing else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from tests.service.conftest import Service


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
    assert page.locator("#list button").count() == len(listed) > 20
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


def test_every_named_question_of_the_page_gives_rows_or_an_honest_none(service: Service) -> None:
    listed = json.loads(service.ask("/questions.json").body)
    answers = {each["name"]: json.loads(service.query(each["sparql"]).body) for each in listed}
    assert {"how-many-positions", "who-stands-where", "which-words"} <= set(answers)
    assert len(answers["how-many-positions"]["results"]["bindings"]) == 2
    for name in ("who-stands-where", "what-kind-of-acts", "joint-and-alone", "how-often-alike", "on-its-own", "who-is-criticised", "issue-by-issue",
                 "examined-but-silent"):
        assert answers[name]["results"]["bindings"], name


def test_the_live_explorer_works_offline(window: Window) -> None:
    page = window.page
    page.goto(window.service.address + "explore")
    page.wait_for_selector("html[data-ready]")
    assert "26" in page.locator("#count").inner_text()
    assert not window.said
    assert not window.asked


def test_pages_of_actors_questions_and_the_ontology_say_nothing_to_the_console(window: Window) -> None:
    page = window.page
    for path, words in (("id/actor/RUS", "One-China policy"), ("id/issue/one-china-policy", "Russia"), ("ask", "Who spoke?"), ("ask/who-spoke", "Xi Jinping"),
                        ("ontology", "pos:Position"), ("ask/who-stands-where?holder=CHN&format=html", "China")):
        page.goto(window.service.address + path)
        assert words in page.inner_text("main"), path
    page.goto(window.service.address + "id/actor/RUS")
    page.click("main a:has-text('One-China policy')")
    page.wait_for_url("**/id/issue/one-china-policy")
    assert not window.said
    assert not window.asked


def test_hostile_names_are_inert(browser: Browser, service: Service) -> None:
    answer = service.ask("/ask/which-words?words=%3Cscript%3Ealert(1)%3C/script%3E", accept="text/html")
    assert answer.status == 200
    assert "<script" not in answer.text
