"""Many texts: side by side in processes, in order, unchanged ones passed over, a bad one told and the rest read."""

import hashlib
import inspect
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from positiongraph import cli
from positiongraph.errors import Fault, InputError
from positiongraph.extraction import Account, attributions, extract, many, parse, records
from positiongraph.extraction.document import Text
from positiongraph.extraction.reading import Given
from positiongraph.reading import reading

STATES = ("Norway", "Chile", "Peru", "Ghana", "Japan", "Kenya")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six texts and an unreadable one in the middle."""
    monkeypatch.chdir(tmp_path)
    for n, state in enumerate(STATES):
        Path(f"{n}.txt").write_text(f"{state} said so.\n\nOslo, {n + 1} May 2021. {state} condemned the coup. {state} welcomed the truce, its ministry said.")
    Path("2b.txt").write_bytes(b"\0\1")
    return tmp_path


def names() -> list[str]:
    return sorted(path.name for path in Path().glob("*.txt"))


def test_one_process_and_two_print_the_same_bytes(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said = []
    for number in ("1", "2"):
        assert cli.run(["extract", *names(), "--all", "--explain", "--processes", number]) == 3
        said.append(capfdbinary.readouterr())
    assert said[0] == said[1]
    assert said[0].out.count(b"\n") >= 12
    assert said[0].err == b"2b.txt: binary data; expected text\n"


def test_one_process_and_two_build_the_same_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exports = []
    for number in ("1", "2"):
        assert cli.run(["build", *names(), "--store", f"kg{number}", "--processes", number]) == 3
        assert cli.run(["export", "--store", f"kg{number}", "--format", "nquads", "--out", f"{number}.nq"]) == 0
        exports.append((Path(f"{number}.nq").read_bytes(), json.loads(next(Path(f"kg{number}").glob("*/stamp.json")).read_text())["state"]))
    assert exports[0] == exports[1]
    assert "12 positions in 6 documents" in capsys.readouterr().err
    (reject,) = map(json.loads, Path("kg1.rejects.jsonl").read_text().splitlines())
    assert reject == {"source": "2b.txt", "line": None, "reasons": ["2b.txt: binary data; expected text"], "row": {}}


def test_where_nothing_can_be_read_nothing_is_built(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("undated.txt").write_text("Norway condemned the coup.")
    assert cli.run(["build", "2b.txt", "undated.txt", "--store", "kg"]) == 1
    assert cli.run(["extract", "2b.txt", "none.txt"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "2b.txt: binary data; expected text",
        "undated.txt: no date in the text; expected a date line such as 'date 2025-05-08', or --date",
        "2b.txt: binary data; expected text",
        "none.txt: No such file or directory; expected a readable file",
    ]
    assert not Path("kg").exists()
    assert cli.run(["build", "undated.txt", "--store", "kg", "--date", "2021-05"]) == 0


def test_unchanged_texts_are_passed_over_without_being_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Path("2b.txt").unlink()
    assert cli.run(["build", *names(), "--store", "kg"]) == 0
    capsys.readouterr()
    before = Path("kg/CURRENT").read_text()

    def parsed(*_: object) -> None:
        raise AssertionError("a text was parsed")

    with monkeypatch.context() as patch:
        patch.setattr(parse, "pipeline", parsed)
        assert cli.run(["build", *names(), "--store", "kg"]) == 0
    assert "6 unchanged texts passed over; --again reads them too\nkg: 12 positions in 6 documents; 0 of them read now" in capsys.readouterr().err
    assert Path("kg/CURRENT").read_text() == before, "nothing was written"
    with Path("0.txt").open("a") as file:
        file.write(" Norway rejects the proposal.")
    assert cli.run(["build", *names(), "--store", "kg"]) == 0
    assert "kg: 13 positions in 6 documents; 3 of them read now" in capsys.readouterr().err, "a file that changed is replaced whole"
    assert cli.run(["build", *names(), "--store", "kg", "--again"]) == 0
    assert "kg: 13 positions in 6 documents; 13 of them read now" in capsys.readouterr().err


def test_passing_over_is_far_faster_than_reading(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("3 May 2021\n\n" + "".join(f"Norway condemned the coup of {n}. Chile welcomed the truce, the ministry said.\n\n" for n in range(150)))
    parse.pipeline()
    took = []
    held: frozenset[str] = frozenset()
    for _ in range(2):
        start = time.process_time()
        facts = extract(path, held=held, account=Account())
        took.append(time.process_time() - start)
        held = held or frozenset(document.id for document in facts.documents)
    assert held
    assert took[0] > 20 * took[1], took


def test_the_same_text_twice_is_read_once(folder: Path) -> None:
    Path("copy.txt").write_bytes(Path("0.txt").read_bytes())
    account = Account()
    facts = extract("0.txt", "copy.txt", account=account)
    assert [document.identifier for document in facts.documents] == ["0.txt"]
    assert account.notes == ["copy.txt: the same text as 0.txt; read once"]


def test_faults_are_raised_after_the_others_were_read(folder: Path) -> None:
    found = records("2b.txt", "0.txt", "none.txt", "1.txt")
    assert [next(found)["holders"] for _ in range(4)] == [["NOR"], ["NOR"], ["CHL"], ["CHL"]]
    with pytest.raises(InputError, match=r"^2b\.txt: binary data; expected text\nnone\.txt: No such file"):
        next(found)


def _length(text: Given | Text) -> tuple[int, int]:
    if not text.text:
        raise InputError([Fault(text.identifier, None, "empty")])
    return os.getpid(), len(text.text)


@pytest.mark.parametrize("processes", [1, 2])
def test_few_texts_wait_however_many_there_are(processes: int) -> None:
    handed = 0

    def texts() -> Iterator[Given]:
        nonlocal handed
        for n in range(60):
            handed += 1
            yield Given(identifier=str(n), text="x" * n)

    account, lead, results = Account(), 0, []
    for taken, result in enumerate(many.each(_length, texts(), account, processes)):
        lead = max(lead, handed - taken)
        results.append(result)
    assert [length for _, length in results] == list(range(1, 60)), "in order"
    assert [str(fault) for fault in account.faults] == ["0: empty"]
    assert lead <= 4 * processes + 2
    workers = {pid for pid, _ in results}
    assert (workers == {os.getpid()}) if processes == 1 else os.getpid() not in workers


def test_several_processes_are_started_by_commands_where_there_is_much_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(6))
    for name, size in (("a.txt", many.WORTH), ("b.txt", 5), ("c.txt", 5), ("d.jsonl", many.WORTH)):
        (tmp_path / name).write_text("x" * size)
    for names, wanted in ((["a.txt"], 1), (["b.txt", "c.txt"], 1), (["a.txt", "b.txt"], 6), (["d.jsonl"], 6), (["-"], 1)):
        assert many.processes_for([str(tmp_path / name) for name in names]) == wanted, names


def test_functions_start_no_process_that_nobody_asked_for() -> None:
    for function in (extract, records, attributions, reading):
        assert inspect.signature(function).parameters["processes"].default == 1, "a script has no guard around its main part"


def test_progress_tells_how_far_how_fast_and_how_long(folder: Path) -> None:
    told: list[str] = []
    list(records(*names(), account=Account(tell=told.append)))
    assert len(told) == 6
    assert told[-1].startswith("reading texts: 6 read, ")
    assert told[-1].endswith(" words a second, 0 s left")


def test_a_store_is_as_it_was_when_a_text_is_at_fault(folder: Path) -> None:
    assert cli.run(["build", "0.txt", "--store", "kg"]) == 0
    state = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path("kg").rglob("*") if path.is_file()}
    assert cli.run(["build", "2b.txt", "--store", "kg"]) == 1
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path("kg").rglob("*") if path.is_file()} == state
