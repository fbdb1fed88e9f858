"""Tables of positions: four formats, one schema, and every fault said."""

import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from positiongraph.errors import InputError, UsageError
from positiongraph.facts import Facts
from positiongraph.sources import read_table
from positiongraph.sources.readers import rows

GOOD: dict[str, Any] = {
    "document": "a.html", "holders": ["DEU", "FRA"], "voice": "joint", "issue": "Minimum corporate tax", "stance": 2, "act": "support",
    "date": "2021-06-05", "targets": ["unnamed:some small states"], "start": 4, "end": 9, "text": "back\n", "confidence": 0.5,
}
ALONE: dict[str, Any] = {"document": "a.html", "holders": ["BRA"], "issue": "Minimum corporate tax", "stance": -1, "act": "concern", "date": "2021-06"}


def write(path: Path, records: list[dict[str, Any]]) -> str:
    """Write records in the format of the path's suffix."""
    lists = ("holders", "targets")
    if path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(record) for record in records) + "\n")
    elif path.suffix == ".yaml":
        path.write_text(yaml.safe_dump({"positions": records}, allow_unicode=True))
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([{name: record.get(name) for name in GOOD} for record in records]), path)
    else:
        cells = [",".join('"' + (";".join(r[n]) if n in lists and n in r else str(r.get(n, ""))).replace('"', '""') + '"' for n in GOOD) for r in records]
        path.write_text(",".join(GOOD) + "\n" + "\n".join(cells) + "\n")
    return str(path)


@pytest.mark.parametrize("suffix", [".yaml", ".jsonl", ".csv", ".parquet"])
def test_the_four_formats_give_the_same_facts(tmp_path: Path, suffix: str) -> None:
    facts = read_table(write(tmp_path / f"t{suffix}", [GOOD, ALONE])).facts
    assert facts == read_table(write(tmp_path / "reference.jsonl", [GOOD, ALONE])).facts
    joint, alone = facts.positions
    assert (joint.holders, joint.voice, joint.targets, joint.text) == (("DEU", "FRA"), "joint", ("unnamed:some small states",), "back\n")
    assert (alone.date, alone.start, alone.voice, alone.stance) == ("2021-06", None, "unilateral", -1)


FAULTS: list[tuple[dict[str, Any] | str, str]] = [
    ({"stance": 7}, "stance: no such stance 7; expected a whole number from -3 (condemns) to 3 (endorses)"),
    ({"act": "suport"}, "act: unknown word 'suport'; expected support, or another of assert, praise"),
    ({"date": "2021-13-05"}, "date: no such date '2021-13-05'; expected YYYY, YYYY-MM or YYYY-MM-DD"),
    ({"holders": []}, "holders is empty; expected at least one actor"),
    ({"issue": None}, "issue is missing; expected the issue's label"),
    ({"confidence": 1.5}, "confidence: no confidence 1.5; expected a number from 0 to 1"),
    ({"end": 2}, "end 2 is not after start 4; expected end > start"),
    ({"text": "longer than its span"}, "text has 20 characters, but start and end span 5; expected exactly that slice"),
    ({"holders": ["Atlantis"], "voice": None}, "holders: unknown actor 'Atlantis'; expected a code or name of an actor, or unresolved:Atlantis"),
    ({"holders": ["DEU"]}, "a joint position with one holder; expected two or more holders"),
    ({"targets": ["FRA"]}, "FRA is holder and target; expected others as targets"),
    ('{"document": "a.html", ', "no JSON: Expecting property name"),
    ({"speakr": "Emmanuel Macron"}, "unknown field 'speakr'; expected speaker"),
    ({"voice": "unilateral"}, "a unilateral position with 2 holders; expected one holder, or voice joint"),
]


def faulty(tmp_path: Path) -> str:
    """Write a table with one fault in every second line, between good ones that differ."""
    lines = []
    for number, (change, _) in enumerate(FAULTS):
        lines.append(json.dumps(GOOD | {"issue": f"Issue {number}"}))
        lines.append(change if isinstance(change, str) else json.dumps({k: v for k, v in (GOOD | change).items() if v is not None}))
    path = tmp_path / "faulty.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def test_every_fault_is_said_with_file_and_line_in_one_run(tmp_path: Path) -> None:
    path = faulty(tmp_path)
    with pytest.raises(InputError) as caught:
        read_table(path)
    said = str(caught.value).split("\n")
    assert len(said) == len(FAULTS)
    for number, (line, (_, expected)) in enumerate(zip(said, FAULTS, strict=True)):
        assert line.startswith(f"{path}:{2 * number + 2}: {expected}"), line


