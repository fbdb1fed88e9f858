"""Findings of an analyst, on the gold of 8 May 2025 and on a small world."""

import pytest
from network_worlds import gold, row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.findings import coalition, compare, outliers, says_and_votes, shift


def test_russia_and_china_lean_the_same_way_on_14_issues_and_alone_on_one() -> None:
    found = compare(gold(), "RUS", "CHN")
    assert (len(found.agree), len(found.differ)) == (14, 0)
    assert [len(silent) for silent in found.silent] == [2, 7]
    separately = compare(gold(), "RUS", "CHN", joint="exclude")
    assert [pair[0].issue for pair in separately.agree] == ["Russia-China partnership"]
    assert [one.position for one in separately.agree[0][0].said] == ["g02"]


def test_four_issues_are_opposed_by_both() -> None:
    # question 23: four positions, all joint; "talks with China" is praised by Russia alone
    opposed = [pair for pair in compare(gold(), "RUS", "CHN").agree if pair[0].lean < 0]
    assert sum(len(pair[0].said) for pair in opposed) == 4


WORLD = rows(
    row("A", "x", 2, date="2020-01", text="for it", act="support"), row("A", "x", -1, date="2022", text="not quite", act="concern"),
    row("A", "x", -3, date="2021-06-01", text="never", act="condemn"), row("A", "x", 1, date=None, text="once", act="assert"),
    row("B", "x", 3), row("C", "x", 3), row("D", "x", -3), row("D", "y", 1), row("B", "y", 1), row("C", "y", 1), row("E", "z", 2), row("F", "x", 0),
)


def test_a_stance_moves_and_brings_its_words() -> None:
    moves = shift(WORLD, "A", "x")
    assert [(move.said.date, move.said.stance, move.change, move.said.text) for move in moves] == [
        ("2020-01", 2, 0, "for it"), ("2021-06-01", -3, -5, "never"), ("2022", -1, 2, "not quite"), (None, 1, 2, "once")]


def test_a_coalition_has_supporters_opponents_and_neutrals_the_strongest_first() -> None:
    found = coalition(WORLD, "x")
    assert [[view.actor for view in views] for views in (found.supporters, found.opponents, found.neutral)] == [["B", "C"], ["D", "A"], ["F"]]
    assert found.opponents[1].stance == -0.25


def test_a_coalition_on_a_broad_issue_takes_all_beneath_it() -> None:
    found = coalition(WORLD, "both", broader={"x": ["both"], "y": ["both"]})
    assert [view.actor for view in found.supporters] == ["B", "C"]
    assert {view.actor: view.stance for view in found.opponents}["D"] == -1


def test_the_outlier_stands_furthest_from_the_others_and_says_where() -> None:
    # on x: A −0.25, B 3, C 3, D −3, F 0: the others of D stand at 5.75/4; on y all stand at 1
    found = outliers(WORLD)
    distances = {outlier.actor: outlier.distance for outlier in found}
    assert distances["D"] == pytest.approx((3 + 5.75 / 4) / 2)
    assert found[0].actor == max(distances, key=lambda actor: distances[actor])
    by = {outlier.actor: outlier for outlier in found}
    assert (by["D"].furthest.issue, by["D"].others) == ("x", pytest.approx(5.75 / 4))
    assert "E" not in by  # alone on its issue
    assert outliers(WORLD, among=["B", "C", "D"])[0].actor == "D"
    assert outliers(rows(row("A", "x", 1))) == []


SPEAKS = rows(
    row("A", "arms", 3, act="support"), row("A", "rc1", -2, act="vote"), row("A", "rc2", -2, act="vote"), row("A", "rc3", 2, act="vote"),
    row("A", "trade", 2, act="pledge"), row("A", "rc4", 0, act="vote"), row("A", "seas", 1, act="support"), row("B", "rc1", 2, act="vote"),
)
BROADER = {"rc1": ["arms"], "rc2": ["arms"], "rc3": ["arms", "trade"], "rc4": ["trade"]}


def test_words_and_votes_part_where_they_lean_apart() -> None:
    found = says_and_votes(SPEAKS, "A", broader=BROADER)
    assert [(one.says.issue, one.says.stance, one.votes.stance, one.part) for one in found] == [
        ("arms", 3, pytest.approx(-2 / 3), True), ("trade", 2, 1, False)]
    assert found[0].gap == pytest.approx(11 / 3)
    assert len(found[0].votes.said) == 3
    assert says_and_votes(SPEAKS, "B", broader=BROADER) == []


def test_names_that_hold_nothing_here_are_told() -> None:
    with pytest.raises(UnknownName, match="actor with positions here named 'Z'"):
        compare(WORLD, "A", "Z")
    with pytest.raises(UnknownName, match="actor with positions here named 'D'"):
        shift(WORLD, "D", "z")
    with pytest.raises(UnknownName, match="issue named 'w'"):
        coalition(WORLD, "w")
    with pytest.raises(UnknownName, match="named 'Z'"):
        says_and_votes(SPEAKS, "Z")
    with pytest.raises(UsageError, match="one at least"):
        outliers(WORLD, others=0)
