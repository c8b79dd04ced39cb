"""Where a SQLite file may lie."""

from collections.abc import Iterable
from pathlib import Path

_NETWORKED = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gfs2",
        "ocfs2", "ncpfs", "davfs", "beegfs", "virtiofs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs",
        "fuse.rclone", "fuse.davfs2", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.gcsfuse", "fuse.cephfs",
    }
)  # fmt: skip
"""Whose locks or shared memory do not reach other hosts: SQLite's WAL breaks there (https://sqlite.org/wal.html)."""


class NetworkFileSystem(ValueError):
    """A SQLite file was to lie on a file system that other hosts share."""


def refuse_network_file_system(path: Path, mounts: Iterable[str] | None = None) -> None:
    """Raises NetworkFileSystem where the file lies, or would lie, on one.

    Args:
        mounts: lines as in /proc/mounts, which is read where None; a system without it is not checked.
    """
    kind = _kind_at(path.resolve(), _mounted() if mounts is None else mounts)
    if kind in _NETWORKED:
        raise NetworkFileSystem(
            f"{path} lies on a network file system ({kind}), where SQLite loses data; "
            "put it on a local disk, or use PostgreSQL"
        )


def _mounted() -> list[str]:
    try:
        return Path("/proc/mounts").read_text().splitlines()
    except OSError:
        return []


def _kind_at(path: Path, mounts: Iterable[str]) -> str:
    best, kind = -1, ""
    for line in mounts:
        _, point, name, *_ = line.split()
        # /proc/mounts writes blanks as octal escapes (fstab(5)).
        place = Path(point.replace("\\040", " "))
        # Of two mounts at one point the later one is on top.
        if path.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), name
    return kind