def test_keep_going_takes_the_good_rows_and_returns_the_others(tmp_path: Path) -> None:
    reading = read_table(faulty(tmp_path), keep_going=True)
    assert len(reading.facts.positions) == len(FAULTS)
    assert [reject.faults[0].line for reject in reading.rejects] == [2 * number + 2 for number in range(len(FAULTS))]
    assert reading.rejects[0].row["stance"] == 7


def test_two_faults_of_one_row_are_both_said(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", [GOOD | {"act": "sing", "end": 1, "holders": ["Atlantis", "FRA"]}])
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert [fault.what.split(":")[0].split(" ")[0] for fault in caught.value.faults] == ["act", "end", "holders"]


def test_an_ambiguous_name_is_refused_with_its_candidates(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'Korea' may be several actors; expected one of .*KOR .*PRK|'Korea' may be several actors; expected one of .*PRK .*KOR"):
        read_table(write(tmp_path / "t.jsonl", [ALONE | {"holders": ["Korea"]}]))


def test_na_is_namibia_in_every_format(tmp_path: Path) -> None:
    for suffix in (".yaml", ".jsonl", ".csv", ".parquet"):
        facts = read_table(write(tmp_path / f"na{suffix}", [ALONE | {"holders": ["NA"]}, ALONE | {"holders": ["NO"]}])).facts
        assert [position.holders for position in facts.positions] == [("NAM",), ("NOR",)], suffix


FRENCH = "document,holders,issue,stance,act,date\nréunion.html,FRA,Énergie nucléaire n° 1,2,support,2020-01-01\n"


@pytest.mark.parametrize(("written", "told"), [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("latin-1", "latin-1"), ("cp1252", "cp1252")])
def test_encodings_are_read_as_marked_or_told(tmp_path: Path, written: str, told: str | None) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(FRENCH.encode(written))
    assert read_table(str(path), encoding=told).facts.issues[0].label == "Énergie nucléaire n° 1"


def test_an_encoding_is_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(FRENCH.encode("latin-1"))
    with pytest.raises(InputError, match=r"t.csv:2: byte 0xe9 is no utf-8; expected UTF-8, or --encoding NAME"):
        read_table(str(path))
    with pytest.raises(UsageError, match="no encoding named 'klingon'"):
        read_table(str(path), encoding="klingon")


def test_a_quoted_line_break_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('document,holders,issue,stance,act,date,text\na,FRA,x,2,support,2020,"two\nlines"\nb,FRA,x,9,support,2020,\n')
    with pytest.raises(InputError) as caught:
        read_table(str(path))
    assert [fault.line for fault in caught.value.faults] == [4]


def test_semicolons_separate_where_the_header_has_them(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("document;holders;issue;stance;act;date\na;FRA;x;2;support;2020\n")
    assert read_table(str(path)).facts.positions[0].holders == ("FRA",)


def test_yaml_faults_name_the_line_of_the_field(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("positions:\n  - document: a\n    holders: [FRA]\n    issue: x\n    stance: 2\n    act: support\n    date: 2020-99\n")
    with pytest.raises(InputError) as caught:
        read_table(str(path))
    assert str(caught.value).startswith(f"{path}:7: date: no such date '2020-99'")


@pytest.mark.parametrize(("text", "said"), [
    ("positions: [\n", "2: broken YAML"), ("- document: a\n  document: b\n", "1: document stands twice"), ("positions:\n  - words\n", "2: positions: a single value"),
    ("opinions:\n  - a: b\n", "2: unknown section 'opinions'; expected one of"), ("- &a [*a]\n", "1: positions: a single value"),
])
def test_broken_yaml_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_table(str(path))
    assert f"{path}:{said}" in str(caught.value)


@pytest.mark.parametrize(("name", "data", "said"), [
    ("t.docx", b"x", "unknown kind of file '.docx'"), ("t.jsonl", b"\xff\xfe\x00\xd8", "is no utf-16"), ("t.parquet", b"PAR1", "no Parquet"),
    ("t.csv", b'a,a\n1,2\n', "column 'a' stands twice"), ("t.csv", b'document,holders\n"open', "broken CSV"), ("t.csv", b"document,holders\nx\n", "1 cells under 2 columns"),
])
def test_files_that_cannot_be_read_are_said(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read_table(str(path))


def test_a_missing_file_is_said() -> None:
    with pytest.raises(InputError, match=r"nowhere.csv: no such file"):
        read_table("nowhere.csv")


def test_text_at_hand_is_held_and_checked(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Brazil backs a tax. 🙂 France objects.", encoding="utf-8")
    right = ALONE | {"document": "note.txt", "start": 22, "end": 37, "text": "France objects."}
    facts = read_table(write(tmp_path / "t.jsonl", [right, ALONE | {"document": "note.txt", "text": "backs a tax"}])).facts
    assert facts.documents[0].text == "Brazil backs a tax. 🙂 France objects."
    assert [(p.start, p.end) for p in facts.positions] == [(22, 37), (7, 18)]
    wrong = [right | {"start": 21, "end": 36}, right | {"start": 30, "end": 45}, ALONE | {"document": "note.txt", "text": "a"}]
    with pytest.raises(InputError) as caught:
        read_table(write(tmp_path / "w.jsonl", wrong))
    assert [fault.what.split(" of ")[0] for fault in caught.value.faults] == [
        "text is not what stands at 21–36", "end 45 lies beyond note.txt", "text stands 5 times in note.txt"
    ]


def test_a_row_said_twice_is_counted_and_one_told_differently_is_refused(tmp_path: Path) -> None:
    assert read_table(write(tmp_path / "t.jsonl", [GOOD, GOOD, ALONE])).duplicates == 1
    with pytest.raises(InputError, match=r"u.jsonl:2: the position of .*u.jsonl:1 again, told differently"):
        read_table(write(tmp_path / "u.jsonl", [GOOD, GOOD | {"confidence": 0.9}]))


def test_columns_that_mean_nothing_are_counted(tmp_path: Path) -> None:
    reading = read_table(write(tmp_path / "t.jsonl", [GOOD | {"coder": 3}, ALONE]))
    assert reading.unused == ((str(tmp_path / "t.jsonl"), "coder", 1),)


def test_rows_that_describe_issues_give_pole_and_concerns(tmp_path: Path) -> None:
    issue = {"issue": "Minimum corporate tax", "positive_pole": "introducing it", "concerns": ["IRL"]}
    facts = read_table(write(tmp_path / "t.jsonl", [ALONE]), write(tmp_path / "i.jsonl", [issue])).facts
    found = next(i for i in facts.issues if i.id == "minimum-corporate-tax")
    assert (found.positive_pole, found.concerns) == ("introducing it", ("IRL",))


def test_actors_of_the_file_come_before_the_reference(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(yaml.safe_dump({"actors": [{"code": "X1", "kind": "Organisation", "name": "<script>alert(1)</script>", "aliases": ["Moscow"]}],
                                    "positions": [ALONE | {"holders": ["Moscow"]}]}))
    facts = read_table(str(path)).facts
    assert facts.positions[0].holders == ("X1",)
    assert [a.name for a in facts.actors if a.code == "X1"] == ["<script>alert(1)</script>"]


def test_every_party_that_took_a_position_was_examined(tmp_path: Path) -> None:
    facts = read_table(write(tmp_path / "t.jsonl", [GOOD, ALONE, ALONE | {"holders": ["CHL"], "parties": ["PER"]}])).facts
    parties = {statement.date: statement.parties for statement in facts.statements}
    assert parties == {"2021-06-05": ("DEU", "FRA"), "2021-06": ("BRA", "CHL", "PER")}


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(tmp_path_factory: pytest.TempPathFactory, chance: random.Random) -> None:
    table = [GOOD, ALONE, ALONE | {"holders": ["CHL"]}, GOOD | {"issue": "Debt relief"}]
    shuffled = chance.sample(table, len(table))
    folder = tmp_path_factory.mktemp("order")
    one, other = (read_table(write(folder / f"{name}.jsonl", t)).facts for name, t in (("a", table), ("b", shuffled)))
    assert all(set(getattr(one, name)) == set(getattr(other, name)) for name in Facts.__dataclass_fields__)


@given(st.binary(max_size=200), st.sampled_from([".csv", ".jsonl", ".yaml", ".parquet"]))
def test_no_bytes_bring_a_reader_down(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"t{suffix}"
    path.write_bytes(data)
    faults: list[Any] = []
    try:
        found = list(rows(str(path), faults))
    except InputError as error:
        found, faults = [], list(error.faults)
    assert all(row.line >= 1 for row in found)
    assert all(str(fault).startswith(str(path)) for fault in faults)
