"""What people ask: each kind of request, with values that are drawn anew from what is stored."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select

from adapters.inbound.http.cursors import Cursor
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ERROR_LOGS, ERROR_PATTERNS
from benchmarks.filled_stores import FilledStore
from benchmarks.made_errors import DAYS, RARE_WORD, RELEASES, SERVICES
from domain.severity import Severity
from tests.support.product import API

Request = Callable[[Any], str]
"""The path to ask for next."""

_SEVERITIES = ("critical", "high", "medium", "low", "info")
_COMMON_WORDS = ("could", "step", "order", "timeout", "deadlock", "currency", "webhook", "quota")


@dataclass(frozen=True)
class _Values:
    """What is stored, some of it."""

    patterns: list[UUID]
    types: list[tuple[str, str]]
    endpoints: list[str]
    developers: list[UUID]
    errors: list[UUID]


def requests_of(store: FilledStore) -> Mapping[str, Request]:
    """By name."""
    values, chance = _values(store), random.Random(7)
    lists = _lists(values, chance, store)
    far = {name: _far(make, chance, store) for name, make in lists.items() if name in _DEEP}
    others: dict[str, Request] = {
        **{f"deep: {name}": make for name, make in far.items()},
        "detail": lambda _: f"{API}/errors/{chance.choice(values.errors)}/",
        **{f"statistics by {by}": _fixed(f"errors/stats/?group_by={by}&days=30") for by in _GROUPS},
        "by service": _fixed("errors/by-service/"),
        "workload": _fixed("developers/workload/"),
        **{f"patterns by {by}": _fixed(f"patterns/?ordering=-{by}") for by in _SORTS},
        "pattern detail": lambda _: f"{API}/patterns/{chance.choice(values.patterns)}/",
        "notifications": _fixed("notifications/"),
    }
    return {**lists, **others}


_GROUPS = ("service", "severity", "environment", "pattern", "hour", "day")
_SORTS = ("last_seen", "occurrences", "users_affected")
_DEEP = ("everything", "service", "environment", "q: common word", "worst first", "status")


def _fixed(path: str) -> Request:
    return lambda _: f"{API}/{path}"


def _lists(values: _Values, chance: random.Random, store: FilledStore) -> dict[str, Request]:
    def since(days: float) -> str:
        return (store.end - timedelta(days=days)).isoformat()

    def service() -> str:
        return chance.choice(SERVICES)

    def release() -> str:
        return f"2026.{chance.randrange(RELEASES):02d}"

    pick = chance.choice
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "everything": dict,
        "service": lambda: {"service": service()},
        "three services": lambda: {"service": ",".join(chance.sample(SERVICES, 3))},
        "severity": lambda: {"severity": pick(_SEVERITIES)},
        "status": lambda: {"status": pick(("open", "assigned", "resolved", "ignored"))},
        "environment": lambda: {"environment": pick(("production", "staging", "development"))},
        "type": lambda: {"error_type": pick(values.types)[0]},
        "endpoint": lambda: {"endpoint": pick(values.endpoints)},
        "owner": lambda: {"assigned_to": pick(values.developers)},
        "pattern": lambda: {"pattern": pick(values.patterns)},
        "user": lambda: {"user_id": f"user-{chance.randrange(50_000)}"},
        "release": lambda: {"release": release()},
        "since": lambda: {"since": since(chance.uniform(0.1, 30))},
        "until": lambda: {"until": since(chance.uniform(1, 80))},
        "service, severity": lambda: {"service": service(), "severity": pick(_SEVERITIES)},
        "type, service": lambda: dict(zip(("error_type", "service"), pick(values.types), strict=True)),
        "service, status, since": lambda: {"service": service(), "status": "open", "since": since(7)},
        "service, status": lambda: {"service": service(), "status": pick(("open", "resolved", "ignored"))},
        "severity, status": lambda: {"severity": pick(_SEVERITIES), "status": pick(("open,assigned", "resolved"))},
        "environment, release": lambda: {"environment": "staging", "release": release()},
        "environment, severity": lambda: {"environment": "production", "severity": pick(_SEVERITIES)},
        "endpoint, severity": lambda: {"endpoint": pick(values.endpoints), "severity": pick(_SEVERITIES)},
        "owner, status": lambda: {"assigned_to": pick(values.developers), "status": pick(("assigned", "resolved"))},
        "pattern, status": lambda: {"pattern": pick(values.patterns), "status": pick(("open", "resolved"))},
        "q: common word": lambda: {"q": pick(_COMMON_WORDS)},
        "q: rare word": lambda: {"q": RARE_WORD},
        "q: two words, service": lambda: {"q": " ".join(chance.sample(_COMMON_WORDS, 2)), "service": service()},
        "q: word, severity": lambda: {"q": pick(_COMMON_WORDS), "severity": pick(_SEVERITIES)},
        "q: word, status": lambda: {"q": pick(_COMMON_WORDS), "status": pick(("open", "assigned", "resolved"))},
        "q: unknown word": lambda: {"q": f"nothing{chance.randrange(10**6)}"},
        "oldest first": lambda: {"ordering": "received_at"},
        "worst first": lambda: {"ordering": "-severity"},
        "worst first, service": lambda: {"ordering": "-severity", "service": service()},
        "worst first, q": lambda: {"ordering": "-severity", "q": pick(_COMMON_WORDS)},
    }
    lists = {name: _asking("errors/", make) for name, make in made.items()}
    lists["recent"] = _asking("errors/recent/", dict)
    lists["recent, severity"] = _asking("errors/recent/", lambda: {"severity": pick(_SEVERITIES)})
    lists["critical"] = _asking("errors/critical/", dict)
    lists["critical, service"] = _asking("errors/critical/", lambda: {"service": service()})
    return lists


def _asking(path: str, make: Callable[[], Mapping[str, Any]]) -> Request:
    return lambda _: f"{API}/{path}?{urlencode(make())}"


def _far(make: Request, chance: random.Random, store: FilledStore) -> Request:
    """The same list somewhere in its middle, by a cursor as it would stand in `next`."""

    def far(client: Any) -> str:
        at_ms = int((store.end - timedelta(days=chance.uniform(DAYS / 3, DAYS))).timestamp() * 1000)
        path = make(client)
        severity = Severity.MEDIUM if "ordering=-severity" in path else None
        place = Cursor(UUID(int=at_ms << 80), older=True, severity=severity)
        return f"{path}&{urlencode({'cursor': str(place)})}"

    return far


def _values(store: FilledStore) -> _Values:
    patterns = select(ERROR_PATTERNS.c.id, ERROR_PATTERNS.c.error_type, ERROR_PATTERNS.c.service).order_by(
        ERROR_PATTERNS.c.occurrences.desc()
    )
    third = UUID(int=int((store.end - timedelta(days=DAYS * 2 / 3)).timestamp() * 1000) << 80)
    some = select(ERROR_LOGS.c.id, ERROR_LOGS.c.endpoint).where(ERROR_LOGS.c.id > third).order_by(ERROR_LOGS.c.id)
    with store.engine.connect() as connection:
        found = connection.execute(patterns.limit(500)).all()
        errors = connection.execute(some.limit(500)).all()
        developers = connection.execute(select(DEVELOPER_ASSIGNMENTS.c.id)).scalars().all()
    return _Values(
        patterns=[row.id for row in found],
        types=[(row.error_type, row.service) for row in found],
        endpoints=sorted({row.endpoint for row in errors}),
        developers=list(developers),
        errors=[row.id for row in errors],
    )
