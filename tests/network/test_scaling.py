"""Ideal points: a line that the votes were drawn from comes back, with intervals that hold it."""

import numpy as np
import pytest
from network_worlds import gold, row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network.scaling import ideal_points


def drawn(actors: int, issues: int, seed: int) -> tuple[dict[str, float], list[dict[str, object]]]:
    """Actors on a line who vote yes, abstain or no by it."""
    chance = np.random.default_rng(seed)
    places = np.linspace(-1.7, 1.7, actors)
    places /= places.std()
    held = []
    for issue in range(issues):
        slope, cut = chance.normal(), chance.normal()
        for actor, place in enumerate(places):
            lean = slope * place - cut + chance.normal()
            held.append(row(f"a{actor:02}", f"i{issue}", 2 if lean > 0.3 else 0 if lean > -0.3 else -2))
    return {f"a{actor:02}": float(place) for actor, place in enumerate(places)}, held


def test_the_line_that_votes_were_drawn_from_comes_back() -> None:
    truth, held = drawn(24, 80, 1)
    points = ideal_points(rows(*held), right="a23")
    found = {point.actor: point.place for point in points}
    assert np.corrcoef([found[actor] for actor in truth], list(truth.values()))[0, 1] > 0.95
    assert [point.place for point in points] == sorted(point.place for point in points)
    inside = sum(point.low <= truth[point.actor] <= point.high for point in points)
    assert inside >= 20  # of 24 intervals of 95 %
    assert all(point.count == 80 for point in points)


def test_more_positions_narrow_the_interval() -> None:
    _, few = drawn(12, 15, 2)
    _, many = drawn(12, 120, 2)
    width = [np.mean([point.high - point.low for point in ideal_points(rows(*held))]) for held in (few, many)]
    assert width[1] < width[0] / 1.5


def test_the_direction_is_as_asked_and_the_run_repeats() -> None:
    _, held = drawn(10, 30, 3)
    table = rows(*held)
    by = {point.actor: point.place for point in ideal_points(table, right="a00")}
    assert by["a00"] > 0
    assert {point.actor: point.place for point in ideal_points(table, right="a09")}["a00"] == pytest.approx(-by["a00"])
    assert ideal_points(table) == ideal_points(table)


def test_two_sides_of_one_issue_are_two_ends() -> None:
    points = ideal_points(rows(row("A", "x", 2), row("B", "x", -2), row("C", "y", 1)), right="A")
    assert [point.actor for point in points] == ["B", "A"]  # C stands alone on its issue and cannot be placed
    assert points[1].place == pytest.approx(1)


def test_where_nobody_disagrees_there_is_no_line() -> None:
    assert ideal_points(rows(row("A", "x", 2), row("B", "x", 2))) == []
    assert ideal_points(rows(row("A", "x", 2))) == []
    assert ideal_points(gold(), since="2030") == []


def test_what_cannot_be_is_told() -> None:
    with pytest.raises(UnknownName, match="actor named 'USB'"):
        ideal_points(rows(row("USA", "x", 2), row("B", "x", -2)), right="USB")
    with pytest.raises(UsageError, match="between 0 and 1"):
        ideal_points(gold(), interval=95)
