"""Tables on disk → rows with their line numbers. Formats and encodings end here; what a row means is decided elsewhere."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from charset_normalizer import from_bytes

from positiongraph.errors import Fault, InputError, UsageError
from positiongraph.sources.records import LISTS

FORMATS = {".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv",
           ".parquet": "parquet"}


@dataclass(slots=True)
class Row:
    """One row as found: its section of the file, its line from 1, its values by field, and the lines of single fields where known."""

    section: str
    line: int
    values: dict[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)


def rows(path: str, faults: list[Fault], encoding: str | None = None) -> Iterator[Row]:
    """Yield the rows of a table; `-` reads JSON Lines from standard input. What cannot be read becomes a fault, and the rest goes on.

    Raises:
        InputError: the file is not there, or of no known format.
    """
    if path == "-":
        yield from _jsonl(path, _decoded(path, sys.stdin.buffer.read(), encoding), faults)
        return
    file = Path(path)
    kind = FORMATS.get(file.suffix.casefold())
    if kind is None:
        raise InputError([Fault(path, None, f"unknown kind of file {file.suffix or file.name!r}", "one of " + ", ".join(FORMATS))])
    if not file.is_file():
        raise InputError([Fault(path, None, "no such file")])
    if kind == "parquet":
        yield from _parquet(path, faults)
        return
    text = _decoded(path, file.read_bytes(), encoding)
    if kind == "yaml":
        yield from _yaml(path, text, faults)
    elif kind == "jsonl":
        yield from _jsonl(path, text, faults)
    else:
        yield from _csv(path, text, "\t" if kind == "tsv" else None, faults)


def _decoded(path: str, data: bytes, encoding: str | None) -> str:
    """Decode as told, else by the byte order mark, else as UTF-8. Nothing is guessed: a wrong guess would change somebody's words."""
    if encoding is None:
        marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
        encoding = next((name for mark, name in marks if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except LookupError:
        raise UsageError(f"no encoding named {encoding!r}; known: utf-8, utf-16, latin-1, cp1252, cp1251, gb18030 and the like") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        best = from_bytes(data[:100_000]).best() if b"\0" not in data else None
        hint = f"UTF-8, or --encoding NAME (it looks like {best.encoding})" if best else "UTF-8 text"
        raise InputError([Fault(path, line, f"byte {data[error.start]:#04x} is no {encoding}", hint)]) from None


def _jsonl(path: str, text: str, faults: list[Fault]) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            faults.append(Fault(path, number, f"no JSON: {error}", "one JSON object a line"))
            yield Row("broken", number, {"line": line})
            continue
        if not isinstance(value, dict):
            faults.append(Fault(path, number, f"a {type(value).__name__} instead of an object", "one JSON object a line"))
            yield Row("broken", number, {"line": line})
            continue
        yield Row("", number, value)


def _csv(path: str, text: str, delimiter: str | None, faults: list[Fault]) -> Iterator[Row]:
    if delimiter is None:
        head = text.split("\n", 1)[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(Fault(path, line, f"broken CSV: {error}", "quotes closed and doubled inside"))
            yield Row("broken", line, {})
            return
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            doubled = sorted({name for name in header if header.count(name) > 1})
            if doubled:
                raise InputError([Fault(path, line, f"column {name!r} stands twice", "each column once") for name in doubled])
            continue
        if len(cells) != len(header):
            faults.append(Fault(path, line, f"{len(cells)} cells under {len(header)} columns", "one cell a column"))
            yield Row("broken", line, {"cells": cells})
            continue
        values: dict[str, Any] = {}
        for name, cell in zip(header, cells, strict=True):
            if cell != "":
                values[name] = [part.strip() for part in cell.split(";") if part.strip()] if name in LISTS else cell
        yield Row("", line, values)


def _parquet(path: str, faults: list[Fault]) -> Iterator[Row]:
    import pyarrow as pa  # slow to import, and only Parquet needs it here
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches():
                for values in batch.to_pylist():
                    number += 1
                    yield Row("", number, {name: value for name, value in values.items() if value is not None})
    except (pa.ArrowException, OSError) as error:
        raise InputError([Fault(path, None, f"no Parquet: {str(error).splitlines()[0]}", "an Apache Parquet file")]) from None


class _Strings(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML in which only null, numbers and booleans are more than text: a date stays as written, NO stays Norway's code."""


_Strings.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag.rsplit(":", 1)[1] in ("null", "int", "float")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _yaml(path: str, text: str, faults: list[Fault]) -> Iterator[Row]:
    """A list of positions, or a mapping of sections, each a list: document(s), statements, actors, issues, positions."""
    loader = _Strings(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError([Fault(path, line, f"broken YAML: {error.problem or error}", "a YAML file")]) from None
    except yaml.YAMLError as error:
        raise InputError([Fault(path, None, f"broken YAML: {str(error).splitlines()[0]}", "a YAML file")]) from None
    if root is None:
        return
    if isinstance(root, yaml.SequenceNode):
        yield from _section(path, loader, "positions", root, faults)
    elif isinstance(root, yaml.MappingNode):
        for key, node in root.value:
            yield from _section(path, loader, str(key.value), node, faults)
    else:
        faults.append(Fault(path, 1, "a single value", "a list of positions, or sections such as document and positions"))


def _section(path: str, loader: Any, name: str, node: yaml.Node, faults: list[Fault]) -> Iterator[Row]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for item in nodes:
        line = item.start_mark.line + 1
        if isinstance(item, yaml.ScalarNode) and name == "document":
            yield Row(name, line, {"document": item.value})
        elif not isinstance(item, yaml.MappingNode):
            faults.append(Fault(path, line, f"{name}: a single value", "fields and their values"))
            yield Row("broken", line, {"section": name})
        else:
            try:
                values = loader.construct_document(item)
            except yaml.YAMLError as error:
                faults.append(Fault(path, line, f"broken YAML: {getattr(error, 'problem', error)}", "plain values"))
                yield Row("broken", line, {"section": name})
                continue
            keys = {str(key.value): key.start_mark.line + 1 for key, _ in item.value}
            if len(keys) < len(item.value):
                twice = sorted({str(key.value) for key, _ in item.value if sum(k.value == key.value for k, _ in item.value) > 1})
                faults.append(Fault(path, line, f"{', '.join(twice)} stands twice", "each field once"))
                yield Row("broken", line, {"section": name})
                continue
            yield Row(name, line, {str(key): value for key, value in values.items() if value is not None}, keys)
