"""`error-logging backup` and `export`: what they do not do by accident."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from adapters.inbound.cli.failures import CommandLine
from adapters.inbound.cli.upkeep_commands import upkeep_commands
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from bootstrap.settings import read_settings
from bootstrap.upkeep import make_restore, make_upkeep

Run = Callable[..., Result]


@pytest.fixture
def group(tmp_path: Path) -> Iterator[click.Group]:
    """The commands on a database in a file."""
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    engine = make_engine(f"sqlite:///{tmp_path}/store.db")
    migrate(engine)
    use_cases = make_upkeep(settings.storage, SqlStore(engine), engine)
    group = CommandLine("error-logging")
    for command in upkeep_commands(lambda: use_cases, lambda: make_restore(engine)):
        group.add_command(command)
    yield group
    engine.dispose()


@pytest.mark.parametrize("command", ["backup", "export"])
def test_a_file_that_is_there_is_lost_only_if_somebody_says_so(run: Run, tmp_path: Path, command: str) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"precious")

    assert "--force" in run(command, str(file), code=2).stderr
    assert file.read_bytes() == b"precious"
    run(command, str(file), "--force")
    assert file.read_bytes() != b"precious"


def test_a_stretch_that_ends_before_it_begins_makes_no_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"

    said = run("export", str(file), "--since", "2026-12-03", "--until", "2026-12-01", code=1).stderr

    assert "until" in said
    assert not file.exists()
