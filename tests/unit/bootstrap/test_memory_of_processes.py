"""What a long-running process does not load: it stays in memory for months."""

import subprocess
import sys

import pytest

LOADED = "import sys, bootstrap.{}; print(*sorted({{'alembic', 'mako'}} & set(sys.modules)))"
SMALL = "import sys, bootstrap.serve; print(*sorted({'sqlalchemy', 'flask', 'multiprocessing'} & set(sys.modules)))"


def loaded(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.split()


@pytest.mark.parametrize("role", ["web", "worker"])
def test_what_only_migrating_needs(role: str) -> None:
    assert loaded(LOADED.format(role)) == []


def test_the_supervisor_is_small() -> None:
    assert loaded(SMALL) == []
