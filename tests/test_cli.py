"""The command line as people meet it: commands, exit codes, and one line for each mistake."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
import typer

from positiongraph import cli
from positiongraph.questions import questions
from tests.gold import GOLD
from tests.sources.test_tables import FAULTS, faulty


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli") / "kg"
    assert cli.run(["--quiet", "build", str(GOLD), "--store", str(folder)]) == 0
    return str(folder)


def test_build_names_every_fault_builds_nothing_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = faulty(tmp_path)
    assert cli.run(["build", path, "--store", str(tmp_path / "kg")]) == 1
    said = capsys.readouterr()
    lines = said.err.strip().split("\n")
    assert said.out == ""
    assert [line.split(":")[1] for line in lines] == [str(2 * number + 2) for number in range(len(FAULTS))]
    assert not (tmp_path / "kg").exists()


def test_keep_going_builds_the_rest_writes_rejects_and_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = faulty(tmp_path)
    assert cli.run(["build", path, "--store", str(tmp_path / "kg"), "--keep-going"]) == 3
    rejects = [json.loads(line) for line in (tmp_path / "kg.rejects.jsonl").read_text().splitlines()]
    assert [reject["line"] for reject in rejects] == [2 * number + 2 for number in range(len(FAULTS))]
    assert rejects[0]["row"]["stance"] == 7
    assert "no such stance 7" in rejects[0]["reasons"][0]
    assert f"{len(FAULTS)} rows refused" in capsys.readouterr().err


def test_what_the_shapes_find_is_said_with_the_line_of_the_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.jsonl"
    (tmp_path / "note.txt").write_text("France backs the tax.")
    row = {"document": "note.txt", "holders": ["FRA"], "issue": "Wine tax", "stance": 2, "act": "support", "date": "2020"}
    table.write_text(json.dumps(row | {"text": "backs the tax"}) + "\n" + json.dumps(row | {"holders": ["ITA"]}) + "\n")
    assert cli.run(["validate", str(table)]) == 1
    assert capsys.readouterr().err.startswith(f"{table}:2: The document's text is in the graph, so the position needs the words")
    assert cli.run(["build", str(table), "--store", str(tmp_path / "kg"), "--keep-going"]) == 3
    assert json.loads((tmp_path / "kg.rejects.jsonl").read_text())["row"]["holders"] == ["ITA"]


def test_a_speaker_without_an_office_is_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.jsonl"
    row = {"document": "a", "holders": ["FRA"], "speaker": "Vladimir Putin", "issue": "Wine tax", "stance": 2, "act": "support", "date": "2020-01-01"}
    table.write_text(json.dumps(row))
    assert cli.run(["validate", str(table)]) == 0
    said = capsys.readouterr().err
    assert "warning: " in said
    assert "No membership ties the speaker" in said


def test_ask_without_a_question_lists_them_with_what_they_take(kg: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", "--store", kg]) == 0
    said = capsys.readouterr().out
    for each in questions():
        assert each.name in said
    assert "--holder ACTOR" in said


def test_every_parameter_of_every_question_is_an_option(kg: str, capsys: pytest.CaptureFixture[str]) -> None:
    values = {"actor": "RUS", "issue": "one-china-policy", "statement": "joint-statement", "date": "2025-05-08", "words": "peace", "integer": "3", "limit": "3"}
    for each in questions():
        options = [text for parameter in each.parameters for text in (f"--{parameter.name}", values[parameter.type])]
        assert cli.run(["ask", each.name, *options, "--store", kg]) == 0, each.name
        assert capsys.readouterr().err == "answered by SPARQL on Oxigraph\n", each.name


def test_every_option_is_written_small() -> None:
    commands = typer.main.get_command(cli.common.app).commands  # type: ignore[attr-defined]
    options = [name for command in commands.values() for parameter in command.params for name in parameter.opts if name.startswith("--")]
    assert len(options) > 50
    assert [name for name in options if name != name.lower()] == []


def test_ask_prints_csv_and_json_for_machines(kg: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", "2", "--store", kg, "--format", "csv"]) == 0
    assert capsys.readouterr().out == "holder,holder_name,positions\nRUS,Russia,22\nCHN,China,17\n"
    assert cli.run(["ask", "who-stands-where", "--issue", "one-china-policy", "--store", kg, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["stance"] == 3


def test_query_answers_in_the_standards_formats(kg: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    count = "SELECT (COUNT(?p) AS ?n) { ?p a pos:Position }"
    assert cli.run(["query", count, "--store", kg, "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["results"]["bindings"][0]["n"]["value"] == "26"
    assert cli.run(["query", count, "--store", kg, "--format", "csv"]) == 0
    assert capsysbinary.readouterr().out.replace(b"\r", b"") == b"n\n26\n"
    assert cli.run(["query", "CONSTRUCT WHERE { ?p pos:voice ?v }", "--store", kg]) == 0
    assert capsysbinary.readouterr().out.count(b"pos:joint") == 13
    assert cli.run(["query", "ASK { ?p pos:stance pos:condemns }", "--store", kg]) == 0
    assert b"True" in capsysbinary.readouterr().out


def test_networks_are_written_and_read_back(kg: str, tmp_path: Path) -> None:
    for joint, weight in (("each", 0.8120), ("fractional", 0.4295), ("exclude", 0.2821)):
        out = tmp_path / f"{joint}.csv"
        assert cli.run(["network", "holders", "--joint", joint, "--store", kg, "--out", str(out)]) == 0
        rows = list(csv.DictReader(io.StringIO(out.read_text())))
        assert list(rows[0])[:3] == ["source", "target", "weight"]
        assert [(row["source"], row["target"]) for row in rows] == [("CHN", "RUS")]
        assert round(float(rows[0]["weight"]), 4) == weight
    assert cli.run(["network", "positions", "--store", kg, "--out", str(tmp_path / "n.graphml")]) == 0
    behind = [ids.split() for *_, ids in nx.read_graphml(tmp_path / "n.graphml").edges(data="positions")]
    assert sum(map(len, behind)) == 39
    assert cli.run(["network", "positions", "--store", kg, "--out", str(tmp_path / "n.html")]) == 0
    assert "<html" in (tmp_path / "n.html").read_text(encoding="utf-8")


def test_explore_and_export_write_files(kg: str, tmp_path: Path) -> None:
    assert cli.run(["explore", "--store", kg, "--out", str(tmp_path / "page.html")]) == 0
    assert cli.run(["export", "--store", kg, "--format", "turtle", "--out", str(tmp_path / "kg.ttl")]) == 0
    assert "pos:Position" in (tmp_path / "kg.ttl").read_text()


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (["ask", "who-stand-where", "--store", "KG"], 2, "no question named 'who-stand-where'; nearest: who-stands-where"),
    (["ask", "3", "--issue", "nothing of the kind", "--store", "KG"], 2, "no issue named 'nothing of the kind'"),
    (["ask", "3", "--store", "nowhere"], 1, "nowhere: no store here"),
    (["ask", "3", "--store", "KG", "--format", "docx"], 2, "no format named 'docx'"),
    (["query", "SELECT", "--store", "KG"], 2, "no SPARQL query"),
    (["query", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }", "--store", "KG"], 2, "SERVICE is refused"),
    (["query", "PREFIX SERVICE: <http://127.0.0.1:1/> SELECT * { SERVICE SERVICE:x { ?s ?p ?o } }", "--store", "KG"], 2, "SERVICE is refused"),
    (["query", "--file", "nowhere.rq", "--store", "KG"], 2, "nowhere.rq: no such file"),
    (["build", "nowhere.csv", "--store", "x"], 1, "nowhere.csv: no such file"),
    (["build", "x.docx", "--store", "x"], 1, "x.docx: unknown kind of source '.docx'"),
    (["network", "friends", "--store", "KG", "--out", "x.csv"], 2, "friends"),
    (["network", "holders", "--measure", "identical", "--normalise", "average", "--store", "KG", "--out", "x.csv"], 2, "normalise"),
    (["network", "holders", "--since", "yesterday", "--store", "KG", "--out", "x.csv"], 2, "yesterday"),
    (["validate"], 2, "validate takes either sources, or --store DIR or --endpoint URL"),
    (["dance"], 2, "No such command"),
])
def test_mistakes_are_one_line_without_traceback(
    kg: str, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run([kg if argument == "KG" else argument for argument in arguments]) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_jsonl_comes_from_standard_input(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "positiongraph.cli", "build", "-", "--store", str(tmp_path / "kg")], input=GOLD.read_bytes(),
                          capture_output=True, check=True)
    assert b"26 positions in 1 documents" in done.stderr
    assert done.stdout == b""


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("positiongraph 0.")
    for command in ("demo", "extract", "evaluate", "build", "validate", "ask", "query", "network", "explore", "export", "who", "schema", "serve",
                    "compare", "shift", "coalition", "outlier", "says-and-votes", "plot"):
        assert cli.run([command, "--help"]) == 0
        assert command in capsys.readouterr().out


def test_every_option_says_what_it_is_for() -> None:
    commands = typer.main.get_command(cli.common.app).commands  # type: ignore[attr-defined]
    assert len(commands) > 15
    assert [f"{name} {option.opts[0]}" for name, command in commands.items() for option in command.params
            if option.param_type_name == "option" and not option.help] == []


def test_the_schema_is_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert set(schema["required"]) == {"document", "holders", "issue", "stance", "act", "date"}


ARTICLE = (
    "Oslo, 3 May 2021. Norway condemned the coup in Myanmar and called for the release of all political prisoners. "
    "Sweden and Finland support the sanctions against the junta.\n"
)


def test_a_text_is_extracted_built_and_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(ARTICLE)
    assert cli.run(["extract", "article.txt"]) == 0
    lines = capsys.readouterr().out
    found = [json.loads(line) for line in lines.splitlines()]
    assert [ARTICLE[record["start"] : record["end"]] for record in found] == [record["text"] for record in found]
    assert {tuple(record["holders"]) for record in found} == {("NOR",), ("FIN", "SWE")}
    Path("found.jsonl").write_text(lines)
    assert cli.run(["build", "found.jsonl", "--store", "table"]) == 0
    assert cli.run(["build", "article.txt", "--store", "text"]) == 0
    capsys.readouterr()
    answers = []
    for store in ("table", "text"):
        assert cli.run(["ask", "who-stands-where", "--store", store, "--format", "json"]) == 0
        answers.append({(row["holder"], row["issue"], row["stance"], row["text"], row["start"]) for row in json.loads(capsys.readouterr().out)})
    assert answers[0] == answers[1] != set()
    assert cli.run(["evaluate", "found.jsonl", "found.jsonl", "--format", "json"]) == 0
    assert {row["f1"] for row in json.loads(capsys.readouterr().out)["scores"]} == {1.0}
    assert cli.run(["extract", "article.txt", "--layer", "attributions"]) == 0
    assert all(set(json.loads(line)) == {"document", "source", "cue", "content"} for line in capsys.readouterr().out.splitlines())


def test_extract_prints_csv_that_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(ARTICLE)
    assert cli.run(["extract", "article.txt", "--format", "csv"]) == 0
    Path("found.csv").write_text(capsys.readouterr().out)
    assert cli.run(["validate", "found.csv"]) == 0


def test_quiet_may_stand_behind_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["build", str(GOLD), "--store", str(tmp_path / "kg"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_findings_bring_their_words(kg: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def rows(*arguments: str) -> list[dict[str, object]]:
        assert cli.run([*arguments, "--store", kg, "--format", "json"]) == 0
        return list(json.loads(capsys.readouterr().out))

    compared = rows("compare", "RUS", "CHN")
    assert [row["how"] for row in compared].count("agree") == 14
    assert [row["how"] for row in compared].count("CHN silent") == 7
    assert [row["how"] for row in compared].count("RUS silent") == 2
    assert [row["change"] for row in rows("shift", "CHN", "russia-china-partnership")] in ([0, 1], [0, -1])
    assert [row["side"] for row in rows("coalition", "nato-presence-in-the-asia-pacific")] == ["against", "against"]
    assert rows("outlier") == []
    assert rows("says-and-votes", "RUS") == []
    for kind, more in (("heat-map", []), ("coalition", ["--issue", "one-china-policy"]), ("timeline", ["--pair", "RUS,CHN"]), ("scaling", [])):
        assert cli.run(["plot", kind, *more, "--store", kg, "--out", str(tmp_path / f"{kind}.svg")]) == 0
        assert (tmp_path / f"{kind}.svg").read_text().startswith("<?xml")


def test_who_is_who_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["who", "the French president", "--on", "2015-06-01"]) == 0
    assert "François Hollande" in capsys.readouterr().out
    assert cli.run(["who", "Moscow", "--on", "2025-05-08", "--format", "json"]) == 0
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["candidates"]] == ["RUS", None]
    assert cli.run(["who", "Atlantis"]) == 1
    assert cli.run(["who", "Moscow", "--on", "May"]) == 2


def test_own_actors_go_before_the_packaged_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("actors:\n  - {code: HANSA, kind: Bloc, name: Hanseatic League, aliases: [the Hansa], source: [own]}\n")
    assert cli.run(["who", "the Hansa", "--actors", str(own)]) == 0
    assert "HANSA" in capsys.readouterr().out
