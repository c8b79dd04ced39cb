"""Bringing a store's schema to this release, forward only."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.installation import make_installation

_STEPS = Path(__file__).with_name("migrations")


class SchemaState(StrEnum):
    """How a store's schema stands to this release."""

    CURRENT = "current"
    BEHIND = "behind"
    """Empty, or of an older release: `migrate` mends it."""
    AHEAD = "ahead"
    """Of a newer release; a release runs on the schema that comes after its own."""


def migrate(engine: Engine) -> None:
    """Run the steps that are missing, and give a new installation its secret.

    Many hosts may call this at once, and others may be at work on the store: one runs the steps, the rest wait.
    Raises StoreUnavailable, with nothing half done.
    """
    lock = dialect_named(engine.dialect.name).migration_lock
    with engine.connect() as connection, lock(connection), connection.begin():
        command.upgrade(_config(connection), "head")
        make_installation(connection)


def schema_state(engine: Engine) -> SchemaState:
    """Compare the store's schema with this release's. Raises StoreUnavailable."""
    with engine.connect() as connection:
        connection.execution_options(**dialect_named(engine.dialect.name).reading)
        current = MigrationContext.configure(connection).get_current_revision()
    steps = ScriptDirectory(str(_STEPS))
    if current == steps.get_current_head():
        return SchemaState.CURRENT
    known = {step.revision for step in steps.walk_revisions()}
    return SchemaState.BEHIND if current is None or current in known else SchemaState.AHEAD


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
