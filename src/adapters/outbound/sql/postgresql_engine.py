"""Engines for PostgreSQL."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine

POOL_TIMEOUT_S = 2.0
"""How long a unit of work waits for a free connection before the store counts as too slow."""

_SESSION = {
    # Milliseconds. No statement of ours takes seconds; one that does is worth less than the connection it holds.
    "statement_timeout": "15000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "60000",
    "timezone": "UTC",
    # Its compiling costs more than any of our statements runs.
    "jit": "off",
}

_CONNECT: dict[str, Any] = {
    "connect_timeout": 3,
    "application_name": "error-logging",
    # A peer that vanished is noticed within 25 s while idle and 15 s with something unanswered.
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def make_postgresql_engine(url: URL, *, pool_size: int) -> Engine:
    """What the URL itself says (`target_session_attrs`, `sslmode`, `connect_timeout`, …) goes before our defaults."""
    wanted = {name: value for name, value in _CONNECT.items() if name not in url.query}
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    given = url.query.get("options", "")
    wanted["options"] = f"{options} {given if isinstance(given, str) else ' '.join(given)}".strip()
    return create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        # A ping costs every unit of work a round trip; a broken connection empties the pool instead.
        pool_pre_ping=False,
        pool_use_lifo=True,
        connect_args=wanted,
        hide_parameters=True,
    )
