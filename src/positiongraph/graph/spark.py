"""Parts of flat rows → N-Triples on Apache Spark: the batch function of a build, through `mapInArrow`. The extra `spark`, and Java 17.

The parts have to lie where every executor can read and write: this machine, or a file system that all share.
"""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from warnings import catch_warnings, simplefilter

import pyarrow as pa

from positiongraph.errors import StoreError, UsageError

ROWS = 16_384
"""Votes in a batch: 80,000 triples, some ten million characters in one value of Spark's."""

_QUIET = """rootLogger.level = off
rootLogger.appenderRef.none.ref = none
appender.none.type = Null
appender.none.name = none
logger.spark.name = org.apache.spark
logger.spark.level = off
"""
"""Log4j's settings: what goes wrong is said by the exception."""


def reachable(master: str) -> str:
    """Return the master when it, Spark and Java are there.

    Raises:
        UsageError: pyspark or Java is not installed.
        StoreError: nobody listens at the master's address.
    """
    if find_spec("pyspark") is None:
        raise UsageError("the engine spark needs pyspark: pip install 'positiongraph[spark]'")
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").is_file())):
        raise UsageError("the engine spark needs Java 17: apt-get install openjdk-17-jre-headless, or set JAVA_HOME")
    hosts = master.removeprefix("spark://").split(",") if master.startswith("spark://") else []
    failures = [failure for host in hosts if (failure := _silent(host))]
    if hosts and len(failures) == len(hosts):
        raise StoreError(f"{master}: no master answers: {failures[0]}")
    return master


def translate(files: Sequence[Path], triples: Path, base: str, stage: Callable[[str], None], *, master: str) -> None:
    """Translate parts of flat rows, each in a task of its own.

    Raises:
        StoreError: Spark cannot be started, or a task failed for good.
    """
    if not files:
        return
    work = triples / ".spark"
    stage("starting Spark")
    with _session(master) as spark:
        stage(f"translating {len(files)} parts with Spark")
        try:
            rows = spark.read.parquet(*(file.as_uri() for file in files))
            rows.mapInArrow(_texts(base), "value string").write.text(work.as_uri())
        except Exception as error:  # whatever the JVM throws
            raise StoreError(f"{master}: {_words(error)}") from error
    for rows_of, part in zip(files, sorted(work.glob("part-*"), key=_first_line), strict=True):
        part.replace(triples / f"{rows_of.stem}.nt")
    shutil.rmtree(work)


def _first_line(part: Path) -> bytes:
    """Return what parts are put in order by: Spark takes large ones first."""
    with part.open("rb") as file:
        return file.readline()


def _texts(base: str) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def texts(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from positiongraph.graph.ntriples import votes_text

        for batch in batches:
            if batch.num_rows:  # Spark ends each value with a line feed of its own
                text = votes_text(batch, base).removesuffix(b"\n")
                yield pa.record_batch({"value": pa.array([text], pa.binary()).cast(pa.string())})

    return texts


@contextmanager
def _session(master: str) -> Iterator[Any]:
    """Run Spark: on loopback where it is this machine's, without pages, its Python ours."""
    local = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"} if master.startswith("local") else {}
    options = {**local, "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
               "spark.sql.files.openCostInBytes": "134217728",  # as much as a part may hold: each file is a task
               "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS), "spark.pyspark.python": sys.executable,
               "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1"}
    with TemporaryDirectory() as settings, _environment(SPARK_CONF_DIR=settings, PYSPARK_PYTHON=sys.executable), catch_warnings():
        simplefilter("ignore", FutureWarning)  # of pyspark about a pandas that is not used here
        (Path(settings) / "log4j2.properties").write_text(_QUIET)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master).appName("positiongraph")
        for name, value in options.items():
            builder = builder.config(name, value)
        try:
            session = builder.getOrCreate()
        except Exception as error:
            raise StoreError(f"{master}: Spark cannot be started: {_words(error)}") from error
        try:
            yield session
        finally:
            session.stop()


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update({name: value for name, value in values.items() if not before[name]})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)


def _silent(host: str) -> str:
    """Return why nobody answers at an address; nothing where somebody does."""
    name, _, port = host.rpartition(":")
    try:
        with suppress(ValueError), socket.create_connection((name.strip("[]"), int(port)), timeout=5):
            return ""
    except OSError as error:
        return error.strerror or str(error)
    return f"{host!r} is no host:port"


def _words(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]
