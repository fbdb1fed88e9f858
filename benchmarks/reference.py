"""How fast names resolve, how much memory the reference takes, how long it takes to start: `python benchmarks/reference.py`.

Each start is a new process; the baseline beside it imports four modules of the standard library alone. Seconds are the processor's, so
that what else the machine does counts for little.
"""

import random
import statistics
import subprocess
import sys
import time

LOOKUPS = 30_000
START = "from positiongraph import reference; reference.resolve('Moscow', on='2025-05-08')"
BASE = "import json, dataclasses, datetime, re"
USED = "import resource; used = resource.getrusage(resource.RUSAGE_SELF); print(used.ru_maxrss, used.ru_utime + used.ru_stime)"


def started(code: str, times: int = 7) -> tuple[float, float]:
    """Return the median seconds and the peak megabytes of a new process that runs this code."""
    runs = [subprocess.run([sys.executable, "-c", f"{code}\n{USED}"], check=True, capture_output=True, text=True).stdout.split()
            for _ in range(times)]
    return statistics.median(float(seconds) for _, seconds in runs), max(int(peak) / 1024 for peak, _ in runs)


def rates() -> dict[str, float]:
    """Return look-ups a second by sort of name, each name on a random day since 1946, none asked for twice on one day."""
    from positiongraph import reference

    chance = random.Random(3)
    actors = reference.actors()
    names = [name for actor in actors for name in (actor.name, *actor.aliases)]
    sorts = {
        "codes": [actor.code for actor in actors],
        "names": names,
        "offices": [
            f"the {adjective} {title}"
            for adjective in ("French", "Russian", "British", "Chinese", "Indian", "Brazilian")
            for title in ("president", "prime minister", "foreign minister")
        ],
        "unknown": [f"{name} nowhere" for name in names[:2000]],
    }
    result = {}
    for sort, known in sorts.items():
        asked = [
            (chance.choice(known), f"{chance.randint(1946, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}")
            for _ in range(LOOKUPS if sort != "offices" else LOOKUPS // 5)
        ]
        begin = time.process_time()
        for name, day in asked:
            reference.resolve(name, on=day)
        result[sort] = len(asked) / (time.process_time() - begin)
    return result


def main() -> None:
    base, base_memory = started(BASE)
    start, memory = started(START)
    print(f"start, to the first answer   {start:6.3f} s     (an empty Python: {base:.3f} s)")
    print(f"memory, at its peak          {memory:6.1f} MB    (an empty Python: {base_memory:.1f} MB)")
    for sort, rate in rates().items():
        print(f"look-ups a second, {sort:<9} {rate:7.0f}")


if __name__ == "__main__":
    main()
