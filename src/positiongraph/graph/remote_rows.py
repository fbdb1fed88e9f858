"""The flat rows of an endpoint, from one streamed SELECT: equal to those beside a store, which a test holds."""

from collections.abc import Callable
from io import BufferedReader
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from positiongraph.errors import StoreError
from positiongraph.facts import Modality, Status, Voice
from positiongraph.graph.endpoint import PROLOGUE, Endpoint, Stream, damaged
from positiongraph.graph.remote import partial
from positiongraph.iris import key_of
from positiongraph.rows import SCHEMA
from positiongraph.vocabulary import OA, POS, STANCES

# One UNION without OPTIONAL: what every position has comes side by side, joined by hash, all else as subject, field and value.
# The positions come last and are counted: an endpoint that cuts its answers off is found out.
_SELECT = PROLOGUE + """SELECT ?s ?p ?o ?holder ?issue ?stance ?statement WHERE {
  { SELECT (COUNT(?s) AS ?o) WHERE { ?s pos:stance ?any } }
  UNION { VALUES ?p { pos:act pos:date pos:attribution pos:voice pos:modality pos:status pos:speaker pos:confidence pos:target
                      pos:inDocument } ?s ?p ?o }
  UNION { ?s pos:evidence ?passage . ?passage oa:hasSelector ?selector . VALUES ?p { oa:start oa:end oa:exact } ?selector ?p ?o }
  UNION { VALUES ?p { skos:prefLabel } ?s a pos:Issue ; ?p ?o }
  UNION { VALUES ?p { skos:prefLabel } ?any pos:speaker ?s . ?s ?p ?o }
  UNION { { SELECT ?s ?holder WHERE { ?s pos:holder ?holder } } { SELECT ?s ?issue WHERE { ?s pos:issue ?issue } }
          { SELECT ?s ?stance WHERE { ?s pos:stance ?stance } } { SELECT ?s ?statement WHERE { ?s pos:expressedIn ?statement } } }
}"""

_MAIN = ("holder", "issue", "stance", "statement")
_COLUMNS = ("s", "p", "o", *_MAIN)
_DEFAULTS = {"voice": Voice.UNILATERAL, "modality": Modality.ACTUAL, "status": Status.ACCEPTED}
_STANCES = {str(term): number for number, term in STANCES.items()}
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


def rows(endpoint: Endpoint) -> pa.Table:
    """Return the positions of an endpoint as flat rows (see `positiongraph.rows`), sorted by position and holder.

    Raises:
        StoreError: the endpoint refuses, stays away, gives a part only, or what it gives are no positions.
    """
    found, fields, wanted = endpoint.ask(_SELECT, lambda answer: _taken(endpoint, answer), accept="text/csv")
    came = pc.count_distinct(found["s"]).as_py()
    if came < wanted:
        raise StoreError(partial(endpoint, came, wanted, "positions"))
    table = _table(found, fields)
    missing = [name for name in ("stance", "document", "date", "act", "attribution") if table[name].null_count]
    if missing:
        raise StoreError(f"{endpoint}: positions without {', '.join(missing)}; expected a graph of positions")
    return table


def _taken(endpoint: Endpoint, answer: Any) -> tuple[pa.Table, pa.Table, int]:
    """Divide an answer, while it comes, into what every position has, the values of other fields, and the count."""
    endpoint.media(answer)
    positions, others = [_nothing("s", *_MAIN)], [_nothing("s", "p", "o")]
    options = pacsv.ConvertOptions(column_types=dict.fromkeys(_COLUMNS, pa.string()), null_values=[""], strings_can_be_null=True)
    try:
        stream = pacsv.open_csv(BufferedReader(Stream(answer), 1 << 20), pacsv.ReadOptions(block_size=8 << 20),
                                pacsv.ParseOptions(newlines_in_values=True), options)
        for batch in stream:
            whole = pc.is_valid(batch["holder"])
            for kind, mask, names in ((positions, whole, ("s", *_MAIN)), (others, pc.invert(whole), ("s", "p", "o"))):
                part = batch.filter(mask)
                kind.append(pa.table({name: part[name] if name in "so" else part[name].dictionary_encode() for name in names}))
    except (pa.ArrowInvalid, KeyError) as error:
        raise damaged(endpoint, error) from error
    fields = pa.concat_tables(others).unify_dictionaries()
    count = fields.filter(pc.is_null(fields["s"]))["o"]
    return pa.concat_tables(positions).unify_dictionaries(), fields, int(count[0].as_py()) if len(count) else 0


