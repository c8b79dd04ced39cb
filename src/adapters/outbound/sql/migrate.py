"""Bringing a store's schema to this release, forward only."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.installation import make_installation

# alembic takes 12 MB and a third of a second: only who migrates imports it, not every web and worker process.
if TYPE_CHECKING:
    from alembic.config import Config

_STEPS = Path(__file__).with_name("migrations")
_VERSION_TABLE = "alembic_version"
_VERSION = text(f"SELECT version_num FROM {_VERSION_TABLE}")  # noqa: S608

LAST_STEP_OF_RELEASE_BEFORE: str | None = None
"""The oldest schema that this release can work on, so that its processes and the ones before overlap. None: this
is the first release, whose code needs every step."""


class SchemaState(StrEnum):
    """How a store's schema stands to this release."""

    CURRENT = "current"
    PREVIOUS = "previous"
    """Of the release before: this one can work on it until somebody migrates."""
    BEHIND = "behind"
    """Empty, or of an older release still: `migrate` mends it."""
    AHEAD = "ahead"
    """Of a newer release; a release runs on the schema that comes after its own."""


def migrate(engine: Engine, *, revision: str = "head") -> None:
    """Run the steps that are missing, up to that one, and give a new installation its secret.

    Many hosts may call this at once, and others may be at work on the store: one runs the steps, the rest wait.
    Raises StoreUnavailable, with nothing half done.
    """
    dialect = dialect_named(engine.dialect.name)
    from alembic import command

    with engine.connect() as connection, dialect.migration_lock(connection), connection.begin():
        command.upgrade(_config(connection), revision)
        make_installation(connection, now=dialect.now(connection) if revision == "head" else None)


def upgrade(connection: Connection) -> None:
    """Run the steps that are missing in the transaction of that connection."""
    from alembic import command

    command.upgrade(_config(connection), "head")


def schema_state(engine: Engine) -> SchemaState:
    """Compare the store's schema with this release's. Raises StoreUnavailable."""
    with engine.connect() as connection:
        connection.execution_options(**dialect_named(engine.dialect.name).reading)
        current = schema_revision(connection)
    return state_at(current, steps(), oldest_usable=LAST_STEP_OF_RELEASE_BEFORE)


def schema_revision(connection: Connection) -> str | None:
    """The last step that was run, None where there was none."""
    migrated = inspect(connection).has_table(_VERSION_TABLE)
    revision: str | None = connection.execute(_VERSION).scalar_one_or_none() if migrated else None
    return revision


def steps() -> Sequence[str]:
    """The revisions of the steps in their order, which the names of their files begin with."""
    return sorted(file.name.partition("_")[0] for file in (_STEPS / "versions").glob("[0-9]*_*.py"))


def state_at(current: str | None, known: Sequence[str], *, oldest_usable: str | None) -> SchemaState:
    """How a schema whose last step was `current`, None where it had none, stands to these steps."""
    if current == known[-1]:
        return SchemaState.CURRENT
    if current is None:
        return SchemaState.BEHIND
    if current not in known:
        return SchemaState.AHEAD
    usable = oldest_usable is not None and current >= oldest_usable
    return SchemaState.PREVIOUS if usable else SchemaState.BEHIND


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
