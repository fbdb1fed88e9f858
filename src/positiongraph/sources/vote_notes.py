"""What is odd about a roll call: totals that do not add up, probable doubles, vetoes. Said, not mended."""

import numpy as np

from positiongraph.sources.roll_calls import RollCall
from positiongraph.sources.vote_columns import Columns


def notes_on(
    columns: Columns, calls: list[RollCall], place: np.ndarray, roll_call: np.ndarray, actor: np.ndarray, stance: np.ndarray
) -> list[tuple[str, ...]]:
    """Return what is odd about each roll call: totals that do not add up, probable doubles, vetoes."""
    notes: list[list[str]] = [[] for _ in calls]
    counts = [np.bincount(roll_call[stance == value], minlength=len(calls)).tolist() for value in (2, 0, -2)]
    for number, call in enumerate(calls):
        counted = tuple(count[number] for count in counts)
        if call.totals and call.totals != counted:
            notes[number].append("The source's totals do not add up: it says {} yes, {} abstaining, {} no, and lists {}, {}, {}.".format(
                *call.totals, *counted))
        if call.totals and call.members and sum(call.totals) + call.members[0] != call.members[1]:
            notes[number].append("The source's totals do not add up: {} votes and {} not voting make no {} members.".format(
                sum(call.totals), *call.members))
    for group in _doubles(calls, roll_call, actor, stance, counts[0]):
        for number in group:
            others = ", ".join(calls[other].key for other in group if other != number)
            notes[number].append(f"Probably a double: the same votes on the same text, that day, in roll call {others}.")
    if columns.layout.name == "security-council":
        _vetoes(columns, place, notes)
    return [tuple(each) for each in notes]


def _doubles(calls: list[RollCall], roll_call: np.ndarray, actor: np.ndarray, stance: np.ndarray, yes: list[int]) -> list[list[int]]:
    """Return roll calls on one whole text and of one date, not unanimous, in which everybody voted the same."""
    weights = np.random.default_rng(0).integers(1, 2**62, (1 + int(actor.max(initial=0)), 5), dtype=np.int64)
    prints = np.zeros(len(calls), np.int64)
    np.add.at(prints, roll_call, weights[actor, stance + 2])
    votes = np.bincount(roll_call, minlength=len(calls)).tolist()
    alike: dict[tuple[str, str, int], list[int]] = {}
    for number, call in enumerate(calls):
        if call.symbol and not call.part and yes[number] < votes[number]:
            alike.setdefault((call.date, call.symbol.removeprefix("A/").replace("RES/", "R/"), int(prints[number])), []).append(number)
    return [group for group in alike.values() if len(group) > 1]


def _vetoes(columns: Columns, place: np.ndarray, notes: list[list[str]]) -> None:
    for row in columns.permanent:
        notes[place[columns.roll_call[row]]].append(f"Vetoed by {columns.voters[columns.voter[row]]}, a permanent member.")
