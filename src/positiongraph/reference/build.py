"""Build the packaged index and the Turtle of issues and actors from the readable files.

`python -m positiongraph.reference.build [--check] [--actors FILE]`

With `--check` nothing is written: the exit code is 1 when a file differs from what it would be, or a check of sense fails. The actors'
Turtle is large and all in the index, so it is written only where it is asked for.
"""

import argparse
import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from positiongraph.errors import Fault, InputError
from positiongraph.reference.checks import faults
from positiongraph.reference.entries import Entries, compiled, read_entries
from positiongraph.reference.index import INDEX, Reference
from positiongraph.reference.turtle import actors_turtle, issues_turtle

DATA = Path(__file__).parent / "data"
ONTOLOGY = Path(__file__).parents[3] / "ontology"


def states() -> Entries:
    """Return the states: what libraries know, under what stands by hand."""
    libraries = {entry["code"]: entry for entry in read_entries(DATA / "states-generated.yaml")}
    merged = []
    for entry in read_entries(DATA / "states.yaml"):
        under = libraries.get(entry["code"], {})
        merged.append({**under, **entry, "file": "states.yaml", "aliases": [*under.get("aliases", []), *entry.get("aliases", [])],
                       "source": list(dict.fromkeys([*entry.get("source", []), *under.get("source", [])]))})
    return merged


@lru_cache(maxsize=1)
def packaged() -> tuple[Entries, Entries]:
    """Return all entries of the packaged files and the offices."""
    entries = states()
    for path in sorted(DATA.glob("*.yaml")):
        if path.stem.startswith(("organisations", "persons", "issues")):
            entries.extend({**entry, "file": path.name} for entry in read_entries(path))
    path = DATA / "offices.yaml"
    offices: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return entries, offices.get("offices", [])


def index_text(reference: Reference) -> str:
    """Return the index as JSON, keys sorted, one line each: a diff shows what changed."""
    def block(value: dict[str, Any]) -> str:
        rows = (f"{_compact(key)}:{_compact(value[key])}" for key in sorted(value))
        return "{\n" + ",\n".join(rows) + "\n}"
    return ('{"actors":' + block(reference.rows) + ',\n"names":' + block(reference.names) + ',\n"ties":' + block(reference.ties)
            + ',\n"issues":' + block(reference.issue_rows) + ',\n"offices":' + _compact(reference.offices) + "}\n")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def outputs() -> tuple[dict[Path, str], Reference, list[Fault]]:
    """Return what belongs into each file that the command writes, the reference itself, and what makes no sense in the data."""
    entries, offices = packaged()
    reference = compiled(entries, offices)
    sources = set(yaml.safe_load((DATA / "sources.yaml").read_text("utf-8")))
    wrong = faults(entries, reference, sources, yaml.safe_load((DATA / "ambiguous.yaml").read_text("utf-8")))
    return {INDEX: index_text(reference), ONTOLOGY / "issues.ttl": written_issues(reference)}, reference, wrong


def written_issues(reference: Reference) -> str:
    """Return the Turtle of the issues."""
    return issues_turtle(reference.issues(), {key: row[6] for key, row in reference.issue_rows.items() if row[6]})


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or with `--check` say which differ; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m positiongraph.reference.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is not up to date")
    parser.add_argument("--actors", type=Path, metavar="FILE", help="also write the actors, memberships and offices as Turtle")
    options = parser.parse_args(arguments)
    try:
        wanted, reference, wrong = outputs()
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    if options.actors:
        memberships = sorted((m for code in reference.ties for m in reference.memberships(code)), key=lambda m: m.id)
        options.actors.write_text(actors_turtle(reference.actors(), memberships), "utf-8")
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if not options.check:
            path.write_text(wanted[path], "utf-8")
        print(f"{'differs' if options.check else 'written'}: {path.name}", file=sys.stderr)
    return 1 if wrong or (options.check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
