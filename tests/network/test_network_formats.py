"""Files of networks: everything arrives, in every format, and a re-run gives the same bytes."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import igraph
import networkx as nx
import pyarrow.parquet as pq
import pytest
from network_worlds import gold, row, rows

from positiongraph.errors import UnknownName, UsageError
from positiongraph.network import network, write
from positiongraph.network.formats import FORMATS, plain
from positiongraph.network.windows import dynamic, slices

KINDS = ("positions", "holders", "issues", "targets", "roles")
HERE = Path(__file__).parent


def weights(found: nx.Graph) -> list[tuple[str, str, float]]:
    return sorted((*(ends if found.is_directed() else sorted(ends)), round(data.get("value", data["weight"]), 12))
                  for *ends, data in found.edges(data=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_graphml_and_gexf_keep_every_node_edge_and_attribute(tmp_path: Path, kind: str, suffix: str) -> None:
    drawn = network(gold(), kind)
    (path,) = write(drawn, tmp_path / f"n{suffix}")
    again = nx.read_graphml(path) if suffix == ".graphml" else nx.read_gexf(path)
    assert weights(again) == weights(drawn)
    assert {node: (data["kind"], data["count"], data["label"]) for node, data in again.nodes(data=True)} == {
        node: (data["kind"], data["count"], data["label"]) for node, data in drawn.nodes(data=True)}
    for _, _, data in again.edges(data=True):
        assert {"weight"} <= set(data)
    if kind not in {"holders", "issues"}:
        assert {data["positions"] for _, _, data in again.edges(data=True)} == {data["positions"] for _, _, data in drawn.edges(data=True)}


def test_the_edge_list_begins_with_source_target_weight(tmp_path: Path) -> None:
    path, recipe = write(network(gold(), "holders"), tmp_path / "n.csv")
    with path.open(newline="") as file:
        header, line = list(csv.reader(file))
    assert header[:3] == ["source", "target", "weight"]
    assert line[:2] == ["CHN", "RUS"]
    assert round(float(line[2]), 4) == 0.8120
    assert json.loads(recipe.read_text())["measure"] == "congruence"


def test_the_matrix_is_symmetric_and_empty_where_there_is_no_edge(tmp_path: Path) -> None:
    world = rows(row("A", "x", 2), row("B", "x", 2), row("C", "y", 1))
    path, _ = write(network(world, "holders"), tmp_path / "n.matrix.csv")
    assert path.read_text() == ",A,B,C\nA,,1.0,\nB,1.0,,\nC,,,\n"


@pytest.mark.parametrize("kind", KINDS)
def test_json_parquet_and_pajek_hold_every_edge(tmp_path: Path, kind: str) -> None:
    drawn = network(gold(), kind)
    write(drawn, tmp_path / "n.json")
    again = nx.node_link_graph(json.loads((tmp_path / "n.json").read_text()), edges="edges")
    assert weights(again) == weights(drawn)
    write(drawn, tmp_path / "n.parquet")
    table = pq.read_table(tmp_path / "n.parquet")
    assert table.num_rows == drawn.number_of_edges()
    assert json.loads(table.schema.metadata[b"recipe"])["kind"] == kind
    write(drawn, tmp_path / "n.net")
    pajek = igraph.Graph.Read_Pajek(str(tmp_path / "n.net"))
    assert sorted(round(weight, 9) for weight in pajek.es["weight"]) == sorted(round(weight, 9) for *_, weight in weights(drawn))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_export_carries_its_recipe_and_the_hash_of_its_rows(tmp_path: Path, suffix: str) -> None:
    files = write(network(gold(), "holders", joint="exclude", since="2025"), tmp_path / f"n{suffix}")
    whole = b"".join(file.read_bytes() for file in files)
    assert b"sha256" in whole
    assert b"exclude" in whole
    assert b"2025" in whole


def test_a_run_under_another_hash_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    script = ("import sys; sys.path.append(sys.argv[2])\n"
              "from positiongraph.network import network, write; from network_worlds import gold\n"
              "for kind in ('positions', 'issues', 'targets', 'roles'):\n"
              "    for suffix in ('.graphml', '.gexf', '.csv', '.json', '.net', '.parquet'):\n"
              "            write(network(gold(), kind), sys.argv[1] + '/' + kind + suffix)")
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run([sys.executable, "-c", script, str(folder), str(HERE)], check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    files = sorted(file.name for file in (tmp_path / "1").iterdir())
    assert len(files) == 28
    assert all((tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes() for name in files)


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    table = gold()
    backwards = table.take(list(range(table.num_rows))[::-1])
    for kind in KINDS:
        write(network(table, kind), tmp_path / "a.graphml")
        write(network(backwards, kind), tmp_path / "b.graphml")
        assert (tmp_path / "a.graphml").read_bytes() == (tmp_path / "b.graphml").read_bytes()


def test_hostile_names_and_missing_values_do_no_harm(tmp_path: Path) -> None:
    odd = 'a <b> & "c"\x00\n</graphml>'
    world = rows(row(odd, "x", 2, issue_label=None), row("B", "x", 1, issue_label="x, with a comma"))
    drawn = network(world, "positions")
    drawn.nodes["B"].update(note=None, tags=["z", "a"], score=float("nan"))
    for suffix in FORMATS:
        write(drawn, tmp_path / f"n{suffix}")
    assert nx.read_graphml(tmp_path / "n.graphml").nodes["B"]["tags"] == "z a"
    assert "note" not in nx.read_gexf(tmp_path / "n.gexf").nodes["B"]
    assert "score" not in nx.read_gexf(tmp_path / "n.gexf").nodes["B"]


def test_one_name_is_one_type_in_a_file() -> None:
    mixed = nx.Graph()
    mixed.add_edge("a", "b", weight=1)
    mixed.add_edge("b", "c", weight=0.5)
    assert {type(weight) for _, _, weight in plain(mixed).edges(data="weight")} == {float}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_network_without_edges_is_written_and_read(tmp_path: Path, suffix: str) -> None:
    write(network(rows(row("A", "x", 2)), "holders"), tmp_path / f"n{suffix}")
    write(network(gold(), "holders", since="2030"), tmp_path / f"empty{suffix}")
    if suffix == ".graphml":
        assert list(nx.read_graphml(tmp_path / "n.graphml")) == ["A"]
        assert len(nx.read_graphml(tmp_path / "empty.graphml")) == 0


def test_unknown_suffix_and_missing_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="graphml"):
        write(network(gold(), "holders"), tmp_path / "n.grphml")
    with pytest.raises(UsageError, match="no such folder"):
        write(network(gold(), "holders"), tmp_path / "no" / "n.csv")


def test_gephi_gets_edges_of_weight_0_with_their_value(tmp_path: Path) -> None:
    world = rows(row("A", "x", 3), row("B", "x", -3), row("C", "x", 3))
    again = nx.read_gexf(write(network(world, "holders"), tmp_path / "n.gexf")[0])
    assert {(a, b): data["value"] for a, b, data in again.edges(data=True)} == {("A", "B"): 0, ("A", "C"): 1, ("B", "C"): 0}
    assert all(data["weight"] > 0 for _, _, data in again.edges(data=True))


def test_spells_are_words_in_formats_without_time(tmp_path: Path) -> None:
    world = rows(*(row(holder, "x", 2, date=str(year)) for year in (2020, 2021) for holder in "AB"))
    again = nx.read_graphml(write(dynamic(slices(world, "holders", width="1 year")), tmp_path / "n.graphml")[0])
    assert again.edges["A", "B"]["spells"] == "2020-01-01/2021-12-31"
