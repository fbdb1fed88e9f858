"""What is counted: filters, dates, duplicates, levels, and networks at the edge of nothing."""

import json
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest
from network_worlds import gold, row, rows

from positiongraph import reference
from positiongraph.errors import UsageError
from positiongraph.network import matrix, network, positions_behind
from positiongraph.network.recipe import recipe
from tests.gold import gold as gold_facts


def held(table: pa.Table, **options: object) -> float:
    return float(matrix(table, "positions", measure="ignore", **options).to_numpy().sum())


def test_facts_table_frame_and_answer_give_the_same_network() -> None:
    table = gold()
    frame = table.to_pandas()
    for source in (table, frame, SimpleNamespace(df=frame), SimpleNamespace(table=table)):
        found = network(source, "holders")
        assert found.edges["CHN", "RUS"]["weight"] == network(table, "holders").edges["CHN", "RUS"]["weight"]
    facts = network(gold_facts(), "holders", joint="exclude", normalise="jaccard")
    assert round(facts.edges["CHN", "RUS"]["weight"], 4) == 0.1528


def test_frames_may_miss_columns_and_cells() -> None:
    frame = pd.DataFrame({"position": ["1", "1", "2"], "holder": ["A", "B", "A"], "issue": ["x"] * 3, "stance": [1.0, 1.0, 2.0],
                          "voice": [None, None, "unilateral"]})
    assert held(frame) == 3
    assert held(frame, joint="exclude") == 1  # two holders of one position hold it together unless said to be parallel


def test_what_is_no_rows_is_told() -> None:
    with pytest.raises(UsageError, match="not of list"):
        network([1], "holders")
    with pytest.raises(UsageError, match="no column 'stance'"):
        network(pa.table({"position": ["1"], "holder": ["A"], "issue": ["x"]}), "holders")
    with pytest.raises(UsageError, match="'holder' has empty cells"):
        network(pa.table({"position": ["1"], "holder": pa.array([None], pa.string()), "issue": ["x"], "stance": [1]}), "holders")


DATED = rows(row("A", "x", 1, date="2024"), row("A", "x", 1, date="2024-05"), row("A", "x", 1, date="2024-05-08"), row("A", "x", 1, date=None),
             row("A", "x", 1, date="soon"))


@pytest.mark.parametrize(("since", "until", "expected"), [
    (None, None, 5), ("2024", "2024", 3), ("2024-05", "2024-05", 2), ("2024-05-08", "2024-05-08", 1), ("2024-01-02", None, 2), (None, "2024-12-30", 2),
    (None, "2023", 0),
])
def test_a_partial_date_lies_in_a_window_when_all_of_it_does(since: str | None, until: str | None, expected: int) -> None:
    assert held(DATED, since=since, until=until) == expected


def test_unknown_dates_are_counted_in_the_recipe() -> None:
    assert recipe(network(DATED, "holders"))["rows"]["undated"] == 2


def test_filters_compare_any_column() -> None:
    assert held(gold(), where={"act": "condemn"}) == 2  # one joint position, two holders
    assert held(gold(), where={"stance": -3}) == 6
    assert held(gold(), where={"targets": ["USA"]}) == 2
    assert held(gold(), exclude={"voice": "joint"}) == 13
    assert held(gold(), holder=["RUS"]) == 22
    assert held(gold(), issue="nato presence in the asia-pacific") == 2


def test_only_accepted_positions_count_unless_asked_otherwise() -> None:
    world = rows(row("A", "x", 1, status=None), row("A", "x", 1, status="rejected"), row("A", "x", 1, status="accepted"))
    assert [held(world), held(world, status="rejected"), held(world, status="all"), held(world, status=None)] == [2, 1, 3, 3]


def test_issues_are_found_with_all_that_lies_beneath_them() -> None:
    world = rows(row("A", "tariffs", 1), row("A", "quotas", 2), row("A", "fish", 3))
    broader = {"tariffs": ["trade"], "quotas": ["trade"], "trade": ["economy"]}
    assert held(world, issue="economy", broader=broader) == 2
    rolled = network(world, "positions", roll_up=True, broader=broader)
    assert sorted((b, data["stance"]) for _, b, data in rolled.edges(data=True)) == [("economy", 1), ("economy", 2), ("fish", 3)]


