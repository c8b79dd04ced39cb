"""A real PostgreSQL, started in the foreground on a port and in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import weakref
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.support.processes import dies_with_parent, eventually, find_program, free_port

_PLACE = "/usr/lib/postgresql/*/bin"
_USER = "postgres"
_START_TRIES = 3
_STOP_SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT, "smart": signal.SIGTERM}


class PostgresServer:
    """One cluster. Its folder goes with this object; the process never outlives the test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._program = find_program("postgres", _PLACE, package="postgresql")
        self.port = 0
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @classmethod
    def start(cls, *options: str) -> "PostgresServer":
        """A new cluster, ready; `options` are settings such as `max_connections=10`."""
        # pytest's own folders are closed to other users, and postgres refuses to run as root.
        folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        folder.chmod(0o755)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = cls(folder)
        initdb = find_program("initdb", _PLACE, package="postgresql")
        wanted = ["--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(
            [initdb, "--pgdata", folder / "data", *wanted], capture_output=True, check=False, **_as_postgres()
        )
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        server.start_again(*options)
        return server

    def start_again(self, *options: str) -> None:
        """Start it on its data, after `stop` or `kill`; on the same port once it has one."""
        assert self._process is None, "it runs already"
        for _ in range(_START_TRIES):
            port = self.port or free_port()
            if self._started(port, options):
                self.port = port
                return
        raise AssertionError(f"PostgreSQL does not start:\n{self._log.read_text()}")

    def stop(self, mode: str = "fast") -> None:
        """Shut it down: "fast" ends sessions politely, "immediate" leaves recovery to the next start."""
        if self._process is not None:
            self._end(_STOP_SIGNALS[mode])

    def kill(self) -> None:
        """kill -9; its children notice and end by themselves."""
        self._end(signal.SIGKILL)

    def url(self, database: str = _USER) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Make a database, a copy of `template` where given; its address."""
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        self._run(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(name), copied))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def log(self) -> str:
        """What it has written so far."""
        return self._log.read_text()

    def _run(self, statement: sql.Composable) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    def _started(self, port: int, options: tuple[str, ...]) -> bool:
        settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={self._folder}", "max_connections=200"]
        arguments = [part for setting in (*settings, *options) for part in ("-c", setting)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-D", self._folder / "data", "-p", str(port), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGQUIT),  # noqa: PLW1509
                **_as_postgres(),
            )
        process = self._process
        eventually(lambda: process.poll() is not None or _answers(port), what=self.log)
        if process.poll() is not None:
            self._process = None
        return self._process is not None

    def _end(self, number: signal.Signals) -> None:
        assert self._process is not None, "it does not run"
        self._process.send_signal(number)
        self._process.wait(20)
        self._process = None


def _as_postgres() -> dict[str, Any]:
    return {"user": _USER, "group": pwd.getpwnam(_USER).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _answers(port: int) -> bool:
    try:
        psycopg.connect(f"postgresql://{_USER}@127.0.0.1:{port}/{_USER}", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
