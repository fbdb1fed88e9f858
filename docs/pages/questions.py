"""The named questions, from their files: purpose, parameters, SPARQL, and what they answer on a small world."""

from pathlib import Path
from typing import Any

from pages.ontology import escaped
from pages.world import world
from positiongraph.questions import Answer, Question, ask, questions

VALUES = {
    "holder": "RUS", "a": "RUS", "b": "CHN", "silent": "CHN", "other": "RUS", "actor": "UKR", "issue": "russia-china-partnership",
    "statement": "joint-statement", "words": "partnership", "date": "2025-05-08", "since": "2025-05-08", "bloc": "BRICS",
}
"""What the examples ask about, by the parameter's name."""
OTHERWISE = {
    "who-stands-where": {"issue": "russia-china-partnership"},
    "where-it-turned": {"holder": "USA"}, "issue-by-issue": {"issue": "nuclear-weapons"}, "words-and-votes": {"holder": "USA"},
    "votes-alike": {"holder": "FRA"}, "alone-against-all": {"holder": "USA"}, "where-a-bloc-splits": {"bloc": "NATO"},
    "examined-but-silent": {"issue": "one-china-policy"}, "who-stands-with": {"holder": "IRL", "issue": "nuclear-ban-treaty"},
    "stance-over-time": {"holder": "SWE", "issue": "nuclear-ban-treaty"},
}
"""What some ask about instead."""
ROWS = 5


def pages(root: Path) -> dict[str, str]:
    """Return the page of all questions."""
    head = """# Questions

Each question is a SPARQL file that runs on any SPARQL 1.1 engine as it stands. `positiongraph ask NAME` and `ask(g, NAME)` put values in.
The examples are asked of a small world: the packaged report of 8 May 2025, and, from the data of the notebooks, the French and the Irish
speech (written for the project), a register of public stances, and the votes of 34 states on the embargo against Cuba and on nuclear
disarmament.

"""
    listed = "| nr | question | asks |\n|---|---|---|\n" + "".join(
        f"| {one.number} | [{one.name}](#{one.name}) | {escaped(one.text)} |\n" for one in questions())
    with world(root / "notebooks" / "data") as asked:
        return {"questions.md": "\n".join([head + listed, *(section(one, asked) for one in questions())])}


def section(question: Question, asked: Any) -> str:
    """Return one question: what it asks and takes, an example with its rows, and the SPARQL."""
    values = {p.name: VALUES[p.name] for p in question.parameters if not p.optional} | OTHERWISE.get(question.name, {})
    example = " ".join(["positiongraph ask", question.name, *(f'--{name} {value}' for name, value in values.items()), "--store kg"])
    parameters = "".join(f"- `--{p.name} {p.type.upper()}`{' (may be left out)' if p.optional else ''}: {escaped(p.text or p.type)}\n"
                         for p in question.parameters)
    note = escaped(question.note[:1].upper() + question.note[1:].rstrip(".") + ".\n") if question.note else ""
    return "\n".join([
        f"## {question.name}\n", f"**{escaped(question.text)}** (question {question.number})\n", note,
        parameters, f"```console\n$ {example}\n```\n", rows(ask(asked, question.name, **values)),
        f"<details><summary>SPARQL</summary>\n\n```sparql\n{question.sparql.strip()}\n```\n\n</details>\n"])


def rows(answer: Answer) -> str:
    """Return the first rows of an answer as a table."""
    columns = answer.show or answer.columns
    if not answer.rows:
        return "No rows: there is nothing of the kind in this world.\n"
    lines = ["| " + " | ".join(name.replace("_", " ") for name in columns) + " |", "|---" * len(columns) + "|"]
    lines += ["| " + " | ".join(cell(row[name]) for name in columns) + " |" for row in answer.rows[:ROWS]]
    return "\n".join(lines) + (f"\n\n{ROWS} of {len(answer.rows)} rows.\n" if len(answer.rows) > ROWS else "\n")


def cell(value: Any) -> str:
    """Return a value as a cell of a Markdown table."""
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return escaped(" ".join(text.split()))
