"""Answers on a terminal: tables for people, plain text where the output goes to a file or a pipe."""

import csv
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from positiongraph.errors import UsageError
from positiongraph.questions import Answer, Question

if TYPE_CHECKING:
    from positiongraph.extraction.coders import Agreement
    from positiongraph.extraction.evaluation import Evaluation

WIDE = 60
"""Characters of a cell that a table shows."""


def show(answer: Answer, format: str) -> None:
    """Print an answer as table, csv, tsv or json."""
    if format == "json":
        sys.stdout.write(answer.json())
    elif format in ("csv", "tsv"):
        sys.stdout.write(answer.csv("," if format == "csv" else "\t"))
    elif format == "table":
        columns = answer.show or answer.columns
        table(columns, ([row[name] for name in columns] for row in answer.rows), answer.title)
        if not answer.rows:
            print("no rows")
    else:
        raise UsageError(f"no format named {format!r}; known: table, csv, tsv, json")


def table(columns: Iterable[str], rows: Iterable[list[Any]], title: str = "") -> None:
    """Print a table. Control characters in the data do nothing but show."""
    console = Console(soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)
    grid = Table(title=Text(title) if title else None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    names = list(columns)
    for name in names:
        grid.add_column(Text(name.replace("_", " ")), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_cell(value, signed=name == "stance")) for name, value in zip(names, row, strict=True)))
    console.print(grid)


def _cell(value: Any, *, signed: bool = False) -> str:
    if signed and isinstance(value, int):
        return f"{value:+d}"
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    text = " ".join("".join(c if c.isprintable() or c.isspace() else "·" for c in text).split())
    return text if len(text) <= WIDE else text[: WIDE - 1] + "…"


def listing(questions: Iterable[Question]) -> None:
    """Print the questions with their numbers, names and parameters."""
    table(("nr", "question", "asks", "takes"), ([q.number, q.name, q.text, q.usage] for q in questions))


def show_who(found: dict[str, Any], format: str) -> None:
    """Print whom a name means: candidates with reasons, offices and blocs on the day; or the nearest names."""
    if format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if format != "table":
        raise UsageError(f"no format named {format!r}; known: table, json")
    print(found["reason"])
    for one in found["candidates"]:
        print(f"\n{one['code'] or '–'}  {one['name']}  ({one['kind']}, {one['reading']}): {one['reason']}")
        for tie in one["offices"]:
            print(f"    {tie['role']}, {tie['name']}: {tie['from'] or '…'} to {tie['until'] or 'today'}")
        for tie in one["holders"]:
            print(f"    {tie['role']}: {tie['name']}, {tie['from'] or '…'} to {tie['until'] or 'today'}")
        if one["memberships"]:
            print("    in " + ", ".join(sorted({tie["organization"] for tie in one["memberships"]})))
        if one["members"]:
            print("    members: " + ", ".join(sorted({tie["member"] for tie in one["members"]})))
    if found["nearest"]:
        print(f"nearest: {', '.join(found['nearest'])}")


def show_records(records: Iterable[dict[str, Any]], format: str) -> None:
    """Print plain records as they come: one JSON object a line, or CSV with lists joined by `;`."""
    if format not in ("jsonl", "csv"):
        raise UsageError(f"no format named {format!r}; known: jsonl, csv")
    writer = None
    for record in records:
        if format == "jsonl":
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            continue
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(record), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: ";".join(map(str, value)) if isinstance(value, list) else value for name, value in record.items()})


def show_evaluation(found: "Evaluation", format: str, *, errors: bool) -> None:
    """Print scores as tables or as JSON, with the errors if they are wanted."""
    _known(format)
    if format == "json":
        print(json.dumps({"scores": found.rows(), "phenomena": found.by_phenomenon(), "negatives": found.negatives, "errors": found.errors},
                         ensure_ascii=False, indent=1))
        return
    _rows(found.rows())
    if found.phenomena:
        print()
        _rows(found.by_phenomenon())
    if found.negatives[1]:
        print(f"\nnegatives taken for positions: {found.negatives[0]} of {found.negatives[1]}")
    for error in found.errors if errors else ():
        print(f"\n{error['document'] or '-'}: {', '.join(error['wrong'])}")
        for side in ("gold", "predicted"):
            print(f"  {side:10}{_judged(error[side]) if error[side] else '–'}")


def _judged(row: dict[str, Any]) -> str:
    """One line for a record: a position, or an attribution's spans."""
    if "cue" in row:
        return "   ".join(f"{role} {' '.join(f'{a}–{b}' for a, b in row[role]) or '–'}" for role in ("source", "cue", "content"))
    who = f"{','.join(row['holders']):12} {row['stance']:+d}  {_cell(row.get('issue'))}"
    return f"{row['start']}–{row['end']}  {who}" + (f"  “{_cell(row['text'])}”" if row.get("text") else "")


def show_agreement(found: "Agreement", format: str) -> None:
    """Print how far two coders agree, as a table or as JSON."""
    _known(format)
    if format == "json":
        print(json.dumps({"alpha": found.rows(), "both": found.both, "first": found.first, "second": found.second}, indent=1))
        return
    if found.alphas:
        _rows(found.rows())
    print(f"\npositions: {found.both} found by both, of {found.first} and {found.second}")


def _known(format: str) -> None:
    if format not in ("table", "json"):
        raise UsageError(f"no format named {format!r}; known: table, json")


def _rows(rows: list[dict[str, Any]]) -> None:
    table(rows[0], (list(row.values()) for row in rows))
