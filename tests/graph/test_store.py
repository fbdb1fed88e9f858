"""The store on disk: whole documents, whole builds, one writer."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS

from positiongraph.errors import StoreError
from positiongraph.facts import Facts
from positiongraph.graph import build, engine, graph, open_store, positions_table, stamp, store
from positiongraph.reading import read
from tests.gold import GOLD, gold

ROW = {"document": "a.html", "holders": ["FRA"], "issue": "Wine tax", "stance": 2, "act": "support", "date": "2020-05-01"}


def facts(folder: Path, *changes: dict[str, object]) -> Facts:
    path = folder / "t.jsonl"
    path.write_text("\n".join(json.dumps(ROW | change) for change in changes))
    return read(path)


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(sorted(ox.serialize(engine(folder), format=ox.RdfFormat.N_QUADS).splitlines(keepends=True)))).hexdigest()  # type: ignore[union-attr]


def test_what_is_stored_is_what_graph_says(tmp_path: Path) -> None:
    made = build(gold(), tmp_path / "kg")
    stored = ox.serialize(engine(tmp_path / "kg"), format=ox.RdfFormat.N_QUADS)
    assert isomorphic(Graph().parse(data=stored, format="nt"), graph(gold()))
    assert len(open_store(tmp_path / "kg")) == len(graph(gold()))
    assert (made.positions, made.documents) == (26, 1)
    assert positions_table(tmp_path / "kg").num_rows == 39


def test_a_second_build_of_the_same_changes_nothing(tmp_path: Path) -> None:
    first = build(gold(), tmp_path / "kg")
    before = digest(tmp_path / "kg")
    assert build(gold(), tmp_path / "kg") == first
    assert digest(tmp_path / "kg") == before


def test_a_document_is_replaced_whole_and_others_stay(tmp_path: Path) -> None:
    kg = tmp_path / "kg"
    build(facts(tmp_path, {}, {"issue": "Cheese tax", "holders": ["ITA"]}, {"document": "b.html", "holders": ["ESP"]}), kg)
    build(facts(tmp_path, {"stance": -2, "act": "reject"}), kg)
    assert [row["stance"] for row in positions_table(kg).to_pylist() if row["holder"] == "FRA"] == [-2]
    assert set(positions_table(kg)["holder"].to_pylist()) == {"FRA", "ESP"}
    fresh = tmp_path / "fresh"
    build(facts(tmp_path, {"stance": -2, "act": "reject"}, {"document": "b.html", "holders": ["ESP"]}), fresh)
    assert digest(kg) == digest(fresh), "what the old version alone spoke of is gone"
    assert stamp(kg) == stamp(fresh)


def test_a_changed_text_under_the_old_name_takes_its_place(tmp_path: Path) -> None:
    kg = tmp_path / "kg"
    for text in ("France backs the tax.", "Today France backs the tax."):
        (tmp_path / "note.txt").write_text(text)
        build(facts(tmp_path, {"document": "note.txt", "text": "France backs the tax"}), kg)
    assert positions_table(kg)["start"].to_pylist() == [6]
    assert stamp(kg).documents == 1


def test_documents_can_be_added_one_by_one_or_together(tmp_path: Path) -> None:
    one = [{"document": f"{n}.html", "holders": [code]} for n, code in enumerate(("FRA", "ITA", "ESP"))]
    build(facts(tmp_path, *one), tmp_path / "together")
    for change in reversed(one):
        build(facts(tmp_path, change), tmp_path / "apart")
    assert digest(tmp_path / "together") == digest(tmp_path / "apart")
    assert stamp(tmp_path / "together") == stamp(tmp_path / "apart")


def test_the_same_input_in_any_order_and_under_any_hash_seed_gives_the_same_quads(tmp_path: Path) -> None:
    lines = GOLD.read_text().splitlines()
    digests = set()
    for seed in (0, 1, 2):
        random.Random(seed).shuffle(lines)
        table = tmp_path / f"{seed}.jsonl"
        table.write_text("\n".join(lines))
        subprocess.run([sys.executable, "-m", "positiongraph.cli", "--quiet", "build", str(table), "--store", str(tmp_path / str(seed))],
                       check=True, env=os.environ | {"PYTHONHASHSEED": str(seed)})
        digests.add(digest(tmp_path / str(seed)))
    assert len(digests) == 1


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(26)))
def test_the_order_of_facts_is_irrelevant(order: list[int]) -> None:
    whole = gold()
    turned = Facts(tuple(whole.positions[n] for n in order), *(tuple(reversed(getattr(whole, name))) for name in list(Facts.__dataclass_fields__)[1:]))
    assert set(graph(whole)) == set(graph(turned))


def test_a_base_of_ones_own_is_kept(tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg", base="https://example.org/kg/")
    subjects = {str(s) for s in open_store(tmp_path / "kg").subjects()}
    assert not [s for s in subjects if s.startswith("https://w3id.org/positiongraph/id/")]
    build(gold(), tmp_path / "kg")
    with pytest.raises(StoreError, match="one store, one base"):
        build(gold(), tmp_path / "kg", base="https://example.org/other/")


def test_a_base_that_is_no_iri_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the base 'no iri' is no IRI: .*; expected one such as https://"):
        build(gold(), tmp_path / "kg", base="no iri")


@pytest.mark.parametrize("address", ["https://example.org/%zz", "http://[x", "not an address"])
def test_a_source_that_is_no_iri_is_kept_as_text(tmp_path: Path, address: str) -> None:
    build(facts(tmp_path, {"source": address}), tmp_path / "kg")
    assert [str(text) for text in open_store(tmp_path / "kg").objects(None, DCTERMS.source)] == [address]


def test_a_little_more_does_not_rewrite_the_engine(tmp_path: Path) -> None:
    kg = tmp_path / "kg"
    build(facts(tmp_path, *({"document": f"{n}.html"} for n in range(20))), kg)
    before = {path.stat().st_ino: path.stat().st_size for path in kg.glob("generation-*/engine/*.sst")}
    build(facts(tmp_path, {"document": "new.html", "holders": ["ITA"]}), kg)
    now = {path.stat().st_ino for path in kg.glob("generation-*/engine/*.sst")}
    shared = sum(size for inode, size in before.items() if inode in now)
    assert shared > 0.9 * sum(before.values()), "what was there is linked, not written again"
    assert positions_table(kg).num_rows == stamp(kg).positions == 21


def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(StoreError, match="neither a store nor empty"):
        build(gold(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]
    with pytest.raises(StoreError, match="no store here"):
        open_store(tmp_path / "nowhere")


def test_a_second_writer_is_refused_and_readers_go_on(tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg")
    code = f"import fcntl,os; h=os.open({str(tmp_path / 'kg' / '.lock')!r}, os.O_RDWR); fcntl.flock(h, fcntl.LOCK_EX); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="another build is writing"):
            build(gold(), tmp_path / "kg")
        assert len(open_store(tmp_path / "kg")) > 0
        holder.communicate("\n")
    build(gold(), tmp_path / "kg")


def test_a_reader_keeps_its_snapshot_through_a_build(tmp_path: Path) -> None:
    kg = tmp_path / "kg"
    build(facts(tmp_path, {}), kg)
    before: Graph = open_store(kg)
    count = len(before)
    build(facts(tmp_path, {"document": "b.html", "holders": ["ITA"]}), kg)
    assert len(before) == count < len(open_store(kg))


def test_a_store_of_another_format_is_refused(tmp_path: Path) -> None:
    build(gold(), tmp_path / "kg")
    file = next((tmp_path / "kg").glob("generation-*/stamp.json"))
    file.write_text(file.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(StoreError, match="another format"):
        stamp(tmp_path / "kg")


def test_a_failed_write_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kg = tmp_path / "kg"
    build(facts(tmp_path, {}), kg)
    before = digest(kg)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.bulk, "write_rows", full)
    with pytest.raises(StoreError, match="No space left on device; the store is as it was"):
        build(facts(tmp_path, {"document": "b.html"}), kg)
    assert digest(kg) == before
    assert len(list(kg.glob("generation-*"))) == 1