REPEATED = rows(*(row("A", "x", 2, date=date, document=document) for date, document in (
    ("2024-01-30", "d"), ("2024-01-30", "d"), ("2024-01-31", "e"), ("2025-01-29", "f"), ("2024-12-30", "g"), ("2025-01-01", "h"))))


@pytest.mark.parametrize(("duplicates", "expected"), [(None, 6), ("document", 5), ("day", 5), ("week", 3), ("month", 3), ("year", 2)])
def test_duplicates_count_once_a_document_day_week_month_or_year_of_their_own_year(duplicates: str | None, expected: int) -> None:
    # weeks: 30 and 31 January 2024; 30 December 2024 and 1 January 2025 are one ISO week of 2025; 29 January 2025
    assert held(REPEATED, duplicates=duplicates) == expected


def test_dates_too_coarse_for_a_bucket_or_unknown_are_nobodys_duplicates() -> None:
    world = rows(*(row("A", "x", 2, date=date) for date in ("2024", "2024", "2024-01-01", None, None)))
    assert held(world, duplicates="day") == 4
    assert held(world, duplicates="year") == 3


def test_contradictory_duplicates_both_count_unless_stances_are_ignored() -> None:
    world = rows(row("A", "x", 2, document="d"), row("A", "x", -2, document="d"), row("B", "x", 2, document="d"))
    assert matrix(world, "holders", duplicates="document", normalise="none").loc["A", "B"] == pytest.approx(1 + 2 / 6)
    assert matrix(world, "holders", duplicates="document", measure="ignore", normalise="none").loc["A", "B"] == 1
    assert matrix(world, "holders", measure="identical").loc["A", "B"] == 0.5


def test_of_duplicates_the_heaviest_stays() -> None:
    world = rows(row("A", "x", 2, position="1", holders=2, voice="joint", document="d"), row("A", "x", 2, position="2", document="d"))
    assert held(world, duplicates="document", joint="fractional") == 1


def test_minimum_leaves_out_actors_and_shared_leaves_out_pairs() -> None:
    world = rows(row("A", "x", 1), row("A", "y", 1), row("B", "x", 1), row("B", "y", 1), row("C", "x", 1))
    assert sorted(network(world, "holders", minimum=2)) == ["A", "B"]
    assert list(network(world, "holders", shared=2).edges) == [("A", "B")]


def test_blocs_hold_what_their_members_held_on_the_day() -> None:
    # Croatia joined the European Union on 1 July 2013
    assert "EU" in {membership.organization for membership in reference.memberships("HRV", on="2014-01-01")}
    world = rows(row("HRV", "x", 2, date="2012-05-01"), row("HRV", "x", 2, date="2014-05-01"), row("FRA", "x", 2, date="2014-05-01"),
                 row("FRA", "x", 2, date=None))
    assert network(world, "positions", level="bloc", blocs=["EU"]).nodes["EU"]["count"] == 2


def test_a_position_of_two_members_is_one_of_their_bloc() -> None:
    world = rows(*(row(holder, "x", 2, position="p", holders=2, voice="joint", date="2014-05-01") for holder in ("FRA", "DEU")))
    found = network(world, "positions", level="bloc", blocs=["EU"])
    assert [data["count"] for _, _, data in found.edges(data=True)] == [1]


def test_persons_are_those_who_spoke() -> None:
    found = network(gold(), "positions", level="person")
    assert {node: data["count"] for node, data in found.nodes(data=True) if data["kind"] == "actor"} == {"Vladimir Putin": 6, "Xi Jinping": 4}


def test_roles_join_holder_target_and_issue() -> None:
    found = network(rows(row("A", "x", -2, position="p", targets=["B", "C"])), "roles")
    assert sorted(found.edges(keys=True)) == [("A", "B", "holder-target"), ("A", "C", "holder-target"), ("A", "x", "holder-issue"),
                                             ("x", "B", "issue-target"), ("x", "C", "issue-target")]
    with pytest.raises(UsageError, match="actor and an issue"):
        network(rows(row("A", "A", -2)), "positions")


