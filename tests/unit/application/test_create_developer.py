"""Developers: made and changed, and what that does to problems that nobody owns."""

from datetime import timedelta
from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from application.list_developers import ListDevelopers
from application.ports.unit_of_work import Store
from application.ports.wake_ups import Work
from application.remove_developer import RemoveDeveloper, RemoveDeveloperCommand
from application.set_on_call import SetOnCall, SetOnCallCommand
from application.triage_episodes import TriageEpisodes
from application.update_developer import UpdateDeveloper, UpdateDeveloperCommand
from domain.alerting import AlertingPolicy
from domain.developer import Developer
from domain.episode import TriageReason
from domain.errors import Conflict, NotFound, RuleViolation
from domain.severity import Severity
from tests.support.errors import a_prepared_error


@pytest.fixture
def create(store: Store, wake_ups: MemoryWakeUps) -> CreateDeveloper:
    return CreateDeveloper(store, SystemIds(), wake_ups)


@pytest.fixture
def update(store: Store, wake_ups: MemoryWakeUps) -> UpdateDeveloper:
    return UpdateDeveloper(store, wake_ups)


def anna(**changes: object) -> CreateDeveloperCommand:
    said = {"name": "Anna", "email": "anna@example.org", "services": frozenset({"java"}), **changes}
    return CreateDeveloperCommand(**said)  # type: ignore[arg-type]


def an_ownerless_episode(store: Store, commit: CommitBatch) -> UUID:
    """One that triage has looked at and found nobody for."""
    receipts = commit.execute([a_prepared_error(service="java")]).receipts
    TriageEpisodes(store, SystemIds(), AlertingPolicy(), MemoryWakeUps()).execute()
    [episode_id] = {receipt.episode_id for receipt in receipts.values()}
    assert episode_id is not None
    return episode_id


def triage_of(store: Store, episode_id: UUID) -> TriageReason | None:
    with store.reading() as work:
        episode = work.episodes.get(episode_id)
    assert episode is not None
    return None if episode.triage is None else episode.triage.reason


def test_a_developer_is_kept_as_said(store: Store, create: CreateDeveloper) -> None:
    made = create.execute(anna(min_severity=Severity.HIGH, on_call=True))

    assert ListDevelopers(store).execute().developers == [made]
    assert (made.name, made.min_severity, made.on_call, made.active) == ("Anna", Severity.HIGH, True, True)


def test_a_new_developer_has_ownerless_episodes_looked_at_again(
    store: Store, commit: CommitBatch, create: CreateDeveloper, wake_ups: MemoryWakeUps
) -> None:
    episode_id = an_ownerless_episode(store, commit)

    create.execute(anna())

    assert triage_of(store, episode_id) is TriageReason.OWNER_WANTED
    assert wake_ups.woken[Work.TRIAGE] == 1


def test_a_refused_developer_marks_nothing_and_wakes_nobody(
    store: Store, commit: CommitBatch, create: CreateDeveloper, wake_ups: MemoryWakeUps
) -> None:
    create.execute(anna(services=frozenset({"php"})))
    episode_id = an_ownerless_episode(store, commit)
    wake_ups.woken.clear()

    with pytest.raises(Conflict):
        create.execute(anna(name="Other"))

    assert triage_of(store, episode_id) is None
    assert not wake_ups.woken


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "a\x1bb"}, {"email": "anna"}, {"email": "a@b,c@d"}, {"services": frozenset({" "})}],
)
def test_what_cannot_be_a_developer_is_refused(store: Store, create: CreateDeveloper, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleViolation):
        create.execute(anna(**wrong))

    assert ListDevelopers(store).execute().developers == []


@pytest.mark.parametrize("by", ["id", "email", "name"])
def test_an_update_changes_only_what_is_named(create: CreateDeveloper, update: UpdateDeveloper, by: str) -> None:
    made = create.execute(anna(min_severity=Severity.HIGH))

    changed = update.execute(UpdateDeveloperCommand(which=str(getattr(made, by)), on_call=True))

    assert changed == Developer(
        id=made.id,
        name="Anna",
        email="anna@example.org",
        services=frozenset({"java"}),
        min_severity=Severity.HIGH,
        on_call=True,
        created_at=made.created_at,
    )


def test_an_update_has_ownerless_episodes_looked_at_again(
    store: Store, commit: CommitBatch, create: CreateDeveloper, update: UpdateDeveloper, wake_ups: MemoryWakeUps
) -> None:
    create.execute(anna(services=frozenset({"php"})))
    episode_id = an_ownerless_episode(store, commit)
    wake_ups.woken.clear()

    update.execute(UpdateDeveloperCommand(which="Anna", services=frozenset({"java"})))

    assert triage_of(store, episode_id) is TriageReason.OWNER_WANTED
    assert wake_ups.woken[Work.TRIAGE] == 1


def test_who_is_not_or_not_clearly_named_is_not_changed(create: CreateDeveloper, update: UpdateDeveloper) -> None:
    create.execute(anna())
    create.execute(anna(email="other@example.org"))

    with pytest.raises(NotFound):
        update.execute(UpdateDeveloperCommand(which="Ben", on_call=True))
    with pytest.raises(Conflict):
        update.execute(UpdateDeveloperCommand(which="Anna", on_call=True))
    with pytest.raises(Conflict):
        update.execute(UpdateDeveloperCommand(which="other@example.org", email="anna@example.org"))


def test_an_id_is_nobodys_name(create: CreateDeveloper, update: UpdateDeveloper) -> None:
    ada = create.execute(anna())
    ben = create.execute(anna(name=str(ada.id), email=None))

    with pytest.raises(Conflict):
        update.execute(UpdateDeveloperCommand(which=str(ada.id), name="Ada"))
    assert update.execute(UpdateDeveloperCommand(which=ada.id, name="Ada")).id == ada.id
    assert update.execute(UpdateDeveloperCommand(which=ben.id, name="Ben")).id == ben.id


def test_who_was_removed_is_not_meant_by_any_name(
    store: Store, create: CreateDeveloper, update: UpdateDeveloper, wake_ups: MemoryWakeUps
) -> None:
    gone = create.execute(anna())
    RemoveDeveloper(store, wake_ups).execute(RemoveDeveloperCommand(which=gone.id))
    there = create.execute(anna())

    assert update.execute(UpdateDeveloperCommand(which="Anna", active=False)).id == there.id
    with pytest.raises(NotFound):
        update.execute(UpdateDeveloperCommand(which=str(gone.id), active=True))


def test_on_call_without_times_is_from_now_on(store: Store, create: CreateDeveloper, update: UpdateDeveloper) -> None:
    made = create.execute(anna())
    later = made.created_at + timedelta(days=30)
    SetOnCall(store).execute(SetOnCallCommand(which=made.id, on_call=True, begin=later))

    changed = update.execute(UpdateDeveloperCommand(which=made.id, on_call=True))

    assert changed.is_on_call(made.created_at)


def test_a_change_of_services_is_told_and_an_address_is_not(
    store: Store, create: CreateDeveloper, update: UpdateDeveloper
) -> None:
    made = create.execute(anna())
    services, email = frozenset({"php", "java"}), "a@example.org"
    update.execute(UpdateDeveloperCommand(which=made.id, services=services, email=email, actor="ben"))

    with store.reading() as work:
        [(_, entry, _), (_, first, _)] = work.audit.page(limit=9)
    assert (first.actor, first.action, entry.actor, entry.subject) == (
        "command line", "developer.create", "ben", str(made.id)
    )  # fmt: skip
    assert entry.detail == {"email": "changed", "services": "java, php"}
