"""Fills a store with made errors past the product: millions in minutes, in the very form that the product stores.

Indexes are made afterwards, which is quicker than keeping them up for millions of rows in no order of theirs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any, Protocol
from uuid import UUID

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, Engine, Table, insert, text

from adapters.outbound.sql.column_types import LONG_TEXT
from adapters.outbound.sql.mapping.episodes import episode_to_row
from adapters.outbound.sql.mapping.notifications import notification_to_row
from adapters.outbound.sql.mapping.patterns import pattern_to_row
from adapters.outbound.sql.mapping.people import developer_to_row
from adapters.outbound.sql.search_index import STRETCHES, row_number
from adapters.outbound.sql.tables import (
    DEVELOPER_ASSIGNMENTS,
    ERROR_EPISODES,
    ERROR_LOGS,
    ERROR_NOTIFICATIONS,
    ERROR_PATTERNS,
    ERROR_STATS,
    HOUR_COUNTERS,
    PATTERN_ALIASES,
    PATTERN_USERS,
    RELEASES,
    SERVICE_COUNTERS,
    SERVICES,
)
from benchmarks.made_errors import ENVIRONMENTS, MadeEpisode, MadeError, MadePattern, Scenario
from benchmarks.made_errors import SERVICES as NAMES
from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode, EpisodeEnd, TriageReason
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.notification import Notification, NotificationState
from domain.severity import Severity
from domain.severity_counts import SeverityCounts

_CHUNK = 20_000
_DAY_MS, _HOUR_MS, _MINUTE_MS = 86_400_000, 3_600_000, 60_000
_COLUMNS = (
    "id", "pattern_id", "episode_id", "assigned_to", "status", "severity", "trusted", "received_at", "occurred_at",
    "expires_at", "resolved_at", "service", "environment", "error_type", "release", "endpoint", "status_code",
    "user_id", "session_id", "url", "user_agent", "message", "stack_trace", "context", "placement",
)  # fmt: skip
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
_PACK = LONG_TEXT.to_driver  # type: ignore[attr-defined]


class _Loader(Protocol):
    """One database's way to take many rows."""

    def errors(self, errors: Sequence[MadeError]) -> None:
        """Store them and what finds them."""
        ...

    def rows(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Store rows of UUIDs, moments in milliseconds (in `starts_at` and `first_seen`), texts and numbers."""
        ...


def fill(engine: Engine, count: int, end: datetime) -> None:
    """Make the errors of 90 days up to `end`, in one transaction a chunk, and tell how far it is."""
    scenario = Scenario(count, end)
    with _without_indexes(engine), Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(f"filling {engine.dialect.name} with {count:,}", total=count)
        counted = _Counted()
        errors = scenario.errors()
        while chunk := list(islice(errors, _CHUNK)):
            with _loading(engine) as loader:
                loader.errors(chunk)
                counted.note(chunk)
                counted.flush(loader, before_ms=chunk[-1].ms)
            progress.advance(bar, len(chunk))
        with _loading(engine) as loader:
            counted.flush(loader, before_ms=scenario.end_ms * 2)
            _what_surrounds(loader, scenario)
    with engine.begin() as connection:
        _records(connection, scenario)
    _analyze(engine)


class _Counted:
    """The counters of hours and days that are not over yet; minutes are kept for the last two hours alone."""

    def __init__(self) -> None:
        self._patterns = {_HOUR_MS: Counter[Any](), _DAY_MS: Counter[Any]()}
        self._services = {_MINUTE_MS: Counter[Any](), _HOUR_MS: Counter[Any](), _DAY_MS: Counter[Any]()}

    def note(self, errors: Sequence[MadeError]) -> None:
        cells: Counter[Any] = Counter()
        for error in errors:
            pattern = error.pattern
            cells[error.ms // _MINUTE_MS, pattern.service, error.environment, pattern.severity, pattern.id] += 1
        for (minute, service, environment, severity, pattern_id), count in cells.items():
            for size, counter in self._services.items():
                start = minute * _MINUTE_MS // size * size
                counter[start, service, environment, severity] += count
            for size, counter in self._patterns.items():
                start = minute * _MINUTE_MS // size * size
                counter[start, service, environment, severity, pattern_id] += count

    def flush(self, loader: _Loader, *, before_ms: int) -> None:
        names = {_MINUTE_MS: "minute", _HOUR_MS: "hour", _DAY_MS: "day"}
        for size, counter in self._services.items():
            over = [key for key in counter if key[0] + size <= before_ms]
            rows = [(names[size], *key, counter.pop(key)) for key in over]
            columns = ("period", "starts_at", "service", "environment", "severity", "count")
            loader.rows(SERVICE_COUNTERS, columns, rows)
        for size, table in {_HOUR_MS: HOUR_COUNTERS, _DAY_MS: ERROR_STATS}.items():
            counter = self._patterns[size]
            over = [key for key in counter if key[0] + size <= before_ms]
            rows = [(*key, counter.pop(key)) for key in over]
            loader.rows(table, ("starts_at", "service", "environment", "severity", "pattern_id", "count"), rows)


def _what_surrounds(loader: _Loader, scenario: Scenario) -> None:
    releases = {f"2026.{number:02d}" for number in range(60)}
    start = scenario.start_ms
    loader.rows(SERVICES, ("name", "key_mode", "first_seen", "keyless_posts"), [(n, "off", start, 0) for n in NAMES])
    loader.rows(
        RELEASES,
        ("service", "environment", "release", "first_seen"),
        [(name, place, release, start) for name in NAMES for place in ENVIRONMENTS for release in sorted(releases)],
    )
    digests = [blake2b(f"user-{number}".encode(), digest_size=32).digest() for number in range(50_000)]
    for pattern in scenario.patterns:
        pairs = ((pattern.id, digests[number]) for number, met in enumerate(pattern.users) if met)
        loader.rows(PATTERN_USERS, ("pattern_id", "user_digest"), pairs)


def _records(connection: Connection, scenario: Scenario) -> None:
    for number, developer_id in enumerate(scenario.developers):
        developer = Developer(
            id=developer_id, name=f"Developer {number}", email=f"dev{number}@example.org", services=frozenset({"*"}),
            created_at=scenario.moment(scenario.start_ms),
        )  # fmt: skip
        connection.execute(insert(DEVELOPER_ASSIGNMENTS), developer_to_row(developer))
    met = [pattern for pattern in scenario.patterns if pattern.occurrences]
    connection.execute(insert(ERROR_PATTERNS), [pattern_to_row(_pattern(pattern, scenario)) for pattern in met])
    aliases = [{"fingerprint_id": pattern.id, "pattern_id": pattern.id} for pattern in met]
    connection.execute(insert(PATTERN_ALIASES), aliases)
    episodes = [
        episode_to_row(_episode(episode, pattern, scenario))
        for pattern in met
        for episode in pattern.episodes
        if episode.errors and not episode.ignored
    ]
    connection.execute(insert(ERROR_EPISODES), episodes)
    notices = [
        notification_to_row(_notification(episode, pattern, number, scenario))
        for pattern in met
        for episode in pattern.episodes
        if episode.errors and not episode.ignored
        for number in range(2)
    ]
    connection.execute(insert(ERROR_NOTIFICATIONS), notices)


def _pattern(made: MadePattern, scenario: Scenario) -> ErrorPattern:
    last = made.episodes[-1]
    status = PatternStatus.ACTIVE if last.ends_ms is None else PatternStatus.RESOLVED
    return ErrorPattern(
        id=made.id, service=made.service, error_type=made.error_type, title=made.text, culprit=made.stack[-60:-20],
        fingerprint=made.id.hex * 2, rules="v1", severity=Severity.from_rank(made.severity),
        first_seen=scenario.moment(made.first_ms), last_seen=scenario.moment(made.last_ms), last_release="2026.59",
        status=PatternStatus.IGNORED if last.ignored else status, occurrences=made.occurrences,
        users_affected=sum(made.users), episodes=len(made.episodes),
    )  # fmt: skip


def _episode(made: MadeEpisode, pattern: MadePattern, scenario: Scenario) -> Episode:
    severity = Severity.from_rank(pattern.severity)
    still_open = made.ends_ms is None
    assert made.first is not None
    assert made.last is not None
    return Episode(
        id=made.id, pattern_id=pattern.id, service=pattern.service, environment="production",
        opened_at=scenario.moment(made.begins_ms), severity=severity, opened_because=TriageReason.NEW,
        first_error_id=made.first, last_error_id=made.last, last_error_at=scenario.moment(made.last_ms), trusted=True,
        closed_at=None if made.ends_ms is None else scenario.moment(made.ends_ms), owner_id=made.owner,
        closed_as=None if still_open else EpisodeEnd.RESOLVED, errors=made.errors,
        open_counts=SeverityCounts().plus(severity, made.errors if still_open else 0),
    )  # fmt: skip


def _notification(made: MadeEpisode, pattern: MadePattern, number: int, scenario: Scenario) -> Notification:
    assert made.first is not None
    at = scenario.moment((made.first.int >> 80) + number)
    return Notification(
        id=UUID(int=made.first.int + (number << 80)), episode_id=made.id, pattern_id=pattern.id, error_id=made.first,
        developer_id=made.owner, channel=Channel.EMAIL, recipient="dev@example.org", next_attempt_at=None,
        severity=Severity.from_rank(pattern.severity), reason="new_pattern", state=NotificationState.DELIVERED,
        created_at=at, expires_at=at + timedelta(days=1), attempts=1, accepted_at=at, sent_from=at,
    )  # fmt: skip


@contextmanager
def _without_indexes(engine: Engine) -> Iterator[None]:
    found = ERROR_LOGS.indexes | HOUR_COUNTERS.indexes | ERROR_STATS.indexes
    indexes = sorted(found, key=lambda index: str(index.name))
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP INDEX ix_error_words_words"))
    yield
    with Progress(console=Console(stderr=True)) as progress:
        for index in progress.track(indexes, description="making indexes"):
            with engine.begin() as connection:
                _prepare(connection)
                index.create(connection)
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                _prepare(connection)
                connection.execute(text("CREATE INDEX ix_error_words_words ON error_words USING gin (words)"))


def _prepare(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def _analyze(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))
            return
    with engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _loading(engine: Engine) -> Iterator[_Loader]:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            yield _PostgresLoader(connection)
        else:
            yield _SqliteLoader(connection)


class _Packed:
    """Stacks and contexts are packed once."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def __call__(self, value: str) -> bytes:
        packed = self._known.get(value)
        if packed is None:
            packed = self._known[value] = _PACK(value)
        return packed


_PACKED = _Packed()


def _values(error: MadeError, stack: Any, context: Any) -> tuple[Any, ...]:
    pattern = error.pattern
    return (
        error.id, pattern.id, None if error.episode is None else error.episode.id, error.owner, error.status,
        pattern.severity, True, error.ms, error.ms - 40, error.ms + 90 * _DAY_MS, error.resolved_ms, pattern.service,
        error.environment, pattern.error_type, error.release, error.endpoint, error.status_code, error.user_id,
        f"session-{error.ms % 99_991}", f"https://shop.example.org{error.endpoint}?order={error.ms % 9_973}", _AGENT,
        error.message, stack, context, "joined_open_episode",
    )  # fmt: skip


class _SqliteLoader:
    """Plain statements over the driver; moments as microseconds, ids as bytes."""

    _MOMENTS = frozenset(_COLUMNS.index(name) for name in ("received_at", "occurred_at", "expires_at", "resolved_at"))

    def __init__(self, connection: Connection) -> None:
        self._cursor: Any = connection.connection.cursor()
        connection.exec_driver_sql("SELECT 1")

    def errors(self, errors: Sequence[MadeError]) -> None:
        """See the protocol."""
        places = ", ".join("?" * len(_COLUMNS))
        statement = f"INSERT INTO error_logs ({', '.join(_COLUMNS)}) VALUES ({places})"
        self._cursor.executemany(statement, (self._row(error) for error in errors))
        words = ((row_number(error.id), error.terms) for error in errors)
        self._cursor.executemany("INSERT INTO error_words (rowid, words) VALUES (?, ?)", words)

    def rows(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """See the protocol."""
        moments = {place for place, name in enumerate(columns) if name in ("starts_at", "first_seen")}
        quoted = ", ".join(f'"{name}"' for name in columns)
        statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join('?' * len(columns))})"
        made = ([_sqlite(value, moment=place in moments) for place, value in enumerate(row)] for row in rows)
        self._cursor.executemany(statement, made)

    def _row(self, error: MadeError) -> list[Any]:
        values = _values(error, _PACKED(error.pattern.stack), _PACKED(error.context))
        return [_sqlite(value, moment=place in self._MOMENTS) for place, value in enumerate(values)]


