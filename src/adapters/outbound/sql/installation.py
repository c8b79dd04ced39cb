"""The secret that an installation is given once, for pseudonyms and signatures."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from adapters.outbound.sql.dialects import Upsert, dialect_named
from adapters.outbound.sql.tables import INSTALLATION

_ONLY = 1
_MAKE = Upsert(lambda insert: insert(INSTALLATION).on_conflict_do_nothing(index_elements=["id"]))
_SECRET = select(INSTALLATION.c.secret).where(INSTALLATION.c.id == _ONLY)


def make_installation(connection: Connection, *, now: datetime | None) -> None:
    """Give the installation its secret, unless it has one; whoever comes first wins.

    Args:
        now: when it is made, None where the schema does not keep that yet.
    """
    row: dict[str, object] = {"id": _ONLY, "secret": secrets.token_bytes(32)}
    connection.execute(_MAKE.on(connection), row if now is None else {**row, "made_at": now})


def installation_secret(engine: Engine) -> bytes:
    """The 32 bytes. Raises StoreUnavailable where the store was not migrated."""
    reading = dict(dialect_named(engine.dialect.name).reading)
    with engine.connect() as connection:
        connection.execution_options(**reading)
        return bytes(connection.execute(_SECRET).scalar_one())
