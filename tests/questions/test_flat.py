"""The SQL twins of named questions give the same rows as their SPARQL: on worlds worked out by hand, drawn ones, and real votes."""

import itertools
import math
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positiongraph.errors import UnknownName, UsageError
from positiongraph.facts import (
    Act,
    Actor,
    ActorKind,
    Attribution,
    Document,
    Facts,
    Issue,
    Kind,
    Membership,
    Modality,
    Position,
    Statement,
    Status,
    Voice,
)
from positiongraph.graph import build, graph, open_store, snapshot
from positiongraph.graph.snapshots import Snapshot
from positiongraph.questions import Answer, Question, ask, flat, questions
from positiongraph.reading import read
from positiongraph.sources.un_votes import read_votes
from tests.gold import gold
from tests.questions.test_more_questions import words
from tests.votes import world

TWINS = [each for each in questions() if each.sql]
VALUES: dict[str, dict[str, Any]] = {
    "words": {"holder": "FRA", "issue": "taxes", "bloc": "EU", "date": "2021-03-01", "a": "FRA", "b": "ITA", "silent": "GBR", "other": "ITA",
              "since": "2019", "until": "2022-02", "n": 3},
    "gold": {"holder": "RUS", "issue": "one-china-policy", "bloc": "CIS", "date": "2025-05-08", "a": "RUS", "b": "CHN", "silent": "CHN", "other": "RUS",
             "since": "2020", "until": "2025-05-08", "n": 3},
    "calls": {"holder": "USA", "issue": "unga-votes", "bloc": "RUS", "date": "2012", "a": "USA", "b": "BRA", "silent": "RUS", "other": "USA",
              "since": "2011", "until": "2012", "n": 4},
}


@pytest.fixture(scope="module", params=list(VALUES))
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("twins")
    build({"words": words, "gold": gold, "calls": lambda: world(folder).facts()}[request.param](), folder / "kg")
    return snapshot(folder / "kg"), VALUES[request.param]


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other) and isinstance(one, (int, float)) == isinstance(other, (int, float))


def hold_equal(kg: Snapshot, asked: Question, values: dict[str, Any]) -> Answer:
    sparql, table = (ask(kg, asked.name, by=way, **values) for way in ("sparql", "flat"))
    assert (sparql.source, table.source) == ("SPARQL on Oxigraph", "flat table")
    assert sparql.columns == table.columns
    assert len(sparql) == len(table), (asked.name, values)
    for one, other in zip(sparql.rows, table.rows, strict=True):
        assert {name: (one[name], other[name]) for name in sparql.columns if not equal(one[name], other[name])} == {}, (asked.name, values)
    return table


def hold_all_equal(kg: Snapshot, asked: Question, values: dict[str, Any]) -> None:
    """Hold the two equal with and without each optional parameter."""
    needed = [p.name for p in asked.parameters if not p.optional]
    spare = [p.name for p in asked.parameters if p.optional]
    chosen = list(itertools.chain.from_iterable(itertools.combinations(spare, n) for n in range(len(spare) + 1)))
    assert chosen
    for names in chosen:
        hold_equal(kg, asked, {name: values[name] for name in (*needed, *names)})


@pytest.mark.parametrize("asked", TWINS, ids=lambda each: each.name)
def test_a_twin_gives_the_rows_of_its_sparql(known: tuple[Snapshot, dict[str, Any]], asked: Question) -> None:
    hold_all_equal(known[0], asked, known[1])


@pytest.mark.parametrize("asked", [each for each in TWINS if any(p.type == "issue" for p in each.parameters)], ids=lambda each: each.name)
def test_issues_too_many_for_the_text_go_beside_it(known: tuple[Snapshot, dict[str, Any]], asked: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "LISTED", 0)
    hold_all_equal(known[0], asked, known[1])


STATES, ISSUES = ("AAA", "BBB", "CCC", "unnamed:some states"), ("top", "left", "right", "leaf é/1")
DAYS = ("1999", "2000-02", "2000-02-29", "2001-12-31", "2003-05")