def _sqlite(value: Any, *, moment: bool) -> Any:
    if moment:
        return None if value is None else value * 1000
    return value.bytes if isinstance(value, UUID) else value


class _PostgresLoader:
    """COPY of text."""

    _MOMENTS = _SqliteLoader._MOMENTS  # noqa: SLF001

    def __init__(self, connection: Connection) -> None:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        self._cursor: Any = connection.connection.cursor()

    def errors(self, errors: Sequence[MadeError]) -> None:
        """See the protocol."""
        with self._cursor.copy(f"COPY error_logs ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            copy.write("".join(self._line(error) for error in errors))
        with self._cursor.copy("COPY error_words (error_id, words) FROM STDIN") as copy:
            copy.write("".join(f"{error.id}\t{_quoted(error)}\n" for error in errors))

    def rows(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """See the protocol."""
        moments = {place for place, name in enumerate(columns) if name in ("starts_at", "first_seen")}
        quoted = ", ".join(f'"{name}"' for name in columns)
        with self._cursor.copy(f"COPY {table.name} ({quoted}) FROM STDIN") as copy:
            for row in rows:
                copy.write(
                    "\t".join(_postgres(value, moment=place in moments) for place, value in enumerate(row)) + "\n"
                )

    def _line(self, error: MadeError) -> str:
        values = _values(error, _PACKED(error.pattern.stack), _PACKED(error.context))
        return "\t".join(_postgres(value, moment=place in self._MOMENTS) for place, value in enumerate(values)) + "\n"


_HEX: dict[bytes, str] = {}


def _postgres(value: Any, *, moment: bool) -> str:
    if value is None:
        return "\\N"
    if moment:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)).isoformat()
    if isinstance(value, bytes):
        known = _HEX.get(value)
        if known is None:
            known = _HEX[value] = f"\\\\x{value.hex()}"
        return known
    return str(value)


def _quoted(error: MadeError) -> str:
    number = error.id.int
    terms = [*error.terms.split(), *(f"{bits}={number >> 80 + bits:x}" for bits in STRETCHES)]
    return " ".join(f"'{term}'" for term in terms)
