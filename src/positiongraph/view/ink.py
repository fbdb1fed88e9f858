"""Ink: the one place where a stance, an act or a voice becomes a colour, a sign or a dash. Python and the page's script both read it.

Colour says the side and nothing else; the number says how strongly; the sign and the dash say what the words do. The three colours
stay apart for protan, deutan and tritan readers and stand out from a white and from a dark ground (tests/view/test_colours.py).
"""

from typing import Any

from positiongraph.facts import Act

FOR, NEUTRAL, AGAINST = "for", "neutral", "against"
SIDES = {FOR: "#0072B2", NEUTRAL: "#767676", AGAINST: "#D55E00"}

STANCES = {
    3: ("endorses", "endorse", "endorses"), 2: ("supports", "support", "supports"), 1: ("is open to", "are open to", "is open to"),
    0: ("abstains or takes note of", "abstain or take note of", "takes note"),
    -1: ("is concerned about", "are concerned about", "is concerned"), -2: ("opposes", "oppose", "opposes"),
    -3: ("condemns", "condemn", "condemns"),
}
"""The words of the scale: between one holder and an issue, between several and an issue, and on their own."""

VOTES = {
    2: ("votes for", "vote for", "votes yes"), 0: ("abstains on", "abstain on", "abstains"),
    -2: ("votes against", "vote against", "votes no"),
}
"""The same for votes."""

FAMILIES: dict[str, dict[str, Any]] = {
    "says": {"label": "says, judges", "sign": "", "dash": [],
             "acts": [Act.ASSERT, Act.PRAISE, Act.WELCOME, Act.SUPPORT, Act.AFFIRM, Act.RECOGNISE, Act.CONCERN, Act.CRITICISE,
                      Act.CONDEMN, Act.ACCUSE, Act.DENY]},
    "asks": {"label": "asks others to act", "sign": "!", "dash": [9, 6], "acts": [Act.URGE, Act.DEMAND]},
    "commits": {"label": "commits itself", "sign": "✓", "dash": [14, 4, 3, 4], "acts": [Act.PLEDGE, Act.OFFER, Act.SIGN]},
    "refuses": {"label": "refuses, threatens", "sign": "×", "dash": [3, 5], "acts": [Act.REJECT, Act.THREATEN]},
    "votes": {"label": "votes", "sign": "▪", "dash": [], "acts": [Act.VOTE]},
}
"""What the words do, in five families; every act belongs to exactly one."""

_FAMILY = {act.value: name for name, family in FAMILIES.items() for act in family["acts"]}


def side(stance: float) -> str:
    """Return the side of a stance, or of a mean of stances.

    >>> side(3), side(0), side(-0.5)
    ('for', 'neutral', 'against')
    """
    return FOR if stance > 0 else AGAINST if stance < 0 else NEUTRAL


def family(act: str | None) -> str:
    """Return the family of an act; an unknown or absent act says.

    >>> family("urge"), family(None)
    ('asks', 'says')
    """
    return _FAMILY.get(act or "", "says")


def number(stance: float) -> str:
    """Write a stance with its sign, the minus as wide as the plus.

    >>> number(3), number(0), number(-2)
    ('+3', '0', '−2')
    """
    return "0" if stance == 0 else f"{'+' if stance > 0 else '−'}{abs(stance):g}"


def scheme() -> dict[str, Any]:
    """Return the scheme as plain values for the page."""
    return {
        "sides": SIDES,
        "stances": _worded(STANCES), "votes": _worded(VOTES),
        "families": [{"id": name, **family, "acts": [act.value for act in family["acts"]]} for name, family in FAMILIES.items()],
    }


def _worded(scale: dict[int, tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [{"value": value, "words": one, "together": several, "short": alone} for value, (one, several, alone) in scale.items()]
