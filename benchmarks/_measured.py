"""What benchmarks share: a command run and measured, tables in Markdown and JSON. It is no benchmark itself."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(os.environ.get("POSITIONGRAPH_RESULTS", Path(__file__).parent / "results"))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost, with all its threads and children: seconds on the wall and of the processors, megabytes at its peak."""

    wall: float
    cpu: float
    memory: float
    out: str = ""


def cost(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end and measure it. Python keeps what it has compiled, as it does where nobody tells it otherwise."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True, env=kept) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{process.returncode} from {' '.join(map(str, command))[:300]}")
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out)


def median(costs: Iterable[Cost]) -> Cost:
    """Return the middle of several runs, each figure by itself."""
    runs = list(costs)
    return Cost(*(statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")), runs[-1].out)


def alternating(commands: dict[str, Sequence[str | Path]], runs: int, told: str) -> dict[str, Cost]:
    """Run commands in turn, the order turned round each time, and return the medians."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for run in range(runs):
        for name in list(commands)[:: -1 if run % 2 else 1]:
            found[name].append(cost(commands[name]))
            tell(f"{told}: {name}, run {run + 1} of {runs}: {found[name][-1].wall:.1f} s, {found[name][-1].cpu:.1f} s of the processors")
    return {name: median(costs) for name, costs in found.items()}


def tell(text: str) -> None:
    """Say how far it is, on stderr."""
    print(f"  … {text}", file=sys.stderr, flush=True)


class Report:
    """Tables, printed as Markdown as they come, and kept as Markdown and JSON in benchmarks/results."""

    def __init__(self, name: str, title: str) -> None:
        self._name, self._lines, self._tables = name, [f"# {title}", ""], {}
        print(f"# {title}\n", flush=True)

    def table(self, title: str, rows: Sequence[dict[str, Any]], note: str = "") -> None:
        """Add a table; all rows have the same keys."""
        self._tables[title] = {"rows": list(rows), "note": note}
        shown = [[_said(value) for value in row.values()] for row in rows]
        lines = [f"## {title}", *([note] if note else []), "", "| " + " | ".join(rows[0]) + " |", "|---" * len(rows[0]) + "|",
                 *("| " + " | ".join(line) + " |" for line in shown), ""]
        self._lines += lines
        print("\n".join(lines), flush=True)
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{self._name}.md").write_text("\n".join(self._lines), encoding="utf-8")
        (RESULTS / f"{self._name}.json").write_text(json.dumps(self._tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
