"""Each check of sense finds the one thing that is wrong in a small world that is otherwise right."""

from pathlib import Path

import pytest

from positiongraph.reference.checks import faults
from positiongraph.reference.entries import compiled, read_entries

WORLD = """
- {code: AAA, name: Alphia, from: "1950", until: "1989-12-31", continued_by: BBB, successors: [BBB], source: [hand]}
- {code: BBB, name: Betia, from: "1990", source: [hand]}
- {code: CLUB, name: Club, kind: Bloc, from: "1960", members: [{actor: AAA, from: "1961", until: "1989"}, {actor: BBB, from: "1990"}], source: [hand]}
- {code: ann, name: Ann Lee, offices: [{office: president, of: AAA, from: "1970", until: "1980"}], source: [hand]}
- {code: bob, name: Bob Lee, aliases: [Lee], offices: [{office: president, of: BBB, from: "1991"}], source: [hand]}
- {id: a, label: A, positive_pole: more of it, source: [hand]}
- {id: b, label: B, positive_pole: more of it, broader: [a], concerns: [BBB], source: [hand]}
"""


def wrong(tmp_path: Path, text: str, ambiguous: list[dict[str, object]] | None = None) -> list[str]:
    path = tmp_path / "world.yaml"
    path.write_text(text, "utf-8")
    entries = read_entries(path)
    return [str(fault) for fault in faults(entries, compiled(entries), {"hand"}, ambiguous or [])]


def test_a_world_that_is_right_has_no_fault(tmp_path: Path) -> None:
    assert wrong(tmp_path, WORLD) == []


@pytest.mark.parametrize(("old", "new", "message"), [
    ("- {code: BBB, name: Betia", "- {code: AAA, name: Gammia, source: [hand]}\n- {code: BBB, name: Betia", "AAA: a second entry"),
    ("positive_pole: more of it, source: [hand]", "positive_pole: more of it", "a: no source"),
    ("concerns: [BBB], source: [hand]", "concerns: [BBB], source: [hearsay]", "b: unknown source 'hearsay'"),
    ("actor: BBB", "actor: ZZZ", "CLUB: unknown actor 'ZZZ'"),
    ("concerns: [BBB]", "concerns: [ZZZ]", "b: unknown actor 'ZZZ'"),
    ("broader: [a]", "broader: [z]", "b: unknown broader issue 'z'"),
    ('{actor: AAA, from: "1961", until: "1989"}', '{actor: AAA, from: "1961", until: "1991"}', "ends after AAA does, 1989-12-31"),
    ('{actor: AAA, from: "1961"', '{actor: AAA, from: "1955"', "begins before CLUB does, 1960"),
    ('of: AAA, from: "1970", until: "1980"', 'of: AAA, from: "1970"', "president until today ends after AAA does"),
    ("{id: a, label: A, positive_pole: more of it", "{id: a, label: A, broader: [b], positive_pole: more of it", "a: broader than itself"),
    ("code: CLUB, name: Club", "code: CLUB, name: Betia", "'Betia' is a name of BBB and of CLUB at the same time"),
])
def test_what_makes_no_sense_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in WORLD
    assert any(message in fault for fault in wrong(tmp_path, WORLD.replace(old, new, 1)))


def test_states_of_one_name_at_different_times_need_no_rule(tmp_path: Path) -> None:
    assert wrong(tmp_path, WORLD.replace("name: Betia", "name: Alphia")) == []


def test_a_shared_name_may_be_marked_as_ambiguous(tmp_path: Path) -> None:
    assert wrong(tmp_path, WORLD.replace("name: Club", "name: Betia"), [{"name": "Betia", "actors": ["BBB", "CLUB"]}]) == []
