"""The checks of the store, and a doctor who does not fall ill with the patient."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.check_health import CheckHealth
from application.commit_batch import CommitBatch
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from application.create_key import CreateKey, CreateKeyCommand
from application.diagnosis import Finding, Health, StoreDiagnosis
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store
from domain.access import KeyKind
from tests.support.errors import a_prepared_error


def look(store: Store, *, ours: datetime | None = None) -> dict[str, Finding]:
    clock = MemoryClock(ours or datetime.now(UTC))
    return {finding.name: finding for finding in CheckHealth(StoreDiagnosis(store, clock).checks()).execute()}


def an_error(commit: CommitBatch, *, age: timedelta = timedelta()) -> None:
    commit.execute([a_prepared_error(service="java", at=datetime.now(UTC) - age)])


def a_developer(store: Store, *, email: str | None = "anna@example.org", service: str = "java") -> None:
    command = CreateDeveloperCommand(name="Anna", email=email, services=frozenset({service}))
    CreateDeveloper(store, SystemIds(), MemoryWakeUps()).execute(command)


def test_a_well_kept_installation_is_well(store: Store, commit: CommitBatch) -> None:
    an_error(commit)
    a_developer(store)
    CreateKey(store, SystemIds()).execute(CreateKeyCommand("java", KeyKind.SECRET))

    assert {finding.health for finding in look(store).values()} == {Health.OK}


def test_looking_changes_nothing(store: Store, commit: CommitBatch) -> None:
    an_error(commit, age=timedelta(hours=1))

    look(store)

    with store.reading() as work:
        assert [service.name for service in work.services.services()] == ["java"]
    assert look(store)["triage"].health is Health.WARN


@pytest.mark.parametrize(
    ("skew_s", "health"), [(0, Health.OK), (5, Health.WARN), (-5, Health.WARN), (60, Health.FAIL), (-60, Health.FAIL)]
)
def test_a_clock_that_is_off_is_found(store: Store, skew_s: int, health: Health) -> None:
    finding = look(store, ours=datetime.now(UTC) + timedelta(seconds=skew_s))["clock"]

    assert finding.health is health
    assert bool(finding.mend) is (health is not Health.OK)


def test_services_that_nobody_has_to_prove_to_be_are_named(store: Store, commit: CommitBatch) -> None:
    an_error(commit)

    assert "no key for 'java'" in look(store)["ingest keys"].what


def test_having_nobody_for_a_service_is_found(store: Store, commit: CommitBatch) -> None:
    an_error(commit)
    assert "there is nobody" in look(store)["developers"].what

    a_developer(store, email=None, service="php")

    assert "no active developer knows 'java'" in look(store)["services without developer"].what


@pytest.mark.parametrize(("age", "health"), [(timedelta(), Health.OK), (timedelta(minutes=3), Health.WARN)])
def test_a_problem_that_no_worker_takes_up_is_found(
    store: Store, commit: CommitBatch, age: timedelta, health: Health
) -> None:
    an_error(commit, age=age)

    assert look(store)["triage"].health is health


def test_a_check_that_cannot_be_made_fails_alone_and_keeps_foreign_words_to_itself() -> None:
    def away() -> Finding:
        raise StoreUnavailable("the connection was lost")

    def foreign() -> Finding:
        raise OSError("cannot reach postgresql://u:geheim@db")

    well = Finding("c", Health.OK, "well")
    first, second, third = CheckHealth([("a", away), ("b", foreign), ("c", lambda: well)]).execute()

    assert (first.health, first.what) == (Health.FAIL, "could not be looked at: the connection was lost")
    assert (second.health, second.what) == (Health.FAIL, "could not be looked at: OSError")
    assert third == well
