"""A process that removes expired errors until it is done or killed: its arguments are the store's URL and a folder."""

import sys
import threading
from pathlib import Path

from adapters.outbound.archive.file_archive import FileArchive
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.clock import SystemClock
from application.remove_expired_errors import RemoveExpiredErrors
from domain.retention import RetentionPolicy

LIMIT_ERRORS = 20


def main() -> None:
    """One run, as the job does it, in small batches."""
    engine = make_engine(sys.argv[1])
    archive = FileArchive(Path(sys.argv[2]), SystemClock())
    policy = RetentionPolicy()
    print("begun", flush=True)
    RemoveExpiredErrors(SqlStore(engine), archive, policy, limit_errors=LIMIT_ERRORS, pause=_pause).execute()


def _pause(seconds: float) -> bool:
    return threading.Event().wait(min(seconds, 0.005))


if __name__ == "__main__":
    main()
