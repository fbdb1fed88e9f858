"""What the README shows is run, and prints what it says."""

import re
import shlex
from pathlib import Path

import pytest

from positiongraph import cli

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.M | re.S)


def blocks(language: str) -> list[str]:
    found = [text for name, text in BLOCKS if name == language]
    assert found, language
    return found


@pytest.fixture
def beside_the_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "statement.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    return tmp_path


def test_the_commands_run_on_the_statement_shown(beside_the_yaml: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ positiongraph ")]
    assert len(commands) >= 13
    (beside_the_yaml / "article.txt").write_text("Oslo, 3 May 2021. Norway condemned the coup in Myanmar.\n", encoding="utf-8")
    for command in commands:
        assert cli.run(shlex.split(command)[1:]) == 0, command
    said = capsys.readouterr()
    assert "2 positions in 1 documents" in said.err
    assert "France and Germany back it too" in said.out
    assert "Norway condemned the coup in Myanmar" in said.out
    assert "François Hollande" in said.out


def test_the_python_runs_on_the_statement_shown(beside_the_yaml: Path) -> None:
    names: dict[str, object] = {}
    exec(compile(blocks("python")[0], "README.md", "exec"), names)
    assert (beside_the_yaml / "page.html").stat().st_size > 10_000
    assert [row["holder"] for row in names["rows"].rows] == ["BRA", "DEU", "FRA"]  # type: ignore[attr-defined]


def test_the_demo_prints_the_numbers_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["demo", "--out", str(tmp_path / "demo")]) == 0
    said = capsys.readouterr()
    shown = next(block for block in blocks("text") if block.startswith("How far"))
    assert [line.rstrip() for line in shown.splitlines()] == [line.rstrip() for line in said.out.splitlines() if line.strip() in map(str.strip, shown.splitlines())]
    assert said.out.count("positiongraph ask ") == 5
    for name in ("store", "positions.ttl", "network.graphml", "page.html"):
        assert (tmp_path / "demo" / name).exists(), name
        assert str(tmp_path / "demo" / name) in said.err
    assert cli.run(["demo", "--out", str(tmp_path / "demo")]) == 0, "a second run replaces what the first made"


def test_the_fault_shown_is_the_fault_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "statement.csv").write_text("document,holders,issue,stance,act,date\na,FRA,x,2,support,2020\na,FRA,x,7,support,2020\n")
    assert cli.run(["build", "statement.csv", "--store", "kg"]) == 1
    assert capsys.readouterr().err in blocks("text")


def test_what_the_readme_names_is_there() -> None:
    root = Path(__file__).parents[1]
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (root / link).exists()] == []
