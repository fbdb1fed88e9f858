"""Pictures of who stands where, of camps and of places: every name, sign and gap is in them, and they are the same on every run."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from network_worlds import gold, row, rows

from positiongraph.errors import UsageError
from positiongraph.network import network
from positiongraph.network.drawings import agreement_picture, camps_picture, paths_picture, positions_picture, record_picture, stance_matrix
from positiongraph.network.findings import says_and_votes
from positiongraph.network.plots import png, save
from positiongraph.network.scaling import ideal_points
from positiongraph.network.structure import polarisation_over_time
from positiongraph.network.windows import slices

WORLD = rows(*(row(f"{camp}{n}", issue, stance if camp == "a" else -stance, date=f"{year}")
               for year, stance in ((2020, 1), (2021, 2), (2022, 3)) for camp in "ab" for n in range(3) for issue in "xy"),
             row("c", "x", 1, date="2021"), row("c", "z", 0, date="2021"))


def parts() -> list[Any]:
    return polarisation_over_time(slices(WORLD, "holders", width="1 year", measure="similarity"))


def figures() -> dict[str, Any]:
    return {
        "matrix": stance_matrix(network(WORLD, "positions"), title="Matrix"),
        "positions": positions_picture(network(WORLD, "positions"), title="Positions"),
        "agreement": agreement_picture(network(WORLD, "holders", measure="similarity"), title="Agreement"),
        "camps": camps_picture(parts(), ["a1", "b0", "c"], beside="a0", title="Camps"),
        "paths": paths_picture({str(year): ideal_points(WORLD, right="a0", since=str(year), until=str(year)) for year in (2020, 2021)}, ["a0", "b0"], title="Paths"),
    }


def words(figure: Any, path: Path) -> list[str]:
    return [text.strip() for text in ElementTree.parse(save(figure, path)).getroot().itertext() if text.strip()]


def test_every_name_is_in_the_picture_and_it_is_the_same_twice(tmp_path: Path) -> None:
    for (name, figure), again in zip(figures().items(), figures().values(), strict=True):
        assert {"a0", "b0", name.capitalize()} <= set(words(figure, tmp_path / f"{name}.svg")), name
        assert png(figure) == png(again)


def test_a_matrix_shows_mean_stances_and_silence_as_an_empty_cell(tmp_path: Path) -> None:
    cells = [word for word in words(stance_matrix(network(WORLD, "positions")), tmp_path / "m.svg") if word[0] in "+−0"]
    assert sorted(cells) == sorted(["+2"] * 6 + ["−2"] * 6 + ["+1", "0"])  # c is silent on y, the others on z
    assert len(stance_matrix(network(gold(), "positions")).axes[0].patches) == 14 * 2 + 9  # 14 shared issues, 2 of China's alone, 7 of Russia's


def test_camps_show_who_is_absent(tmp_path: Path) -> None:
    drawn = words(camps_picture(parts(), ["a1", "b0", "c"], beside="a0"), tmp_path / "c.svg")
    assert (drawn.count("+"), drawn.count("−")) == (3 + 3 + 1, 3)  # a0 and a1 in all three years, c in the second; b0 always opposite


def test_words_stand_above_votes(tmp_path: Path) -> None:
    told = rows(row("a", "x", 2, date="2020-05", act="support"), row("a", "x", -2, date="2021-05-01", act="vote"), row("a", "x", 0, date="2022", act="vote"))
    figure = record_picture(says_and_votes(told, "a", roll_up=False))
    assert {"+2", "−", "0"} <= set(words(figure, tmp_path / "r.svg"))
    heights = [float(dots.get_offsets()[0][1]) for dots in figure.axes[0].collections]
    assert heights == [-0.22, 0.2, 0.2]  # the axis points down
    with pytest.raises(UsageError, match="nobody to draw"):
        record_picture([])


def test_who_agrees_with_nobody_stands_apart(tmp_path: Path) -> None:
    figure = agreement_picture(network(WORLD, "holders", measure="similarity", since="2021", until="2021"), least=0.9)
    assert "c" in words(figure, tmp_path / "a.svg")
    assert len(figure.axes[0].lines) == 6  # three pairs in each camp


def test_nothing_to_draw_is_told() -> None:
    empty = network(WORLD, "positions", since="2030")
    for draw in (stance_matrix, positions_picture):
        with pytest.raises(UsageError, match="nobody to draw"):
            draw(empty)
    with pytest.raises(UsageError, match="two at least"):
        agreement_picture(network(WORLD, "holders", holder="c"))
    with pytest.raises(UsageError, match="nobody is in no window"):
        camps_picture(parts(), ["a1"], beside="nobody")
    with pytest.raises(UsageError, match="1 to 7 actors, not 0"):
        paths_picture({}, [])
