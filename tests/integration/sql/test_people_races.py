"""People who change the same thing at the same time, on real databases: no lost update, no double owner."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.assign_error import AssignError, AssignErrorCommand
from application.carry_episodes import CarryEpisodes
from application.check_audit_log import CheckAuditLog
from application.commit_batch import CommitBatch
from application.given_errors import Giving
from application.hand_over_episodes import HandOverEpisodes
from application.ports.unit_of_work import Store
from application.remove_developer import OpenEpisodes, RemoveDeveloper, RemoveDeveloperCommand
from application.set_on_call import SetOnCall, SetOnCallCommand
from application.triage_episodes import TriageEpisodes
from application.update_developer import UpdateDeveloper, UpdateDeveloperCommand
from domain.alerting import AlertingPolicy
from domain.developer import Developer
from domain.episode import Episode
from domain.errors import DomainError, StaleVersion
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.versions import developer_version
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.postgres import PostgresServer
from tests.support.schema import lay_out

T = TypeVar("T")

some = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""Examples of one store, each with people and errors of its own."""

_EDITS: dict[str, Any] = {
    "name": "Bea",
    "services": frozenset({"php"}),
    "min_severity": Severity.HIGH,
    "active": False,
}
edits = st.lists(st.sampled_from([*_EDITS, "on call"]), min_size=2, max_size=5, unique=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store that several threads share."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/store.db", pool_size=8)
        lay_out(engine)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        engine = make_engine(server.create_database(f"people_{uuid4().hex}"), pool_size=8)
        lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


def at_once(steps: Sequence[Callable[[], T]]) -> list[T | DomainError]:
    """What each step answers or is refused with, in a thread of its own; all are let go together."""
    ready = Barrier(len(steps))

    def run(step: Callable[[], T]) -> T | DomainError:
        ready.wait(10)
        try:
            return step()
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(run, steps))


def hire(store: Store, **changes: Any) -> Developer:
    developer = a_developer("Ada", email=None, **changes)
    with store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return developer


def stored(store: Store, developer_id: UUID) -> Developer:
    with store.reading() as work:
        developer = work.developers.get(developer_id)
    assert developer is not None
    return developer


def edit(store: Store, ada: Developer, field: str, version: str | None) -> Callable[[], Developer]:
    if field == "on call":
        to_call = SetOnCallCommand(which=ada.id, on_call=True, expected_version=version)
        return lambda: SetOnCall(store).execute(to_call)
    changes = {field: _EDITS[field]}
    command = UpdateDeveloperCommand(which=ada.id, expected_version=version, **changes)
    return lambda: UpdateDeveloper(store, MemoryWakeUps()).execute(command)


@given(fields=edits)
@some
def test_of_editors_who_saw_the_same_only_the_first_succeeds(store: Store, fields: list[str]) -> None:
    ada = hire(store)
    seen = developer_version(ada)

    answers = at_once([edit(store, ada, field, seen) for field in fields])

    [winner] = [answer for answer in answers if isinstance(answer, Developer)]
    assert sum(isinstance(answer, StaleVersion) for answer in answers) == len(fields) - 1
    assert stored(store, ada.id) == winner


@given(fields=edits.filter(lambda fields: {"active", "on call"} - set(fields)))
@some
def test_editors_of_different_fields_lose_nothing_to_each_other(store: Store, fields: list[str]) -> None:
    ada = hire(store)

    at_once([edit(store, ada, field, None) for field in fields])

    after = stored(store, ada.id)
    for field in fields:
        assert after.on_call if field == "on call" else getattr(after, field) == _EDITS[field]
    assert CheckAuditLog(store).execute() >= len(fields)


@given(by_hand=st.lists(st.booleans(), min_size=1, max_size=2), triages=st.integers(1, 2), leaves=st.booleans())
@some
def test_an_episode_has_one_owner_whoever_assigns_it_meanwhile(
    store: Store, by_hand: list[bool], triages: int, leaves: bool
) -> None:
    service = uuid4().hex
    people = [hire(store, services=frozenset({service})) for _ in range(3)]
    error = a_prepared_error(service=service)
    CommitBatch(store, SystemIds(), RetentionPolicy()).execute([error])
    steps = [assign(store, error.id, person.id, whole) for person, whole in zip(people, by_hand, strict=False)]
    steps += [triage(store)] * triages
    steps += [remove(store, people[0])] if leaves else []

    at_once(steps)
    hand_over, carry = HandOverEpisodes(store, MemoryWakeUps()), CarryEpisodes(store, RetentionPolicy())
    while hand_over.execute() or triage(store)() or carry.execute():
        pass

    _check_owner(store, error.id, {person.id for person in people[1 if leaves else 0 :]})


def assign(store: Store, error_id: UUID, developer_id: UUID, whole: bool) -> Callable[[], object]:
    giving = Giving(ids=SystemIds(), policy=AlertingPolicy())
    use_case = AssignError(store, RetentionPolicy(), giving, MemoryWakeUps())
    scope = Scope.PATTERN if whole else Scope.ERROR
    command = AssignErrorCommand(error_id=error_id, developer_id=developer_id, scope=scope, act=Act(actor="anna"))
    return lambda: use_case.execute(command)


def triage(store: Store) -> Callable[[], object]:
    use_case = TriageEpisodes(store, SystemIds(), AlertingPolicy(), MemoryWakeUps())
    return lambda: use_case.execute().episodes


def remove(store: Store, developer: Developer) -> Callable[[], object]:
    command = RemoveDeveloperCommand(which=developer.id, open_episodes=OpenEpisodes.REASSIGN)
    return lambda: RemoveDeveloper(store, MemoryWakeUps()).execute(command)


def _check_owner(store: Store, error_id: UUID, able: set[UUID]) -> None:
    """The owner is the one whom the history names last, is there, and is the only one to count the episode."""
    with store.reading() as work:
        error = work.errors.get(error_id)
        assert error is not None
        assert error.episode_id is not None
        episode: Episode | None = work.episodes.get(error.episode_id)
        assert episode is not None
        assigned = [entry for entry in work.history.of(episode.id) if entry.action == "assigned"]
        owners = [owner for owner in able if work.developers.open_episodes_of(owner)]
        by_hand = work.errors.is_kept_apart(error_id)
    assert episode.owner_id in able
    assert owners == [episode.owner_id]
    assert assigned[-1].after == str(episode.owner_id)
    assert error.assigned_to in (able if by_hand else {episode.owner_id})
