"""A day replayed on a moved clock: a million errors of forty patterns in one hour, a rota of three, and who was told.

Prints messages by person and reason, how late the worst of bad news was told, and how long it all took.
"""

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table

from adapters.outbound.sql.engine import make_engine
from domain.severity import Severity
from tests.support.replay import MONDAY, Replay, errors_of_an_hour, replay


def main() -> int:
    """Replay and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=1_000_000)
    errors, console = parser.parse_args().errors, Console(width=150)
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/replay.db")
        with replay(engine, Path(folder)) as day:
            began_s = monotonic()
            day.until(MONDAY + timedelta(hours=1), errors_of_an_hour(errors), step=timedelta(seconds=5))
            hour_s = monotonic() - began_s
            day.until(MONDAY + timedelta(hours=24), iter(()), step=timedelta(seconds=50))
            console.print(_table(day))
            worst = max(_waits(day), default=timedelta(0))
            whole_s = monotonic() - began_s
            console.print(
                f"{errors:,} errors in {hour_s:.0f} s, the day in {whole_s:.0f} s; bad news told after {worst}"
            )
        engine.dispose()
    return 0


def _table(day: Replay) -> Table:
    told = day.table()
    reasons = sorted({reason for counts in told.values() for reason in counts})
    table = Table("receiver", *reasons, "all")
    for receiver, counts in sorted(told.items()):
        table.add_row(receiver, *(str(counts[reason]) for reason in reasons), str(counts.total()))
    return table


def _waits(day: Replay) -> list[timedelta]:
    """From the first error of each high or critical episode to its first message."""
    first: dict[object, timedelta] = {}
    for at, message in day.sent:
        if message.episode.severity.at_least(Severity.HIGH):
            first.setdefault(message.episode.id, at - message.episode.opened_at)
    return list(first.values())


if __name__ == "__main__":
    sys.exit(main())
