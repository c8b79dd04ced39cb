"""Holding back for the same receivers from several transactions at once, while digests are claimed."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, bindparam, select

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.mapping.notifications import notification_from_row
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import ERROR_NOTIFICATIONS
from adapters.outbound.system.ids import SystemIds
from application.digests import freeze_digest, hold
from domain.alerting import NoticeReason
from domain.notification import Notification, NotificationState
from tests.support.builders import a_notification, an_episode, an_error
from tests.support.postgres import PostgresServer
from tests.support.schema import lay_out

IDS = SystemIds()
_NOTICES_TO = select(ERROR_NOTIFICATIONS).where(
    ERROR_NOTIFICATIONS.c.recipient == bindparam("recipient"), ERROR_NOTIFICATIONS.c.kind == "notice"
)
RECEIVERS = ("ada@example.org", "bob@example.org", "eve@example.org")


@pytest.fixture
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    engine = make_engine(postgres.create_database(f"digest_races_{uuid4().hex}"), pool_size=8)
    lay_out(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    return SqlStore(engine)


def a_held_notice(recipient: str) -> Notification:
    held = {"state": NotificationState.HELD, "next_attempt_at": None, "sent_from": None}
    return a_notification(id=uuid4(), episode_id=uuid4(), recipient=recipient, **held)


def hold_for(store: SqlStore, recipient: str) -> None:
    with store.writing() as work:
        now = work.now()
        hold(work, IDS, a_held_notice(recipient), news=NoticeReason.NEW_PATTERN, due=now, now=now)
        work.commit()


def hold_for_all(store: SqlStore, turn: int) -> None:
    """In another order each time, which would deadlock if any waited for another."""
    order = RECEIVERS[turn % 3 :] + RECEIVERS[: turn % 3]
    with store.writing() as work:
        now = work.now()
        for recipient in order:
            hold(work, IDS, a_held_notice(recipient), news=NoticeReason.NEW_PATTERN, due=now, now=now)
        work.commit()


def held_for(engine: Engine, recipient: str) -> list[Notification]:
    with engine.connect() as connection:
        rows = connection.execute(_NOTICES_TO, {"recipient": recipient})
        return [notification_from_row(row) for row in rows]


def claim(store: SqlStore) -> int:
    """Freeze one digest, as delivery does; how many lines that has."""
    with store.writing() as work:
        found = work.notifications.lock_due(a_notification().channel, now=work.now(), limit=1)
        if not found:
            return -1
        before = len(work.digests.held_in(found[0].id))
        frozen = freeze_digest(work, found[0])
        work.notifications.save([replace(frozen, state=NotificationState.ACCEPTED, next_attempt_at=None)])
        work.commit()
        return before


def test_nothing_waits_and_nothing_is_lost(engine: Engine, store: SqlStore) -> None:
    stopping = threading.Event()

    def claiming() -> None:
        while not stopping.is_set():
            claim(store)

    with ThreadPoolExecutor(5) as pool:
        claimer = pool.submit(claiming)
        for done in [pool.submit(hold_for_all, store, turn) for turn in range(40)]:
            done.result(timeout=60)
        stopping.set()
        claimer.result(timeout=60)
    while claim(store) >= 0:
        pass

    for recipient in RECEIVERS:
        held = held_for(engine, recipient)
        # Their episodes do not exist, so that each digest that takes one calls it off.
        assert [one.state for one in held] == [NotificationState.SUPPRESSED] * 40


def test_who_claims_makes_nobody_wait_who_holds_back(engine: Engine, store: SqlStore) -> None:
    hold_for(store, "ada@example.org")
    with store.writing() as claiming:
        [digest] = claiming.notifications.lock_due(a_notification().channel, now=claiming.now(), limit=1)
        hold_for(store, "ada@example.org")
        freeze_digest(claiming, digest)
        claiming.commit()

    # The other's digest was committed in time to go into this one.
    assert {one.digest_id for one in held_for(engine, "ada@example.org")} == {digest.id}


def test_what_another_held_is_told_by_whichever_is_frozen_first(store: SqlStore) -> None:
    episode = an_episode()
    error = an_error(episode_id=episode.id, pattern_id=episode.pattern_id)
    with store.writing() as first, store.writing() as second:
        for work in (first, second):
            now = work.now()
            notice = replace(a_held_notice("ada@example.org"), episode_id=episode.id, error_id=error.id)
            hold(work, IDS, notice, news=NoticeReason.NEW_PATTERN, due=now - timedelta(minutes=1), now=now)
        first.episodes.add([episode])
        first.errors.add([error])
        first.commit()
        second.commit()

    with store.writing() as work:
        [digest] = work.notifications.lock_due(a_notification().channel, now=work.now(), limit=1)
        frozen = freeze_digest(work, digest)
        assert len(work.digests.held_in(frozen.id)) == 2
        assert work.digests.lock_open(digest.channel, digest.recipient) == []
