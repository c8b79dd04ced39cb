"""A backup holds all, and what is restored is the same and wakes nobody."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.copies.copy_file import Manifest, writing
from adapters.outbound.sql.copies.raw_tables import RAW_TABLES, to_line
from adapters.outbound.sql.copies.store_copies import SqlStoreCopies
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import SchemaState, migrate, schema_state, steps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.back_up_store import BackUpStore, BackUpStoreCommand
from application.ports.error_reader import ErrorFilter
from application.ports.store_copies import CopyUnusable
from application.restore_store import Restored, RestoreStore, RestoreStoreCommand
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.notification import NotificationState
from tests.contracts.retention_contract import LATELY, arrive, error_at
from tests.support.builders import a_developer, a_notification, an_entry, an_id

CHANGED = {"installation", "error_notifications", "error_episodes", "audit_log", "silences"}
"""What a restore changes, by its rules."""


class CopiesContract:
    """For a migrated `engine` and a `new_engine` without tables, of any two databases."""

    def test_every_table_comes_back(self, engine: Engine, new_engine: Engine, tmp_path: Path) -> None:
        fill(SqlStore(engine))
        before = digests(engine)
        back_up(engine, file := tmp_path / "all.backup")

        restore(new_engine, file)

        after = digests(new_engine)
        assert {name: after[name] for name in after if name not in CHANGED} == {
            name: before[name] for name in before if name not in CHANGED
        }
        assert {name: rows for name, (rows, _) in after.items()} | {"audit_log": 0} == {
            name: rows for name, (rows, _) in before.items()
        } | {"audit_log": 0}

    def test_words_find_what_was_restored(self, engine: Engine, new_engine: Engine, tmp_path: Path) -> None:
        fill(SqlStore(engine))
        back_up(engine, file := tmp_path / "all.backup")

        restore(new_engine, file)

        with SqlStore(new_engine).reading() as work:
            assert work.error_reader.page(ErrorFilter(words=("frobnication",)), limit=10).count == 5

    def test_nobody_is_told_or_woken(self, engine: Engine, new_engine: Engine, tmp_path: Path) -> None:
        waiting = fill(SqlStore(engine))
        back_up(engine, file := tmp_path / "all.backup")

        restored = restore(new_engine, file)

        assert restored == Restored(suppressed=3, marks_taken=2, episodes_postponed=2)
        with SqlStore(new_engine).reading() as work:
            told = [work.notifications.get(each) for each in waiting]
            assert {(each.state, each.reason) for each in told if each} == {(NotificationState.SUPPRESSED, "imported")}
            assert work.notifications.next_due_at() is None
            due = [each.escalates_at for each in work.restored_records.open_episodes(None, limit=10)]
            assert all(at is not None and at > work.now() + timedelta(minutes=59) for at in due)
        with SqlStore(new_engine).writing() as work:
            assert not work.episodes.claim_triage(10)

    def test_a_worker_that_starts_then_finds_owners_and_tells_them_nothing(
        self, engine: Engine, new_engine: Engine, tmp_path: Path
    ) -> None:
        fill(SqlStore(engine))
        back_up(engine, file := tmp_path / "all.backup")
        restore(new_engine, file)

        store = SqlStore(new_engine)
        RetryUnownedEpisodes(store).execute()
        TriageEpisodes(store, SystemIds(), AlertingPolicy(), MemoryWakeUps()).execute()

        with store.reading() as work:
            episodes = work.restored_records.open_episodes(None, limit=10)
            told = [notice for episode in episodes for notice in work.notifications.of_episode(episode.id)]
            assert all(episode.owner_id is not None for episode in episodes)
            assert {(each.state, each.reason) for each in told} == {(NotificationState.SUPPRESSED, "imported")}

    def test_errors_can_be_stored_in_what_was_restored(
        self, engine: Engine, new_engine: Engine, tmp_path: Path
    ) -> None:
        fill(SqlStore(engine))
        back_up(engine, file := tmp_path / "all.backup")
        restore(new_engine, file)

        receipts = arrive(SqlStore(new_engine), error := error_at(LATELY, pattern="0"))

        assert receipts[error.id].placement == "joined_open_episode"

    def test_a_backup_of_an_older_schema_is_brought_to_this_one(self, new_engine: Engine, tmp_path: Path) -> None:
        older, file = steps()[-2], tmp_path / "older.backup"
        empty_copy(older, file, tmp_path / "older.db")

        restore(new_engine, file)

        assert schema_state(new_engine) is SchemaState.CURRENT
        assert arrive(SqlStore(new_engine), error_at(LATELY))

    def test_a_store_that_is_not_empty_is_refused_unless_forced(
        self, engine: Engine, new_engine: Engine, tmp_path: Path
    ) -> None:
        fill(SqlStore(engine))
        back_up(engine, file := tmp_path / "all.backup")
        restore(new_engine, file)
        arrive(SqlStore(new_engine), other := error_at(LATELY))

        with pytest.raises(CopyUnusable, match="not empty"):
            restore(new_engine, file)
        restore(new_engine, file, force=True)

        with SqlStore(new_engine).reading() as work:
            assert work.errors.get(other.id) is None
            assert work.error_reader.page(ErrorFilter(words=("frobnication",)), limit=10).count == 5

    def test_a_damaged_file_changes_nothing(self, engine: Engine, new_engine: Engine, tmp_path: Path) -> None:
        fill(SqlStore(engine))
        back_up(engine, file := tmp_path / "all.backup")
        whole = file.read_bytes()

        for broken in (whole[:-20], whole[: len(whole) // 2], b"nonsense", b""):
            file.write_bytes(broken)
            with pytest.raises(CopyUnusable):
                restore(new_engine, file)

        file.write_bytes(whole)
        restore(new_engine, file)

    def test_a_backup_under_load_is_one_moment(self, engine: Engine, new_engine: Engine, tmp_path: Path) -> None:
        store, stop = SqlStore(engine), threading.Event()

        def report() -> None:
            while not stop.is_set():
                arrive(store, *(error_at(LATELY, pattern=str(number)) for number in range(5)))

        reporter = threading.Thread(target=report)
        arrive(store, error_at(LATELY))
        reporter.start()
        try:
            files = [back_up(engine, tmp_path / f"{number}.backup") for number in range(3)]
        finally:
            stop.set()
            reporter.join()
        restore(new_engine, files[-1])

        with SqlStore(new_engine).reading() as work:
            errors = work.error_reader.page(ErrorFilter(), limit=1).count
            counted = sum(episode.errors for episode in work.restored_records.open_episodes(None, limit=100))
        assert errors == counted > 1


def fill(store: SqlStore) -> list[object]:
    """Errors, episodes, people, history and messages; the ids of the messages that wait."""
    arrive(store, *(error_at(LATELY, message="frobnication failed", pattern=str(n % 2)) for n in range(5)))
    notices = [a_notification(id=an_id(LATELY), state=state) for state in ("pending", "failed", "held")]
    notices = [replace(each, state=NotificationState(each.state)) for each in notices]
    sent = replace(a_notification(id=an_id(LATELY)), state=NotificationState.ACCEPTED, next_attempt_at=None)
    with store.writing() as work:
        work.developers.add(a_developer())
        work.history.add([an_entry(notices[0].episode_id)])
        work.notifications.add([*notices, sent])
        work.commit()
    return [each.id for each in notices]


def empty_copy(revision: str, file: Path, database: Path) -> None:
    """A backup as that schema's release made it, of a store in which nothing had happened."""
    engine = make_engine(f"sqlite:///{database}")
    migrate(engine, revision=revision)
    known = inspect(engine)
    with writing(file, Manifest(revision, "2026-11-24T08:00:00+00:00", "0")) as writer:
        for name in RAW_TABLES:
            if known.has_table(name):
                writer.begin(name, [column["name"] for column in known.get_columns(name)])
    engine.dispose()


def back_up(engine: Engine, file: Path) -> Path:
    BackUpStore(SqlStore(engine), SqlStoreCopies(engine, release="1")).execute(BackUpStoreCommand(file))
    return file


def restore(engine: Engine, file: Path, *, force: bool = False) -> Restored:
    return RestoreStore(SqlStoreCopies(engine, release="1")).execute(RestoreStoreCommand(file, force))


def digests(engine: Engine) -> Mapping[str, tuple[int, str]]:
    """How many rows each table has, and the digest of all of them."""
    found = {}
    with engine.connect() as connection:
        for name, table in RAW_TABLES.items():
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            found[name] = len(rows), sha256(b"\n".join(to_line(tuple(row)) for row in rows)).hexdigest()
    return found
