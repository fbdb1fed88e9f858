"""Roll-up, blocs, neighbourhoods: what is put together can be taken apart, and nothing is lost on the way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from positiongraph.facts import Actor, ActorKind, Membership
from positiongraph.network import network
from positiongraph.view import page
from tests.view.conftest import Window
from tests.view.world import crowd

Windows = Callable[..., Window]


def world(path: Path) -> Path:
    rows, about = crowd(120, 6, 10, topics=2)
    seats = (Membership(member="A0000", organization="PACT"), Membership(member="A0001", organization="PACT", until="2018-06"),
             Membership(member="A0002", organization="PACT", since="2020"))
    about = replace(about, memberships=seats, actors=(Actor(code="PACT", kind=ActorKind.BLOC, name="The Pact"),))
    return page(network(rows, "holders"), rows, path, about=about)


def heads(page: object) -> list[str]:
    return page.locator("#grid .columnhead").all_text_contents()  # type: ignore[attr-defined]


def test_actors_fold_into_a_bloc_as_of_a_date(tmp_path: Path, window: Windows) -> None:
    path = world(tmp_path / "page.html")
    page = window().open(path, "#view=matrix")
    assert sorted(heads(page)) == [f"A000{k}" for k in range(6)]
    page.select_option("#fold", "PACT")
    assert heads(page)[0] == "PACT (2)", "on the last day: the first and the third"
    assert sorted(heads(page)[1:]) == ["A0001", "A0003", "A0004", "A0005"]
    for day, members in (("2018-06-30", {"A0000", "A0001"}), ("2018-07-01", {"A0000"}), ("2020", {"A0000", "A0002"})):
        page.fill("#on", day)
        page.keyboard.press("Enter")
        assert heads(page)[0] == f"PACT ({len(members)})"
        assert set(heads(page)[1:]) == {f"A000{k}" for k in range(6)} - members
    page.locator("#grid .columnhead").first.click()
    assert page.inner_text("#panel-title") == "The Pact"
    assert {words.split()[0] for words in page.locator("#panel .card header b:first-child").all_text_contents()} <= {"A0000", "A0002"}
    again = window().open(path, page.evaluate("location.hash"))
    assert heads(again) == heads(page)


def test_issues_roll_up_and_unfold_with_the_same_positions(tmp_path: Path, window: Windows) -> None:
    page = window().open(world(tmp_path / "page.html"), "#view=matrix")
    assert page.locator("#grid .row:not(.head)").count() == 12, "two topics and ten issues"
    page.check("#rolled")
    assert page.locator("#grid .row:not(.head)").count() == 2
    counted = page.locator("#grid .group .cell").evaluate_all("cells => cells.map(cell => Number(/: (\\d+) position/.exec(cell.getAttribute('aria-label'))[1]))")
    assert sum(counted) == 120
    page.locator("#grid .fold").first.click()
    assert page.locator("#grid .row:not(.head)").count() == 7


def test_a_neighbourhood_expands_and_collapses(tmp_path: Path, window: Windows) -> None:
    page = window().open(world(tmp_path / "page.html"), "#view=graph&layout=around&sel=issue~issue-00003")
    nodes = "network.body.data.nodes.getIds()"
    near = set(page.evaluate(nodes))
    assert {node.partition(":")[0] for node in near} == {"issue", "actor"}
    assert [node for node in near if node.startswith("issue")] == ["issue:issue-00003"]
    page.click("#hops")
    wide = set(page.evaluate(nodes))
    assert near < wide
    page.click("#hops")
    assert set(page.evaluate(nodes)) == near


def test_a_measured_network_is_offered_as_measured_and_says_so(tmp_path: Path, window: Windows) -> None:
    page = window().open(world(tmp_path / "page.html"), "#view=graph&layout=measured")
    assert page.inner_text("#graph-note") == "agreement of holders, 15 of 15 edges, as measured over all positions; filters do not change it"
    assert sorted(page.evaluate("network.body.data.nodes.getIds()")) == [f"A000{k}" for k in range(6)]
    page.click(".side.against")
    assert page.evaluate("network.body.data.edges.length") == 15
