"""Workers and their work: a few processes, each busy with one request, and killed when its time is up."""

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from positiongraph.errors import StoreError

STARTING = 120.0
"""Seconds that a process may take to start where its pool is patient."""
SHORT = 0.5
"""Seconds up to which a request is short; a longer one gives way to those."""
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request is answered with."""

    status: int
    type: str
    body: bytes


def told(status: int, sentence: str) -> Reply:
    """Return a reply of one sentence.

    >>> told(404, "nobody here").body
    b'nobody here\\n'
    """
    return Reply(status, TEXT, sentence.encode("utf-8", "replace") + b"\n")


@dataclass(eq=False, slots=True)
class _Worker:
    process: Process
    generation: str
    slowed: bool = False

    async def ask(self, request: dict[str, Any]) -> Reply:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        await self.process.stdin.drain()
        head = json.loads(await self.process.stdout.readuntil(b"\n"))
        return Reply(head["status"], head["type"], await self.process.stdout.readexactly(head["length"]))


class Pool:
    """`size` processes of one command for short requests and half as many for long ones, on the current generation of a store.

    A request waits for a free process; the wait counts towards its deadline. A process whose request is late or given up is killed, one
    on a generation that a build has replaced is ended before it takes another request. With `patient`, the time that a process takes to
    start does not count. `prepare` is called with a generation's folder before a process opens it.

    A request that turns out long goes over to the long ones with its process, which has a lower priority from then on and is ended after
    its answer; where all places for long ones are taken, the request is begun again when its turn has come.
    """

    def __init__(
        self, command: Sequence[str], root: Path, size: int, *, patient: bool = False, prepare: Callable[[Path], None] = lambda _: None,
    ):
        self.command, self.root, self.patient, self.prepare = tuple(command), root, patient, prepare
        self._short, self._long = asyncio.Semaphore(size), asyncio.Semaphore(max(1, size // 2))
        self._idle, self._busy = list[_Worker](), set[_Worker]()
        self._closed = False
        self._line, self._current = root / "CURRENT", ((0, 0), "")
        self.stamp: dict[str, Any] = {}
        """What the store says of itself, as of the last process."""

    def current(self) -> str:
        """Return the name of the store's current generation, nothing where there is none."""
        try:
            seen = self._line.stat()
            mark = seen.st_ino, seen.st_mtime_ns
            if self._current[0] != mark:
                self._current = mark, self._line.read_text().strip()
        except OSError:
            return ""
        return self._current[1]

    def mark(self) -> str:
        """Return what changes when the store does."""
        name, (_, changed) = self.current(), self._current[0]
        return f"{name}-{changed:x}"

    async def run(self, request: dict[str, Any], deadline: float) -> Reply:
        """Return the answer to a request; 503 when the deadline (seconds) passed or the process died of it."""
        try:
            async with asyncio.timeout(deadline) as clock:
                lane = self._short
                await lane.acquire()
                try:
                    async with self._asking(request, clock) as (worker, answer):
                        if (await asyncio.wait((answer,), timeout=SHORT))[0]:
                            return answer.result()
                        if not self._long.locked():
                            await self._long.acquire()
                            lane.release()
                            lane = self._long
                            return await self._slow(worker, answer)
                        worker.slowed = True
                finally:
                    lane.release()
                async with self._long, self._asking(request, clock) as (worker, answer):
                    return await self._slow(worker, answer)
        except TimeoutError:
            return told(503, f"stopped after {deadline:g} s, the time a request may take; ask for less at once")
        except (asyncio.IncompleteReadError, ConnectionError):
            return told(503, "the engine was stopped: the request took more memory than it may; ask for less at once")
        except _NoStore as error:
            return told(503, str(error))

    @asynccontextmanager
    async def _asking(self, request: dict[str, Any], clock: asyncio.Timeout) -> AsyncIterator[tuple[_Worker, asyncio.Task[Reply]]]:
        """Lend a process that has been given a request. It is taken back when it has answered, and ended otherwise.

        One whose client has hung up may finish a short request: to start another costs more.
        """
        worker = await self._ready(clock)
        self._busy.add(worker)
        answer = asyncio.create_task(worker.ask(request))
        try:
            yield worker, answer
        finally:
            if not answer.done() and not worker.slowed:
                await asyncio.wait((answer,), timeout=SHORT)
            self._busy.discard(worker)
            if answer.done() and not answer.cancelled() and not answer.exception() and not worker.slowed:
                self._idle.append(worker)
            else:
                answer.cancel()
                await _end(worker.process)

    async def _slow(self, worker: _Worker, answer: asyncio.Task[Reply]) -> Reply:
        """Wait for a long request, which gives way to the short ones. Only a process that is patient with its start is used again."""
        if not self.patient:
            worker.slowed = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid, 10)
        return await answer

    async def warm(self) -> str:
        """Start a process beforehand; return what is wrong with the store, nothing where all is well."""
        try:
            self._idle.append(await self._take())
        except _NoStore as error:
            return str(error)
        return ""

    async def close(self) -> None:
        """Kill every process and see it end."""
        self._closed = True
        for worker in (*self._idle, *self._busy):
            await _end(worker.process)
        self._idle.clear()

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that live."""
        return sorted(w.process.pid for w in (*self._idle, *self._busy) if w.process.returncode is None)

    async def _ready(self, clock: asyncio.Timeout) -> _Worker:
        until, before = clock.when(), asyncio.get_running_loop().time()
        if self.patient:
            clock.reschedule(before + STARTING)
        worker = await self._take()
        if self.patient and until is not None:
            clock.reschedule(until + asyncio.get_running_loop().time() - before)
        return worker

    async def _take(self) -> _Worker:
        now = self.current()
        while self._idle:
            worker = self._idle.pop()
            if worker.generation == now and worker.process.returncode is None:
                return worker
            await _end(worker.process)
        if self._closed:
            raise _NoStore("the service is ending")
        for last in (False, True):  # a build may take the generation away while it is being opened
            started = await self._start(last)
            if started:
                return started
        raise AssertionError("unreachable")

    async def _start(self, last: bool) -> _Worker | None:
        try:
            await asyncio.to_thread(self.prepare, self.root / self.current())
        except StoreError as error:
            if last:
                raise _NoStore(str(error)) from error
            return None
        # a session of its own: Ctrl-C is for the service, which ends its workers itself
        process = await asyncio.create_subprocess_exec(*self.command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)
        assert process.stdout
        try:
            line = await process.stdout.readline()
        except BaseException:
            await _end(process)
            raise
        hello: dict[str, Any] = json.loads(line) if line else {"error": f"{self.root}: cannot be opened"}
        if "generation" in hello:
            self.stamp = hello["stamp"]
            return _Worker(process, hello["generation"])
        await _end(process)
        if last:
            raise _NoStore(hello["error"])
        return None


class _NoStore(Exception):
    """No process can be had."""


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await asyncio.shield(process.wait())
