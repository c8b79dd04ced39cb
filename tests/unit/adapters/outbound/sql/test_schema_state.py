"""The schema's state is found without alembic, and agrees with it."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from adapters.outbound.sql import migrate
from adapters.outbound.sql.migrate import SchemaState, state_at, steps

STEPS = ("0001", "0002", "0003")


def test_the_names_of_the_files_are_alembics_revisions() -> None:
    directory = ScriptDirectory(str(Path(migrate.__file__).with_name("migrations")))

    assert [step.revision for step in directory.walk_revisions()][::-1] == steps()
    assert directory.get_current_head() == steps()[-1]


@pytest.mark.parametrize(
    ("current", "state"),
    [
        (None, SchemaState.BEHIND),
        ("0001", SchemaState.BEHIND),
        ("0002", SchemaState.PREVIOUS),
        ("0003", SchemaState.CURRENT),
        ("0004", SchemaState.AHEAD),
    ],
)
def test_a_release_works_on_its_schema_and_on_the_one_before(current: str | None, state: SchemaState) -> None:
    assert state_at(current, STEPS, oldest_usable="0002") is state


def test_the_first_release_works_on_nothing_older() -> None:
    assert state_at("0002", STEPS, oldest_usable=None) is SchemaState.BEHIND
