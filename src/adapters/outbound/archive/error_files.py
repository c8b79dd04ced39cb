"""Files of errors, compressed or not, read and written a line at a time."""

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from adapters.outbound.archive.error_lines import LineUnreadable, from_line, to_line
from application.ports.error_files import FileUnusable, ReadLine
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern

_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 16 << 20
"""An error is cut to a tenth of this before it is stored."""
_LEVEL = 6
_PRIVATE_FILE = 0o600


class JsonLinesFiles:
    """`ErrorFiles`."""

    def size_bytes(self, path: Path) -> int:
        """See the port."""
        with _told(path, "read"):
            return path.stat().st_size

    def read(self, path: Path) -> Iterator[ReadLine]:
        """See the port."""
        with _told(path, "read"), path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            lines: IO[bytes] | gzip.GzipFile = gzip.GzipFile(fileobj=file) if packed else file
            while True:
                try:
                    line = lines.readline(_LONGEST_LINE)
                except (EOFError, zlib.error, gzip.BadGzipFile):
                    yield ReadLine(None, None, file.tell(), "the end of the file is torn")
                    return
                if not line:
                    return
                yield _read(line, file.tell())

    @contextmanager
    def writing(self, path: Path) -> Iterator["_Lines"]:
        """See the port. Written beside its name first, and for this user only."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with _told(path, "written"):
            try:
                descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _PRIVATE_FILE)
                with os.fdopen(descriptor, "wb") as file:
                    if path.suffix == ".gz":
                        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_LEVEL, filename="") as packed:
                            yield _Lines(packed)
                    else:
                        yield _Lines(file)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(path)
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)


class _Lines:
    """`ErrorFileWriter`."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile) -> None:
        self._file = file

    def write(self, errors: Sequence[ErrorLog], patterns: Mapping[UUID, ErrorPattern]) -> None:
        """See the port."""
        self._file.writelines(to_line(error, patterns.get(error.pattern_id)) for error in errors)


def _read(line: bytes, read_bytes: int) -> ReadLine:
    try:
        error, pattern = from_line(line)
    except LineUnreadable as fault:
        return ReadLine(None, None, read_bytes, str(fault))
    return ReadLine(error, pattern, read_bytes)


@contextmanager
def _told(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise FileUnusable(f"{path} cannot be {what}: {fault.strerror}") from fault