def drawn(said: list[tuple[Any, ...]]) -> Facts:
    """Make facts of drawn (holders, issue, stance, date, status, act, vote, words): votes of one holder each, or words."""
    documents = [Document(identifier=f"paper {n}", title=f"Paper {n}" if n else None) for n in range(2)]
    statements, positions = {}, {}
    for holders, issue, stance, date, status, voice, vote, text in said:
        document = documents[len(date) % 2]
        kind = {"kind": Kind.ROLL_CALL, "act": Act.VOTE, "attribution": Attribution.RECORD} if vote else {"kind": Kind.SPEECH}
        statement = Statement(document=document.id, key=f"call {issue}" if vote else "speech", date=date, parties=STATES[:2], **kind)  # type: ignore[arg-type]
        statements[statement.id] = statement
        by = sorted(holders)[:1] if vote else sorted(holders)
        more = {"act": Act.VOTE, "attribution": Attribution.RECORD} if vote else {
            "act": Act.ASSERT, "attribution": Attribution.QUOTE, "status": status, "text": text, "speaker": "ann" if text else None, "confidence": 0.7,
            "voice": voice if len(by) > 1 else Voice.UNILATERAL, "modality": Modality.INTENDED if text else Modality.ACTUAL}
        position = Position(document=document.id, statement=statement.id, holders=tuple(by), issue=issue, stance=stance, date=date, **more)
        positions[(statement.id, by[0], issue) if vote else position.id] = position
    actors = [Actor(code=code, kind=ActorKind.STATE, name=f"State {code}") for code in STATES]
    actors += [Actor(code="EU", kind=ActorKind.BLOC, name="Union"), Actor(code="ann", kind=ActorKind.PERSON, name="Ann")]
    ties = [Membership(member="AAA", organization="EU", since="1998"), Membership(member="BBB", organization="EU", since="2000-02-10", until="2001"),
            Membership(member="CCC", organization="EU")]
    issues = [Issue(id=name, label=f"Issue {name}", positive_pole="Yes.", broader=("top",) if name in ("left", "right") else ("left", "right") if name != "top" else ())
              for name in ISSUES]
    return Facts(tuple(positions.values()), tuple(statements.values()), tuple(documents), tuple(actors), tuple(issues), tuple(ties))


worlds = st.lists(st.tuples(
    st.sets(st.sampled_from(STATES), min_size=1, max_size=3), st.sampled_from(ISSUES), st.integers(-3, 3), st.sampled_from(DAYS),
    st.sampled_from([Status.ACCEPTED, Status.ACCEPTED, Status.PROPOSED, Status.REJECTED]), st.sampled_from([Voice.JOINT, Voice.PARALLEL]), st.booleans(),
    st.sampled_from([None, "words of theirs"])), max_size=14).map(drawn)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(facts=worlds, holder=st.sampled_from(STATES), issue=st.sampled_from(ISSUES), since=st.sampled_from(DAYS), until=st.sampled_from([*DAYS, "2000-02-10"]))
def test_twins_give_the_rows_of_their_sparql_in_any_world(tmp_path: Path, facts: Facts, holder: str, issue: str, since: str, until: str) -> None:
    shutil.rmtree(tmp_path / "kg", ignore_errors=True)
    build(facts, tmp_path / "kg")
    values = {"holder": holder, "issue": issue, "since": since, "until": until, "bloc": "EU", "date": until, "a": holder, "b": "BBB", "silent": "AAA", "other": holder, "n": 5}
    kg = snapshot(tmp_path / "kg")
    for asked in TWINS:
        hold_all_equal(kg, asked, values)


def test_the_quicker_way_is_taken_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(world(tmp_path).facts(), tmp_path / "kg")
    kg = open_store(tmp_path / "kg")
    assert ask(kg, 2).source == "SPARQL on Oxigraph"  # few positions
    monkeypatch.setattr(flat, "FEW", 3)
    assert ask(kg, 2).source == "flat table"
    assert ask(kg, 2, by="sparql").source == "SPARQL on Oxigraph"
    assert ask(kg, 12).source == "SPARQL on Oxigraph"  # it has no twin
    assert ask(graph(world(tmp_path).facts()), 2).source == "SPARQL on rdflib"
    assert "from flat table" in repr(ask(kg, 2))
    assert "(flat table)" in ask(kg, 2)._repr_html_()