def _nothing(*names: str) -> pa.Table:
    coded = pa.dictionary(pa.int32(), pa.string())
    return pa.schema([(name, pa.string() if name in "so" else coded) for name in names]).empty_table()


def _table(found: pa.Table, fields: pa.Table) -> pa.Table:
    """Put the flat rows together."""

    def of(keys: pa.Array | pa.ChunkedArray, term: str) -> pa.ChunkedArray:
        some = fields.filter(pc.equal(fields["p"], term))
        return some["o"].take(pc.index_in(keys, value_set=some["s"].combine_chunks()))

    def said(name: str) -> pa.ChunkedArray:
        """Return a field of the position, else of its statement."""
        own = of(node, str(POS[name]))
        return pc.coalesce(own, _mapped(found["statement"], lambda terms: of(terms, str(POS[name]))))

    node = found["s"]
    speaker = of(node, str(POS.speaker))
    columns = {
        "position": _keys(node), "statement": _mapped(found["statement"], _keys), "holder": _mapped(found["holder"], _keys),
        "issue": _mapped(found["issue"], _keys),
        "issue_label": _mapped(found["issue"], lambda terms: pc.coalesce(of(terms, _LABEL), _keys(terms))),
        "stance": _mapped(found["stance"], lambda terms: pa.array([_STANCES.get(term) for term in terms.to_pylist()], pa.int8())),
        "document": _mapped(found["statement"], lambda terms: _keys(of(terms, str(POS.inDocument)))),
        "date": said("date"), "act": _names(said("act")), "attribution": _names(said("attribution")),
        **{name: pc.fill_null(_names(of(node, str(POS[name]))), default.value) for name, default in _DEFAULTS.items()},
        "speaker": pc.coalesce(of(speaker, _LABEL), _keys(speaker)), "targets": _targets(node, fields),
        "start": of(node, str(OA.start)), "end": of(node, str(OA.end)), "text": of(node, str(OA.exact)),
        "confidence": of(node, str(POS.confidence)),
    }
    signers = pc.value_counts(columns["position"])
    columns["holders"] = pc.take(signers.field("counts"), pc.index_in(columns["position"], value_set=signers.field("values")))
    table = pa.table({field.name: _cast(columns[field.name], field.type) for field in SCHEMA})
    keys = pa.table({"position": table["position"], "holder": table["holder"].cast(pa.string())})
    return table.take(pc.sort_indices(keys, sort_keys=[("position", "ascending"), ("holder", "ascending")]))


def _mapped(column: pa.ChunkedArray, terms: Callable[[pa.Array], pa.Array | pa.ChunkedArray]) -> pa.ChunkedArray:
    """Turn a column of coded IRIs into other values, each distinct one once."""
    column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    new = terms(column.dictionary)
    return pa.chunked_array([(new.combine_chunks() if isinstance(new, pa.ChunkedArray) else new).take(column.indices)])


def _cast(column: pa.Array | pa.ChunkedArray, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    return column.cast(pa.string()).dictionary_encode() if pa.types.is_dictionary(kind) else column.cast(kind)


def _keys(terms: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return what IRIs of ours end in (`key_of`), as a column."""
    ends = pc.replace_substring_regex(terms, r"^.*/", "")
    if not pc.any(pc.match_substring(ends, "%")).as_py():
        return ends
    return pa.array([key and unquote(key) for key in ends.to_pylist()], pa.string())


def _names(terms: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(terms, r"^.*#", "")


def _targets(node: pa.ChunkedArray, fields: pa.Table) -> pa.Array:
    some = fields.filter(pc.equal(fields["p"], str(POS.target)))
    found: dict[str, list[str]] = {}
    for position, actor in zip(some["s"].to_pylist(), some["o"].to_pylist(), strict=True):
        found.setdefault(position, []).append(key_of(actor))
    values = pa.array([sorted(codes) for codes in found.values()] + [[]], pa.list_(pa.string()))
    return values.take(pc.fill_null(pc.index_in(node, value_set=pa.array(list(found), pa.string())), len(found)))
