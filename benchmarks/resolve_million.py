"""How much slower errors are stored while a pattern of a million open ones is resolved and carried.

Fills one pattern, stores errors of others (and of that one) at a steady rate as web processes do, resolves the pattern
after a while, and carries it as a worker does until nothing is left; the p99 of storing before and meanwhile, how long
the call took, and whether any list showed an open error in between.
"""

import argparse
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic, sleep
from uuid import UUID

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.batch_writer import BatchWriter
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.ports.error_reader import ErrorFilter
from application.resolve_error import ResolveError, ResolveErrorCommand
from benchmarks.new_stores import new_store
from domain.error_log import ErrorStatus, PreparedError
from domain.retention import RetentionPolicy
from tests.support.errors import a_prepared_error

_FILLED_AT_ONCE = 500
_RETENTION = RetentionPolicy()
_STACK = "\n".join(f'  File "/srv/shop/app_{n}.py", line {n}, in call_{n}' for n in range(12))


@dataclass
class Measured:
    """What one store gave, in seconds."""

    store: str
    before: Sequence[float] = ()
    meanwhile: Sequence[float] = ()
    call_s: float = 0.0
    carried_s: float = 0.0
    seen_open: int = 0


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    results = []
    for name in arguments.stores:
        with new_store(name) as store:
            results.append(_measure(name, store, arguments))
    _print(results)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=1_000_000, help="open errors of the pattern")
    parser.add_argument("--senders", type=int, default=8, help="that each wait for their answer")
    parser.add_argument("--pause-ms", type=float, default=20.0, help="of each sender between two errors")
    parser.add_argument("--seconds", type=float, default=20.0, help="of storing before the pattern is resolved")
    parser.add_argument("--stores", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"])
    return parser.parse_args()


def _measure(name: str, store: SqlStore, arguments: argparse.Namespace) -> Measured:
    commit = CommitBatch(store, SystemIds(), _RETENTION)
    first = _fill(name, commit, arguments.errors)
    measured, senders = Measured(name), _Senders(commit, arguments.senders, arguments.pause_ms / 1000)
    senders.start()
    sleep(arguments.seconds)
    measured.before = senders.taken()
    began = monotonic()
    resolve = ResolveError(store, SystemIds(), _RETENTION, MemoryWakeUps())
    resolve.execute(ResolveErrorCommand(error_id=first, act=Act(actor="bench"), scope=Scope.PATTERN))
    measured.call_s = monotonic() - began
    carry = CarryEpisodes(store, _RETENTION, pause=lambda seconds: sleep(seconds) is not None)
    look_at = monotonic()
    while carry.execute():
        if monotonic() > look_at:
            measured.seen_open += _seen_open(store, first)
            look_at = monotonic() + 1
    measured.carried_s = monotonic() - began
    measured.meanwhile = senders.taken()
    senders.stop()
    return measured


def _fill(name: str, commit: CommitBatch, count: int) -> UUID:
    first = _error("filled")
    commit.execute([first])
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(f"filling {name}", total=count)
        for _ in range(0, count, _FILLED_AT_ONCE):
            commit.execute([_error("filled") for _ in range(_FILLED_AT_ONCE)])
            progress.advance(bar, _FILLED_AT_ONCE)
    return first.id


def _error(pattern: str) -> PreparedError:
    now = datetime.now(UTC)
    error = a_prepared_error(pattern=pattern, at=now)
    report = replace(error.report, stack_trace=_STACK, context={"tenant": "7", "job": "checkout"})
    return replace(error, id=_IDS.new(now), report=report)


_IDS = SystemIds()


def _seen_open(store: SqlStore, first: UUID) -> int:
    """How many of the filled errors the first page of open ones shows: the others of that pattern came later."""
    wanted = ErrorFilter(statuses=(ErrorStatus.OPEN, ErrorStatus.ASSIGNED))
    with store.reading() as work:
        found, pattern = work.error_reader.page(wanted, limit=50).errors, work.errors.get(first)
    return sum(pattern is not None and error.pattern_id == pattern.pattern_id for error in found)


class _Senders:
    """Threads that store an error, wait for the answer, and pause."""

    def __init__(self, commit: CommitBatch, count: int, pause_s: float) -> None:
        self._writer = BatchWriter(commit, MemoryWakeUps())
        self._stopping = threading.Event()
        self._took_s: list[float] = []
        self._pause_s = pause_s
        self._threads = [threading.Thread(target=self._send, args=(number,)) for number in range(count)]

    def start(self) -> None:
        """Begin."""
        self._writer.start()
        for thread in self._threads:
            thread.start()

    def taken(self) -> Sequence[float]:
        """The seconds that each error took since this was last asked."""
        taken, self._took_s = self._took_s, []
        return taken

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._writer.stop()

    def _send(self, number: int) -> None:
        while not self._stopping.wait(self._pause_s):
            error = _error(f"other {number}")
            began = monotonic()
            self._writer.write([error])
            self._took_s.append(monotonic() - began)


def _print(results: Sequence[Measured]) -> None:
    table = Table(
        "store",
        "call",
        "carried in",
        "p99 before",
        "p99 meanwhile",
        "ratio",
        "p50 before",
        "p50 meanwhile",
        "seen open",
    )
    for each in results:
        before, meanwhile = _quantile(each.before, 0.99), _quantile(each.meanwhile, 0.99)
        table.add_row(
            each.store,
            f"{each.call_s * 1000:.0f} ms",
            f"{each.carried_s:.0f} s",
            f"{before * 1000:.1f} ms",
            f"{meanwhile * 1000:.1f} ms",
            f"{meanwhile / before:.2f}",
            f"{_quantile(each.before, 0.5) * 1000:.1f} ms",
            f"{_quantile(each.meanwhile, 0.5) * 1000:.1f} ms",
            str(each.seen_open),
        )
    Console(width=140).print(table)


def _quantile(seconds: Sequence[float], part: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("nan")


if __name__ == "__main__":
    sys.exit(main())
