"""A real browser, offline, that writes down everything a page says or asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page


class Window:
    """A page in a window of its own: `said` are console messages, errors and policy violations, `asked` requests to the outside."""

    def __init__(self, page: Page):
        self.page, self.said, self.asked = page, [], []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "about:")):
            self.asked.append(url)

    def open(self, path: Path, fragment: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]", timeout=60_000)
        return self.page

    def quotes(self) -> list[str]:
        """The exact words on the cards in the panel."""
        return self.page.locator("#panel .card blockquote").all_text_contents()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    opened: list[Any] = []

    def make(width: int = 1400, height: int = 900, **options: Any) -> Window:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        opened.append(context)
        return Window(context.new_page())

    yield make
    for context in opened:
        context.close()
