"""The archive as gzip files of JSON lines in a directory."""

import gzip
import os
import secrets
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from adapters.outbound.archive.error_lines import to_line
from application.ports.clock import Clock
from application.ports.error_archive import ArchiveFailed
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern

_LEVEL = 6
_PRIVATE_FILE, _PRIVATE_DIRECTORY = 0o600, 0o700


class FileArchive:
    """`ErrorArchive`: a file for each process and day, `errors-2026-11-24-<random>.jsonl.gz`.

    Each batch is a gzip member of its own, which may follow each other in a file (RFC 1952, section 2.2), synced to
    disk. A process that is killed leaves at worst a torn member at the end, since no other process writes to its file;
    a write that fails, on a full disk say, is taken back.
    """

    keeps = True

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._process = secrets.token_hex(4)
        # Two runs of a job may be at work in a process.
        self._appending = threading.Lock()

    def write(self, errors: Sequence[ErrorLog], patterns: Mapping[UUID, ErrorPattern]) -> None:
        """See the port."""
        lines = b"".join(to_line(error, patterns.get(error.pattern_id)) for error in errors)
        member = gzip.compress(lines, _LEVEL)
        path = self._directory / f"errors-{self._clock.now():%Y-%m-%d}-{self._process}.jsonl.gz"
        try:
            self._directory.mkdir(mode=_PRIVATE_DIRECTORY, parents=True, exist_ok=True)
            with self._appending:
                self._append(path, member)
        except OSError as fault:
            raise ArchiveFailed(f"the archive {path} cannot be written to: {fault.strerror}") from fault

    def _append(self, path: Path, member: bytes) -> None:
        new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, _PRIVATE_FILE)
        try:
            end = os.lseek(descriptor, 0, os.SEEK_END)
            try:
                written = 0
                while written < len(member):
                    written += os.write(descriptor, member[written:])
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
        finally:
            os.close(descriptor)
        if new:
            _sync_directory(self._directory)


def _sync_directory(directory: Path) -> None:
    """The name of a new file is on disk only with its directory."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
