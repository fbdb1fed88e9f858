"""The named questions on the gold of 8 May 2025: every answer as worked out by hand, on rdflib's engine and on Oxigraph."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

from positiongraph.errors import UnknownName, UsageError
from positiongraph.graph import build, graph, open_store
from positiongraph.questions import Answer, ask, query, question, questions
from positiongraph.reading import read
from tests.gold import GOLD, TEXT, gold

NATO = "NATO presence in the Asia-Pacific"


@pytest.fixture(scope="module", params=["rdflib", "Oxigraph"])
def kg(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    if request.param == "rdflib":
        return graph(gold())
    folder = tmp_path_factory.mktemp("gold") / "kg"
    build(gold(), folder)
    return open_store(folder)


def pick(answer: Answer, *columns: str) -> list[Any]:
    return [tuple(row[column] for column in columns) for row in answer.rows] if len(columns) > 1 else [row[columns[0]] for row in answer.rows]


def test_1_what_russia_says_by_act(kg: Graph) -> None:
    acts = dict(pick(ask(kg, 1, holder="RUS"), "act", "positions"))
    assert acts == {"pledge": 5, "assert": 4, "urge": 4, "praise": 2, "support": 2, "affirm": 1, "accuse": 1, "criticise": 1, "condemn": 1, "welcome": 1}
    assert sum(acts.values()) == 22


def test_2_russia_has_22_positions_and_china_17(kg: Graph) -> None:
    assert pick(ask(kg, 2), "holder", "positions") == [("RUS", 22), ("CHN", 17)]


def test_3_nato_in_the_asia_pacific_is_one_joint_position(kg: Graph) -> None:
    answer = ask(kg, "who-stands-where", issue=NATO)
    assert pick(answer, "holder", "stance", "voice", "start", "end", "holders") == [("CHN", -3, "joint", 2665, 2809, 2), ("RUS", -3, "joint", 2665, 2809, 2)]
    assert len(set(pick(answer, "position"))) == 1
    assert answer.rows[0]["targets"] == ["NATO", "USA", "unnamed:US allies"]


def test_3_without_an_issue_gives_every_position_of_every_holder(kg: Graph) -> None:
    assert len(ask(kg, 3)) == 22 + 17
    assert len(set(pick(ask(kg, 3), "position"))) == 26
    assert len(ask(kg, 3, holder="CHN")) == 17 + 13


def test_4_the_joint_statement_has_13_joint_positions_and_3_of_one_party(kg: Graph) -> None:
    assert pick(ask(kg, 4, statement="joint-statement"), "voice", "positions") == [("joint", 13), ("unilateral", 3)]


def test_5_what_russia_alone_put_into_it(kg: Graph) -> None:
    answer = ask(kg, 5, statement="joint-statement", holder="RUS")
    assert pick(answer, "issue_label", "stance") == [
        ("China's position on the Ukraine crisis", 3), ("China's role in settling the Ukraine crisis", 2), ("One-China policy", 3)]


def test_6_china_said_four_things_on_its_own_all_by_xi(kg: Graph) -> None:
    answer = ask(kg, 6, holder="CHN")
    assert sorted(pick(answer, "stance")) == [2, 2, 2, 3]
    assert set(pick(answer, "speaker")) == {"Xi Jinping"}


def test_7_who_is_criticised_and_where(kg: Graph) -> None:
    assert sorted(pick(ask(kg, 7), "target", "start", "end")) == [
        ("NATO", 2665, 2809), ("USA", 2665, 2809), ("unnamed:US allies", 2665, 2809), ("unnamed:some nuclear countries", 2534, 2654)]


def test_8_the_two_lean_the_same_way_on_14_issues(kg: Graph) -> None:
    assert pick(ask(kg, 8, a="RUS", b="CHN"), "issues") == [14]


def test_9_and_said_so_separately_on_one(kg: Graph) -> None:
    assert pick(ask(kg, 9, a="RUS", b="CHN"), "issue_label", "lean_a", "lean_b") == [("Russia-China partnership", 3, 5)]


def test_10_what_concerns_ukraine(kg: Graph) -> None:
    assert pick(ask(kg, 10, actor="Ukraine"), "issue_label", "holder", "stance") == [
        ("China's position on the Ukraine crisis", "RUS", 3), ("China's role in settling the Ukraine crisis", "RUS", 2),
        ("Removal of the root causes of the Ukraine war", "CHN", 2), ("Removal of the root causes of the Ukraine war", "RUS", 2)]


@pytest.mark.data
def test_11_and_22_with_the_text_beside_the_table(tmp_path: Path, shared_data: Path) -> None:
    shutil.copy(shared_data / "seed" / TEXT, tmp_path)
    shutil.copy(GOLD, tmp_path)
    kg = graph(read(tmp_path / GOLD.name))
    assert sorted(pick(ask(kg, 11, words="Political and diplomatic means"), "issue_label", "holders")) == [
        ("China's role in settling the Ukraine crisis", ["RUS"]), ("Political settlement in the Middle East", ["CHN", "RUS"]),
        ("Political settlement on the Korean Peninsula", ["CHN", "RUS"])]
    assert ask(kg, 22).rows == [{"passages": 26, "checked": 26, "matching": 26}]


def test_12_putin_spoke_six_times_and_xi_four(kg: Graph) -> None:
    assert pick(ask(kg, 12), "speaker_name", "positions") == [("Vladimir Putin", 6), ("Xi Jinping", 4)]


def test_13_by_what_office_they_spoke(kg: Graph) -> None:
    answer = ask(kg, 13, date="2025-05-08")
    assert pick(answer, "speaker_name", "role", "holder_name") == [("Vladimir Putin", "president", "Russia"), ("Xi Jinping", "president", "China")]
    assert pick(ask(kg, 13, date="2010-01-01"), "speaker_name", "role") == [
        ("Vladimir Putin", "prime minister"), ("Xi Jinping", "vice president")]


def test_14_two_targets_are_unnamed(kg: Graph) -> None:
    assert pick(ask(kg, 14), "target_name") == ["US allies", "some nuclear countries"]


def test_15_how_much_is_quoted(kg: Graph) -> None:
    assert pick(ask(kg, 15), "attribution", "positions") == [("paraphrase", 11), ("mixed", 10), ("quote", 5)]


def test_16_china_is_not_on_record_on_the_one_china_policy(kg: Graph) -> None:
    assert ask(kg, 16, holder="CHN", issue="one-china-policy").rows == [{"on_record": False, "holders": ["RUS"]}]
    assert ask(kg, 16, holder="RUS", issue="one-china-policy").rows == [{"on_record": True, "holders": ["RUS"]}]


def test_17_who_is_silent_where_the_other_spoke(kg: Graph) -> None:
    assert len(ask(kg, 17, silent="CHN", other="RUS")) == 7
    assert len(ask(kg, 17, silent="RUS", other="CHN")) == 2


def test_18_nobody_contradicts_itself(kg: Graph) -> None:
    assert ask(kg, 18).rows == []


def test_18_a_contradiction_is_found(tmp_path: Path) -> None:
    rows = "document,holders,issue,stance,act,date\na,FRA,Wine tax,2,support,2020\nb,FRA,Wine tax,-1,concern,2021\nb,ITA,Wine tax,1,offer,2021\n"
    (tmp_path / "t.csv").write_text(rows)
    assert pick(ask(graph(read(tmp_path / "t.csv")), 18), "holder", "stance") == [("FRA", -1), ("FRA", 2)]


def test_19_china_was_examined_on_the_one_china_policy(kg: Graph) -> None:
    assert pick(ask(kg, 19, issue="one-china-policy"), "actor") == ["CHN"]


def test_20_how_strong_the_language_is(kg: Graph) -> None:
    assert pick(ask(kg, 20), "stance", "positions") == [(-3, 3), (-2, 1), (2, 15), (3, 7)]


def test_21_second_world_war_memory_is_held_by_russia_and_by_both(kg: Graph) -> None:
    assert sorted(pick(ask(kg, 21, issue="Second World War memory"), "voice", "holders", "speaker"), key=str) == [
        ("joint", ["CHN", "RUS"], None), ("unilateral", ["RUS"], "Vladimir Putin")]


def test_22_without_text_nothing_can_be_checked(kg: Graph) -> None:
    assert ask(kg, 22).rows == [{"passages": 26, "checked": 0, "matching": 0}]


def test_23_four_things_are_opposed_all_jointly(kg: Graph) -> None:
    assert pick(ask(kg, 23), "voice", "holders") == [("joint", ["CHN", "RUS"])] * 4


def test_the_registry_is_complete_and_consistent() -> None:
    assert [q.number for q in questions()][:23] == list(range(1, 24))
    for each in questions():
        assert each.text.endswith("?")
        assert question(each.number) is question(each.name)
        for parameter in each.parameters:
            assert each.sparql.count(f"VALUES ?asked_{parameter.name} {{ UNDEF }}") == 1, each.name


def test_every_question_runs_as_it_stands(tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg")
    kg = open_store(tmp_path / "kg")
    for each in questions():
        assert query(kg, each.sparql).columns, each.name
        prepareQuery(each.sparql)


def test_a_position_not_accepted_is_kept_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("document,holders,issue,stance,act,date,status\na,FRA,Wine tax,2,support,2020,rejected\n")
    kg = graph(read(tmp_path / "t.csv"))
    assert ask(kg, 3).rows == []
    assert query(kg, "SELECT ?p { ?p pos:status pos:rejected }").rows != []


@pytest.mark.parametrize(("name", "values", "said"), [
    ("who-stand-where", {}, "no question named 'who-stand-where'; nearest: who-stands-where"), (3, {"isue": "x"}, "no parameter named 'isue'; nearest: issue"),
    (3, {"issue": "One-China polcy"}, "no issue named 'One-China polcy'; nearest: one-china policy"), (1, {}, "what-kind-of-acts needs holder"),
    (2, {"holder": "RUS"}, "how-many-positions takes no parameter"), (13, {"date": "8 May"}, "date: no such date '8 May'"),
    (1, {"holder": "Rossya"}, "no actor named 'Rossya'; nearest: russia"),
])
def test_what_does_not_exist_is_said_with_the_nearest(kg: Graph, name: str | int, values: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(kg, name, **values)
    assert str(caught.value).startswith(said)


def test_a_value_cannot_break_out_of_its_place(kg: Graph) -> None:
    with pytest.raises(UnknownName):
        ask(kg, 3, issue='x> } } # "')
    assert ask(kg, 11, words='") || true) #').rows == []


@pytest.mark.parametrize("text", ["SELECT", "INSERT DATA { <a:a> <a:b> <a:c> }", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"])
def test_only_queries_are_run_and_they_call_nobody(kg: Graph, text: str) -> None:
    with pytest.raises(UsageError):
        query(kg, text)


def test_rdflibs_own_engine_does_not_load_what_from_names() -> None:
    with pytest.raises(UsageError, match="FROM is refused"):
        query(graph(gold()), "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }")


def test_an_answer_is_a_frame_csv_json_and_html(kg: Graph) -> None:
    answer = ask(kg, 2)
    assert list(answer.df.columns) == ["holder", "holder_name", "positions"]
    assert int(answer.df["positions"].sum()) == 39
    assert answer.csv() == "holder,holder_name,positions\nRUS,Russia,22\nCHN,China,17\n"
    assert '"holder": "RUS"' in answer.json()
    assert "<td>Russia</td>" in answer._repr_html_()
