"""Keep processes running: restart what dies, stop in order, leave nothing behind."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

SUPERVISED = "ERROR_LOGGING_SUPERVISED"
"""Set in the environment of the processes that `serve` starts, which has said everything already."""

FIRST_RESTART_S = 0.2
LONGEST_RESTART_S = 10.0
STEADY_S = 30.0
"""A process that lived this long is well: its next death is restarted at once again."""

STOP_WITHIN_S = 4.5
"""For all processes together, then they are killed; systemd and containers wait longer than that."""

_LOOK_EVERY_S = 0.1
_LATE_S = 30.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def _never_mind() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Program:
    """A command that should always be running. `is_ready` is asked after each start until it says yes; it answers
    at once.
    """

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool] = field(default=_never_mind)


class Supervisor:
    """Starts programs in their order, each as the leader of a session of its own, and stops them in the same order.

    - What dies is started again after 0.2 s, then after twice that, up to 10 s.
    - TERM, INT and HUP stop everything; a second one stops it at once.
    - The kernel kills them when this process is killed (PR_SET_PDEATHSIG), however that happens. That signal is tied
      to the thread which forked, so they are started by the main thread only.
    """

    def __init__(
        self, programs: Sequence[Program], say: Callable[[str], None], *, on_ready: Callable[[], None]
    ) -> None:
        """
        Args:
            say: tells people what happens, a sentence at a time.
            on_ready: called once, when all programs are ready for the first time.
        """
        self._children = [_Child(program, say) for program in programs]
        self._say = say
        self._on_ready = on_ready
        self._announced = False
        # Under nohup a hang-up is none of our business.
        hang_up = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
        self._stopping = {signal.SIGTERM, signal.SIGINT, *hang_up}

    def run(self) -> int:
        """Run until told to stop; the exit code."""
        # Blocked signals wait until `sigtimedwait` asks for them: nothing is ever interrupted half way.
        signal.pthread_sigmask(signal.SIG_BLOCK, self._awaited)
        for child in self._children:
            child.start()
        while not self._told_to_stop(self._wait_s()):
            for child in self._children:
                child.tend()
            self._announce()
        self._stop()
        return 0

    @property
    def _awaited(self) -> set[signal.Signals]:
        return {*self._stopping, signal.SIGCHLD}

    def _told_to_stop(self, within_s: float) -> bool:
        received = signal.sigtimedwait(self._awaited, within_s)
        return received is not None and received.si_signo in self._stopping

    def _wait_s(self) -> float:
        return min(child.wait_s() for child in self._children)

    def _announce(self) -> None:
        if not self._announced and all(child.ready for child in self._children):
            self._announced = True
            self._on_ready()

    def _stop(self) -> None:
        """One after the other, since the first may still hand work to the second; whoever is late is killed."""
        end = monotonic() + STOP_WITHIN_S
        patient = True
        for position, child in enumerate(self._children, start=1):
            share = (end - monotonic()) * position / len(self._children)
            child.terminate()
            patient = patient and self._await_exit(child, monotonic() + share)
        for child in self._children:
            child.kill()
        self._say("Stopped.")

    def _await_exit(self, child: "_Child", until: float) -> bool:
        """False when it was told a second time to stop."""
        while child.is_running() and monotonic() < until:
            if self._told_to_stop(_LOOK_EVERY_S):
                return False
        return True


class _Child:
    """One program and its present process."""

    def __init__(self, program: Program, say: Callable[[str], None]) -> None:
        self._program = program
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0
        self._delay_s = FIRST_RESTART_S
        self._start_at_s = 0.0
        self._starts = 0
        self._said_late = False
        self.ready = False

    def start(self) -> None:
        self._starts += 1
        self._started_s = monotonic()
        self._process = subprocess.Popen(  # noqa: S603
            self._program.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # This process has one thread, so what Python warns of cannot happen.
            preexec_fn=_dies_with(os.getpid()),  # noqa: PLW1509
        )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def tend(self) -> None:
        """Notice its death, start it when it is time, ask whether it is ready."""
        if self._process is not None and not self.is_running():
            self._bury(self._process)
        if self._process is None and monotonic() >= self._start_at_s:
            self.start()
        if self._process is not None and not self.ready:
            self._ask()

    def wait_s(self) -> float:
        """How long nothing needs to be done about it, unless a signal comes."""
        if self._process is None:
            return max(self._start_at_s - monotonic(), 0.0)
        return 3600.0 if self.ready else _LOOK_EVERY_S

    def terminate(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """Kill it and whatever it started, if it still runs."""
        if self._process is not None and self.is_running():
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._say(f"{self._program.name} did not stop in time and was killed.")

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        if monotonic() - self._started_s >= STEADY_S:
            self._delay_s = FIRST_RESTART_S
        self._process, self.ready = None, False
        self._start_at_s = monotonic() + self._delay_s
        self._say(f"{self._program.name} {_how_ended(process.returncode)}; starting it again in {self._delay_s:g} s.")
        self._delay_s = min(self._delay_s * 2, LONGEST_RESTART_S)

    def _ask(self) -> None:
        self.ready = self._program.is_ready()
        if self.ready and self._starts > 1:
            self._say(f"{self._program.name} is running again.")
        if not self.ready and not self._said_late and monotonic() - self._started_s > _LATE_S:
            self._said_late = True
            self._say(f"{self._program.name} is not ready yet. `error-logging doctor` says what is wrong.")


def _dies_with(parent: int) -> Callable[[], None]:
    def tie() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            # It died before the tie was made.
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    return tie


def _how_ended(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
