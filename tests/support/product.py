"""The product as its users run it: real processes of `error-logging`, spoken to from outside."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

API = "/api/error-logging"
PROGRAM = Path(sys.executable).with_name("error-logging")
_SIGNAL_ON_PARENT_DEATH = 1
_START_WITHIN_S = 30.0


def eventually(condition: Callable[[], Any], *, within_s: float = 20.0, what: str = "") -> Any:
    """The first true answer of `condition`, asked again and again; fails after `within_s`."""
    end = time.monotonic() + within_s
    while not (answer := condition()):
        assert time.monotonic() < end, f"not within {within_s} s: {what or condition}"
        # A wait between two looks, not in place of one.
        _pause(0.02)
    return answer


def _pause(seconds: float) -> None:
    """Give the processor to the processes under test for a moment."""
    signal.sigtimedwait([], seconds)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
        self._http = requests.Session()
        self._http.trust_env = False

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
                preexec_fn=_die_with_parent,  # noqa: PLW1509
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
        self._http.close()

    def run(self, *arguments: str) -> str:
        """Run a command to its end; what it printed. Fails where it fails."""
        done = subprocess.run(
            [PROGRAM, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def token(self, scope: str = "admin") -> str:
        """A new API token."""
        return self.run("token", "create", "tests", "--scope", scope).split()[0]

    def developer(self, name: str, *services: str) -> None:
        """Add a developer with an address of that name."""
        expertise = [part for service in services for part in ("--service", service)]
        self.run("developer", "add", "--name", name, "--email", f"{name}@example.org", *expertise)

    def post(self, door: str, body: Any, **options: Any) -> requests.Response:
        """Post to `webhook/<door>/`, or to `errors/`; a body that is not bytes is sent as JSON."""
        path = f"{API}/errors/" if door == "errors" else f"{API}/webhook/{door}/"
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._http.post(self.url + path, data=data, headers=headers, timeout=options.pop("timeout", 20))

    def get(self, path: str, *, token: str | None = None, timeout: float = 20) -> requests.Response:
        """Get any path."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._http.get(self.url + path, headers=headers, timeout=timeout)

    def error(self, error_id: str, token: str) -> dict[str, Any]:
        """One error as the API shows it."""
        answer = self.get(f"{API}/errors/{error_id}/", token=token)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_SIGNAL_ON_PARENT_DEATH, signal.SIGKILL)
