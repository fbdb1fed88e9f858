"""Build the packaged index and the Turtle of issues and actors from the readable files.

`python -m positiongraph.reference.build [--check]`

With `--check` nothing is written: the exit code is 1 when a file differs from what it would be, or a check of sense fails.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from positiongraph.errors import InputError
from positiongraph.reference.entries import Entries, compiled, read_entries
from positiongraph.reference.index import INDEX, Reference

DATA = Path(__file__).parent / "data"


def states() -> Entries:
    """Return the states: what libraries know, under what stands by hand."""
    libraries = {entry["code"]: entry for entry in read_entries(DATA / "states-generated.yaml")}
    merged = []
    for entry in read_entries(DATA / "states.yaml"):
        under = libraries.get(entry["code"], {})
        merged.append({**under, **entry, "aliases": [*under.get("aliases", []), *entry.get("aliases", [])],
                       "source": list(dict.fromkeys([*entry.get("source", []), *under.get("source", [])]))})
    return merged


def packaged() -> tuple[Entries, Entries]:
    """Return all entries of the packaged files and the offices."""
    entries = states()
    for path in sorted(DATA.glob("*.yaml")):
        if path.stem.startswith(("organisations", "persons", "issues")):
            entries.extend(read_entries(path))
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


def outputs() -> dict[Path, str]:
    """Return what belongs into each file that the command writes."""
    entries, offices = packaged()
    return {INDEX: index_text(compiled(entries, offices))}


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or with `--check` say which differ; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m positiongraph.reference.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is not up to date")
    options = parser.parse_args(arguments)
    try:
        wanted = outputs()
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if not options.check:
            path.write_text(wanted[path], "utf-8")
        print(f"{'differs' if options.check else 'written'}: {path.name}", file=sys.stderr)
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
