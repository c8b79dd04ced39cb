"""The migrations make what the tables say, once, whoever runs them."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.installation import installation_secret
from adapters.outbound.sql.migrate import SchemaState, migrate, schema_state
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import METADATA
from adapters.outbound.sql.tables.errors import LEAD_ON_POSTGRESQL
from application.ports.store_errors import StoreUnavailable
from tests.support.builders import an_error
from tests.support.postgres import PostgresServer

_MIGRATE = """
import sys
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
engine = make_engine(sys.argv[1], pool_size=1)
migrate(engine)
engine.dispose()
"""
_DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'",
    "postgresql": """
        SELECT c.relname, concat_ws(' ', c.reloptions::text, pg_get_indexdef(c.oid), string_agg(concat_ws(
            ' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation,
            a.attstorage, a.attcompression,
            pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attnum))
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'alembic%' GROUP BY c.oid
        UNION SELECT 'constraint ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'""",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    return f"sqlite:///{tmp_path}/store.db" if request.param == "sqlite" else _empty(request)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Of that database."""
    engine = make_engine(url)
    yield engine
    engine.dispose()


def test_the_migrated_schema_is_the_one_of_the_tables(engine: Engine) -> None:
    migrate(engine)

    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": _is_a_table_of_ours}
        context = MigrationContext.configure(connection, opts=options)
        left = [change for change in compare_metadata(context, METADATA) if not _is_of_postgresql_only(engine, change)]
        assert left == []


def test_every_definition_is_alike_to_the_letter(
    engine: Engine, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    migrate(engine)
    sqlite = engine.dialect.name == "sqlite"
    made = make_engine(f"sqlite:///{tmp_path}/made.db" if sqlite else _empty(request))
    with made.begin() as connection:
        METADATA.create_all(connection)

    expected, actual = _definitions(made), _definitions(engine)

    made.dispose()
    assert expected == actual


def test_states(engine: Engine) -> None:
    assert schema_state(engine) is SchemaState.BEHIND
    migrate(engine)
    assert schema_state(engine) is SchemaState.CURRENT
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert schema_state(engine) is SchemaState.BEHIND
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert schema_state(engine) is SchemaState.AHEAD


def test_migrating_again_keeps_data_and_secret(engine: Engine) -> None:
    migrate(engine)
    secret, error = installation_secret(engine), an_error()
    with SqlStore(engine).writing() as work:
        work.errors.add([error])
        work.commit()

    migrate(engine)

    assert len(secret) == 32
    assert installation_secret(engine) == secret
    with SqlStore(engine).reading() as work:
        assert work.errors.get(error.id) == error


def test_a_new_installation_knows_when_it_was_made_and_an_older_one_does_not(engine: Engine, tmp_path: Path) -> None:
    older = make_engine(f"sqlite:///{tmp_path}/older.db")
    migrate(older, revision="0011")
    for each in (engine, older, older):
        migrate(each)

    with SqlStore(engine).reading() as work:
        assert timedelta() <= work.now() - (work.restored_records.begun_at() or work.now()) < timedelta(minutes=5)
        assert work.restored_records.begun_at() is not None
    with SqlStore(older).reading() as work:
        assert work.restored_records.begun_at() is None
    older.dispose()


def test_many_hosts_migrate_at_once(engine: Engine, url: str) -> None:
    hosts = [
        subprocess.Popen(
            [sys.executable, "-c", _MIGRATE, url],
            cwd="src",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(5)
    ]
    told = [host.communicate(timeout=60)[0] for host in hosts]

    assert [host.returncode for host in hosts] == [0] * 5, "\n".join(told)
    assert schema_state(engine) is SchemaState.CURRENT


def test_a_step_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notification_attempts (id INTEGER)"))

    with pytest.raises(StoreUnavailable):
        migrate(engine)

    assert set(_definitions(engine)) == {"notification_attempts"}
    assert schema_state(engine) is SchemaState.BEHIND


def test_a_store_that_was_not_migrated_says_so(engine: Engine) -> None:
    with pytest.raises(StoreUnavailable):
        installation_secret(engine)


def _empty(request: pytest.FixtureRequest) -> str:
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"migrations_{abs(hash(request.node.nodeid))}_{len(_made)}"
    _made.append(name)
    return server.create_database(name)


_made: list[str] = []


def _is_a_table_of_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Not the search index, which SQLAlchemy has no words for; its definition is compared to the letter."""
    return kind != "table" or not str(name).startswith("error_words")


def _is_of_postgresql_only(engine: Engine, change: Any) -> bool:
    """Alembic does not heed `ddl_if`; that PostgreSQL has them is compared to the letter."""
    leads = {f"ix_error_logs_{name}" for name in LEAD_ON_POSTGRESQL}
    return engine.dialect.name == "sqlite" and change[0] == "add_index" and change[1].name in leads


def _definitions(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(text(_DEFINITIONS[engine.dialect.name].replace("::", r"\:\:"))).all()
    # What alembic and SQLAlchemy write differs in blanks, in quotes, and in where a primary key of one column stands.
    return {
        name: "" if definition is None else " ".join(definition.replace('"', "").split()) for name, definition in rows
    }
