"""The bulk way to a store gives what the readable way gives: triples, flat rows, verdicts."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from positiongraph import reference
from positiongraph.errors import InputError
from positiongraph.facts import Facts
from positiongraph.graph import build, engine, graph, ntriples, open_store, positions_table, stamp, validate, vote_checks
from positiongraph.graph.bulk import merged
from positiongraph.graph.triples import iri
from positiongraph.graph.validation import shapes
from positiongraph.rows import SCHEMA, flat_rows
from positiongraph.sources.un_votes import Votes, read_votes
from positiongraph.vocabulary import POS, STANCES
from tests.gold import gold
from tests.votes import ballots, cast, unvotes, voeten, world

EMPTY = Facts()


def parsed(text: str) -> set[Any]:
    return set(Graph().parse(data=text, format="nt"))


def everything(votes: Votes, base: str = "https://w3id.org/positiongraph/id/") -> set[Any]:
    return parsed(ntriples.text(votes.heads, base) + b"".join(ntriples.votes_text(batch, base) for batch in votes.batches(size=3)).decode())


def dump(folder: Path) -> list[bytes]:
    return sorted(ox.serialize(engine(folder), format=ox.RdfFormat.N_QUADS).splitlines())  # type: ignore[union-attr]


@given(ballots)
@settings(max_examples=10, deadline=None)
def test_the_bulk_writer_is_the_twin_of_graph(drawn: dict[str, dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        votes = read_votes(str(cast(Path(folder) / "v.csv", drawn)))
    facts = votes.facts()
    assert everything(votes) == set(graph(facts))
    assert everything(votes, "https://example.org/") == set(graph(facts, base="https://example.org/"))
    batches = list(votes.batches(size=2))
    assert pa.Table.from_batches(batches, SCHEMA).to_pylist() == flat_rows(facts).to_pylist()


def test_any_facts_as_text_are_what_graph_says() -> None:
    assert parsed(ntriples.text(gold())) == set(graph(gold()))


def test_plain_columns_give_the_same_text_as_encoded_ones(tmp_path: Path) -> None:
    batch = next(world(tmp_path).batches())
    plain = pa.RecordBatch.from_pylist(batch.to_pylist(), schema=pa.schema(
        [(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in SCHEMA]))
    assert ntriples.votes_text(plain) == ntriples.votes_text(batch)
    assert ntriples.votes_text(batch.slice(4, 2)) == b"".join(ntriples.votes_text(batch.slice(n, 1)) for n in (4, 5))
    assert ntriples.votes_text(batch.slice(0, 0)) == b""


@pytest.mark.parametrize(("column", "value", "said"), [
    ("act", "urge", "act 'urge' in a batch of votes; expected 'vote'"), ("status", "rejected", "status 'rejected'"), ("text", "no", "has text"),
    ("voice", "joint", "voice 'joint'"), ("modality", "denied", "modality 'denied'"), ("attribution", "quote", "attribution 'quote'"),
    ("speaker", "A clerk", "has speaker"), ("start", 3, "has start"), ("end", 3, "has end"), ("confidence", 0.5, "has confidence"),
    ("position", None, "without position"), ("holder", None, "without holder"), ("issue", None, "without issue"), ("statement", None, "without statement"),
    ("holders", 2, "one holder"), ("targets", ["USA"], "has targets"), ("stance", None, "without stance")])
def test_what_is_no_lean_vote_is_refused(tmp_path: Path, column: str, value: object, said: str) -> None:
    rows = next(world(tmp_path).batches()).to_pylist()
    rows[2][column] = value
    with pytest.raises(ValueError, match=said):
        ntriples.votes_text(pa.RecordBatch.from_pylist(rows, schema=SCHEMA))


def test_a_vote_has_five_triples(tmp_path: Path) -> None:
    votes = world(tmp_path)
    assert sum(ntriples.votes_text(batch).count(b" .\n") for batch in votes.batches()) == 5 * len(votes)


def test_a_streamed_build_is_the_build_of_its_facts(tmp_path: Path) -> None:
    votes = world(tmp_path)
    streamed = build(EMPTY, tmp_path / "a", votes=[votes])
    assert streamed == build(votes.facts(), tmp_path / "b")
    assert dump(tmp_path / "a") == dump(tmp_path / "b")
    assert positions_table(tmp_path / "a").to_pylist() == positions_table(tmp_path / "b").to_pylist()


def test_votes_and_words_live_in_one_store_whatever_the_order(tmp_path: Path) -> None:
    votes = world(tmp_path)
    build(gold(), tmp_path / "a")
    build(EMPTY, tmp_path / "a", votes=[votes])
    build(EMPTY, tmp_path / "b", votes=[votes])
    build(gold(), tmp_path / "b")
    together = build(gold(), tmp_path / "c", votes=[votes])
    assert stamp(tmp_path / "a") == stamp(tmp_path / "b") == together
    assert dump(tmp_path / "a") == dump(tmp_path / "b") == dump(tmp_path / "c")
    ids = positions_table(tmp_path / "a")["position"].to_pylist()
    assert ids == positions_table(tmp_path / "c")["position"].to_pylist() == sorted(ids)


def test_a_changed_roll_call_is_replaced_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kg = tmp_path / "kg"
    first = build(EMPTY, kg, votes=[world(tmp_path)])
    written: list[int] = []
    original = ntriples.votes_pieces
    monkeypatch.setattr(ntriples, "votes_pieces", lambda batch, *more: written.append(batch.num_rows) or original(batch, *more))
    changed = read_votes(str(unvotes(tmp_path, vote="yes")))
    second = build(EMPTY, kg, votes=[changed])
    assert sum(written) == 4, "only roll call 7, the one that changed, is written again"
    assert (second.documents, second.positions) == (first.documents, first.positions)
    build(EMPTY, tmp_path / "fresh", votes=[changed])
    assert dump(kg) == dump(tmp_path / "fresh")
    assert positions_table(kg).to_pylist() == positions_table(tmp_path / "fresh").to_pylist()


def test_another_layout_of_the_same_roll_calls_takes_their_place(tmp_path: Path) -> None:
    build(EMPTY, tmp_path / "kg", votes=[world(tmp_path)])
    other = read_votes(str(voeten(tmp_path / "UNVotes.csv")))
    build(EMPTY, tmp_path / "kg", votes=[other])
    build(EMPTY, tmp_path / "fresh", votes=[other])
    assert dump(tmp_path / "kg") == dump(tmp_path / "fresh")


def test_a_count_in_sparql_agrees(tmp_path: Path) -> None:
    votes = world(tmp_path)
    build(EMPTY, tmp_path / "kg", votes=[votes])
    counted = open_store(tmp_path / "kg").query("SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/positiongraph/ontology#Position> }")
    assert int(next(iter(counted))[0]) == len(votes) == stamp(tmp_path / "kg").positions  # type: ignore[index]


def test_streams_of_rows_are_merged_in_order() -> None:
    def stream(*batches: Iterable[str]) -> Iterable[pa.Table]:
        for ids in batches:
            yield pa.Table.from_pylist([{"position": i, "holder": "X", "stance": 0} for i in ids], schema=SCHEMA)

    both = merged([stream("ac", "", "fg"), stream("b", "de", "z"), stream()])  # type: ignore[list-item]
    assert [i for table in both for i in table["position"].to_pylist()] == list("abcdefgz")


# --- validity: the fast checks say what pySHACL says --------------------------------------------------------------

def as_graph(heads: Facts, rows: list[dict[str, Any]]) -> Graph:
    """Write what rows say, right or wrong, in RDF."""
    data = graph(heads)
    for row in rows:
        node = iri("position", row["position"])
        data.add((node, RDF.type, POS.Position))
        for name, sort, arc in (("holder", "actor", POS.holder), ("issue", "issue", POS.issue), ("statement", "statement", POS.expressedIn)):
            if row[name] is not None:
                data.add((node, arc, iri(sort, row[name])))
        if row["stance"] is not None:
            data.add((node, POS.stance, STANCES.get(row["stance"], URIRef(f"{POS}outrage"))))
    return data


def verdict(findings: Iterable[Any]) -> set[tuple[str, str]]:
    """Return focus and shape of what is found; the judges name different members of a circle, so a circle counts without its focus."""
    return {("" if "Cycle" in finding.shape else finding.focus, finding.shape) for finding in findings if not finding.warning}


broken = st.sampled_from([("holder", None), ("holder", "NOBODY"), ("issue", None), ("issue", "nowhere"), ("stance", None), ("stance", 9),
                          ("statement", None), ("statement", "unsaid"), ("issue", "UNGA-12"), ("stance", 2)])
wounds = st.sampled_from([("statements", {"act": None}), ("statements", {"attribution": None}), ("statements", {"date": "20x5"}),
                          ("statements", {"document": "lost"}), ("documents", {"content_hash": "no hash"}), ("issues", {"broader": ("UNGA-12",)}),
                          ("memberships", {"since": "20x5"}), ("memberships", {"until": "1066"}), ("memberships", {"member": "NOBODY"})])


@given(st.lists(st.tuples(st.integers(0, 10), broken, st.booleans()), max_size=4), st.lists(st.tuples(st.integers(0, 2), wounds), max_size=2))
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])  # pySHACL is slow: no shrinking
def test_the_fast_checks_give_the_verdict_of_pyshacl(
    slips: list[tuple[int, tuple[str, Any], bool]], wounded: list[tuple[int, tuple[str, dict[str, Any]]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        votes = world(Path(folder))
    rows = [row for batch in votes.batches() for row in batch.to_pylist()]
    heads = votes.heads
    for at, (sort, change) in wounded:
        values = list(getattr(heads, sort))
        values[at] = replace(values[at], **change)
        heads = replace(heads, **{sort: tuple(values)})
    for at, (column, value), doubled in slips:
        twice = doubled and value is not None  # what one of two rows leaves out, the other says
        rows += [dict(rows[at])] if twice else []
        rows[-1 if twice else at][column] = value
    rows.sort(key=lambda row: row["position"])
    batches = [pa.RecordBatch.from_pylist(rows[at: at + 5], schema=SCHEMA) for at in range(0, len(rows), 5)]
    assert verdict(vote_checks.findings(heads, batches)) == verdict(validate(as_graph(heads, rows)))


BREAKS: dict[str, tuple[str, dict[str, Any]]] = {
    "HolderShape": ("rows", {"holder": None}), "PositionIssueShape": ("rows", {"issue": "nowhere"}), "StanceShape": ("rows", {"stance": 9}),
    "ExpressedInShape": ("rows", {"statement": "unsaid"}), "ActorShape": ("rows", {"holder": "NOBODY"}), "ActShape": ("statements", {"act": None}),
    "AttributionShape": ("statements", {"attribution": None}), "DateShape": ("rows", {"statement": None}),
    "StatementDateShape": ("statements", {"date": "20x5"}), "InDocumentShape": ("statements", {"document": "lost"}),
    "ContentHashShape": ("documents", {"content_hash": "no hash"}), "NoCycleInBroaderShape": ("issues", {"broader": ("UNGA-11",)}),
    "MembershipDatesShape": ("memberships", {"since": "20x5"}), "MembershipOrderShape": ("memberships", {"since": "2100", "until": "1066"}),
    "NoCycleInMembershipShape": ("memberships", {"member": "BRICS", "organization": "BRICS"}),
}
"""Every shape that votes can break, and what breaks it."""

SOUND = {"IssueShape", "IssuePoleShape", "KindShape", "MembershipShape", "EvidencePresentShape", "SeveralHoldersShape"}
"""Shapes that look at votes but find nothing: a fact always has a label, pole, kind, member and body; a record needs no words, and has one holder."""

LEFT_OUT = {
    "ModalityShape": POS.modality, "StatusShape": POS.status, "ConfidenceShape": POS.confidence, "PropositionShape": POS.proposition,
    "VoiceShape": POS.voice, "JointVoiceShape": POS.voice, "SpeakerShape": POS.speaker, "SpeakerOfficeShape": POS.speaker,
    "TargetNotHolderShape": POS.target, "EvidenceIsPassageShape": POS.evidence, "PassageShape": POS.evidence, "OffsetsShape": POS.evidence,
    "EvidenceMatchesTextShape": RDF.value,
}
"""Shapes of what the writer of votes never writes: `test_what_is_no_lean_vote_is_refused`."""


def test_every_shape_is_looked_at_or_cannot_be_broken(tmp_path: Path) -> None:
    named = {str(shape).rsplit("#", 1)[-1] for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes().subjects(RDF.type, kind)
             if isinstance(shape, URIRef)}
    assert named == {*BREAKS, *SOUND, *LEFT_OUT}
    written = graph(world(tmp_path).facts())
    documents = set(written.subjects(RDF.type, POS.Document))
    assert not [name for name, arc in LEFT_OUT.items() if (set(written.subjects(arc)) if arc != RDF.value else documents & set(written.subjects(arc)))]


@pytest.mark.parametrize("shape", BREAKS)
def test_what_breaks_a_shape_is_found_by_both(tmp_path: Path, shape: str) -> None:
    votes = world(tmp_path)
    rows = [row for batch in votes.batches() for row in batch.to_pylist()]
    sort, change = BREAKS[shape]
    heads = votes.heads
    if sort == "rows":
        rows[3] |= change
    else:
        first, *others = getattr(heads, sort)
        heads = replace(heads, **{sort: (replace(first, **change), *others)})
    found = verdict(vote_checks.findings(heads, [pa.RecordBatch.from_pylist(rows, schema=SCHEMA)]))
    assert shape in {name for _, name in found}
    assert found == verdict(validate(as_graph(heads, rows)))


def test_the_words_are_those_of_the_shapes(tmp_path: Path) -> None:
    rows = next(world(tmp_path).batches()).to_pylist()
    rows[3]["stance"] = 9
    heads = world(tmp_path).heads
    assert [each.message for each in vote_checks.findings(heads, [pa.RecordBatch.from_pylist(rows, schema=SCHEMA)])] == [
        each.message for each in validate(as_graph(heads, rows)) if not each.warning]


def test_good_votes_pass_both(tmp_path: Path) -> None:
    votes = world(tmp_path)
    assert vote_checks.findings(votes.heads, votes.batches()) == ()
    assert not verdict(validate(graph(votes.facts())))


def test_packaged_actors_and_memberships_pass_so_that_votes_need_not_judge_them_again(tmp_path: Path) -> None:
    actors = reference.actors()
    everybody = Facts(actors=actors, memberships=tuple({seat for actor in actors for seat in reference.memberships(actor.code)}))
    assert len(everybody.actors) > 3_000
    assert not verdict(validate(graph(everybody)))
    heads = world(tmp_path).heads
    assert vote_checks.as_packaged(heads)
    assert not vote_checks.as_packaged(replace(heads, actors=(replace(heads.actors[0], name="Ruritania"), *heads.actors[1:])))
    assert not vote_checks.as_packaged(replace(heads, memberships=(replace(heads.memberships[0], until="1066"),)))


def test_a_build_refuses_what_the_shapes_refuse(tmp_path: Path) -> None:
    votes = world(tmp_path)
    heads = replace(votes.heads, actors=tuple(actor for actor in votes.heads.actors if actor.code != "IND"))
    with pytest.raises(InputError, match="actor IND: This actor is used but not described"):
        build(EMPTY, tmp_path / "kg", votes=[replace(votes, heads=heads)])
    assert not list((tmp_path / "kg").glob("generation-*"))
