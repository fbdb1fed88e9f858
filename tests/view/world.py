"""Small worlds to draw: the 26 gold positions, with their text where it lies beside the checkout, and generated ones of any size."""

import datetime
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.facts import Act, Attribution, Document, Facts, Issue, Kind, Position, Statement, Voice
from positiongraph.rows import SCHEMA

GOLD = Path(__file__).parents[1] / "data" / "gold.jsonl"


def slug(label: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in label.casefold()).strip("-")


def gold(text: str | None = None, license: str | None = None) -> Facts:
    """Return the gold as facts; with the text, each position carries its exact words."""
    document = Document(identifier="joint-statement-2025-05-08.txt", title="Report of the meeting of 8 May 2025", issued="2025-05-08",
                        source="https://example.org/statement", license=license, text=text)
    entries = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    kinds = {"press-conference": Kind.PRESS_CONFERENCE, "joint-statement": Kind.JOINT_STATEMENT}
    statements = {key: Statement(document=document.id, key=key, kind=kind, date="2025-05-08") for key, kind in kinds.items()}
    issues = {entry["issue"]: Issue(id=slug(entry["issue"]), label=entry["issue"], positive_pole="Having it.") for entry in entries}
    positions = tuple(
        Position(document=document.id, statement=statements[e["statement"]].id, holders=tuple(e["holders"]), issue=issues[e["issue"]].id,
                 stance=e["stance"], act=Act(e["act"]), attribution=Attribution(e["attribution"]), date=e["date"], voice=Voice(e["voice"]),
                 targets=tuple(e["targets"]), speaker=e["speaker"] and slug(e["speaker"]), start=e["start"], end=e["end"],
                 text=text and text[e["start"] : e["end"]])
        for e in entries
    )
    return Facts(positions, tuple(statements.values()), (document,), (), tuple(issues.values()))


def crowd(positions: int, holders: int, issues: int, *, topics: int = 0, words: bool = True, seed: int = 1) -> tuple[pa.Table, Facts]:
    """Return flat rows of so many positions and what describes their issues, the same for the same arguments."""
    chance = random.Random(seed)
    acts = [act.value for act in Act]
    first = datetime.date(2015, 1, 1)
    columns = {name: [] for name in SCHEMA.names}
    for k in range(positions):
        issue, stance = k % issues, chance.choice((-3, -2, -2, -1, 0, 1, 2, 2, 2, 3))
        values = {
            "position": f"p{k:07}", "holder": f"A{(k // issues + k) % holders:04}", "holders": 1, "issue": f"issue-{issue:05}",
            "issue_label": f"Question number {issue} of the agenda", "stance": stance,
            "date": (first + datetime.timedelta(days=chance.randrange(3650))).isoformat(), "document": f"d{issue // 10:05}", "statement": f"s{issue:05}",
            "act": chance.choice(acts), "voice": "unilateral", "modality": "actual", "status": "accepted", "attribution": "quote", "speaker": None,
            "targets": [], "start": k * 10, "end": k * 10 + 9, "confidence": None,
            "text": f"words number {k}: we have said before, and say again, where we stand on question {issue}" if words else None,
        }
        for name, value in values.items():
            columns[name].append(value)
    about = tuple(Issue(id=f"issue-{i:05}", label=f"Question number {i} of the agenda", positive_pole="Yes.", broader=(f"topic-{i % topics:02}",) if topics else ())
                  for i in range(issues)) + tuple(Issue(id=f"topic-{t:02}", label=f"Field {t}", positive_pole="Yes.") for t in range(topics))
    return pa.table({name: pa.array(values, pa.string() if pa.types.is_dictionary(SCHEMA.field(name).type) else SCHEMA.field(name).type)
                     for name, values in columns.items()}), Facts(issues=about)


def votes(states: int, roll_calls: int, *, topics: int = 7, seed: int = 1) -> tuple[pa.Table, Facts]:
    """Return roll calls in which every state votes, as flat rows: states × roll_calls of them, made in bulk."""
    chance = np.random.default_rng(seed)
    count = states * roll_calls
    call, state = np.divmod(np.arange(count), states)
    lean = chance.normal(size=states)[state] + chance.normal(size=roll_calls)[call]
    stance = np.where(lean > 0.3, 2, np.where(lean < -1.2, -2, 0))

    def named(codes: "np.ndarray[Any, Any]", names: list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(names))

    def one(name: str) -> pa.DictionaryArray:
        return named(np.zeros(count), [name])

    table = pa.table({
        "position": pc.binary_join_element_wise("v", pa.array(np.arange(count)).cast(pa.string()), ""),
        "holder": named(state, [f"S{k:03}" for k in range(states)]), "issue": named(call, [f"call-{k:05}" for k in range(roll_calls)]),
        "issue_label": named(call, [f"Roll call {k} of the Assembly: report of the committee on question {k % 97}" for k in range(roll_calls)]),
        "stance": pa.array(stance.astype(np.int8)), "date": named(call * 70 // roll_calls, [f"{1950 + k}-12-{k % 28 + 1:02}" for k in range(70)]),
        "document": named(call, [f"doc-{k:05}" for k in range(roll_calls)]), "statement": named(call, [f"said-{k:05}" for k in range(roll_calls)]),
        "act": one("vote"), "voice": one("unilateral"), "modality": one("actual"), "status": one("accepted"), "attribution": one("record"),
    })
    issues = tuple(Issue(id=f"call-{k:05}", label=f"Roll call {k} of the Assembly: report of the committee on question {k % 97}",
                         positive_pole="Adopting the text.", broader=(f"topic-{k % topics}",)) for k in range(roll_calls))
    return table, Facts(issues=issues + tuple(Issue(id=f"topic-{t}", label=f"Subject {t}", positive_pole="Yes.") for t in range(topics)))
