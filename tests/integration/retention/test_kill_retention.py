"""Retention is killed with -9 again and again, in the middle of its batches."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from adapters.outbound.archive.error_files import JsonLinesFiles
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.import_errors import ImportErrors, ImportErrorsCommand
from application.ports.stored_errors import Stretch
from tests.contracts.retention_contract import LATELY, LONG_AGO, POLICY, arrive, error_at, run
from tests.support.processes import dies_with_parent
from tests.support.schema import lay_out

_COUNT = 600
_ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each test runs on each database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/store.db"


def test_nothing_is_lost_counted_wrongly_or_left(url: str, tmp_path: Path) -> None:
    engine = make_engine(url)
    lay_out(engine)
    store, archive = SqlStore(engine), tmp_path / "archive"
    expired = [error_at(LONG_AGO + timedelta(seconds=n), pattern=str(n % 7)) for n in range(_COUNT)]
    for start in range(0, _COUNT, 100):
        arrive(store, *expired[start : start + 100])
    arrive(store, *(error_at(LATELY, pattern=str(n)) for n in range(3)))

    kills = kill_until_done(url, archive)

    assert kills >= 5
    with store.reading() as work:
        assert work.expired_records.count_errors(now=work.now()) == 0
        assert work.stored_errors.count(Stretch()) == 3
        episodes = work.restored_records.open_episodes(None, limit=100)
        assert [work.errors.count_open(each.id).total for each in episodes] == [1, 1, 1]
        assert all(each.open_counts == work.errors.count_open(each.id) for each in episodes)
    assert all_archived(archive) >= {error.id for error in expired}
    done = ImportErrors(store, JsonLinesFiles(), POLICY).execute(ImportErrorsCommand(sorted(archive.iterdir())))
    assert done.stored == _COUNT
    assert run(store).errors == 0
    engine.dispose()


def kill_until_done(url: str, archive: Path) -> int:
    """Kill run after run at random moments, later and later; how many were killed before one came to its end."""
    random, kills = Random(11), 0
    while True:
        process = begin(url, archive)
        try:
            # A bounded wait for its end is the random moment.
            code = process.wait(random.uniform(0.0, 0.08) * (1 + kills / 10))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            continue
        finally:
            assert process.stdout is not None
            process.stdout.close()
        assert code == 0
        return kills


def begin(url: str, archive: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.retention_child", url, str(archive)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}"},
        stdout=subprocess.PIPE,
        preexec_fn=dies_with_parent(),  # noqa: PLW1509
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def all_archived(archive: Path) -> set[object]:
    """The ids of all errors in files, torn ends left out."""
    files = JsonLinesFiles()
    lines = [line for file in archive.iterdir() for line in files.read(file)]
    assert Counter(line.fault for line in lines if line.error is None).keys() <= {"the end of the file is torn"}
    return {line.error.id for line in lines if line.error is not None}
