"""Material → payload: everything a page knows, as plain JSON values. No drawing here, and no markup."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from positiongraph.facts import Document, period
from positiongraph.view import ink
from positiongraph.view.columns import Coded, Codes, coded, pack
from positiongraph.view.lexicon import Lexicon
from positiongraph.view.material import Material
from positiongraph.vocabulary import STANCES

LEVELS = {
    "full": "",
    "without words": "The words of the positions and the texts of the sources are left out of this file to keep it small.",
    "without ids": "The words, places in the text and ids of the positions are left out of this file to keep it small.",
    "by year": "Positions of one holder on one issue with one stance, act and year are added up, once for each holder. "
               "Their words, days and sources are left out of this file to keep it small.",
    "by topic": "Positions are added up by holder, topic, stance, act and year, once for each holder. "
                "Single issues, words, days and sources are left out of this file to keep it small.",
}
"""How much of each position a page carries, and what it says it leaves out. The first level that fits the size budget is taken."""
IDS = 200_000
"""More positions than these go without ids: a browser would spend its memory on them."""

_WORDS = ("act", "voice", "modality", "status", "attribution")
_NULLABLE = ("date", "document", "statement", "speaker", "targets", *_WORDS)


@dataclass(frozen=True, slots=True)
class _Coding:
    """The columns of the rows as codes, each with its dictionary; holders and targets share the dictionary `actors`."""

    columns: Mapping[str, Coded]
    actors: list[str]
    topics: list[str]
    topic_of: list[int]
    weights: Codes | None = None


def payload(source: Material, level: str = "full") -> dict[str, Any]:
    """Return the payload of rows at a level of `LEVELS`. Same rows in any order, same payload."""
    table, first = source.table, _first_of_position(source.table)
    coding = _coding(source)
    if level.startswith("by "):
        coding = _summed(coding, by_topic=level == "by topic")
    result = _dictionaries(coding, source, level)
    columns = {name: column.codes + (name in _NULLABLE) for name, column in coding.columns.items()}
    if coding.weights is not None:
        columns["weight"] = coding.weights
        packed = {name: pack(codes) for name, codes in columns.items()}
        return result | {"summed": True, "by_topic": level == "by topic", "positions": int(coding.weights.sum()), "columns": packed}
    columns |= {"first": first.astype(np.int64), "holders": _numbers(table["holders"], 1)}
    if level == "full":
        texts = coded(table["text"])
        columns |= {"start": _numbers(table["start"], -1) + 1, "end": _numbers(table["end"], -1) + 1, "text": texts.codes + 1}
        result |= {"texts": texts.values, "confidence": _confidence(table, first)}
    if level in ("full", "without words"):
        result["ids"] = pc.filter(table["position"], pa.array(first)).to_pylist()
    return result | {"positions": int(first.sum()), "columns": {name: pack(codes) for name, codes in columns.items()}}


def fitting(source: Material) -> list[str]:
    """Return the levels worth trying for so many rows, the fullest first."""
    return [level for level in LEVELS if len(source.table) <= IDS or level not in ("full", "without words")]


def targets_of(column: pa.ChunkedArray) -> Coded:
    """Code the lists of targets: equal lists are one value; an empty list is none. Text is read as codes with `;` between them."""
    if not pa.types.is_list(column.type) and not pa.types.is_large_list(column.type):
        lists = [tuple(str(value).split(";")) if value else () for value in column.to_pylist()]
    else:
        any_ = pc.any(pc.greater(pc.fill_null(pc.list_value_length(column), 0), 0)).as_py()
        lists = [tuple(value or ()) for value in column.to_pylist()] if any_ else [()] * len(column)
    values = sorted({codes for codes in lists if codes})
    place = {codes: k for k, codes in enumerate(values)}
    return Coded(np.array([place.get(codes, -1) for codes in lists], dtype=np.int64), values)


def _coding(source: Material) -> _Coding:
    table, issues = source.table, list(source.issues())
    columns = {name: coded(table[name]) for name in ("date", "document", "statement", "speaker", *_WORDS)}
    holder, targets = coded(table["holder"]), targets_of(table["targets"])
    actors = sorted({*holder.values, *(code for codes in targets.values for code in codes)})
    place = {code: k for k, code in enumerate(actors)}
    columns["holder"] = Coded(np.array([*(place[code] for code in holder.values), -1], dtype=np.int64)[holder.codes], actors)
    columns["targets"] = Coded(targets.codes, [[place[code] for code in codes] for codes in targets.values])
    columns["issue"] = coded(table["issue"], issues)
    columns["stance"] = Coded(_numbers(table["stance"], 0), sorted(STANCES))
    return _Coding(columns, actors, *source.topics(issues))


def _dictionaries(coding: _Coding, source: Material, level: str) -> dict[str, Any]:
    """Everything that columns refer to by number."""
    lexicon, columns = source.lexicon, coding.columns
    labels = source.issues()
    embed = source.embed if level == "full" else lambda document: False
    return {
        "version": 1, "left_out": LEVELS[level], "ink": ink.scheme(), "rows": len(columns["holder"].codes),
        "stance_terms": [STANCES[value].rpartition("#")[2] for value in sorted(STANCES)],
        "actors": [_actor(code, lexicon) for code in coding.actors],
        "issues": [_issue(key, labels, lexicon) | {"topic": topic}
                   for key, topic in zip(columns["issue"].values, coding.topic_of, strict=True)],
        "topics": [{"code": key, "label": lexicon.label(key)} for key in coding.topics],
        "dates": columns["date"].values, "speakers": columns["speaker"].values, "targets": columns["targets"].values,
        "documents": [_document(key, lexicon, embed) for key in columns["document"].values],
        "statements": [_statement(key, lexicon) for key in columns["statement"].values],
        "words": {name: columns[name].values for name in _WORDS},
        "seats": _seats(coding, lexicon),
    }


def _numbers(column: pa.ChunkedArray, missing: int) -> Codes:
    return np.asarray(pc.fill_null(column.cast(pa.int64()), missing).to_numpy(), dtype=np.int64)


def _first_of_position(table: pa.Table) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    ids = coded(table["position"]).codes
    first = np.ones(len(ids), dtype=bool)
    first[1:] = ids[1:] != ids[:-1]
    return first


def _confidence(table: pa.Table, first: "np.ndarray[Any, np.dtype[np.bool_]]") -> list[float | None] | None:
    values = pc.filter(table["confidence"], pa.array(first)).to_pylist()
    return [None if value is None else round(float(value), 3) for value in values] if any(v is not None for v in values) else None


def _actor(code: str, lexicon: Lexicon) -> dict[str, str]:
    actor = lexicon.actor(code)
    return {"code": code, "label": lexicon.name(code), "kind": actor.kind.value if actor else "Actor"}


def _issue(key: str, labels: Mapping[str, str], lexicon: Lexicon) -> dict[str, Any]:
    """An empty key stands for all issues without a topic, where issues are added up by topic."""
    issue = lexicon.issue(key)
    label = labels.get(key) or (lexicon.label(key) if key else "Other issues")
    return {"code": key, "label": label, "pole": issue.positive_pole if issue else ""}


def _document(key: str, lexicon: Lexicon, embed: Callable[[Document], bool]) -> dict[str, Any]:
    found = lexicon.documents.get(key)
    if found is None:
        return {"id": key, "title": key}
    told = {"id": key, "title": found.title or found.identifier, "publisher": found.publisher, "issued": found.issued,
            "source": found.source, "license": found.license, "text": found.text if embed(found) else None}
    return {name: value for name, value in told.items() if value is not None}


def _statement(key: str, lexicon: Lexicon) -> dict[str, Any]:
    found = lexicon.statements.get(key)
    if found is None:
        return {"id": key}
    return {"id": key, "title": found.title or _spaced(found.kind.value), "kind": found.kind.value, "date": found.date}


def _spaced(word: str) -> str:
    """Write a local name as words.

    >>> _spaced("jointStatement")
    'joint statement'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word).lower()


