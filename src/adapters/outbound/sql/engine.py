"""Engines by URL."""

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from adapters.outbound.sql.failures import translate_failures
from adapters.outbound.sql.postgresql_engine import make_postgresql_engine
from adapters.outbound.sql.sqlite_engine import make_sqlite_engine

_MAKERS = {"sqlite": make_sqlite_engine, "postgresql": make_postgresql_engine, "postgres": make_postgresql_engine}


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine that connects when first used; whoever makes it disposes of it.

    Args:
        url: `sqlite:///relative/path`, `sqlite:////absolute/path`, `sqlite://` (in memory) or
            `postgresql://user:password@host:port/database?target_session_attrs=read-write`.
        pool_size: how many connections it has at most, each for one unit of work at a time.

    Raises:
        ValueError: the URL is none of these, or names a file on a network file system. It never shows the URL,
            which may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("the database URL cannot be read") from None
    maker = _MAKERS.get(parsed.get_backend_name())
    if maker is None:
        raise ValueError("the database URL must begin with sqlite:// or postgresql://")
    engine = maker(parsed, pool_size=pool_size)
    translate_failures(engine)
    return engine
