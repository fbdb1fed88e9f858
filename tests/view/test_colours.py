"""Point 7 in numbers: the three sides stay apart for colour-blind readers, and all ink stands out, in light and in dark."""

import re
from importlib.resources import files
from itertools import combinations

import numpy as np
import pytest

from positiongraph.facts import Act
from positiongraph.view import ink

SIMULATED = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira and Fernandes 2009, A physiologically-based model for simulation of color vision deficiency, severity 1, on linear RGB."""
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]


def linear(colour: str) -> "np.ndarray":
    channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: "np.ndarray") -> "np.ndarray":
    ratio = np.array(XYZ) @ rgb / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(a: str, b: str) -> float:
    """WCAG 2.2, relative luminance."""
    bright, dark = sorted((float(np.array([0.2126, 0.7152, 0.0722]) @ linear(c)) for c in (a, b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def themes() -> dict[str, dict[str, str]]:
    """The variables of the style sheet, by theme."""
    sheet = files("positiongraph.view").joinpath("page.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#[0-9a-fA-F]{6})", block)) for block in re.findall(r":root(?:\[data-theme=\"dark\"\])? \{([^}]*)\}", sheet)[:2])
    return {"light": light, "dark": light | dark}


def test_black_on_white_has_the_contrast_that_the_standard_names() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.02)


@pytest.mark.parametrize("seen", ["as it is", *SIMULATED])
def test_point_7_sides_differ_by_20_for_every_reader(seen: str) -> None:
    matrix = np.array(SIMULATED.get(seen, np.eye(3)))
    colours = {side: lab(np.clip(matrix @ linear(colour), 0, 1)) for side, colour in ink.SIDES.items()}
    distances = {(a, b): float(np.linalg.norm(colours[a] - colours[b])) for a, b in combinations(colours, 2)}
    assert len(distances) == 3
    assert min(distances.values()) >= 20, distances


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_point_7_ink_stands_out_from_its_ground(theme: str) -> None:
    colours = themes()[theme]
    for side, colour in ink.SIDES.items():
        assert colours[side].upper() == colour.upper(), "the page and pyvis use the same colours"
        assert contrast("#ffffff", colour) >= 3, "the bold number on a chip"
        for ground in ("bg", "card", "tint", "hover"):
            assert contrast(colour, colours[ground]) >= 3, (side, ground)
    for text in ("fg", "soft", "accent"):
        for ground in ("bg", "card", "hover"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["fg"], colours["mark"]) >= 4.5
    assert contrast(colours["edge"], colours["bg"]) >= 3


def test_every_act_has_a_family_and_every_family_a_look_of_its_own() -> None:
    assert sorted(act for family in ink.FAMILIES.values() for act in family["acts"]) == sorted(Act)
    looks = [(family["sign"], tuple(family["dash"])) for family in ink.FAMILIES.values()]
    assert len(set(looks)) == len(looks)
    assert set(ink.STANCES) == set(range(-3, 4))