def _seats(coding: _Coding, lexicon: Lexicon) -> dict[str, Any]:
    """Return who sits where, since when and until when, for bodies that seat two or more of the holders."""
    place = {code: k for k, code in enumerate(coding.actors)}
    holders = [coding.actors[k] for k in np.unique(coding.columns["holder"].codes).tolist()]
    found = lexicon.memberships(holders)
    held: dict[str, set[str]] = {}
    for seat in found:
        held.setdefault(seat.organization, set()).add(seat.member)
    bodies = sorted((body for body, members in held.items() if len(members) > 1), key=lambda body: (-len(held[body]), body))
    rank = {body: k for k, body in enumerate(bodies)}
    seats = [[rank[s.organization], place[s.member], *(at and period(at)[end].isoformat() for end, at in enumerate((s.since, s.until)))]
             for s in found if s.organization in rank]
    return {"bodies": [{"code": body, "label": lexicon.name(body)} for body in bodies], "seats": seats}


def _summed(coding: _Coding, *, by_topic: bool) -> _Coding:
    """Add up rows alike in holder, issue (or topic), stance, year and act."""
    columns = dict(coding.columns)
    dates = columns["date"]
    years = sorted({date[:4] for date in dates.values})
    columns["date"] = Coded(np.array([*(years.index(date[:4]) for date in dates.values), -1], dtype=np.int64)[dates.codes], years)
    topics, topic_of = coding.topics, coding.topic_of
    if by_topic:
        topic = np.array(topic_of, dtype=np.int64)[columns["issue"].codes]
        columns["issue"] = Coded(np.where(topic < 0, len(topics), topic), [*topics, ""])
        topics, topic_of = [], [-1] * (len(coding.topics) + 1)
    kept = ("holder", "issue", "stance", "date", "act")
    unique, counts = np.unique(np.column_stack([columns[name].codes for name in kept]), axis=0, return_counts=True)
    gone = Coded(np.full(len(unique), -1, dtype=np.int64), [])
    columns = {name: replace(column, codes=unique[:, kept.index(name)]) if name in kept else gone for name, column in columns.items()}
    return _Coding(columns, coding.actors, topics, topic_of, counts.astype(np.int64))
