"""The directory where files are kept, and the locks that keep a second process off them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600


class AlreadyRunning(Exception):
    """Another process holds what only one may; the message says which."""


class DirectoryUnusable(Exception):
    """Files cannot be kept there; the message says why."""


def make_data_dir(path: Path) -> bool:
    """Make the directory, for its owner only, where it does not exist; whether it was made.

    Raises:
        DirectoryUnusable: it cannot be made or written to.
    """
    new = not path.exists()
    try:
        path.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    except OSError as fault:
        raise DirectoryUnusable(f"the data directory {path} cannot be made: {fault.strerror}") from fault
    if not os.access(path, os.W_OK | os.X_OK):
        raise DirectoryUnusable(f"the data directory {path} cannot be written to by this user")
    return new


@contextmanager
def only_one(lock: Path, refusal: str) -> Iterator[None]:
    """Hold a lock that the kernel gives back however this process ends.

    Raises:
        AlreadyRunning: another process holds it: `refusal`, followed by that process's id.
        DirectoryUnusable: its file cannot be made.
    """
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as fault:
        raise DirectoryUnusable(f"{lock} cannot be made: {fault.strerror}") from fault
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunning(f"{refusal} (process {holder})") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def only_one_on_sqlite(file: Path | None, role: str) -> Iterator[None]:
    """On SQLite, hold the lock of the one process of this role; on servers any number may run."""
    with ExitStack() as held:
        if file is not None:
            held.enter_context(
                only_one(
                    file.with_name(f"{file.name}.{role}.lock"),
                    f"another {role} process already uses {file}; SQLite takes one of each role",
                )
            )
        yield


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        new.unlink()
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
