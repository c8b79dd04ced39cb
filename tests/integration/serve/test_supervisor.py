"""The supervisor by itself, with small programs in place of ours."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.processes import dies_with_parent, eventually

SUPERVISE = """
import sys
from bootstrap.supervisor import Program, Supervisor
programs = [Program(str(number), (sys.executable, "-c", code)) for number, code in enumerate(sys.argv[1:])]
say = lambda text: print(text, flush=True)
sys.exit(Supervisor(programs, say, on_ready=lambda: say("all ready")).run())
"""
WAITS = "import signal, os; open(f'{os.getppid()}.waits', 'a').write(f'{os.getpid()}\\n'); signal.pause()"
CRASHES = "import sys; sys.exit(3)"
STUBBORN = """
import os, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
open(f"{os.getppid()}.waits", "a").write(f"{os.getpid()}\\n{child.pid}\\n")
signal.pause()
"""

DIES_WITH_TEST = dies_with_parent()

Start = Callable[..., subprocess.Popen[str]]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(*programs: str, before: Callable[[], object] = DIES_WITH_TEST) -> subprocess.Popen[str]:
        with (tmp_path / "said").open("w") as said:
            process = subprocess.Popen(
                [sys.executable, "-c", SUPERVISE, *programs],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
                preexec_fn=before,  # noqa: PLW1509
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def said(folder: Path) -> str:
    return (folder / "said").read_text()


def waiting(folder: Path, supervisor: subprocess.Popen[str], count: int = 1) -> list[int]:
    """The ids of the programs that have come as far as to wait, `count` of them at the least."""
    file = folder / f"{supervisor.pid}.waits"

    def pids() -> list[int]:
        found = [int(line) for line in file.read_text().split()] if file.exists() else []
        return found if len(found) >= count else []

    return eventually(pids, what=lambda: said(folder))


def test_what_crashes_is_started_again_after_ever_longer_waits(start: Start, tmp_path: Path) -> None:
    start(CRASHES)

    eventually(lambda: "in 1.6 s" in said(tmp_path), what=lambda: said(tmp_path))

    waits = [line.rpartition("again in ")[2] for line in said(tmp_path).splitlines() if "exit code 3" in line]
    assert waits == ["0.2 s.", "0.4 s.", "0.8 s.", "1.6 s."]


def test_what_is_killed_is_started_again_and_its_neighbour_is_left_alone(start: Start, tmp_path: Path) -> None:
    supervisor = start(WAITS, WAITS)
    first, second = waiting(tmp_path, supervisor, 2)

    os.kill(first, signal.SIGKILL)

    third = waiting(tmp_path, supervisor, 3)[2]
    assert "was killed by signal 9" in said(tmp_path)
    assert (is_alive(first), is_alive(second), is_alive(third)) == (False, True, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_and_that_is_a_success(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    supervisor = start(WAITS, WAITS)
    pids = waiting(tmp_path, supervisor, 2)

    supervisor.send_signal(number)

    assert supervisor.wait(5) == 0
    assert not any(map(is_alive, pids))


def test_who_does_not_stop_is_killed_with_what_it_started(start: Start, tmp_path: Path) -> None:
    supervisor = start(STUBBORN)
    pids = waiting(tmp_path, supervisor, 2)

    supervisor.terminate()

    assert supervisor.wait(8) == 0
    eventually(lambda: not any(map(is_alive, pids)))
    assert "did not stop in time and was killed" in said(tmp_path)


def test_a_second_signal_stops_at_once(start: Start, tmp_path: Path) -> None:
    supervisor = start(STUBBORN, STUBBORN, STUBBORN)
    pids = waiting(tmp_path, supervisor, 6)

    supervisor.send_signal(signal.SIGINT)
    # The second has to be another signal than the first, which is one while nobody has taken it.
    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(3) == 0
    eventually(lambda: not any(map(is_alive, pids)))


def test_nothing_outlives_a_killed_supervisor(start: Start, tmp_path: Path) -> None:
    supervisor = start(WAITS, WAITS)
    pids = waiting(tmp_path, supervisor, 2)

    supervisor.kill()

    eventually(lambda: not any(map(is_alive, pids)))


def test_a_hang_up_under_nohup_is_passed_over(start: Start, tmp_path: Path) -> None:
    supervisor = start(WAITS, before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    [pid] = waiting(tmp_path, supervisor)

    supervisor.send_signal(signal.SIGHUP)
    os.kill(pid, signal.SIGKILL)

    assert len(waiting(tmp_path, supervisor, 2)) == 2
    assert supervisor.poll() is None


def test_readiness_is_told_once(start: Start, tmp_path: Path) -> None:
    supervisor = start(WAITS)
    [pid] = waiting(tmp_path, supervisor)

    os.kill(pid, signal.SIGKILL)
    waiting(tmp_path, supervisor, 2)

    eventually(lambda: "is running again" in said(tmp_path), what=lambda: said(tmp_path))
    assert said(tmp_path).count("all ready") == 1
