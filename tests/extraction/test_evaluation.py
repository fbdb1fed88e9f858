"""`evaluate`: attributions, phenomena, two coders, and what is at fault in a file, all worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positiongraph import cli
from positiongraph.errors import InputError
from positiongraph.extraction import agreement, evaluate, evaluate_attributions
from positiongraph.extraction.coders import alpha
from positiongraph.extraction.scores import Score


def row(start: int, end: int, holders: str, stance: int, issue: str = "talks", **more: Any) -> dict[str, Any]:
    return {"document": "a.txt", "start": start, "end": end, "holders": holders.split(), "stance": stance, "issue": issue, **more}


def said(source: tuple[int, int] | None, cue: tuple[int, int], content: tuple[int, int], document: str = "a.txt") -> dict[str, Any]:
    return {"document": document, "source": [list(source)] if source else [], "cue": [list(cue)], "content": [list(content)]}


def test_attributions_by_hand() -> None:
    gold = [said((0, 10), (11, 15), (16, 60)), said((70, 80), (81, 85), (86, 120)), said(None, (130, 140), (141, 160))]
    found = [
        said((0, 10), (11, 15), (16, 50)),  # content shares 34 of 44
        said((60, 80), (81, 85), (100, 120)),  # source 10 of 20: just enough; content 20 of 34
        said((125, 129), (130, 140), (151, 160)),  # a source where there is none; content 9 of 19: not enough
        said((200, 210), (211, 215), (216, 260)),
    ]
    scores = evaluate_attributions(gold, found)
    assert {name: (s.right, s.gold, s.predicted) for name, s in scores.scores.items()} == {
        "source": (2, 3, 4), "cue": (3, 3, 4), "content": (2, 3, 4), "whole": (2, 3, 4),
    }  # fmt: skip
    assert [error["wrong"] for error in scores.errors] == [["source", "content"], ["extra"]]


ROWS = st.builds(
    lambda start, size, holders, stance, issue: row(start, start + size, holders, stance, issue),
    st.integers(0, 60), st.integers(1, 25), st.sampled_from(["RUS", "CHN", "RUS CHN"]), st.integers(-3, 3), st.sampled_from(["talks", "trade talks", "war"]),
)  # fmt: skip
SPANS = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda pair: (pair[0], pair[0] + pair[1]))
SAID = st.builds(said, SPANS | st.none(), SPANS, SPANS)


@given(st.lists(ROWS, max_size=7), st.lists(ROWS, max_size=7), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_positions_is_irrelevant(gold: list[Any], found: list[Any], chance: Any) -> None:
    assert evaluate(gold, found) == evaluate(chance.sample(gold, len(gold)), chance.sample(found, len(found)))


@given(st.lists(SAID, max_size=6), st.lists(SAID, max_size=6), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_attributions_is_irrelevant(gold: list[Any], found: list[Any], chance: Any) -> None:
    first, again = evaluate_attributions(gold, found), evaluate_attributions(chance.sample(gold, len(gold)), chance.sample(found, len(found)))
    assert first == again


@given(st.lists(ROWS, min_size=1, max_size=6))
def test_everything_is_right_of_what_equals_gold(gold: list[Any]) -> None:
    once = [dict(pairs) for pairs in {tuple(sorted((k, str(v) if k == "holders" else v) for k, v in r.items())) for r in gold}]
    once = [{**r, "holders": r["holders"].strip("[]").replace("'", "").split(", ")} for r in once]
    assert {score.f1 for name, score in evaluate(once, once).scores.items() if score.gold} == {1.0}


def test_the_best_pairing_is_taken_not_the_first_that_fits() -> None:
    gold = [row(0, 20, "RUS", 2), row(10, 30, "CHN", 2)]
    found = [row(5, 25, "CHN", 2), row(0, 20, "CHN", -1), row(8, 28, "RUS", 2)]
    assert evaluate(gold, found).scores["holders+sign"] == Score(2, 2, 3), "each of gold has its holder's"


def test_a_phenomenon_has_a_row_of_its_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    gold = [row(0, 10, "RUS", 2, phenomenon="flips"), row(20, 30, "CHN", 2, phenomenon=["flips", "scare quotes"]), row(40, 50, "CHN", 2)]
    found = [row(0, 10, "RUS", -2), row(20, 30, "CHN", 2)]
    assert evaluate(gold, found).by_phenomenon() == [
        {"phenomenon": "flips", "recall": 0.5, "right": 1, "gold": 2}, {"phenomenon": "scare quotes", "recall": 1.0, "right": 1, "gold": 1},
    ]  # fmt: skip
    for name, rows in (("gold", gold), ("found", found)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    assert cli.run(["evaluate", str(tmp_path / "gold.jsonl"), str(tmp_path / "found.jsonl"), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "flips" in out
    assert "a.txt: sign\n  gold      0–10  RUS          +2  talks\n  predicted 0–10  RUS          -2  talks\n" in out
    assert "a.txt: missed\n  gold      40–50  CHN          +2  talks\n  predicted –\n" in out


def test_rows_that_name_no_document_are_of_the_only_one() -> None:
    gold = [{key: value for key, value in row(0, 10, "RUS", 2).items() if key != "document"}]
    assert evaluate(gold, [row(0, 10, "RUS", 2)]).scores["holders+sign"].f1 == 1
    with pytest.raises(InputError, match=r"some name no document, others a\.txt, b\.txt"):
        evaluate(gold, [row(0, 10, "RUS", 2), {**row(0, 10, "RUS", 2), "document": "b.txt"}])


def test_alpha_nominal_by_hand() -> None:
    # ten units, values 0 and 1: 10 + 4 + 0 ... o01 = 4, n0 = 14, n1 = 6: 1 − 19 · 4 / (14 · 6) = 0.0952, the book's own example
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(1 - 19 * 4 / (14 * 6))
    # four values, twelve units: 0.692 in the book
    assert round(alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True))), 3) == 0.692


def test_alpha_ordinal_by_hand() -> None:
    # values 1, 2, 3 stand 2, 1 and 3 times. Squared distances: 1–2 (2/2 + 1/2)² = 2.25, 2–3 (1/2 + 3/2)² = 4, 1–3 (2/2 + 1 + 3/2)² = 12.25.
    # Observed 2 · 4 = 8; by chance 2 (2·1·2.25 + 1·3·4 + 2·3·12.25) / 5 = 36.
    assert alpha([(1, 1), (2, 3), (3, 3)], ordinal=True) == pytest.approx(1 - 8 / 36)
    assert alpha([(1, 1), (2, 3), (3, 3)]) == pytest.approx(1 - 2 / (2 * (2 * 1 + 1 * 3 + 2 * 3) / 5))


def test_two_coders_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = [row(0, 10, "RUS", 1, act="support"), row(20, 30, "CHN", 2, act="urge"), row(40, 50, "CHN", 3, act="urge"), row(80, 90, "USA", 1, act="deny")]
    two = [row(0, 10, "RUS", 1, act="support"), row(20, 30, "CHN", 3, act="urge"), row(40, 50, "CHN", 3, act="support")]
    for name, rows in (("a", one), ("b", two)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    files = [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]
    assert cli.run(["evaluate", *files, "--coders", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["both"], found["first"], found["second"]) == (3, 4, 3)
    assert {r["field"]: (r["level"], r["alpha"]) for r in found["alpha"]} == {
        "holders": ("nominal", 1.0), "act": ("nominal", round(1 - 5 * 2 / (2 * 3 * 3), 4)), "stance": ("ordinal", round(1 - 8 / 36, 4)), "issue": ("nominal", 1.0),
    }  # fmt: skip
    assert cli.run(["evaluate", *files, "--coders"]) == 0
    assert "stance   ordinal  3      0.7778" in capsys.readouterr().out
    assert cli.run(["evaluate", *files, "--coders", "--errors"]) == 2
    assert agreement(one, []).alphas == {}


@pytest.mark.parametrize(("line", "what"), [
    ("nonsense", "no record; expected one JSON object a line"),
    ("[1]", "no record; expected one JSON object a line"),
    ('{"start": 5, "end": 5, "holders": ["RUS"], "stance": 1}', "no span: start 5, end 5; expected whole numbers, start before end"),
    ('{"start": true, "end": 5, "holders": ["RUS"], "stance": 1}', "no span: start True, end 5; expected whole numbers, start before end"),
    ('{"start": 1, "end": 5, "holders": "RUS", "stance": 1}', "holders: 'RUS'; expected a list of codes"),
    ('{"start": 1, "end": 5, "holders": ["RUS"], "stance": 4}', "stance: 4; expected a whole number from -3 to 3"),
    ('{"start": 1, "end": 5, "holders": ["RUS"]}', "stance: None; expected a whole number from -3 to 3"),
])  # fmt: skip
def test_a_faulty_line_is_told(line: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    gold.write_text(json.dumps(row(0, 10, "RUS", 2)) + "\n")
    found.write_text("\n" + line + "\n")
    assert cli.run(["evaluate", str(gold), str(found)]) == 1
    assert capsys.readouterr().err == f"{found}:2: {what}\n"


def test_files_that_cannot_be_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, cues = tmp_path / "gold.jsonl", tmp_path / "cues.jsonl"
    gold.write_bytes(json.dumps(row(0, 10, "RUS", 2)).encode() + b"\n\xff")
    cues.write_text(json.dumps(said((0, 1), (2, 3), (4, 5))) + '\n{"source": [[3, 1]], "cue": [], "content": []}\n')
    assert cli.run(["evaluate", str(gold), str(gold)]) == 1
    assert cli.run(["evaluate", str(tmp_path / "none.jsonl"), str(gold)]) == 1
    assert cli.run(["evaluate", str(cues), str(cues)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{gold}:2: byte 0xff is no UTF-8; expected a JSON Lines file in UTF-8",
        f"{tmp_path / 'none.jsonl'}: No such file or directory; expected a JSON Lines file",
        f"{cues}:2: source: [[3, 1]]; expected a list of [start, end]",
    ]


def test_what_extract_prints_is_scored_layer_by_layer(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("3 May 2021. Norway said it condemned the coup. According to Chile, talks will resume.")
    for layer in ("positions", "attributions"):
        assert cli.run(["extract", "a.txt", "--layer", layer]) == 0
        Path(f"{layer}.jsonl").write_text(capsys.readouterr().out)
        assert cli.run(["evaluate", f"{layer}.jsonl", f"{layer}.jsonl", "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert {r["f1"] for r in found["scores"]} == {1.0}
        assert found["errors"] == []
