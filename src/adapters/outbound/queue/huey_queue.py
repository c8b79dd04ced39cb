"""The queue that wakes workers: a file beside the database, or Redis."""

from pathlib import Path

from huey import PriorityRedisHuey, SqliteHuey
from huey.api import Huey

_NAME = "error-logging"


def file_queue(path: Path) -> Huey:
    """A queue in an SQLite file of its own; for one machine."""
    return SqliteHuey(_NAME, filename=str(path), results=False, utc=True, fsync=False)


def redis_queue(url: str) -> Huey:
    """A queue that any number of hosts share."""
    # A read timeout of 1 s keeps the consumer from hanging on a Redis that went away (redis-py's own default is 5 s
    # with 10 retries).
    return PriorityRedisHuey(_NAME, url=url, results=False, utc=True, read_timeout=1)
