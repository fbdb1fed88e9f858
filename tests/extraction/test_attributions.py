"""The reporting layer: one case for each way of saying whose words they are. The sentences are the tests' own."""

import io
import json
import math
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from positiongraph import cli
from positiongraph.errors import InputError, UsageError
from positiongraph.extraction import attributions, chooser, forest, minilm, reporting
from positiongraph.extraction.document import paragraphs
from positiongraph.extraction.joining import joined
from positiongraph.extraction.parse import trees
from positiongraph.extraction.standing import Best, standing


def said(text: str, **options: Any) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution as words, in the order of their cues."""
    rows = attributions(text, **options)
    return [tuple(" … ".join(text[a:b] for a, b in row[role]) for role in ("source", "cue", "content")) for row in rows]  # type: ignore[misc]


RULES = {
    "a verb and a clause": (
        "The Peruvian minister said that the treaty protects fishermen.",
        ("The Peruvian minister", "said", "that the treaty protects fishermen"),
    ),
    "a quotation over several sentences": (
        '"The road is open. Nobody was hurt. Trucks pass again," the mayor said on Monday.',
        ("the mayor", "said", '"The road is open. Nobody was hurt. Trucks pass again,"'),
    ),
    "a quotation that ends in a question": (
        '"Who will pay for the bridge?" the mayor asked.',
        ("the mayor", "asked", '"Who will pay for the bridge?"'),
    ),
    "a quotation that goes on in the next paragraph": (
        'The mayor said: "The road is open today.\n\n"Nobody was hurt on the bridge."',
        ("The mayor", "said", '"The road is open today.\n\n"Nobody was hurt on the bridge."'),
    ),
    "a passive with an agent": ("The offer was rejected by Norway.", ("Norway", "was rejected", "The offer")),
    "a participle with its controller": (
        "Chile left the talks, adding that the terms were unfair.",
        ("Chile", "adding", "that the terms were unfair"),
    ),
    "according to": (
        "According to the harbour office, three ships have left.",
        ("the harbour office", "According to", "three ships have left."),
    ),
    "a colon speaker": ("Minister of Trade: We will open the port again.", ("Minister of Trade", ":", "We will open the port again.")),
    "a quotation introduced without a verb": (
        'Talks about the ferry went on for the whole night in Bergen - From the report: "The ferry sank within minutes."',
        ("From the report", ":", '"The ferry sank within minutes."'),
    ),
    "a noun": (
        "The cabinet met after his claim that the harbour belongs to Chile.",
        ("his", "claim", "that the harbour belongs to Chile"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_rules_alone_read(name: str) -> None:
    text, wanted = RULES[name]
    assert wanted in said(text, learned=False)


def test_attributions_stand_in_each_other() -> None:
    text = "The agency reported that the envoy said the truce holds."
    rows = list(attributions(text, learned=False, explain=True))
    assert [(text[slice(*row["cue"][0])], row["depth"]) for row in rows] == [("reported", 0), ("said", 1)]


def test_the_chooser_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The minister said that the treaty protects fishermen."
    assert said(text) == [("The minister", "said", "that the treaty protects fishermen")]

    def refuse(vectors: bool) -> None:
        raise AssertionError("the chooser was read")

    monkeypatch.setattr(chooser, "packaged", refuse)
    assert said(text, learned=False) == [("The minister", "said", "that the treaty protects fishermen")]
    with pytest.raises(AssertionError):
        said(text)


def test_the_chooser_can_be_switched_off_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "note.txt"
    path.write_text("The minister said that the treaty protects fishermen.", "utf-8")
    rules = []
    for switch in ([], ["--rules"]):
        assert cli.run(["extract", str(path), "--layer", "attributions", "--explain", *switch]) == 0
        (row,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
        assert (row["source"], row["cue"], row["content"], row["depth"]) == ([[0, 12]], [[13, 17]], [[18, 52]], 0)
        rules.append(row["rule"].partition(",")[0])
    assert rules == ["chooser", "verb"]


class Blind:
    """A stand-in for the encoder that keeps what it is asked, and knows nothing."""

    asked: ClassVar[list[str]] = []

    def states(self, words: list[str]) -> np.ndarray:
        self.asked.append(" ".join(words))
        return np.zeros((len(words), 768), np.float32)


def test_words_are_read_in_context_where_vectors_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(minilm, "encoder", Blind)
    monkeypatch.setattr(chooser, "packaged", chooser.packaged.__wrapped__)
    path = tmp_path / "note.txt"
    path.write_text("The minister said that the treaty protects fishermen.\n\nIt rained.", "utf-8")
    command = ["extract", str(path), "--layer", "attributions", "--vectors"]
    assert cli.run(command) == 0
    assert Blind.asked == ["The minister said that the treaty protects fishermen ."], "a paragraph without a candidate is not read"
    (row,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (row["source"], row["cue"]) == ([[0, 12]], [[13, 17]])
    assert cli.run([*command, "--rules"]) == 2
    assert "--rules leaves the chooser out" in capsys.readouterr().err


def test_without_the_weights_no_word_is_read_in_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_weights")
    monkeypatch.setattr(minilm, "encoder", minilm.encoder.__wrapped__)
    monkeypatch.setattr(chooser, "packaged", chooser.packaged.__wrapped__)
    with pytest.raises(UsageError, match="no sentence vectors are installed"):
        said("The minister said that the treaty protects fishermen.", vectors=True)


@pytest.mark.slow
def test_the_real_weights_read_words_in_context() -> None:
    text = "The minister said that the treaty protects fishermen."
    with_context, again, without = (list(attributions(text, vectors=vectors, explain=True)) for vectors in (True, True, False))
    assert with_context == again
    (one,), (other,) = with_context, without
    assert (one["source"], one["cue"], one["content"]) == (other["source"], other["cue"], other["content"]) == ([[0, 12]], [[13, 17]], [[18, 52]])
    assert one["confidence"] != other["confidence"]


@pytest.mark.parametrize("learned", [True, False])
def test_the_same_text_gives_the_same_attributions_with_confidences_between_0_and_1(learned: bool) -> None:
    text = "\n\n".join(text for text, _ in RULES.values())
    first, second = (list(attributions(text, learned=learned, explain=True)) for _ in range(2))
    assert first == second
    assert first
    assert all(0 < row["confidence"] < 1 for row in first)


def test_nothing_is_attributed_in_no_text() -> None:
    assert said("") == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_bad_chooser_file_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "chooser.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"chooser\.npz: no chooser .*expected the arrays"):
        chooser.read(path)


def test_trees_that_point_nowhere_are_refused() -> None:
    with pytest.raises(ValueError, match="left points to no node"):
        forest.unpack(stump(left=[9, 1, 2]))
    with pytest.raises(ValueError, match="differ in length"):
        forest.unpack(stump(value=[0.0]))


def stump(**other: Any) -> dict[str, Any]:
    """A tree that asks whether the second number is at most 0.5."""
    arrays = {"roots": [0], "feature": [1, 0, 0], "threshold": [0.5, 0, 0], "left": [1, 1, 2], "right": [2, 1, 2], "value": [0, -1.5, 2.0]}
    return {name: np.array(value) for name, value in ({**arrays, "depth": [1]} | other).items()}


def test_trees_sum_the_leaves_that_a_row_falls_into() -> None:
    once = forest.unpack(stump())
    rows = np.array([[9.0, 0.5], [0.0, 0.6]])
    assert once.margins(rows).tolist() == [-1.5, 2.0]
    twice = forest.unpack(stump(roots=[0, 0]))
    assert twice.margins(rows, batch=1).tolist() == [-3.0, 4.0]


def test_of_likely_readings_the_one_with_most_beside_it_wins() -> None:
    shares = {((1, 2, 3, 4, 5, 6, 7, 8), "long"): 0.36, ((1, 2, 3), "short"): 0.34, ((1, 2, 3, 4), "middle"): 0.30}
    best, at = chooser.best_of(list(shares), [math.log(x) for x in shares.values()])
    assert (best.name, at) == ("middle", 2)
    assert best.mass == pytest.approx(1.0)
    assert chooser.best_of([], []) == (Best(), None)


def test_a_quotation_goes_on_only_where_nothing_else_is_said() -> None:
    def parts(text: str) -> int:
        return len(list(joined(trees([(p.start, p.end) for p in paragraphs(text)], text))))

    assert parts('The mayor said: "The road is open today.\n\n"Nobody was hurt on the bridge."') == 1
    assert parts('The mayor said: "The road is open today."\n\n"Nobody was hurt," the doctor said.') == 2
    assert parts("The mayor left the town on Monday.\n\nNobody was hurt on the bridge.") == 2


def test_no_candidates_have_no_standing() -> None:
    assert standing([], 10).shape[0] == 0


def test_rules_are_surer_of_names_than_of_empty_words_and_of_the_frame_where_a_reading_is_rare() -> None:
    assert reporting.confidence("verb ccomp nsubj PROPN") > reporting.confidence("verb ccomp nsubj that")
    assert reporting.confidence("verb ccomp nobody knows") == reporting.confidence("verb ccomp")
    assert 0 < reporting.confidence("quoted") < 1


@pytest.mark.parametrize(("name", "most"), [("chooser.npz", 3 << 20), ("chooser-context.npz", 5 << 20)])
def test_the_packaged_choosers_are_numbers_alone(name: str, most: int) -> None:
    path = Path(chooser.__file__).parent / "data" / name
    assert path.stat().st_size < most
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fui" for name in arrays.files)
