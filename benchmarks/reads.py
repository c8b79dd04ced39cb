"""How long lists, details and statistics take on 90 days of errors: through the whole application, uncached.

The stores are made once for each size and kept (`--folder`). Each request has values of its own, drawn from what is
stored, so that no answer is served by what the one before it read. Run with 10,000,000 on demand: it takes an hour, and
30 GB on disk for each database.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from flask.testing import FlaskClient
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

import adapters.outbound.sql.error_reader as reader
from adapters.outbound.memory.clock import MemoryClock
from application.create_token import CreateTokenCommand
from benchmarks.filled_stores import FilledStore, filled_store
from benchmarks.read_plans import slowest_plans
from benchmarks.read_requests import Request, requests_of
from bootstrap.containers import close
from bootstrap.settings import read_settings
from bootstrap.web_container import WebContainer
from domain.access import Scope

_REACH_MS = 50.0


@dataclass
class Measured:
    """One kind of request on one store; `counting_ms` is what counting took of each."""

    times_ms: list[float] = field(default_factory=list)
    counting_ms: list[float] = field(default_factory=list)
    partial: int = 0
    slowest: str = ""

    @property
    def p50(self) -> float:
        return statistics.median(self.times_ms)

    @property
    def p95(self) -> float:
        return _p95(self.times_ms)

    @property
    def p95_counting(self) -> float:
        return _p95(self.counting_ms)

    @property
    def p95_without_counting(self) -> float:
        return _p95([whole - part for whole, part in zip(self.times_ms, self.counting_ms, strict=True)])


Results = Mapping[str, Measured]


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    console = Console(width=150)
    for database in arguments.stores:
        by_size: dict[int, Results] = {}
        for size in sorted(arguments.sizes):
            with filled_store(arguments.folder, database, size) as store:
                by_size[size] = _measured(store, arguments.calls, arguments.only)
                if size == max(arguments.sizes):
                    slowest = sorted(by_size[size].values(), key=lambda measured: measured.p95)[-3:]
                    plans = slowest_plans(store, [measured.slowest for measured in slowest])
        _print(console, database, by_size)
        for plan in plans:
            console.print(plan, markup=False, highlight=False)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--stores", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--calls", type=int, default=60, help="of each kind, after three that do not count")
    parser.add_argument("--only", default="", help="kinds of requests whose name holds this")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-reads")
    return parser.parse_args()


@contextmanager
def application(store: FilledStore) -> Iterator[FlaskClient]:
    """The application of a web process over this store, at the moment that its errors end, with a token."""
    with tempfile.TemporaryDirectory() as folder:
        container = WebContainer(settings=read_settings({"DATA_DIR": folder, "DATABASE_URL": store.url}))
        container.clock.override(MemoryClock(store.end))
        container.init_resources()
        try:
            secret = container.create_token().execute(CreateTokenCommand(name="reads", scope=Scope.READ)).secret
            client = container.app().test_client()
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
            client.environ_base["HTTP_CACHE_CONTROL"] = "no-cache"
            yield client
        finally:
            close(container)


def _measured(store: FilledStore, calls: int, only: str) -> Results:
    kinds = {name: make for name, make in requests_of(store).items() if only in name}
    results = {name: Measured() for name in kinds}
    title = f"{store.database}, {store.size:,}"
    with application(store) as client, _counting() as counted, Progress(console=Console(stderr=True)) as progress:
        for name in progress.track(kinds, description=title):
            request = kinds[name]
            for number in range(calls + 3):
                _one(client, request, results[name], counted, is_warm=number >= 3)
    return results


def _one(client: FlaskClient, request: Request, measured: Measured, counted: list[float], *, is_warm: bool) -> None:
    path = request(client)
    counted.clear()
    began = perf_counter()
    answer = client.get(path)
    body = answer.get_data()
    took_ms = (perf_counter() - began) * 1000
    assert answer.status_code == 200, (path, body)
    if not is_warm:
        return
    if took_ms > max(measured.times_ms, default=0.0):
        measured.slowest = path
    measured.times_ms.append(took_ms)
    measured.counting_ms.append(sum(counted) * 1000)
    measured.partial += b'"partial":true' in body.replace(b" ", b"")


@contextmanager
def _counting() -> Iterator[list[float]]:
    """How long each count took."""
    took: list[float] = []
    count = reader.count

    def timed(*given: object, **named: object) -> tuple[int, bool]:
        began = perf_counter()
        try:
            return count(*given, **named)  # type: ignore[arg-type]
        finally:
            took.append(perf_counter() - began)

    reader.count = timed
    try:
        yield took
    finally:
        reader.count = count


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)] if values else 0.0


def _print(console: Console, database: str, by_size: Mapping[int, Results]) -> None:
    sizes = list(by_size)
    first, last = by_size[sizes[0]], by_size[sizes[-1]]
    table = Table(title=f"{database}: p50 / p95 in ms, through the application, uncached")
    table.add_column("request")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    for name in ("growth of p95", "without count", "p95 of count", "partial"):
        table.add_column(name, justify="right")
    for name, measured in last.items():
        cells = [f"{by_size[size][name].p50:.1f} / {by_size[size][name].p95:.1f}" for size in sizes]
        growth = measured.p95 / first[name].p95
        apart = measured.p95_without_counting / first[name].p95_without_counting
        style = "bold red" if measured.p95 >= _REACH_MS or apart > 2 else ""
        share = f"{measured.partial}/{len(measured.times_ms)}" if measured.partial else ""
        table.add_row(name, *cells, f"{growth:.1f}", f"{apart:.1f}", f"{measured.p95_counting:.1f}", share, style=style)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
