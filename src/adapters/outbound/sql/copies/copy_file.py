"""The file of a backup: a compressed tar of JSON lines, a few thousand rows a member, and at its end a manifest."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from application.ports.store_copies import CopyUnusable

FORMAT = 1
_MANIFEST = "manifest.json"
_LEVEL = 1
"""What is long is packed already, in the store."""
_PRIVATE_FILE = 0o600


@dataclass(slots=True)
class TableCopy:
    """What the manifest says of a table; `sha256` is of all its lines."""

    columns: Sequence[str]
    rows: int = 0
    sha256: str = ""


@dataclass(slots=True)
class Manifest:
    """What the file holds: which schema, and how much of what."""

    revision: str
    made_at: str
    release: str
    tables: dict[str, TableCopy] = field(default_factory=dict)
    format: int = FORMAT


class CopyWriter:
    """Writes table after table."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self._digests: dict[str, hashlib._Hash] = {}
        self._parts = 0
        self.manifest = manifest

    def begin(self, table: str, columns: Sequence[str]) -> None:
        """A table, which may stay empty."""
        self.manifest.tables[table] = TableCopy(list(columns))
        self._digests[table] = hashlib.sha256()

    def add(self, table: str, lines: Sequence[bytes]) -> None:
        """Lines of the table that was begun last."""
        content = b"\n".join(lines) + b"\n"
        self._parts += 1
        self._member(f"{table}/{self._parts:06}.jsonl", content)
        self._digests[table].update(content)
        self.manifest.tables[table].rows += len(lines)

    def finish(self) -> None:
        """The manifest: without it the file is no backup."""
        for name, digest in self._digests.items():
            self.manifest.tables[name].sha256 = digest.hexdigest()
        self._member(_MANIFEST, json.dumps(asdict(self.manifest), indent=1).encode())

    def _member(self, name: str, content: bytes) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mode = len(content), _PRIVATE_FILE
        self._tar.addfile(about, io.BytesIO(content))


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[CopyWriter]:
    """A file for this user only, written beside its name and there, whole and on disk, once this is left without a
    fault. Raises CopyUnusable.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            with (
                gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_LEVEL, filename="") as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                writer = CopyWriter(tar, manifest)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as fault:
        raise CopyUnusable(f"{path} cannot be written: {fault.strerror or fault}") from fault
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def checked(path: Path) -> Manifest:
    """The manifest of a file that was read to its end and holds what that says. Raises CopyUnusable."""
    digests: dict[str, hashlib._Hash] = {}
    rows: dict[str, int] = {}
    manifest: Manifest | None = None
    for name, content in _members(path):
        if name == _MANIFEST:
            manifest = _read_manifest(content)
            continue
        table = name.partition("/")[0]
        digests.setdefault(table, hashlib.sha256()).update(content)
        rows[table] = rows.get(table, 0) + content.count(b"\n")
    if manifest is None:
        raise CopyUnusable(f"{path} is not a whole backup: it has no manifest at its end")
    for table, copy in manifest.tables.items():
        digest = digests.pop(table, hashlib.sha256()).hexdigest()
        if (rows.get(table, 0), digest) != (copy.rows, copy.sha256):
            raise CopyUnusable(f"{path} is damaged: {table} is not what its manifest says")
    if digests:
        raise CopyUnusable(f"{path} is damaged: its manifest does not name {', '.join(sorted(digests))}")
    return manifest


def parts(path: Path) -> Iterator[tuple[str, Sequence[bytes]]]:
    """Table by table, in the order in which they were written, some lines at a time. Raises CopyUnusable."""
    for name, content in _members(path):
        if name != _MANIFEST:
            yield name.partition("/")[0], content.splitlines()


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with gzip.open(path, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            for about in tar:
                content = tar.extractfile(about)
                if content is not None:
                    yield about.name, content.read()
            # The tar ends before the file does: only its last bytes tell whether all came through.
            while packed.read(1 << 16):
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise CopyUnusable(f"{path} is no backup, or its end is torn ({type(fault).__name__})") from fault
    except OSError as fault:
        raise CopyUnusable(f"{path} cannot be read: {fault.strerror or fault}") from fault


def _read_manifest(content: bytes) -> Manifest:
    said: Mapping[str, object] = json.loads(content)
    if said.get("format") != FORMAT:
        raise CopyUnusable("the backup was made by a newer version of error-logging: restore it with that")
    manifest = Manifest(**said)  # type: ignore[arg-type]
    manifest.tables = {name: TableCopy(**copy) for name, copy in manifest.tables.items()}  # type: ignore[arg-type]
    return manifest