def test_targets_are_signed_and_directed() -> None:
    found = network(gold(), "targets")
    assert found.edges["RUS", "USA"]["weight"] == -3
    assert found.edges["CHN", "RUS"]["mean"] == 2.25
    assert not found.has_edge("USA", "RUS")


# ---- the edge of nothing


@pytest.mark.parametrize("kind", ["holders", "issues", "positions", "targets", "roles"])
def test_no_rows_one_actor_and_only_joint_positions_are_networks_too(kind: str) -> None:
    nothing = network(rows(row("A", "x", 1)), kind, since="2030")
    assert (len(nothing), nothing.number_of_edges()) == (0, 0)
    alone = network(rows(row("A", "x", 1)), kind)
    assert alone.number_of_edges() == (1 if kind in ("positions", "roles") else 0)
    joint = rows(*(row(holder, "x", 1, position="p", voice="joint", holders=2) for holder in "AB"))
    assert len(network(joint, kind, joint="exclude")) == 0


def test_actors_with_nothing_in_common_are_alone_and_those_who_never_agree_are_not() -> None:
    found = network(rows(row("A", "x", 3), row("B", "x", -3), row("C", "y", 1)), "holders")
    assert list(found.edges(data="weight")) == [("A", "B", 0.0)]
    assert "C" in found


def test_the_recipe_says_how_the_network_was_made() -> None:
    told = recipe(network(gold(), "holders", joint="exclude", since="2025", where={"act": ["pledge"]}))
    assert (told["kind"], told["measure"], told["normalise"]) == ("holders", "congruence", "average")
    assert (told["joint"], told["since"]) == ("exclude", "2025")
    assert told["where"] == {"act": ["pledge"]}
    assert told["rows"]["read"] == 39
    assert json.dumps(told)
    other = recipe(network(gold().slice(1), "holders"))
    assert other["rows"]["sha256"] != told["rows"]["sha256"]


def test_a_network_that_was_copied_says_that_it_lost_its_rows() -> None:
    with pytest.raises(UsageError, match="does not know its rows"):
        positions_behind(network(gold(), "holders").copy(), "RUS", "CHN")
    with pytest.raises(UsageError, match="node"):
        positions_behind(network(gold(), "holders"), "RUS", "CHINA")


def test_without_a_list_every_bloc_of_the_day_holds_it() -> None:
    found = network(rows(row("FRA", "x", 2, date="2014-05-01")), "positions", level="bloc")
    assert {"EU", "NATO"} <= set(found.nodes)
    assert "FRA" not in found


@pytest.mark.parametrize("level", ["bloc", "person"])
@pytest.mark.parametrize("kind", ["holders", "positions", "targets"])
def test_levels_of_nothing_are_nothing(kind: str, level: str) -> None:
    assert len(network(rows(row("nobody", "x", 2)), kind, level=level)) == 0
    assert len(network(rows(row("FRA", "x", 2, date="2014")), kind, level=level, since="2030")) == 0


def test_what_stands_behind_issues_blocs_and_no_edge() -> None:
    by_issue = positions_behind(network(gold(), "issues"), "One-China policy", "talks with China")
    assert [(entry["issue"], entry["holder"]) for entry in by_issue.to_pylist()] == [("One-China policy", "RUS"), ("talks with China", "RUS")]
    world = rows(row("FRA", "x", 2, date="2014"), row("DEU", "x", 1, date="2014"), row("DEU", "y", 1, date="2014"))
    behind = positions_behind(network(world, "positions", level="bloc", blocs=["EU"]), "EU", "x")
    assert behind.column("holder").to_pylist() == ["DEU", "FRA"]
    assert positions_behind(network(gold(), "targets"), "USA", "RUS").num_rows == 0


def test_three_sides_have_no_matrix() -> None:
    with pytest.raises(UsageError, match="no matrix"):
        matrix(gold(), "roles")
