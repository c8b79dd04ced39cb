"""The product as its users run it: real processes of `error-logging`, spoken to from outside."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from application.create_token import CreateToken, CreateTokenCommand
from domain.access import Scope
from tests.support.processes import dies_with_parent, eventually, free_port

API = "/api/error-logging"
PROGRAM = Path(sys.executable).with_name("error-logging")
_START_WITHIN_S = 30.0


class Product:
    """One installation: a data directory, settings, and the processes started for it."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "LOG_FORMAT": "json",
            **(settings or {}),
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.session = requests.Session()
        self.session.trust_env = False

    def start(self, command: str, *arguments: str, name: str | None = None) -> subprocess.Popen[bytes]:
        """Start `serve`, `web` or `worker`; what it prints goes to `<name>.log` in the folder."""
        name = name or command
        with self.log_file(name).open("ab") as log:
            process = subprocess.Popen(
                [PROGRAM, command, *arguments],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=dies_with_parent(),  # noqa: PLW1509
            )
        self.processes[name] = process
        return process

    def log_file(self, name: str) -> Path:
        """Where a process writes what it prints."""
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        """What a process has printed so far."""
        return self.log_file(name).read_text()

    def wait_until_ready(self, name: str = "web") -> None:
        """Wait until errors can be stored."""

        def ready() -> bool:
            assert self.processes[name].poll() is None, self.log(name)
            try:
                return self.get("/readyz", timeout=2).status_code == 200
            except requests.ConnectionError:
                return False

        eventually(ready, within_s=_START_WITHIN_S, what=f"{name} is ready:\n{self.log(name)}")

    def kill(self, name: str) -> None:
        """kill -9, as the kernel's out-of-memory killer would."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def child(self, role: str, of: str = "serve") -> int | None:
        """The process id of the `web` or `worker` that `serve` runs, None while there is none."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _is_child(entry, self.processes[of].pid, role):
                return int(entry.name)
        return None

    def kill_child(self, role: str) -> None:
        """kill -9 one of the processes that `serve` runs, and wait until another has taken its place."""
        killed = eventually(lambda: self.child(role), what=f"{role} runs")
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: self.child(role) not in (None, killed), what=f"{role} is started again")

    @property
    def database_url(self) -> str:
        """Where its errors are."""
        return self.environment.get("DATABASE_URL", f"sqlite:///{self.folder}/data/error_logging.db")

    def stop(self) -> None:
        """End everything that was started."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        self.session.close()

    def run(self, *arguments: str) -> str:
        """Run a command to its end; what it printed. Fails where it fails."""
        done = subprocess.run(
            [PROGRAM, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def token(self, scope: str = "admin") -> str:
        """A new API token. Made in this process, as a developer is: the start of a command costs seconds."""
        with self._store() as store:
            command = CreateTokenCommand(name="tests", scope=Scope(scope))
            return CreateToken(store, SystemIds()).execute(command).secret

    def developer(self, name: str, *services: str) -> None:
        """Add a developer with an address of that name; a worker that runs hears of it when it looks next."""
        command = CreateDeveloperCommand(name=name, email=f"{name}@example.org", services=frozenset(services))
        with self._store() as store:
            CreateDeveloper(store, SystemIds(), MemoryWakeUps()).execute(command)

    @contextmanager
    def _store(self) -> Iterator[SqlStore]:
        engine = make_engine(self.database_url)
        yield SqlStore(engine)
        engine.dispose()

    def post(self, door: str, body: Any, **options: Any) -> requests.Response:
        """Post to `webhook/<door>/`, or to `errors/`; a body that is not bytes is sent as JSON."""
        path = f"{API}/errors/" if door == "errors" else f"{API}/webhook/{door}/"
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.session.post(self.url + path, data=data, headers=headers, timeout=options.pop("timeout", 20))

    def get(self, path: str, *, token: str | None = None, timeout: float = 20) -> requests.Response:
        """Get any path."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.session.get(self.url + path, headers=headers, timeout=timeout)

    def error(self, error_id: str, token: str) -> dict[str, Any]:
        """One error as the API shows it."""
        answer = self.get(f"{API}/errors/{error_id}/", token=token)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def _is_child(process: Path, parent: int, role: str) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        status = (process / "stat").read_text()
    except OSError:
        return False
    return role.encode() in words and int(status.rpartition(")")[2].split()[1]) == parent
