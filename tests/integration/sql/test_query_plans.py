"""The document's five indexes, and those of due times, are what the databases really use."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, Select, event, select

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_LOGS, EVENT_KEYS
from adapters.outbound.sql.unit_of_work import SqlUnitOfWork
from adapters.outbound.system.ids import SystemIds
from application.ports.error_reader import ErrorFilter, Place
from application.ports.event_key_repository import EventKey
from application.ports.notification_reader import NotificationFilter
from domain.delivery import Channel
from domain.episode import TriageMark, TriageReason
from domain.error_log import ErrorStatus
from domain.severity import Severity
from tests.support.builders import a_developer, a_notification, a_pattern, an_entry, an_episode, an_error
from tests.support.postgres import PostgresServer
from tests.support.schema import lay_out
from tests.support.strategies import NOON

_ERROR, _EPISODE = ERROR_LOGS.c, ERROR_EPISODES.c
_ALIVE = _ERROR.deleted_at.is_(None)
_HOUR = timedelta(hours=1)
_OWNERS = [UUID(int=number) for number in range(100)]
_PATTERNS = [UUID(int=1000 + number) for number in range(200)]

STATEMENTS: dict[str, tuple[str, Select[Any]]] = {
    "service and severity": (
        "ix_error_logs_service_severity",
        select(_ERROR.id).where(_ALIVE, _ERROR.service == "service 7", _ERROR.severity == 3),
    ),
    "type and service": (
        "ix_error_logs_error_type_service",
        select(_ERROR.id).where(_ALIVE, _ERROR.error_type == "Error 7", _ERROR.service == "service 7"),
    ),
    "owner": ("ix_error_logs_assigned_to", select(_ERROR.id).where(_ALIVE, _ERROR.assigned_to == _OWNERS[7])),
    "status and date": (
        "ix_error_logs_status",
        select(_ERROR.id).where(_ALIVE, _ERROR.status == "ignored", _ERROR.id < UUID(int=2**127)),
    ),
    "expired errors": (
        "ix_error_logs_expires_at",
        select(_ERROR.id).where(_ERROR.expires_at <= NOON + timedelta(days=90, hours=9)).limit(20),
    ),
    "expired event keys": (
        "ix_event_keys_expires_at",
        select(EVENT_KEYS.c.event_id).where(EVENT_KEYS.c.expires_at <= NOON + 9 * _HOUR),
    ),
    "due escalations": (
        "ix_error_episodes_escalates_at",
        select(_EPISODE.id)
        .where(_EPISODE.closed_at.is_(None), _EPISODE.escalates_at <= NOON + 9 * _HOUR)
        .order_by(_EPISODE.escalates_at),
    ),
}

CALLS: dict[str, tuple[str, Callable[[SqlUnitOfWork], object]]] = {
    "marks for triage": ("ix_error_episodes_triage_urgency", lambda work: work.episodes.claim_triage(3)),
    "services with keys": ("ix_services_with_keys", lambda work: work.services.with_keys()),
    "open episodes of patterns": (
        "uq_error_episodes_open_of_pattern",
        lambda work: work.episodes.lock_open(_PATTERNS[:3]),
    ),
    "uncarried episodes": ("ix_error_episodes_uncarried", lambda work: work.episodes.claim_uncarried(3)),
    "ownerless episodes": ("ix_error_episodes_open_of_owner", lambda work: work.episodes.mark_owner_wanted(now=NOON)),
    "ownerless episodes in parts": (
        "ix_error_episodes_open_of_owner",
        lambda work: work.episodes.ownerless(after=None, limit=3),
    ),
    "open episodes of a developer": (
        "ix_error_episodes_open_of_owner",
        lambda work: work.developers.open_episodes_of(_OWNERS[3]),
    ),
    "left behind by removed developers": (
        "ix_error_episodes_open_of_owner",
        lambda work: work.left_behind.claim_episodes(3),
    ),
    "due notifications": (
        "ix_error_notifications_urgency",
        lambda work: work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=3),
    ),
    "the next due time": ("ix_error_notifications_next_attempt_at", lambda work: work.notifications.next_due_at()),
    "the next due time of a channel": (
        "ix_error_notifications_channel",
        lambda work: work.notifications.next_due_at(Channel.SMS),
    ),
    "messages that providers are asked about": (
        "ix_error_notifications_poll_at",
        lambda work: work.notifications.lock_poll_due(now=NOON, limit=3),
    ),
    "open digests of a receiver": (
        "ix_error_notifications_open_digests",
        lambda work: work.digests.lock_open(Channel.EMAIL, "ada@example.org"),
    ),
    "what a digest tells": ("ix_error_notifications_digest_id", lambda work: work.digests.held_in(_OWNERS[3])),
    "what a receiver was sent of late": (
        "ix_error_notifications_sent",
        lambda work: work.digests.lately_sent(
            Channel.EMAIL, "ada@example.org", pattern_id=_PATTERNS[3], since=NOON, quiet_since=NOON, now=NOON + _HOUR
        ),
    ),
    "untrusted notifications": (
        "ix_error_notifications_untrusted",
        lambda work: work.notifications.untrusted_slots_taken(NOON),
    ),
    "deadline of an episode": ("ix_error_logs_open_of_episode", lambda work: work.errors.earliest_open(_OWNERS[3])),
    "ownerless errors": (
        "ix_error_logs_open_of_episode",
        lambda work: work.errors.give_owner(_OWNERS[3], _OWNERS[4], limit=2),
    ),
    "errors of a pattern": (
        "ix_error_logs_pattern_id",
        lambda work: work.error_reader.page(ErrorFilter(patterns=(_PATTERNS[7],)), limit=2),
    ),
    "notifications of a pattern": (
        "ix_error_notifications_episode_id",
        lambda work: work.notification_reader.page(NotificationFilter(patterns=(_PATTERNS[7],)), limit=2),
    ),
    "notifications of an error": (
        "ix_error_notifications_episode_id",
        lambda work: work.notification_reader.page(NotificationFilter(errors=(uuid4(),)), limit=2),
    ),
    "notifications of episodes": (
        "ix_error_notifications_episode_id",
        lambda work: work.notification_reader.of_episodes([uuid4(), uuid4()], limit=9),
    ),
    "episodes that were taken over": (
        "ix_error_episodes_pattern_id",
        lambda work: work.explanation_reader.merged_into(uuid4(), _PATTERNS[7]),
    ),
    "history": ("ix_history_subject_id", lambda work: work.history.of(_OWNERS[3])),
    "the newest entry": ("ix_history_subject_id", lambda work: work.history.latest(_OWNERS[3], "resolved", until=NOON)),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store with some thousand rows of everything, and statistics about them."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{_file(tmp_path_factory)}")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        engine = make_engine(server.create_database("query_plans"))
    lay_out(engine)
    with SqlStore(engine).writing() as work:
        _fill(work)
        work.commit()
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_uses_its_index(filled: Engine, name: str) -> None:
    index, statement = STATEMENTS[name]

    with filled.connect() as connection, _plans(connection) as plans:
        connection.execute(statement)

    assert index in plans[0]


@pytest.mark.parametrize("name", CALLS)
def test_a_method_uses_its_index(filled: Engine, name: str) -> None:
    index, call = CALLS[name]

    with filled.connect() as connection, _plans(connection) as plans:
        call(SqlUnitOfWork(connection))

    assert index in "\n".join(plans)


def test_a_page_is_read_in_the_order_of_the_key(filled: Engine) -> None:
    with filled.connect() as connection, _plans(connection) as plans:
        SqlUnitOfWork(connection).error_reader.page(
            ErrorFilter(), limit=20, after=Place(SystemIds().new(NOON + 99 * _HOUR))
        )

    in_order = ("INDEX sqlite_autoindex_error_logs_1 (id<?)", "Scan Backward using pk_error_logs")
    assert any(scan in "\n".join(plans) for scan in in_order), plans


LISTS: dict[str, tuple[str, ErrorFilter]] = {
    "service and severity": (
        "ix_error_logs_service_severity",
        ErrorFilter(services=("service 7",), severities=(Severity.HIGH,)),
    ),
    "services": ("ix_error_logs_service_severity", ErrorFilter(services=("service 7", "service 8"))),
    "type and service": (
        "ix_error_logs_error_type_service",
        ErrorFilter(error_types=("Error 7",), services=("service 7",)),
    ),
    "owner": ("ix_error_logs_assigned_to", ErrorFilter(owners=(_OWNERS[7],))),
    "resolved": ("ix_error_logs_status", ErrorFilter(statuses=(ErrorStatus.RESOLVED,))),
    "open and critical": (
        "ix_error_logs_open_severity",
        ErrorFilter(severities=(Severity.CRITICAL,), statuses=(ErrorStatus.OPEN, ErrorStatus.ASSIGNED)),
    ),
    "pattern": ("ix_error_logs_pattern_id", ErrorFilter(patterns=(_PATTERNS[7],))),
    "words": ("error_words", ErrorFilter(words=("failed",))),
    "endpoint": ("error_words", ErrorFilter(endpoints=("/api/users",))),
    "environment and release": ("error_words", ErrorFilter(environments=("production",), releases=("1.2.3",))),
    "user": ("error_words", ErrorFilter(user_ids=("u-77",))),
    "type": ("error_words", ErrorFilter(error_types=("Error 7",))),
}


LED_ON_POSTGRESQL = {
    "endpoint": "ix_error_logs_endpoint",
    "environment and release": "ix_error_logs_release",
    "user": "ix_error_logs_user_id",
    "type": "ix_error_logs_error_type_service",
}
"""In place of the inverted index, which has no order there."""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_led_by_its_index_and_reads_no_table_from_end_to_end(filled: Engine, name: str) -> None:
    index, wanted = LISTS[name]
    if filled.dialect.name == "postgresql":
        index = LED_ON_POSTGRESQL.get(name, index)

    with filled.connect() as connection, _plans(connection) as plans:
        SqlUnitOfWork(connection).error_reader.page(wanted, limit=20)

    told = "\n".join(plans)
    assert index in told
    # PostgreSQL reads a table of so few rows from end to end where it likes; SQLite never should.
    assert not [line for line in told.splitlines() if line.strip() == "SCAN error_logs"]


OF_WHAT_WAS_GIVEN_BY_HAND: dict[str, Callable[[SqlUnitOfWork], object]] = {
    "workload": lambda work: work.workload.given_by_hand(),
    "left behind by removed developers": lambda work: work.left_behind.overrides(3),
}


@pytest.mark.parametrize("name", OF_WHAT_WAS_GIVEN_BY_HAND)
def test_what_was_given_by_hand_is_not_looked_for_among_all_open_errors(filled: Engine, name: str) -> None:
    with filled.connect() as connection, _plans(connection) as plans:
        OF_WHAT_WAS_GIVEN_BY_HAND[name](SqlUnitOfWork(connection))

    begins = ("sqlite_autoindex_error_overrides_1 FOR IN-OPERATOR", "Scan on error_overrides")
    assert any(begin in plans[0] for begin in begins), plans


def test_monitoring_looks_through_nothing(filled: Engine) -> None:
    # A moment from which on there is little, as there is in the last day.
    with filled.connect() as connection, _plans(connection) as plans:
        SqlUnitOfWork(connection).operation_reader.look(datetime(9999, 12, 31, tzinfo=UTC))

    wholly = ("SCAN error_notifications", "SCAN error_episodes", "Seq Scan on error_")
    assert [plan for plan in plans if any(scan in plan for scan in wholly) and "INDEX" not in plan] == []


def _file(folders: pytest.TempPathFactory) -> Path:
    return folders.mktemp("plans") / "store.db"


def _fill(work: SqlUnitOfWork) -> None:
    some = range(3000)
    work.errors.add(
        an_error(
            service=f"service {n % 50}",
            error_type=f"Error {n % 40}",
            severity=list(Severity)[n % 5],
            at=NOON + _HOUR * n,
            pattern_id=_PATTERNS[n % 200],
            episode_id=_OWNERS[n % 100],
            assigned_to=_OWNERS[n % 100] if n % 2 else None,
            status=ErrorStatus.IGNORED if n % 100 == 0 else ErrorStatus.OPEN,
        )
        for n in some
    )
    rare = [n % 100 == 0 for n in some]
    work.episodes.add(
        an_episode(
            pattern_id=_PATTERNS[n % 200] if n < 200 else uuid4(),
            closed_at=NOON if n >= 200 and n % 2 else None,
            owner_id=_OWNERS[n % 100] if n % 40 else None,
            carried=not rare[n],
            deadline=NOON + _HOUR * n,
            triage=TriageMark(TriageReason.NEW, NOON) if rare[n] else None,
        )
        for n in some
    )
    work.notifications.add(
        a_notification(next_attempt_at=NOON if rare[n] else None, trusted=not rare[n], sent_from=NOON) for n in some
    )
    for n, owner in enumerate(_OWNERS):
        work.developers.add(a_developer(f"dev {n}", id=owner, email=None, removed_at=None if n else NOON))
    work.event_keys.claim([EventKey("java", uuid4(), uuid4(), b"d", NOON + _HOUR * n) for n in some], now=NOON)
    work.history.add(an_entry(_OWNERS[n % 100]) for n in some)
    work.services.note_services([f"service {n}" for n in some], at=NOON)
    work.patterns.lock({pattern_id: a_pattern(id=pattern_id) for pattern_id in _PATTERNS})


@contextmanager
def _plans(connection: Connection) -> Iterator[list[str]]:
    """The plan of each statement that runs meanwhile, as the database tells it for the very same parameters."""
    ran: list[tuple[str, Any]] = []

    def remember(_c: object, _cursor: object, sql: str, parameters: Any, *_rest: object) -> None:
        ran.append((sql, parameters))

    plans: list[str] = []
    event.listen(connection, "before_cursor_execute", remember)
    yield plans
    event.remove(connection, "before_cursor_execute", remember)
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    for sql, parameters in ran:
        if not sql.startswith("BEGIN"):
            rows: Sequence[Any] = connection.exec_driver_sql(f"{explain} {sql}", parameters).all()
            plans.append("\n".join(str(row[-1]) for row in rows))
