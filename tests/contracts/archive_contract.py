"""What is archived or exported comes back, and wakes nobody."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.outbound.archive.error_files import JsonLinesFiles
from adapters.outbound.archive.file_archive import FileArchive
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.carry_episodes import CarryEpisodes
from application.erase_error import EraseError, EraseErrorCommand
from application.export_errors import ExportErrors, ExportErrorsCommand
from application.import_errors import Imported, ImportErrors, ImportErrorsCommand
from application.ports.error_reader import ErrorFilter
from application.ports.stored_errors import Stretch
from application.ports.unit_of_work import Store, UnitOfWork
from application.remove_expired_errors import RemoveExpiredErrors
from domain.episode import EpisodeEnd
from domain.error_log import ErrorLog, PreparedError
from domain.severity_counts import SeverityCounts
from domain.statistics import Period
from tests.contracts.retention_contract import LATELY, LONG_AGO, POLICY, arrive, error_at, left
from tests.support.strategies import NOON


class ArchiveContract:
    """For an empty store, and another one."""

    def test_what_was_removed_comes_back_as_it_was(self, store: Store, tmp_path: Path) -> None:
        arrive(store, old := error_at(message="frobnication failed", user_id="ada", release="1.0"))
        before = only(store, old)
        archive(store, tmp_path)

        assert bring_back(store, tmp_path) == Imported(stored=1)

        after = only(store, old)
        assert (after.report, after.status, after.received_at) == (before.report, before.status, before.received_at)
        assert after.pattern_id == before.pattern_id
        assert found(store, "frobnication") == 1

    def test_it_stays_for_a_while(self, store: Store, tmp_path: Path) -> None:
        arrive(store, old := error_at())
        archive(store, tmp_path)
        bring_back(store, tmp_path)

        assert RemoveExpiredErrors(store, FileArchive(tmp_path, MemoryClock(NOON)), POLICY).execute().errors == 0
        with store.reading() as work:
            assert only(store, old, work).expires_at > work.now() + timedelta(days=29)

    def test_reading_a_file_twice_changes_nothing(self, store: Store, tmp_path: Path) -> None:
        arrive(store, error_at(), error_at(pattern="b"))
        archive(store, tmp_path)
        bring_back(store, tmp_path)

        assert bring_back(store, tmp_path) == Imported(known=2)

    def test_nothing_is_opened_counted_or_marked(self, store: Store, tmp_path: Path) -> None:
        arrive(store, old := error_at())
        arrive(store, error_at(LATELY))
        archive(store, tmp_path)
        before = look(store, old)

        bring_back(store, tmp_path)

        assert look(store, old) == before
        assert only(store, old).episode_id is None

    def test_it_joins_its_episode_where_that_is_over(self, store: Store, tmp_path: Path) -> None:
        arrive(store, old := error_at())
        episode_id = only(store, old).episode_id
        archive(store, tmp_path)

        bring_back(store, tmp_path)

        assert only(store, old).episode_id == episode_id

    def test_what_was_erased_stays_erased(self, store: Store, tmp_path: Path) -> None:
        arrive(store, old := error_at(message="Ada Lovelace"))
        export(store, file := tmp_path / "errors.jsonl")
        EraseError(store, SystemIds(), POLICY).execute(EraseErrorCommand(error_id=old.id, act=Act(actor="tests")))
        archive(store, tmp_path / "archive")

        done = ImportErrors(store, JsonLinesFiles(), POLICY).execute(ImportErrorsCommand([file]))

        assert done == Imported(erased=1)
        assert not left(store, old)

    def test_another_installation_gets_the_patterns_too(self, store: Store, other_store: Store, tmp_path: Path) -> None:
        arrive(store, first := error_at(LATELY), error_at(LATELY), error_at(LATELY, pattern="b"))
        export(store, file := tmp_path / "errors.jsonl.gz")

        done = ImportErrors(other_store, JsonLinesFiles(), POLICY).execute(ImportErrorsCommand([file]))

        assert done == Imported(stored=3)
        with other_store.reading() as work:
            pattern = work.patterns.get(first.fingerprint.id)
        assert pattern is not None
        assert pattern.occurrences == 2
        receipt = arrive(other_store, new := error_at(NOON))[new.id]
        assert receipt.pattern_id == first.fingerprint.id

    def test_an_export_can_be_narrowed(self, store: Store, tmp_path: Path) -> None:
        arrive(store, error_at(), error_at(LATELY), error_at(LATELY, service="php"))
        wanted = Stretch(since=LATELY - timedelta(days=1), until=NOON, service="php")

        assert export(store, tmp_path / "some.jsonl", wanted) == 1

    def test_an_export_says_what_counts(self, store: Store, tmp_path: Path) -> None:
        arrive(store, error := error_at(LATELY))
        with store.writing() as work:
            episode = work.episodes.get(only(store, error, work).episode_id)  # type: ignore[arg-type]
            assert episode is not None
            work.episodes.save([replace(episode, closed_at=NOON, closed_as=EpisodeEnd.RESOLVED, carried=False)])
            work.commit()
        export(store, file := tmp_path / "errors.jsonl")

        line = next(JsonLinesFiles().read(file))

        CarryEpisodes(store, POLICY).execute()
        assert line.error is not None
        assert (line.error.status, line.error.resolved_at) == ("resolved", NOON)

    def test_a_torn_file_gives_what_is_whole(self, store: Store, tmp_path: Path) -> None:
        arrive(store, *(error_at(LONG_AGO + timedelta(minutes=minute)) for minute in range(60)))
        target = FileArchive(tmp_path, MemoryClock(NOON))
        RemoveExpiredErrors(store, target, POLICY, limit_errors=20).execute()
        file = next(tmp_path.iterdir())
        file.write_bytes(file.read_bytes()[:-10])

        done = bring_back(store, tmp_path)

        assert (done.stored >= 40, done.unreadable) == (True, 1)
        assert "torn" in done.first_fault

    def test_lines_that_are_no_errors_are_told_of(self, store: Store, tmp_path: Path) -> None:
        file = tmp_path / "some.jsonl"
        file.write_text('{"v": 1}\nnonsense\n{"v": 99}\n')

        done = bring_back(store, tmp_path)

        assert (done.stored, done.unreadable, done.first_fault) == (0, 3, "some.jsonl: it is no error (KeyError)")


def archive(store: Store, directory: Path) -> None:
    RemoveExpiredErrors(store, FileArchive(directory, MemoryClock(NOON)), POLICY).execute()


def bring_back(store: Store, directory: Path) -> Imported:
    return ImportErrors(store, JsonLinesFiles(), POLICY).execute(ImportErrorsCommand(sorted(directory.iterdir())))


def export(store: Store, file: Path, wanted: Stretch | None = None) -> int:
    return ExportErrors(store, JsonLinesFiles(), batch=2).execute(ExportErrorsCommand(file, wanted or Stretch()))


def only(store: Store, error: PreparedError, work: UnitOfWork | None = None) -> ErrorLog:
    stored = left(store, error)[0] if work is None else work.errors.get(error.id)
    assert stored is not None
    return stored


def found(store: Store, word: str) -> int:
    with store.reading() as work:
        return work.error_reader.page(ErrorFilter(words=(word,)), limit=10).count


def look(store: Store, error: PreparedError) -> dict[str, Any]:
    """What an import must not change."""
    with store.reading() as work:
        episodes = work.restored_records.open_episodes(None, limit=10)
        return {
            "pattern": work.patterns.get(error.fingerprint.id),
            "episodes": episodes,
            "open": [work.errors.count_open(episode.id) for episode in episodes] or SeverityCounts(),
            "arrivals": work.counters.total(Period.DAY, since=LONG_AGO - timedelta(days=1)),
            "due": work.notifications.next_due_at(),
        }
