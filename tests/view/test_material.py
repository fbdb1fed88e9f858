"""Rows of every sort make the same page; names come from the best place that has one."""

import pyarrow as pa
import pytest

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import Actor, ActorKind, Document, Facts, Issue, Membership
from positiongraph.rows import flat_rows
from positiongraph.view import page_html
from positiongraph.view.lexicon import Lexicon
from positiongraph.view.material import material
from positiongraph.view.payload import payload
from tests.view.world import crowd, gold


class Answer:
    """What a question gives: rows as a DataFrame, with names beside the flat columns."""

    def __init__(self, table: pa.Table):
        self.df = table.to_pandas().assign(holder_name="Someone", title="A title", source="https://example.org/")


def test_an_arrow_table_a_data_frame_and_facts_give_the_same_page() -> None:
    facts = gold()
    table = flat_rows(facts)
    pages = {page_html(None, rows, about=facts) for rows in (facts, table, table.to_pandas(), table.take(list(reversed(range(len(table))))))}
    assert len(pages) == 1


def test_an_answer_brings_its_names_for_whom_nobody_describes() -> None:
    rows = Answer(crowd(4, 2, 2)[0])
    told = payload(material(rows, Lexicon(Facts()), "licensed"))
    assert {actor["label"] for actor in told["actors"]} == {"Someone"}
    assert [(d["title"], d["source"]) for d in told["documents"]] == [("A title", "https://example.org/")]
    known = payload(material(rows, Lexicon(Facts(actors=(Actor(code="A0000", kind=ActorKind.STATE, name="Known"),))), "licensed"))
    assert [actor["label"] for actor in known["actors"]] == ["Known", "Someone"]


def test_placeholders_stand_in_quotation_marks_and_states_have_names() -> None:
    told = payload(material(gold(), Lexicon(gold()), "licensed"))
    labels = {actor["code"]: actor["label"] for actor in told["actors"]}
    assert labels["unnamed:US allies"] == "“US allies”"
    assert (labels["RUS"], labels["USA"]) == ("Russia", "United States")


def test_a_page_tells_what_is_wrong_with_its_call() -> None:
    with pytest.raises(UsageError, match="no column 'stance'"):
        page_html(None, flat_rows(gold()).drop_columns(["stance"]))
    with pytest.raises(UnknownName, match="no layout named 'bipartit'; nearest: bipartite"):
        page_html(None, gold(), layout="bipartit")
    with pytest.raises(UnknownName, match="no embed named 'some'; known: all, licensed, none"):
        page_html(None, gold(), embed="some")


def test_issues_are_filed_under_the_last_but_one_on_the_way_up() -> None:
    issues = {key: Issue(id=key, label=key, positive_pole="", broader=broader) for key, broader in
              {"korea": ("asia",), "asia": ("security",), "security": (), "loop": ("pool",), "pool": ("loop",), "free": ()}.items()}
    lexicon = Lexicon(Facts(issues=tuple(issues.values())))
    assert [lexicon.topic(key) for key in ("korea", "asia", "security", "free", "loop")] == ["asia", "security", None, None, "pool"]


def test_seats_are_dated_and_only_bodies_of_two_holders_count() -> None:
    facts = gold()
    seats = (Membership(member="RUS", organization="XX", since="2001", until="2010-05"), Membership(member="CHN", organization="XX"),
             Membership(member="CHN", organization="YY"), Membership(member="RUS", organization="XX", role="president"))
    about = Facts(facts.positions, facts.statements, facts.documents, (), facts.issues, seats)
    told = payload(material(about, Lexicon(about), "licensed"))
    bodies = [body["code"] for body in told["seats"]["bodies"]]
    place = {actor["code"]: k for k, actor in enumerate(told["actors"])}
    assert "XX" in bodies
    assert "YY" not in bodies
    assert [s for s in told["seats"]["seats"] if s[0] == bodies.index("XX")] == [
        [bodies.index("XX"), place["CHN"], None, None], [bodies.index("XX"), place["RUS"], "2001-01-01", "2010-05-31"]]


def test_a_text_is_embedded_only_under_an_open_licence() -> None:
    for license, open_ in (("CC0-1.0", True), ("https://creativecommons.org/licenses/by-sa/4.0/", True), ("CC BY 4.0", True), ("public domain", True),
                           ("CC BY-NC 4.0", False), ("https://creativecommons.org/licenses/by-nd/4.0/", False), ("all rights reserved", False), (None, False)):
        source = material(gold("x" * 4200, license=license), Lexicon(gold("x" * 4200, license=license)), "licensed")
        assert ("text" in payload(source)["documents"][0]) is open_, license
    assert Document(identifier="x").text is None
