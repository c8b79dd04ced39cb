"""An installation on a small disk fills up, and stays an installation."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[3]


def test_at_the_limit_errors_are_refused_and_all_else_goes_on(tmp_path: Path) -> None:
    # So that no alert of too many errors is stored beside what was sent, where it takes longer than a minute.
    told = scene(tmp_path, "120m", "MAX_STORAGE=32MB", "THRESHOLD_ERRORS_PER_HOUR=1000000")

    assert "MAX_STORAGE" in told["full"]["detail"]
    assert told["full"]["retry_after"] == "60"
    assert (told["shed"]["stack_trace"], told["shed"]["context"]) == (None, {})
    # More than one where dropping contents made room between the two fillings: that it was full again is news.
    assert {(alarm["severity"], alarm["environment"]) for alarm in told["alarm"]} == {("critical", "all")}
    assert {mark["reason"] for mark in told["shed"]["marks"]} == {"dropped"}
    assert told["count"] == told["alike"]["stored"] + told["full"]["stored"]
    assert (told["reads"], told["resolves"], told["metrics"], told["job"]) == (200, 200, 1, True)


def test_a_full_disk_is_said_and_nothing_promised_until_there_is_room(tmp_path: Path) -> None:
    told = scene(tmp_path, "48m")

    assert told["full"]["stored"] > 100
    assert told["reads"] == 200
    assert told["count"] == told["full"]["stored"]
    assert told["again"]


def scene(folder: Path, size: str, *settings: str) -> dict[str, Any]:
    """What happened on a disk of that size, in a namespace of mounts that ends with it."""
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-m", "tests.support.small_disk", str(folder), size, *settings],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}"},
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
