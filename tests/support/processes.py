"""Starting real servers for tests, and waiting for them."""

import ctypes
import glob
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_SET_PARENT_DEATH_SIGNAL = 1
_libc = ctypes.CDLL(None)


def find_program(name: str, *places: str, package: str) -> str:
    """The path of a program: the last of what the glob patterns find, else what PATH names. Fails where there is
    none, with the command that installs it.
    """
    found = sorted(path for place in places for path in glob.glob(f"{place}/{name}"))  # noqa: PTH207
    path = found[-1] if found else shutil.which(name)
    assert path is not None, (
        f"{name} is not installed; to install it: apt-get install --no-install-recommends {package}"
    )
    return path


def dies_with_parent(number: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """For `preexec_fn`: the child gets this signal when the thread that started it ends."""

    def ask_for_signal() -> None:
        _libc.prctl(_SET_PARENT_DEATH_SIGNAL, number)

    return ask_for_signal


def free_port() -> int:
    """A port that nobody listens on just now; another may take it first, so starting must be tried again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(look: Callable[[], T], *, within_s: float = 20.0, what: Callable[[], str] | str = "") -> T:
    """The first true answer, asked for again and again; fails after `within_s`, telling `what` was awaited."""
    end = time.monotonic() + within_s
    while not (answer := look()):
        assert time.monotonic() < end, f"not within {within_s} s: {what() if callable(what) else what or look}"
        threading.Event().wait(0.02)
    return answer
