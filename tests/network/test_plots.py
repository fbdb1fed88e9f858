"""Pictures: drawn, saved the same twice, with every name on them."""

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from network_worlds import gold, row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import matrix, network
from positiongraph.network.findings import Coalition, coalition
from positiongraph.network.plots import coalition_plot, heat_map, save, scaling_plot, similarity_order, timeline
from positiongraph.network.scaling import ideal_points
from positiongraph.network.windows import slices

WORLD = rows(*(row(f"{camp}{n}", issue, stance if camp == "a" else -stance, date=f"{year}")
               for year, stance in ((2020, 1), (2021, 2), (2022, 3)) for camp in "ab" for n in range(3) for issue in "xy"), row("c", "z", 1))


def figures() -> dict[str, Any]:
    return {
        "heat": heat_map(network(WORLD, "holders", measure="similarity"), title="Who agrees"),
        "signed": heat_map(matrix(WORLD, "holders", measure="subtract"), title="Who agrees"),
        "time": timeline(slices(WORLD, "holders", width="1 year", measure="similarity"), [("a0", "a1"), ("a0", "b0")], title="Over time"),
        "coalition": coalition_plot(coalition(WORLD, "x"), title="On x"),
        "scaling": scaling_plot(ideal_points(WORLD, right="a0"), title="One line"),
    }


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_pictures_are_the_same_on_every_run(tmp_path: Path, suffix: str) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for title, figure in figures().items():
            save(figure, tmp_path / name / f"{title}.{suffix}")
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.stat().st_size > 3000
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_every_name_and_title_is_in_the_picture(tmp_path: Path) -> None:
    for title, figure in figures().items():
        words = " ".join(ElementTree.parse(save(figure, tmp_path / f"{title}.svg")).getroot().itertext())
        assert "a0" in words, title
        assert "b0" in words, title
        assert figure.axes[0].get_title() in words


def test_the_alike_stand_side_by_side() -> None:
    order = similarity_order(matrix(WORLD, "holders", measure="similarity"))
    sides = "".join(name[0] for name in order)
    assert sides in ("aaabbbc", "caaabbb", "bbbaaac", "cbbbaaa")
    assert similarity_order(matrix(gold(), "holders")) == ["CHN", "RUS"]


def test_nothing_and_too_much_to_draw_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody to draw"):
        heat_map(network(gold(), "holders", since="2030"))
    with pytest.raises(UsageError, match="nobody to draw"):
        scaling_plot([])
    with pytest.raises(UsageError, match="nobody to draw"):
        coalition_plot(Coalition((), (), ()))
    with pytest.raises(UsageError, match="1 to 7 pairs"):
        timeline([], [])
    with pytest.raises(UsageError, match="a0 and c share nothing"):
        timeline(slices(WORLD, "holders", width="1 year"), [("a0", "c")])
    with pytest.raises(UnknownName, match="known: png, svg"):
        save(scaling_plot(ideal_points(WORLD)), tmp_path / "p.gif")


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"positiongraph\[plots\]"):
        heat_map(network(gold(), "holders"))
