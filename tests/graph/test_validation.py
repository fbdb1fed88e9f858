"""What the shapes find is said of the thing at fault, with the line of its row."""

from dataclasses import replace
from pathlib import Path

import pytest

from positiongraph.errors import InputError
from positiongraph.graph import check, graph, validate
from positiongraph.reading import reading
from tests.graph.test_triples import FACTS, JOINT


def test_words_that_the_text_does_not_have_are_blamed_on_their_position() -> None:
    wrong = replace(FACTS, positions=(replace(JOINT, text="France and Germany like the tax"),))
    (found,) = validate(graph(wrong))
    assert found.shape == "EvidenceMatchesTextShape"
    assert found.focus.endswith(f"/position/{wrong.positions[0].id}")
    assert "France and Germany back the tax" in found.message


def test_a_speaker_without_office_is_a_warning_at_the_position() -> None:
    (found,) = validate(graph(replace(FACTS, memberships=())))
    assert (found.shape, found.warning) == ("SpeakerOfficeShape", True)
    assert "/position/" in found.focus
    assert str(found).startswith("position ")


def test_an_issue_broader_than_itself_is_named() -> None:
    round_about = tuple(replace(issue, broader=("wine-tax",)) if issue.id == "taxes" else issue for issue in FACTS.issues)
    found = validate(graph(replace(FACTS, issues=round_about)))
    assert found
    assert {one.shape for one in found} == {"NoCycleInBroaderShape"}
    assert {one.focus.rsplit("/", 1)[-1] for one in found} <= {"wine-tax", "taxes"}


def test_a_violation_that_no_row_is_to_blame_for_stops_even_with_keep_going(tmp_path: Path) -> None:
    table = tmp_path / "t.yaml"
    table.write_text(
        "issues:\n  - {issue: A, issue_id: a, broader: [B]}\n  - {issue: B, issue_id: b, broader: [A]}\n"
        "positions:\n  - {document: d, holders: [FRA], issue: A, issue_id: a, stance: 1, act: offer, date: 2020}\n"
    )
    with pytest.raises(InputError, match="broader than itself"):
        check(reading([str(table)]), keep_going=True)
