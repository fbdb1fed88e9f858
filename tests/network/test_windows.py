"""Windows, kernels, slices over time."""

import datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_worlds import row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import matrix, network, write
from positiongraph.network.windows import KERNELS, changes, dynamic, slices, windows

DAYS = st.dates(datetime.date(1946, 1, 1), datetime.date(2030, 1, 1))


@given(DAYS, st.integers(1, 60), st.integers(1, 30))
def test_a_window_is_exactly_as_wide_as_asked_even_or_odd(start: datetime.date, width: int, step: int) -> None:
    found = windows(start.isoformat(), (start + datetime.timedelta(days=90)).isoformat(), f"{width} days", f"{step} days")
    assert {window.days for window in found} == {width}
    assert {(then.since - before.since).days for before, then in pairwise(found)} == {step}


def test_months_and_years_keep_their_length_and_do_not_drift() -> None:
    assert [str(window) for window in windows("2024-01-31", "2024-04-30", "1 month")] == [
        "2024-01-31/2024-02-28", "2024-02-29/2024-03-28", "2024-03-31/2024-04-29", "2024-04-30/2024-05-29"]
    assert [window.days for window in windows("2023", "2025", "1 year")] == [365, 366, 365]


@pytest.mark.parametrize("width", ["", "1", "0 days", "1 fortnight", "-1 days", "1.5 years"])
def test_what_is_no_width_is_told(width: str) -> None:
    with pytest.raises(UsageError, match="days, weeks, months or years"):
        windows("2024", "2025", width)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("width", [4, 5])
def test_kernels_are_symmetric_and_heaviest_in_the_middle(kernel: str, width: int) -> None:
    start = datetime.date(2024, 1, 1)
    days = [(start + datetime.timedelta(days=n)).isoformat() for n in range(width)]
    world = rows(*(row(f"A{n}", "x", 2, date=day) for n, day in enumerate(days)))
    (only,) = slices(world, "positions", width=f"{width} days", kernel=kernel, measure="ignore")
    weights = [only.network.edges[f"A{n}", "x", 2]["weight"] for n in range(width)]
    assert weights == pytest.approx(weights[::-1], abs=1e-12)
    assert weights[: (width + 1) // 2] == sorted(weights[: (width + 1) // 2])
    if width == 5:
        assert weights[2] == 1
    if kernel == "triangular":
        assert weights == pytest.approx([0.25, 0.75, 0.75, 0.25] if width == 4 else [0.2, 0.6, 1, 0.6, 0.2])


def test_weights_of_a_kernel_multiply_in_a_pair() -> None:
    world = rows(row("A", "x", 2, date="2024-01-01"), row("B", "x", 2, date="2024-01-03"), row("C", "y", 1, date="2024-01-05"))
    (only,) = slices(world, "holders", width="5 days", kernel="triangular", normalise="none")
    assert only.network.edges["A", "B"]["weight"] == pytest.approx(0.2)


YEARS = rows(*(row(holder, "x", stance, date=date) for holder, stance, date in (
    ("A", 2, "2020-03"), ("B", 2, "2020-05-05"), ("A", 2, "2021-01-01"), ("B", -2, "2021"), ("A", 3, "2023"), ("B", 3, "2023-12-31"),
    ("C", 1, None), ("C", 1, "2023-07-07"))))


def test_a_slice_is_the_network_of_its_window() -> None:
    found = slices(YEARS, "holders", width="1 year")
    assert [str(part.window)[:4] for part in found] == ["2020", "2021", "2022", "2023"]
    for part in found:
        asked = network(YEARS, "holders", since=str(part.window.since), until=str(part.window.until))
        assert dict(part.network.adj) == dict(asked.adj)
        assert dict(part.network.nodes(data=True)) == dict(asked.nodes(data=True))
    assert [part.network.number_of_edges() for part in found] == [1, 1, 0, 3]


def test_partial_dates_wait_for_a_window_that_holds_all_of_them() -> None:
    # not "2021" and "2023", nor the unknown
    monthly = slices(YEARS, "positions", width="1 month", measure="ignore")
    assert sum(data["count"] for part in monthly for *_, data in part.network.edges(data=True)) == 5
    assert slices(rows(row("A", "x", 1)), "holders", width="1 year") == []


def test_slices_make_one_dynamic_network_that_gephi_can_play(tmp_path: Path) -> None:
    whole = dynamic(slices(YEARS, "holders", width="1 year"))
    assert whole.nodes["A"]["spells"] == [("2020-01-01", "2021-12-31"), ("2023-01-01", "2023-12-31")]
    assert [(value, since) for value, since, _ in whole.edges["A", "B"]["congruence"]] == [
        (1.0, "2020-01-01"), (pytest.approx(1 / 3), "2021-01-01"), (1.0, "2023-01-01")]
    assert whole.edges["A", "B"]["weight"] == pytest.approx(7 / 9)
    (path,) = write(whole, tmp_path / "d.gexf")
    tree = ElementTree.parse(path)
    space = {"g": "http://www.gexf.net/1.2draft"}
    graph = tree.find("g:graph", space)
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert len(tree.findall(".//g:edge/g:spells/g:spell", space)) == len(tree.findall(".//g:edge/g:spells/g:spell[@start]", space)) > 3
    assert tree.find(".//g:attributes[@class='edge'][@mode='dynamic']/g:attribute[@title='congruence']", space) is not None
    assert "width" in (tree.findtext(".//g:description", namespaces=space) or "")
    again = write(dynamic(slices(YEARS, "holders", width="1 year")), tmp_path / "again.gexf")[0]
    assert again.read_bytes() == path.read_bytes()


def test_dynamic_networks_refuse_overlap_and_parallel_edges() -> None:
    with pytest.raises(UsageError, match="overlap"):
        dynamic(slices(YEARS, "holders", width="2 years", step="1 year"))
    with pytest.raises(UsageError, match="parallel edges"):
        dynamic(slices(YEARS, "positions", width="1 year"))
    with pytest.raises(UnknownName, match="nearest: triangular"):
        slices(YEARS, "holders", width="1 year", kernel="triangle")
    assert len(dynamic([])) == 0


def test_a_break_stands_out_from_the_drift() -> None:
    # A and B drift by one step now and then; from 2030 to 2031 they fall out
    stances = [3, 3, 2, 2, 3, 2, 2, 3, 3, 2, 2, -3, -3, -2, -3]
    world = rows(*(row("A", "x", 3, date=str(2020 + n)) for n in range(len(stances))),
                 *(row("B", "x", stance, date=str(2020 + n)) for n, stance in enumerate(stances)))
    found = changes(slices(world, "holders", width="1 year", measure="similarity"))
    biggest = max(found, key=lambda change: change.jump)
    assert biggest.after.since.year == 2031
    assert biggest.distance == pytest.approx(5 / 6)
    assert biggest.jump > 3
    assert [change for change in found if change.jump > 3] == [biggest]


def test_who_came_and_left_is_told() -> None:
    found = changes(slices(YEARS, "holders", width="1 year"))
    assert [(change.came, change.left) for change in found] == [((), ()), ((), ("A", "B")), (("A", "B", "C"), ())]


def test_the_matrix_of_a_window_is_the_slice() -> None:
    part = slices(YEARS, "holders", width="1 year")[1]
    assert matrix(YEARS, "holders", since="2021", until="2021").loc["A", "B"] == part.network.edges["A", "B"]["weight"]
