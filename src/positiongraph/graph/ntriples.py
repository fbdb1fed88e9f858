"""The bulk twin of `triples`: the same triples as N-Triples text, a million votes at a time. A property test holds the two equal.

`votes_text` takes a batch of flat rows and gives text: the same function for a file, a million votes and a Spark partition;
`votes_pieces` gives it bit by bit.
"""

from collections.abc import Callable, Iterable, Iterator
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

_TYPE = f" <{RDF.type}> <{POS.Position}> .\n"

PIECE = 8_192
"""Votes in a piece of text: some 7 MB."""


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
    return b"".join(votes_pieces(batch, base))


def votes_pieces(batch: pa.RecordBatch, base: str = BASE, size: int = PIECE) -> Iterator[memoryview]:
    """Yield the same, so many votes at a time, for what writes them out: a piece takes the memory of the last, which is twice as fast."""
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    _check(columns)
    position = _plain(columns["position"])
    if not pc.all(pc.match_substring_regex(position, _SAFE)).as_py():
        position = pa.array([quote(word, safe="") for word in position.to_pylist()])
    arcs = (("holder", "holder", "actor"), ("issue", "issue", "issue"), ("expressedIn", "statement", "statement"))
    shared = [_told(columns[column], arc, partial(_node, f"<{base}{sort}/")) for arc, column, sort in arcs]
    shared.append(_told(columns["stance"], "stance", lambda number: f"<{STANCES[number]}>"))
    for at in range(0, batch.num_rows, size):
        node = pc.binary_join_element_wise(f"<{base}position/", position.slice(at, size), ">", "")
        parts: list[pa.Array | str] = [node, _TYPE]
        for told in shared:
            part = told.slice(at, size)
            parts += [node, part.dictionary.take(part.indices)]
        yield _joined(pc.binary_join_element_wise(*parts, ""))


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


def _told(column: pa.Array, arc: str, term: Callable[..., str]) -> pa.DictionaryArray:
    """Turn a column into what follows the subject on its line: each distinct value once."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = [f" <{POS[arc]}> {term(value)} .\n" for value in coded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(coded.indices, pa.array(words, pa.string()))


def _joined(lines: pa.StringArray) -> memoryview:
    """Return all texts of an array in one: its data buffer is just that."""
    first, last = lines.offset, lines.offset + len(lines)
    bounds = memoryview(lines.buffers()[1]).cast("i")
    return memoryview(lines.buffers()[2])[bounds[first]: bounds[last]]