def test_what_cannot_be_answered_from_the_table_is_said(tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg")
    for asked, by, kg, said in ((12, "flat", snapshot(tmp_path / "kg"), "who-spoke is answered by SPARQL only"),
                                (2, "flat", graph(gold()), "no flat table beside this graph")):
        with pytest.raises(UsageError, match=said):
            ask(kg, asked, by=by)
    with pytest.raises(UnknownName, match="no way to answer named 'sql'; nearest: sparql"):
        ask(graph(gold()), 2, by="sql")


def test_no_answer_outlives_a_change_of_the_store(tmp_path: Path) -> None:
    build(world(tmp_path).facts(), tmp_path / "kg")
    old = snapshot(tmp_path / "kg")
    before = ask(old, 2, by="flat").rows
    unread = snapshot(tmp_path / "kg")
    build(words(), tmp_path / "kg")
    new = ask(snapshot(tmp_path / "kg"), 2, by="flat").rows
    assert sum(row["positions"] for row in new) == sum(row["positions"] for row in before) + sum(row["positions"] for row in ask(graph(words()), 2).rows)
    with pytest.raises(UsageError, match="no flat table"):  # it went with its generation
        ask(unread, 2, by="flat")
    assert ask(unread, 2).rows == ask(old, 2, by="sparql").rows == before


def test_a_table_of_another_state_is_not_read(tmp_path: Path) -> None:
    for name, facts in (("a", words()), ("b", gold())):
        build(facts, tmp_path / name)
    shutil.copy(snapshot(tmp_path / "a").rows, snapshot(tmp_path / "b").rows)
    with pytest.raises(UsageError, match="no flat table"):
        ask(snapshot(tmp_path / "b"), 2, by="flat")
    assert ask(snapshot(tmp_path / "b"), 2).rows[0]["holder"] == "RUS"


def test_the_table_is_the_only_file_that_sql_may_read(tmp_path: Path) -> None:
    import duckdb

    build(gold(), tmp_path / "kg")
    kg = snapshot(tmp_path / "kg")
    ask(kg, 2, by="flat")
    for text in ("SELECT * FROM read_text('/etc/hostname')", f"COPY accepted TO '{tmp_path / 'x.csv'}'", "SET enable_external_access = true"):
        with pytest.raises(duckdb.Error):
            kg.held["tables"].execute(text)
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(("since", "until", "days"), [
    ("2011-03-04", None, ["2011-03-04", "2012-12-24"]), ("2011-01-01", None, ["2011-03-04", "2012-12-24"]), ("2011-03-05", None, ["2012-12-24"]),
    (None, "2011-03-31", ["1985-11", "2011-03-04"]), (None, "2011-03", ["1985-11", "2011-03-04"]), (None, "2011-03-03", ["1985-11"]),
    ("1985-11-06", "1985-12-31", []), ("1985-11-01", "1985-12-31", ["1985-11"])])
def test_a_period_holds_its_first_and_last_day(tmp_path: Path, since: str | None, until: str | None, days: list[str]) -> None:
    build(world(tmp_path).facts(), tmp_path / "kg")
    for by in ("sparql", "flat"):
        found = ask(snapshot(tmp_path / "kg"), 3, by=by, holder="USA", since=since, until=until)
        assert sorted(row["date"] for row in found.rows) == days


def test_a_month_lies_in_a_period_when_all_of_it_does(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("document,holders,issue,stance,act,date\na,FRA,Wine tax,2,support,2020-05\n")
    build(read(tmp_path / "t.csv"), tmp_path / "kg")
    windows = {("2020-05-01", "2020-05-31"): 1, ("2020-05-02", "2020-06"): 0, ("2020", "2020-05-30"): 0, ("2019-12-31", "2020-06-15"): 1, ("2020-05", "2020-05"): 1}
    for (since, until), count in windows.items():
        for by in ("sparql", "flat"):
            assert len(ask(snapshot(tmp_path / "kg"), 3, by=by, since=since, until=until)) == count, (since, until, by)


def test_every_twin_uses_the_parameters_of_its_question() -> None:
    assert len(TWINS) > 20
    for each in TWINS:
        known = {p.name for p in each.parameters}
        assert {name.removesuffix("_alone") for name in re.findall(r"\$(\w+)", each.sql)} == known, each.name


REAL = {"holder": "USA", "issue": "me", "bloc": "EU", "date": "2012-12-31", "a": "USA", "b": "ISR", "silent": "RUS", "other": "FRA",
        "since": "2012-06", "until": "2012-12-18", "n": 5}


STATES_ASKED = "USA ISR RUS CHN FRA GBR DEU ITA ESP POL SWE NOR CAN AUS JPN IND BRA ZAF EGY IRN SAU CUB VEN MEX NGA KEN IDN PAK TUR PLW"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Snapshot:
    """How thirty states voted in a few weeks of 2012, with the files' real faults."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("roll_calls.csv.gz", "issues.csv.gz"):
        shutil.copy(shared_data / "unvotes" / name, folder)
    calls = pd.read_csv(folder / "roll_calls.csv.gz")
    votes = pd.read_csv(shared_data / "unvotes" / "votes.csv.gz", keep_default_na=False)
    some = votes["rcid"].isin(calls["rcid"][calls["date"].between("2012-11-20", "2012-12-31")]) & votes["iso3"].isin(STATES_ASKED.split())
    votes[some].to_csv(folder / "votes.csv", index=False)
    build(Facts(), folder / "kg", votes=[read_votes(str(folder / "votes.csv"))])
    return snapshot(folder / "kg")


@pytest.mark.data
@pytest.mark.parametrize("asked", TWINS, ids=lambda each: each.name)
def test_a_twin_gives_the_rows_of_its_sparql_on_real_votes(real: Snapshot, asked: Question) -> None:
    hold_all_equal(real, asked, REAL)


@pytest.mark.data
def test_real_votes_answer_what_is_asked_of_them(real: Snapshot) -> None:
    assert real.stamp.positions > 2_000
    empty = {each.name for each in TWINS if not len(ask(real, each.name, **{p.name: REAL[p.name] for p in each.parameters if not p.optional}))}
    assert empty == {"alone-against-all", "contradictions", "not-flatly", "silent-where-another-spoke", "where-it-turned", "without-words", "words-and-votes"}, \
        "those want words, an issue voted on twice, or a state alone; the others are held equal on rows"
