"""Durable requests a second, beside a no-op endpoint under the same server and load generator, in one run.

For SQLite and PostgreSQL, for bodies of 0.6 and 10 KB, over 1, 16 and 64 connections; then how long the worker needs,
the memory of all our processes, and the bytes on disk per error. With a secret key that is enforced, redaction,
grouping and counters on. Figures are only comparable with figures of the same run: look at the ratio.
"""

import argparse
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.bodies import large_bodies, small_bodies
from benchmarks.wrk import Load, post_load
from tests.support.postgres import PostgresServer
from tests.support.processes import eventually
from tests.support.product import API, Product

DOOR = f"{API}/webhook/laravel/"
CONNECTIONS = (1, 16, 64)
_TRIAGED_WITHIN_S = 120.0


@dataclass
class Measured:
    """What one store gave."""

    store: str
    rows: list[tuple[str, int, Load, Load]] = field(default_factory=list)
    stored: int = 0
    triage_s: float = 0.0
    memory_mb: dict[str, float] = field(default_factory=dict)
    bytes_per_error: float = 0.0


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    bodies = {"0.6 KB": small_bodies(), "10 KB": large_bodies()}
    steps = len(arguments.stores) * len(bodies) * len(CONNECTIONS)
    results = []
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("measuring", total=steps)
        for store in arguments.stores:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder, _installation(store, Path(folder)) as product:
                measured = Measured(store)
                for size, some in bodies.items():
                    for connections in CONNECTIONS:
                        rows = _pair(product, some, connections, arguments)
                        measured.rows.append((size, connections, *rows))
                        progress.advance(bar)
                _afterwards(product, measured)
                results.append(measured)
    _print(results)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=6, help="of each run")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each pair, interleaved; the better one counts")
    parser.add_argument("--stores", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"])
    return parser.parse_args()


@contextmanager
def _installation(store: str, folder: Path) -> Iterator[Product]:
    """`serve`, with a key enforced for the service that the load comes from."""
    folder.chmod(0o755)
    if store == "SQLite":
        with _serving(Product(folder, {"LOG_LEVEL": "warning"})) as product:
            yield product
        return
    server = PostgresServer.start()
    try:
        url = server.create_database("bench")
        with _serving(Product(folder, {"LOG_LEVEL": "warning", "DATABASE_URL": url})) as product:
            yield product
    finally:
        server.stop()


@contextmanager
def _serving(product: Product) -> Iterator[Product]:
    product.start("serve")
    try:
        product.wait_until_ready("serve")
        product.key = product.run("key", "create", "laravel", "--kind", "secret").split()[0]  # type: ignore[attr-defined]
        product.run("key", "mode", "laravel", "enforce")
        yield product
    finally:
        product.stop()


def _pair(
    product: Product, bodies: Sequence[bytes], connections: int, arguments: argparse.Namespace
) -> tuple[Load, Load]:
    """The no-op and the real endpoint in turn; the better run of each, since noise only ever slows down."""
    noops, ours = [], []
    with _noop_server() as noop_url:
        for _ in range(arguments.rounds):
            same = {"connections": connections, "seconds": arguments.seconds, "folder": product.folder}
            noops.append(post_load(noop_url, "/noop/", bodies, **same))
            ours.append(post_load(product.url, DOOR, bodies, key=product.key, **same))  # type: ignore[attr-defined]
    return max(noops, key=lambda load: load.per_second), max(ours, key=lambda load: load.per_second)


@contextmanager
def _noop_server() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.noop_server", "64"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.send_signal(signal.SIGTERM)


def _afterwards(product: Product, measured: Measured) -> None:
    token = product.token()
    # Everything so far was triaged beside the load; a new wave of patterns shows the worker by itself.
    began = monotonic()
    wave = [{"error_type": f"Wave{number}", "message": "new", "severity": "high"} for number in range(500)]
    product.post("laravel", wave, headers={"X-Error-Logging-Key": product.key})  # type: ignore[attr-defined]
    eventually(lambda: _waiting(product) == 0, within_s=_TRIAGED_WITHIN_S, what="everything is triaged")
    measured.triage_s = monotonic() - began
    measured.memory_mb = _memory_mb(product.processes["serve"].pid)
    measured.stored = _count(product, token)
    measured.bytes_per_error = _disk_bytes(product) / max(measured.stored, 1)


def _waiting(product: Product) -> int:
    return _number(product, "select count(*) from error_episodes where triage_since is not null")


def _count(product: Product, _token: str) -> int:
    return _number(product, "select count(*) from error_logs")


def _number(product: Product, query: str) -> int:
    from sqlalchemy import text

    from adapters.outbound.sql.engine import make_engine

    engine = make_engine(product.database_url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())
    finally:
        engine.dispose()


def _disk_bytes(product: Product) -> int:
    if "DATABASE_URL" in product.environment:
        return _number(product, "select pg_database_size(current_database())")
    return sum(path.stat().st_size for path in (product.folder / "data").glob("error_logging.db*"))


def _memory_mb(supervisor: int) -> dict[str, float]:
    """Proportional set size of our processes by name: what they share is counted once."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    processes = [line.split(None, 2) for line in listed.splitlines()]
    ours = [(pid, words) for pid, parent, words in processes if supervisor in (int(pid), int(parent))]
    sizes = {}
    for pid, words in ours:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        [kilobytes] = re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        role = next((role for role in ("serve", "web", "worker") if f" {role}" in words), words[:20])
        sizes[role] = int(kilobytes) / 1024
    return sizes


def _print(results: Sequence[Measured]) -> None:
    table = Table(title="Durable requests a second beside a no-op under the same server")
    for name in ("store", "body", "connections", "no-op/s", "ours/s", "ratio", "p50 ms", "p99 ms", "not 2xx", "failed"):
        table.add_column(name, justify="left" if name in ("store", "body") else "right")
    for result in results:
        for size, connections, noop, ours in result.rows:
            ratio = ours.per_second / noop.per_second
            table.add_row(
                result.store, size, str(connections), f"{noop.per_second:,.0f}", f"{ours.per_second:,.0f}",
                f"{ratio:.2f}", f"{ours.p50_ms:.1f}", f"{ours.p99_ms:.1f}", str(ours.bad), str(ours.failed),
            )  # fmt: skip
    console = Console(width=120)
    console.print(table)
    for result in results:
        memory = ", ".join(f"{role} {size:.0f}" for role, size in result.memory_mb.items())
        console.print(
            f"{result.store}: {result.stored:,} errors stored, {result.bytes_per_error:,.0f} bytes on disk each; "
            f"500 new patterns triaged in {result.triage_s:.1f} s; "
            f"memory {sum(result.memory_mb.values()):.0f} MB ({memory})"
        )


if __name__ == "__main__":
    sys.exit(main())
