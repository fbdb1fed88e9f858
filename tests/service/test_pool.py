"""The pool of processes, with processes that sleep as long as they are told and answer who they are."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from positiongraph.service import pool
from positiongraph.service.pool import Pool, Reply

SLEEPER = """
import json, os, sys, time
print(json.dumps({"generation": "generation-1", "stamp": {}}), flush=True)
for line in sys.stdin:
    time.sleep(json.loads(line)["sleep"])
    body = str(os.getpid())
    print(json.dumps({"status": 200, "type": "text/plain", "length": len(body)}) + chr(10) + body, end="", flush=True)
"""
LONG = {"sleep": pool.SHORT + 1}
SHORT = {"sleep": 0}

T = TypeVar("T")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "CURRENT").write_text("generation-1\n")
    return tmp_path


def run(root: Path, size: int, work: Callable[[Pool], Awaitable[T]], *, patient: bool = False) -> T:
    async def main() -> T:
        made = Pool((sys.executable, "-c", SLEEPER), root, size, patient=patient)
        try:
            return await work(made)
        finally:
            await made.close()

    with ThreadPoolExecutor(1) as thread:  # the browser of other tests has this one's event loop
        return thread.submit(lambda: asyncio.run(main())).result()


def test_a_process_is_used_again_until_it_was_slow(root: Path) -> None:
    async def work(made: Pool) -> list[bytes]:
        return [(await made.run(request, 60)).body for request in (SHORT, SHORT, LONG, SHORT)]

    first, second, third, fourth = run(root, 2, work)
    assert first == second == third
    assert fourth != third
    first, second, third, fourth = run(root, 2, work, patient=True)
    assert first == second == third == fourth


def test_long_requests_give_way_and_are_all_answered(root: Path) -> None:
    order: list[str] = []

    async def named(made: Pool, name: str, request: dict[str, float]) -> Reply:
        reply = await made.run(request, 60)
        order.append(name)
        return reply

    async def work(made: Pool) -> list[Reply]:
        long = [asyncio.create_task(named(made, "long", LONG)) for _ in range(3)]  # one place for the short, one for the long
        await asyncio.sleep(0)
        return [await named(made, "short", SHORT), *await asyncio.gather(*long)]

    assert [reply.status for reply in run(root, 1, work)] == [200] * 4
    assert sorted(order) == ["long", "long", "long", "short"]
    assert order[-1] == "long"


def test_who_hangs_up_on_a_short_request_costs_no_process(root: Path) -> None:
    async def work(made: Pool) -> list[list[bytes]]:
        seen = []
        for request in (SHORT, LONG):
            before = (await made.run(SHORT, 60)).body
            given_up = asyncio.create_task(made.run({"sleep": request["sleep"] + 0.05}, 60))
            await asyncio.sleep(0.02)
            given_up.cancel()
            await asyncio.wait((given_up,))
            seen.append([before, (await made.run(SHORT, 60)).body])
        return seen

    (first, second), (third, fourth) = run(root, 1, work)
    assert first == second
    assert third != fourth


def test_the_deadline_ends_the_process_and_the_wait_for_one(root: Path) -> None:
    async def work(made: Pool) -> tuple[list[Reply], list[int]]:
        replies = await asyncio.gather(*(made.run({"sleep": 600}, 3) for _ in range(4)))
        return replies, made.processes

    replies, left = run(root, 2, work)
    assert [reply.status for reply in replies] == [503] * 4
    assert all(b"stopped after 3 s" in reply.body for reply in replies)
    assert left == []


def test_another_state_of_the_store_has_another_mark(root: Path) -> None:
    made = Pool(("true",), root, 1)
    before = made.mark()
    assert made.mark() == before
    (root / "CURRENT.new").write_text("generation-2\n")
    (root / "CURRENT.new").replace(root / "CURRENT")
    assert made.mark() != before
    assert made.current() == "generation-2"
