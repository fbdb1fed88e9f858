"""The bulk twin of `triples`: the same triples as N-Triples text, a million votes at a time. A property test holds the two equal.

`votes_text` takes a batch of flat rows and gives text: the same function for a file, a million votes and a Spark partition.
"""

from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
from rdflib import Literal, URIRef
from rdflib.namespace import RDF
from rdflib.plugins.serializers.nt import _quoteLiteral

from positiongraph.facts import Act, Attribution, Facts, Modality, Status, Voice
from positiongraph.graph.triples import triples
from positiongraph.iris import BASE
from positiongraph.vocabulary import POS, STANCES

_ALWAYS = {"act": Act.VOTE, "attribution": Attribution.RECORD, "voice": Voice.UNILATERAL, "modality": Modality.ACTUAL,
           "status": Status.ACCEPTED}
_NEVER = ("speaker", "start", "end", "text", "confidence")
_SAFE = r"^[A-Za-z0-9_.~-]*$"

_ARC = {name: f" <{POS[name]}> " for name in ("holder", "issue", "stance", "expressedIn")}
_TYPE = f" <{RDF.type}> <{POS.Position}> .\n"
_END = " .\n"


def text(facts: Facts, base: str = BASE) -> str:
    """Return any facts as N-Triples, line by line as `triples` has them."""
    return "".join([f"<{subject}> <{term}> {_object(value)} .\n" for subject, term, value in triples(facts, base)])


def _object(value: URIRef | Literal) -> str:
    return _quoteLiteral(value) if isinstance(value, Literal) else value.n3()


def votes_text(batch: pa.RecordBatch, base: str = BASE) -> bytes:
    """Return a batch of recorded votes (flat rows, see `positiongraph.rows`) as N-Triples: five triples each.

    Act, date and attribution of a vote stand on its statement: see `text` for those. Columns may be dictionary-encoded or not.

    Raises:
        ValueError: a row is no lean vote: another act, voice or status, a second holder, a target, words.
    """
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    _check(columns)
    if not batch.num_rows:
        return b""
    position = _plain(columns["position"])
    if not pc.all(pc.match_substring_regex(position, _SAFE)).as_py():
        position = pa.array([quote(word, safe="") for word in position.to_pylist()])
    node = pc.binary_join_element_wise(f"<{base}position/", position, ">", "")
    parts: list[pa.Array | str] = [node, _TYPE]
    for name, column, sort in (("holder", "holder", "actor"), ("issue", "issue", "issue"), ("expressedIn", "statement", "statement")):
        parts += [node, _ARC[name], _mapped(columns[column], partial(_node, f"<{base}{sort}/")), _END]
    parts += [node, _ARC["stance"], _mapped(columns["stance"], lambda number: f"<{STANCES[number]}>"), _END]
    return _joined(pc.binary_join_element_wise(*parts, ""))


def _check(columns: dict[str, pa.Array]) -> None:
    for name, word in _ALWAYS.items():
        if (others := set(_distinct(columns[name])) - {word.value}):
            raise ValueError(f"{name} {', '.join(map(repr, sorted(map(str, others))))} in a batch of votes; expected {word.value!r}")
    for name in _NEVER:
        if columns[name].null_count != len(columns[name]):
            raise ValueError(f"a batch of votes has {name}")
    for name in ("position", "holder", "issue", "stance", "statement"):
        if columns[name].null_count:
            raise ValueError(f"a vote without {name}")
    if not pc.all(pc.equal(columns["holders"], 1)).as_py() and len(columns["holders"]):
        raise ValueError("a vote has one holder")
    if pc.sum(pc.list_value_length(columns["targets"])).as_py():
        raise ValueError("a batch of votes has targets")


def _node(start: str, key: str) -> str:
    return f"{start}{quote(key, safe='')}>"


def _distinct(column: pa.Array) -> Iterable[object]:
    found: list[object] = pc.unique(column).to_pylist()
    return found


def _plain(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _mapped(column: pa.Array, term: Callable[..., str]) -> pa.Array:
    """Turn a column into terms: each distinct value once."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    return pa.array([term(value) for value in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _joined(lines: pa.StringArray) -> bytes:
    """Return all texts of an array in one: its data buffer is just that."""
    first, last = lines.offset, lines.offset + len(lines)
    bounds = memoryview(lines.buffers()[1]).cast("i")
    return bytes(memoryview(lines.buffers()[2])[bounds[first]: bounds[last]])
