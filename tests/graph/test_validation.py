"""What the shapes find is said of the thing at fault, with the line of its row."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from positiongraph.errors import InputError
from positiongraph.graph import check, graph, validate
from positiongraph.reading import reading
from positiongraph.sources import Reading
from tests.graph.test_triples import FACTS, JOINT


def seven_documents(folder: Path) -> Reading:
    """Seven documents of a position each; two have a speaker without office."""
    rows = ["document,holders,speaker,issue,stance,act,date"]
    rows += [f"{n}.txt,RUS,{'Xi Jinping' if n % 3 == 0 else ''},Arms control,2,support,2021-01-0{n}" for n in range(1, 8)]
    (folder / "a.csv").write_text("\n".join(rows) + "\n")
    return reading([str(folder / "a.csv")])


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


def test_documents_are_validated_some_at_a_time_with_the_same_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = seven_documents(tmp_path)
    whole = check(found)
    sizes = []
    module = sys.modules["positiongraph.graph.validation"]
    monkeypatch.setattr(module, "PORTION", 3)
    monkeypatch.setattr(module, "validate", lambda data: (sizes.append(len(data)), validate(data))[1])
    assert check(found) == whole
    assert len(whole.warnings) == 2
    assert len(sizes) == 3
    bad = replace(found, facts=replace(found.facts, positions=tuple(replace(p, issue="nowhere") for p in found.facts.positions)))
    with pytest.raises(InputError) as error:
        check(bad)
    assert len(error.value.faults) == 7


def test_processes_find_what_one_finds_and_say_how_far_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = seven_documents(tmp_path)
    module = sys.modules["positiongraph.graph.validation"]
    monkeypatch.setattr(module, "PORTION", 4)
    started = []
    real = module.ProcessPoolExecutor
    monkeypatch.setattr(module, "ProcessPoolExecutor", lambda number, **how: started.append(number) or real(number, **how))
    alone = check(found, processes=4)
    assert (started, len(alone.warnings)) == ([], 2), "so few are not worth a process"
    monkeypatch.setattr(module, "WORTH", 7)
    told: list[str] = []
    assert check(found, processes=4, stage=told.append) == alone
    assert started == [2], "no more than there are portions"
    assert told == ["validating: 4 of 7 documents", "validating: 7 of 7 documents"]
