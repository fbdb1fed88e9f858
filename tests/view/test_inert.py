"""Point 10: whatever stands in the data shows, and does nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from positiongraph.facts import Act, Actor, ActorKind, Attribution, Document, Facts, Issue, Kind, Position, Statement, Voice
from positiongraph.network import network
from positiongraph.view import page, page_html, pyvis_network, srcdoc
from tests.view.conftest import Window

CORPUS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "</SCRIPT ><script>alert(1)</script>", "<!--<script>alert(1)//-->",
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)", "\" autofocus onfocus=alert(1) x=\"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)", "<a href=\"javascript:alert(1)\">x</a>", "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<math><mtext></p><script>alert(1)</script>", "<style>@import 'http://127.0.0.1:9/x'</style>",
    "</style><script>alert(1)</script>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "<link rel=stylesheet href=http://127.0.0.1:9/x>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>", "<base href=http://127.0.0.1:9/>", "<form action=http://127.0.0.1:9/><input type=submit>",
    "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<marquee onstart=alert(1)>", "<body onload=alert(1)>", "{{ 7*7 }}", "{% raw %}{{ config }}{% endraw %}",
    "${alert(1)}", "`;alert(1);//", "\\\";alert(1);//", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "]]><script>alert(1)</script>",
    "\u2028alert(1)\u2029", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "=HYPERLINK(\"http://127.0.0.1:9/\")", "__proto__", "constructor",
    "\u202egnp.exe", "<template><script>alert(1)</script></template>", "#sel=actor~x&q=<script>", "href=<b>x</b>",
)
HOOK = "window.__ran = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = x => window.__ran.push(name);"


def poisoned(words: str) -> Facts:
    """A world in which every field that is text holds the words."""
    document = Document(identifier=words, title=words, publisher=words, language=words, source=words, license=f"CC0 {words}", text=f"{words} and so on")
    statement = Statement(document=document.id, key=words, kind=Kind.SPEECH, date="2025-05-08", title=words)
    position = Position(document=document.id, statement=statement.id, holders=(words, "RUS"), issue=words, stance=2, act=Act.URGE, voice=Voice.JOINT,
                        attribution=Attribution.QUOTE, date="2025-05-08", targets=(words + "!",), speaker=words, start=0, end=len(words), text=words)
    return Facts((position,), (statement,), (document,), tuple(Actor(code=c, kind=ActorKind.STATE, name=words) for c in (words, words + "!")),
                 (Issue(id=words, label=words, positive_pole=words, broader=("top",)), Issue(id="top", label=words, positive_pole=words)))


def everywhere() -> Facts:
    """All worlds of the corpus as one."""
    whole = Facts()
    for words in CORPUS:
        whole += poisoned(words)
    return whole


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    facts = everywhere()
    return page(None, facts, tmp_path_factory.mktemp("inert") / "page.html", title=CORPUS[1], note=CORPUS[0], embed="all")


def looked_over(page: object) -> None:
    for view in ("matrix", "graph", "table", "timeline", "overview"):
        page.click(f'[data-to="{view}"]')  # type: ignore[attr-defined]


def test_point_10_a_corpus_of_hostile_text_in_every_field_is_inert(written: Path, window: Callable[..., Window]) -> None:
    assert len(CORPUS) >= 40
    opened = window()
    opened.page.add_init_script(HOOK)
    browser = opened.open(written)
    looked_over(browser)
    for number in range(browser.locator("#facets .item input").count()):
        browser.locator("#facets .item input").nth(number).hover(force=True)
    browser.click('[data-to="table"]')
    seen = set()
    for line in range(len(CORPUS)):
        browser.evaluate("k => { document.getElementById('table-scroll').scrollTop = k * 64; }", line)
        browser.locator(f'#lines [data-line="{line * 2}"]').click()
        seen.update(opened.quotes())
        assert browser.locator("#panel .card a").count() == 0, "only http and https become links"
    assert seen == set(CORPUS)
    assert browser.evaluate("window.__ran") == []
    assert browser.locator("iframe, object, embed, form:not([method=dialog]), #panel img, main img").count() == 0
    assert (opened.said, opened.asked) == ([], [])


def test_point_10_the_policy_forbids_everything_that_is_not_hashed(written: Path, window: Callable[..., Window]) -> None:
    policy = written.read_text("utf-8").partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    opened = window()
    browser = opened.open(written)
    browser.evaluate("() => { const s = document.createElement('script'); s.textContent = 'window.__ran = 1'; document.body.append(s); }")
    assert browser.evaluate("window.__ran === undefined")
    assert browser.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')") == "refused"
    assert opened.asked == []


def test_an_actor_named_like_a_script_shows_its_name(tmp_path: Path, window: Callable[..., Window]) -> None:
    facts = poisoned(CORPUS[0])
    browser = window().open(page(None, facts, tmp_path / "page.html"))
    browser.click("#grid .cell:not(.silent)")
    assert "<script>alert(1)</script>" in browser.inner_text("#panel-title")
    assert browser.locator("#panel blockquote").inner_text() == "<script>alert(1)</script>"


def test_a_network_with_scripts_for_names_goes_to_pyvis_as_plain_text(tmp_path: Path, window: Callable[..., Window]) -> None:
    facts = replace(everywhere(), positions=tuple(replace(p, holders=p.holders[:1], issue="top") for p in everywhere().positions if "href" not in p.issue))
    net = pyvis_network(network(facts, "positions"))
    path = tmp_path / "pyvis.html"
    path.write_text(net.generate_html(), "utf-8")
    opened = window()
    opened.page.add_init_script(HOOK)
    opened.page.goto(path.as_uri(), wait_until="domcontentloaded")
    assert opened.page.evaluate("window.__ran") == []
    assert not any("href" in str(node["title"]) for node in pyvis_network(network(everywhere(), "holders")).nodes)


def test_the_frame_for_notebooks_escapes_the_whole_page() -> None:
    frame = srcdoc(page_html(None, poisoned('"></iframe><script>alert(1)</script>'), title='"></iframe>'))
    assert frame.count("<iframe") == frame.count("</iframe>") == 1
    assert frame.count('"') == 8, "the quotation marks of four attributes"
