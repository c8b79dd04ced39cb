"""What every process is made of, and the command line; `web_container` and `worker_container` add to it."""

from collections.abc import Callable, Iterator

from dependency_injector import containers, providers
from sqlalchemy import Engine

from adapters.inbound.cli.audit_commands import AuditUseCases
from adapters.inbound.cli.chain_commands import ChainCommandUseCases
from adapters.inbound.cli.developer_commands import DeveloperUseCases
from adapters.inbound.cli.job_commands import JobUseCases
from adapters.inbound.cli.key_commands import KeyUseCases
from adapters.inbound.cli.token_commands import TokenUseCases
from adapters.inbound.jobs.tasks import register_wake_task
from adapters.outbound.queue.huey_queue import file_queue, redis_queue
from adapters.outbound.queue.wake_ups import HueyWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.storage_space import storage_space as space_of
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.clock import SystemClock
from adapters.outbound.system.ids import SystemIds
from application.check_audit_log import CheckAuditLog
from application.check_reach import CheckReach
from application.create_developer import CreateDeveloper
from application.create_key import CreateKey
from application.create_token import CreateToken
from application.find_audit_entries import FindAuditEntries
from application.list_chains import ListChains
from application.list_developers import ListDevelopers
from application.list_jobs import ListJobs
from application.list_keys import ListKeys
from application.list_tokens import ListTokens
from application.ports.wake_ups import Work
from application.remove_chain import RemoveChain
from application.remove_developer import RemoveDeveloper
from application.revoke_key import RevokeKey
from application.revoke_token import RevokeToken
from application.run_job_by_hand import RunJobByHand
from application.set_chain import SetChain
from application.set_key_mode import SetKeyMode
from application.set_on_call import SetOnCall
from application.show_developer import ShowDeveloper
from application.update_developer import UpdateDeveloper
from bootstrap.jobs import make_jobs, wait
from bootstrap.on_call import make_on_call
from bootstrap.send_test import make_send_test, make_send_test_notification
from bootstrap.setting_reader import SettingFault, SettingsRefused
from bootstrap.settings import Settings
from bootstrap.silences import make_silences
from bootstrap.upkeep import make_archive, make_restore, make_upkeep, make_watch
from bootstrap.webhook_endpoints import make_webhook_endpoint_commands
from bootstrap.webhooks import make_webhook_notifier


def _engine(url: str, pool_size: int) -> Iterator[Engine]:
    try:
        engine = make_engine(url, pool_size=pool_size)
    except ValueError as fault:
        right = "DATABASE_URL=postgresql://user:password@localhost:5432/error_logging"
        raise SettingsRefused([SettingFault("DATABASE_URL", f"DATABASE_URL: {fault}", right)]) from fault
    yield engine
    engine.dispose()


def _nobody_listens(_: Work) -> None:
    """A process that only puts wake-ups on the queue."""


def _wake_ups(enqueue: Callable[[str], object]) -> Iterator[HueyWakeUps]:
    wake_ups = HueyWakeUps(enqueue).start()
    yield wake_ups
    wake_ups.stop()


class Container(containers.DeclarativeContainer):
    """One for each process, made from its settings and never before a fork. What opens something is a Resource: call
    `init_resources()` in the main thread before serving, and `close` at the end. A command line opens only what its
    command needs.
    """

    settings = providers.Dependency(instance_of=Settings)
    storage = settings.provided.storage

    # Outside: the store, the queue, this host.
    engine = providers.Resource(_engine, storage.database_url, storage.pool_size)
    store = providers.ThreadSafeSingleton(SqlStore, engine)
    clock = providers.ThreadSafeSingleton(SystemClock)
    ids = providers.ThreadSafeSingleton(SystemIds)
    queue = providers.Selector(
        storage.queue,
        file=providers.ThreadSafeSingleton(file_queue, storage.queue_file),
        redis=providers.ThreadSafeSingleton(redis_queue, storage.redis_url),
    )
    on_wake = providers.Object(_nobody_listens)
    wake_task = providers.ThreadSafeSingleton(register_wake_task, queue, on_wake)
    wake_ups = providers.Resource(_wake_ups, wake_task)
    webhook_notifier = providers.ThreadSafeSingleton(
        make_webhook_notifier,
        settings.provided.channels.webhooks.settings,
        settings.provided.web.dashboard_url,
        store,
        engine,
        clock,
    )

    # How jobs wait between batches; a worker that is told to stop waits no longer.
    job_pause = providers.Object(wait)
    error_archive = providers.ThreadSafeSingleton(make_archive, storage, clock)
    storage_watch = providers.ThreadSafeSingleton(make_watch, storage, engine)
    storage_space = providers.ThreadSafeSingleton(space_of, engine)
    jobs = providers.ThreadSafeSingleton(
        make_jobs, settings, store, ids, wake_ups, error_archive, storage_space, job_pause
    )
    list_jobs = providers.Factory(ListJobs, store, settings.provided.jobs.schedules)

    # The command line.
    job_use_cases = providers.Factory(
        JobUseCases, list=list_jobs, run=providers.Factory(RunJobByHand, store, ids, jobs)
    )
    create_token = providers.Factory(CreateToken, store, ids)
    token_use_cases = providers.Factory(
        TokenUseCases,
        create=create_token,
        list=providers.Factory(ListTokens, store),
        revoke=providers.Factory(RevokeToken, store),
    )
    key_use_cases = providers.Factory(
        KeyUseCases,
        create=providers.Factory(CreateKey, store, ids),
        list=providers.Factory(ListKeys, store),
        revoke=providers.Factory(RevokeKey, store),
        set_mode=providers.Factory(SetKeyMode, store),
    )
    developer_use_cases = providers.Factory(
        DeveloperUseCases,
        create=providers.Factory(CreateDeveloper, store, ids, wake_ups),
        list=providers.Factory(ListDevelopers, store),
        update=providers.Factory(UpdateDeveloper, store, wake_ups),
        remove=providers.Factory(RemoveDeveloper, store, wake_ups),
        set_on_call=providers.Factory(SetOnCall, store),
        reach=providers.Factory(CheckReach, settings.provided.alerting),
        show=providers.Factory(ShowDeveloper, store),
    )
    chain_use_cases = providers.Factory(
        ChainCommandUseCases,
        list=providers.Factory(ListChains, store),
        set=providers.Factory(SetChain, store, ids),
        remove=providers.Factory(RemoveChain, store),
    )
    webhook_endpoint_use_cases = providers.Factory(make_webhook_endpoint_commands, store, ids, webhook_notifier)
    on_call_use_cases = providers.Factory(make_on_call, store, ids, wake_ups)
    silence_use_cases = providers.Factory(make_silences, store, ids)
    send_test = providers.Factory(make_send_test, settings, store, ids, wake_ups)
    send_test_notification = providers.Factory(
        make_send_test_notification, settings, store, ids, clock, webhook_notifier
    )
    upkeep_use_cases = providers.Factory(make_upkeep, storage, store, engine)
    restore_store = providers.Factory(make_restore, engine)
    audit_use_cases = providers.Factory(
        AuditUseCases,
        find=providers.Factory(FindAuditEntries, store),
        check=providers.Factory(CheckAuditLog, store),
    )


def close(container: Container) -> None:
    """Close what was opened, the users of a thing before the thing itself.

    `shutdown_resources()` would close the engine first: it knows no order where a singleton, here the store, stands
    between two resources.
    """
    for name in ("batch_writer", "wake_ups", "engine"):
        resource = container.providers.get(name)
        if isinstance(resource, providers.Resource):
            resource.shutdown()
