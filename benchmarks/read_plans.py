"""What the database does for a request."""

import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from sqlalchemy import event

from benchmarks.filled_stores import FilledStore


def slowest_plans(store: FilledStore, paths: Sequence[str]) -> Sequence[str]:
    """For each path, the plan of the statement that takes longest of those that it makes."""
    from benchmarks.reads import application

    told = []
    for path in paths:
        with application(store) as client:
            client.get(path)
            statements = _statements(client, path)
        sql, parameters, took_s = max(statements, key=lambda statement: statement[2])
        explain = "EXPLAIN QUERY PLAN" if store.database == "SQLite" else "EXPLAIN (ANALYZE, BUFFERS)"
        with store.engine.connect() as connection:
            rows = connection.exec_driver_sql(f"{explain} {sql}", parameters).all()
        plan = "\n".join(f"    {str(row[-1])[:200]}" for row in rows)
        told.append(
            f"{store.database} {unquote(path)}\n  {len(statements)} statements, the slowest {took_s * 1000:.1f} ms: "
            f"{' '.join(sql.split())[:400]}\n{plan}"
        )
    return told


def _statements(client: Any, path: str) -> list[tuple[str, Any, float]]:
    """What a request asks the database, and how long each takes."""
    from sqlalchemy.engine import Engine

    ran: list[tuple[str, Any, float]] = []
    began: list[float] = []

    def before(*_: object) -> None:
        began.append(time.perf_counter())

    def after(_c: object, _cursor: object, sql: str, parameters: Any, *_rest: object) -> None:
        if sql.lstrip().startswith(("SELECT", "WITH")):
            ran.append((sql, parameters, time.perf_counter() - began[-1]))

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        client.get(path)
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)
    return ran
