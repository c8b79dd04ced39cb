"""Drivers' exceptions in the words of the port, without SQL, parameters, addresses or credentials."""

import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from adapters.outbound.sql.connection_causes import cause_of
from application.ports.store_errors import DataRefused, StoreUnavailable


class ConnectionLost(StoreUnavailable):
    """The connection broke: during a commit nobody knows what became of it."""


_REFUSALS = ("22", "23", "54")
"""Classes of SQLSTATE that the data is to blame for: data exception, integrity constraint violation, program limit
exceeded (PostgreSQL manual, appendix A)."""

_GONE = frozenset({"57P01", "57P02", "57P03", "57P05", "25006"})
"""The server shuts down, crashed, starts or recovers, dropped an idle session, or has become a standby."""

_RETRY_AT_ONCE = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: the other transaction is done by now."""

_LOST_FILE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN})


def translate_failures(engine: Engine) -> None:
    """From now on this engine raises only exceptions of the port (`pool_timeout` apart, see `SqlStore`)."""
    event.listen(engine, "handle_error", _on_error, retval=True)


def _on_error(context: ExceptionContext) -> Exception | None:
    original = context.original_exception
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original)
    if isinstance(original, (ValueError, TypeError, OverflowError)):
        return DataRefused(f"a value cannot be stored ({type(original).__name__})")
    if not isinstance(original, Exception) or not hasattr(original, "sqlstate"):
        return None
    if original.sqlstate in _GONE:
        context.is_disconnect = True
    if context.connection is None and (cause := cause_of(str(original))):
        return StoreUnavailable(f"PostgreSQL cannot be reached: {cause}")
    return _of_postgresql(original, lost=context.is_disconnect)


def _of_sqlite(original: sqlite3.Error) -> Exception:
    code = getattr(original, "sqlite_errorcode", None)
    name = getattr(original, "sqlite_errorname", None) or type(original).__name__
    if isinstance(original, (sqlite3.IntegrityError, sqlite3.DataError)) or code == sqlite3.SQLITE_TOOBIG:
        return DataRefused(f"SQLite refused a value ({name})")
    if isinstance(original, sqlite3.InterfaceError | sqlite3.ProgrammingError) and code is None:
        return DataRefused(f"SQLite cannot hold a value ({name})")
    # The low byte is the primary code (https://sqlite.org/rescode.html).
    if code is not None and code & 0xFF in _LOST_FILE:
        return ConnectionLost(f"SQLite lost its file ({name})")
    return StoreUnavailable(f"SQLite is unavailable ({name})", retry_after_s=1)


def _of_postgresql(original: Any, *, lost: bool) -> Exception:
    state = original.sqlstate or ""
    words = _words(original, state)
    if state.startswith(_REFUSALS) or (not state and type(original).__name__ in ("DataError", "NotSupportedError")):
        return DataRefused(f"PostgreSQL refused a value ({words})")
    if lost or state.startswith("08"):
        return ConnectionLost(f"the connection to PostgreSQL was lost ({words})")
    return StoreUnavailable(f"PostgreSQL is unavailable ({words})", retry_after_s=1 if state in _RETRY_AT_ONCE else 5)


def _words(original: Any, state: str) -> str:
    # The server's own message and detail hold values, and a failed connection's hold host and user.
    constraint = getattr(getattr(original, "diag", None), "constraint_name", None)
    parts = (type(original).__name__, state, constraint)
    return ", ".join(part for part in parts if part)
