"""Which URLs make an engine, and where a SQLite file may lie."""

from pathlib import Path

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.network_file_systems import NetworkFileSystem, refuse_network_file_system

_MOUNTS = [
    "/dev/vda / ext4 rw 0 0",
    "server:/export /srv/data nfs4 rw 0 0",
    "/dev/vdb /srv/data/local ext4 rw 0 0",
    "//server/share /mnt/with\\040blank cifs rw 0 0",
    "me@host:/ /home/me/remote fuse.sshfs rw 0 0",
    "host0 /mnt/p 9p rw 0 0",
]


@pytest.mark.parametrize(
    "path", ["/srv/data/store.db", "/mnt/with blank/deep/store.db", "/home/me/remote/store.db", "/mnt/p/store.db"]
)
def test_a_network_file_system_is_refused(path: str) -> None:
    with pytest.raises(NetworkFileSystem, match="network file system"):
        refuse_network_file_system(Path(path), _MOUNTS)


@pytest.mark.parametrize("path", ["/var/lib/store.db", "/srv/data/local/store.db", "/srv/database.db"])
def test_a_local_disk_is_taken(path: str) -> None:
    refuse_network_file_system(Path(path), _MOUNTS)


@pytest.mark.parametrize(
    "url", ["mysql://ada:sesame@host/db", "sesame", "postgresql://ada:sesame@host:port/db", "", "mongodb://sesame"]
)
def test_a_url_that_is_not_served_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(ValueError, match="the database URL") as refused:
        make_engine(url)

    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str) -> None:
    engine = make_engine(f"{scheme}://ada:sesame@host/db?target_session_attrs=read-write", pool_size=3)

    assert engine.url.drivername == "postgresql+psycopg"
    assert engine.url.query["target_session_attrs"] == "read-write"
    assert engine.pool.size() == 3  # type: ignore[attr-defined]
    assert "sesame" not in repr(engine)


def test_a_file_is_made_as_it_must_be(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/store.db")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "auto_vacuum": 2, "busy_timeout": 5000}

    with engine.connect() as connection:
        actual = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}

    engine.dispose()
    assert actual == wanted
