"""Flat rows: one for each position and holder. What networks and pages are made of, and the Parquet table beside a store.

Column by column (Arrow types in `SCHEMA`):

    position        id of the position                     holder        actor code
    holders         how many hold it together              issue         issue id
    issue_label     the issue's label                      stance        −3 … +3
    date            ISO date at known precision            document      id of the document
    statement       id of the statement                    act, voice, modality, status, attribution: local names
    speaker         name or null                           targets       actor codes, sorted
    start, end      code points, end exclusive, or null    text          the exact words, or null
    confidence      0 … 1 or null
"""

from collections.abc import Mapping

import pyarrow as pa

from positiongraph.facts import Facts

_word = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema([
    ("position", pa.string()), ("holder", _word), ("holders", pa.int16()), ("issue", _word), ("issue_label", _word),
    ("stance", pa.int8()), ("date", _word), ("document", _word), ("statement", _word), ("act", _word), ("voice", _word),
    ("modality", _word), ("status", _word), ("attribution", _word), ("speaker", _word), ("targets", pa.list_(pa.string())),
    ("start", pa.int32()), ("end", pa.int32()), ("text", pa.string()), ("confidence", pa.float32()),
])


def flat_rows(facts: Facts, labels: Mapping[str, str] = {}, names: Mapping[str, str] = {}) -> pa.Table:
    """Return the facts' positions as flat rows, sorted by position and holder.

    `labels` (issue id → label) and `names` (actor code → name) serve for issues and speakers that the facts do not describe themselves.
    """
    labels = {**labels, **{issue.id: issue.label for issue in facts.issues}}
    names = {**names, **{actor.code: actor.name for actor in facts.actors}}
    rows = [
        {
            "position": p.id, "holder": holder, "holders": len(p.holders), "issue": p.issue, "issue_label": labels.get(p.issue, p.issue),
            "stance": p.stance, "date": p.date, "document": p.document, "statement": p.statement, "act": p.act.value,
            "voice": p.voice.value, "modality": p.modality.value, "status": p.status.value, "attribution": p.attribution.value,
            "speaker": p.speaker and names.get(p.speaker, p.speaker), "targets": sorted(p.targets), "start": p.start, "end": p.end,
            "text": p.text, "confidence": p.confidence,
        }
        for p in facts.positions for holder in p.holders
    ]
    rows.sort(key=lambda row: (row["position"], row["holder"]))
    return pa.Table.from_pylist(rows, schema=SCHEMA)
