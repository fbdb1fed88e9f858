"""A build that is killed, or whose disk fills up, leaves the old state or the new one, and the next run completes."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from positiongraph.errors import StoreError
from positiongraph.facts import Facts
from positiongraph.graph import build, open_store, positions_table, stamp
from positiongraph.sources.un_votes import read_votes
from tests.graph.test_store import digest
from tests.votes import many


def command(source: Path, store: Path) -> list[str]:
    return [sys.executable, "-m", "positiongraph.cli", "--verbose", "build", str(source), "--store", str(store)]


def state(store: Path) -> str:
    """Return what a store holds, by hash; empty where there is none yet."""
    if not (store / "CURRENT").exists():
        with pytest.raises(StoreError, match="no store here"):
            stamp(store)
        return ""
    assert positions_table(store).num_rows == stamp(store).positions
    return digest(store)


def killed(source: Path, store: Path, after: float) -> bool:
    """Build, and kill it so many seconds after it has begun to write; tell whether it was still at it."""
    with subprocess.Popen(command(source, store), start_new_session=True, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if not line.startswith("reading") and not line.startswith("validating"):
                break
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        try:
            process.wait(after)
            return False
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return True
        finally:
            process.wait()
            drain.join()


def writing_takes(source: Path, store: Path) -> float:
    """Return the seconds from the first word about writing to the end."""
    with subprocess.Popen(command(source, store), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        start = 0.0
        for line in process.stderr:
            if not start and not line.startswith("reading") and not line.startswith("validating"):
                start = time.monotonic()
    assert process.returncode == 0
    return time.monotonic() - start


@pytest.mark.parametrize(("work", "times"), [
    ("an update", 2), *(pytest.param(work, 30, marks=pytest.mark.slow) for work in ("a build", "an update"))])
def test_a_kill_at_any_moment_leaves_the_old_state_or_the_new(tmp_path: Path, work: str, times: int) -> None:
    """Kill when it begins to write and at moments drawn over the time that it took once, then let it end."""
    before, source, kg, kept = tmp_path / "before", many(tmp_path / "new.csv", 40, seed=2), tmp_path / "kg", tmp_path / "kept"
    if work == "an update":
        build(Facts(), before, votes=[read_votes(str(many(tmp_path / "old.csv", 20, seed=1)))])  # the half of its roll calls, with other votes
        shutil.copytree(before, kg)
        shutil.copytree(before, kept)
    old = state(kg)
    took = writing_takes(source, kept)
    new = state(kept)
    assert new not in (old, "")
    chance, still_at_it = random.Random(8), 0
    for moment in [0.0, *(chance.random() for _ in range(times - 1))]:
        still_at_it += killed(source, kg, moment * took)
        now = state(kg)
        assert now in (old, new)
        if now == new:  # it was done: begin again
            shutil.rmtree(kg)
            if old:
                shutil.copytree(before, kg)
    assert still_at_it > 0
    build(Facts(), kg, votes=[read_votes(str(source))])
    assert state(kg) == new
    assert len(list(kg.glob("generation-*"))) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; who may not mount one gets files of two megabytes at the most."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)], capture_output=True, check=False).returncode == 0:
        yield disk
        subprocess.run(["umount", "-l", str(disk)], check=True)
    else:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, limits[1]))
        yield disk
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_disk_that_fills_up_is_said_and_the_old_store_stays(tmp_path: Path, small_disk: Path) -> None:
    kg = small_disk / "kg"
    build(Facts(), kg, votes=[read_votes(str(many(tmp_path / "few.csv", 2, seed=1)))])
    before = state(kg)
    ended = subprocess.run(command(many(tmp_path / "many.csv", 400, seed=2), kg), capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines()[-1].endswith("; the store is as it was")
    assert "No space left on device" in ended.stderr or "File too large" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert state(kg) == before
    assert len(list(kg.glob("generation-*"))) == 1
    assert len(open_store(kg)) > 0
