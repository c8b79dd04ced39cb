"""What a web process is made of."""

from collections.abc import Iterator
from importlib.metadata import version

from dependency_injector import providers

from adapters.inbound.http.acknowledge_page import LinkUseCases
from adapters.inbound.http.app import HttpOptions, HttpUseCases, create_app
from adapters.inbound.http.chains_api import ChainUseCases
from adapters.inbound.http.developers_api import DeveloperActions
from adapters.inbound.http.errors_api import ErrorLists
from adapters.inbound.http.jobs_api import JobActions
from adapters.inbound.http.metric_families import MetricSources
from adapters.inbound.http.notifications_api import NotificationUseCases
from adapters.inbound.http.patterns_api import PatternUseCases
from adapters.outbound.cache.cache import RedisCache
from adapters.outbound.cache.rate_limiter import RedisRateLimiter, connect
from adapters.outbound.memory.cache import MemoryCache
from adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from adapters.outbound.queue.wake_ups import HueyWakeUps
from adapters.outbound.sql.installation import installation_secret
from adapters.outbound.sql.store import SqlStore
from application.access_directory import AccessDirectory
from application.acknowledge_by_link import AcknowledgeByLink
from application.admit_sender import AdmitSender
from application.answer_once import AnswerOnce
from application.authenticate_token import AuthenticateToken
from application.batch_writer import BatchWriter
from application.check_readiness import CheckReadiness
from application.commit_batch import CommitBatch
from application.costly_reads import CostlyReads
from application.create_developer import CreateDeveloper
from application.explain_error import ExplainError
from application.find_audit_entries import FindAuditEntries
from application.find_critical_errors import FindCriticalErrors
from application.find_developers import FindDevelopers
from application.find_episodes import FindEpisodes
from application.find_errors import FindErrors
from application.find_notifications import FindNotifications
from application.find_patterns import FindPatterns
from application.find_recent_errors import FindRecentErrors
from application.find_weak_spots import FindWeakSpots
from application.ingest_errors import IngestErrors
from application.ingest_within_limit import IngestWithinLimit
from application.intake_tally import IntakeTally
from application.list_chains import ListChains
from application.mark_notification_read import MarkNotificationRead
from application.merge_patterns import MergePatterns
from application.prepare_errors import PrepareErrors
from application.remembered_answers import RememberedAnswers
from application.remove_chain import RemoveChain
from application.remove_developer import RemoveDeveloper
from application.request_job import RequestJob
from application.set_chain import SetChain
from application.set_on_call import SetOnCall
from application.show_acknowledge_link import ShowAcknowledgeLink
from application.show_developer import ShowDeveloper
from application.show_error import ShowError
from application.show_intake import ShowIntake
from application.show_notification import ShowNotification
from application.show_operation import ShowOperation
from application.show_pattern import ShowPattern
from application.show_receipt import ShowReceipt
from application.show_services import ShowServices
from application.show_statistics import ShowStatistics
from application.show_weak_spots import ShowWeakSpots
from application.show_workload import ShowWorkload
from application.unmerge_pattern import UnmergePattern
from application.update_developer import UpdateDeveloper
from bootstrap.containers import Container
from bootstrap.error_actions import make_assignments, make_error_actions
from bootstrap.opening import IngestOnceOpened, OpenedStore, Opening
from bootstrap.webhook_endpoints import make_webhook_endpoint_actions
from domain.redaction import Redactor


def _batch_writer(commit: CommitBatch, wake_ups: HueyWakeUps) -> Iterator[BatchWriter]:
    writer = BatchWriter(commit, wake_ups).start()
    yield writer
    writer.stop()


def _costly_reads(writer: BatchWriter, store: SqlStore) -> CostlyReads:
    return CostlyReads(lambda: writer.waiting_errors, reads_at_once=store.reads_at_once)


class WebContainer(Container):
    """Adds the application. `batch_writer` is a Resource: a thread that is started before serving and, at the end,
    writes what waits.
    """

    _web = Container.settings.provided.web
    _redis = providers.ThreadSafeSingleton(connect, Container.storage.redis_url)
    _release = providers.Callable(version, "error-logging-server")
    _secret = providers.Callable(installation_secret, Container.engine)

    limiter_of_process = providers.ThreadSafeSingleton(MemoryRateLimiter, _web.limits.divided.call(_web.processes))
    rate_limiter = providers.Selector(
        Container.storage.queue,
        file=limiter_of_process,
        redis=providers.ThreadSafeSingleton(
            RedisRateLimiter,
            _redis,
            _web.limits,
            fallback=limiter_of_process,
        ),
    )
    cache_of_process = providers.ThreadSafeSingleton(MemoryCache)
    cache = providers.Selector(
        Container.storage.queue,
        file=cache_of_process,
        redis=providers.ThreadSafeSingleton(RedisCache, _redis, fallback=cache_of_process),
    )
    commit_batch = providers.ThreadSafeSingleton(
        CommitBatch,
        Container.store,
        Container.ids,
        Container.storage.retention,
        regression_grace=Container.storage.regression_grace,
        floods=Container.settings.provided.thresholds.floods,
    )
    batch_writer = providers.Resource(_batch_writer, commit_batch, Container.wake_ups)
    costly_reads = providers.ThreadSafeSingleton(_costly_reads, batch_writer, Container.store)
    redactor = providers.ThreadSafeSingleton(Redactor, _secret)
    remembered_answers = providers.ThreadSafeSingleton(
        RememberedAnswers, Container.store, cache, _secret.provider, release=_release
    )
    access_directory = providers.ThreadSafeSingleton(AccessDirectory, Container.store, Container.clock)
    intake_tally = providers.ThreadSafeSingleton(IntakeTally, Container.store, Container.clock)
    opening = providers.ThreadSafeSingleton(Opening)
    opened_store = providers.Factory(OpenedStore, Container.store, opening)
    _weak_spots = providers.Factory(FindWeakSpots, opened_store, Container.settings.provided.alerting)
    metric_sources = providers.Factory(
        MetricSources,
        storage=Container.storage_watch.provided.execute,
        writer=batch_writer,
        answers=remembered_answers,
        costly_reads=costly_reads,
        connections=Container.store.provided.connection_use,
        operation=providers.ThreadSafeSingleton(ShowOperation, opened_store),
        weak_spots=providers.ThreadSafeSingleton(ShowWeakSpots, _weak_spots).provided.execute,
    )
    ingest = providers.ThreadSafeSingleton(
        IngestOnceOpened,
        providers.Factory(
            IngestErrors, providers.Factory(PrepareErrors, redactor, Container.ids), batch_writer, Container.clock
        ).provider,
        opening,
    )
    _find_errors = providers.Factory(FindErrors, Container.store)
    error_lists = providers.Factory(
        ErrorLists,
        find=_find_errors,
        find_recent=providers.Factory(FindRecentErrors, _find_errors, Container.clock),
        find_critical=providers.Factory(FindCriticalErrors, _find_errors),
        show=providers.Factory(ShowError, Container.store),
    )
    developer_actions = providers.Factory(
        DeveloperActions,
        find=providers.Factory(FindDevelopers, Container.store),
        show=providers.Factory(ShowDeveloper, Container.store),
        create=providers.Factory(CreateDeveloper, Container.store, Container.ids, Container.wake_ups),
        update=providers.Factory(UpdateDeveloper, Container.store, Container.wake_ups),
        remove=providers.Factory(RemoveDeveloper, Container.store, Container.wake_ups),
        set_on_call=providers.Factory(SetOnCall, Container.store),
        show_workload=providers.Factory(ShowWorkload, Container.store),
    )
    webhook_endpoint_actions = providers.Factory(
        make_webhook_endpoint_actions, Container.store, Container.ids, Container.webhook_notifier
    )
    _about_errors = (
        Container.store,
        Container.ids,
        Container.storage.retention,
        Container.settings.provided.alerting,
        Container.wake_ups,
    )
    app = providers.ThreadSafeSingleton(
        create_app,
        providers.Factory(
            HttpUseCases,
            ingest=providers.Factory(IngestWithinLimit, ingest, Container.storage_watch),
            admit_sender=providers.Factory(AdmitSender, access_directory, rate_limiter, Container.clock),
            authenticate_token=providers.Factory(AuthenticateToken, access_directory, Container.clock),
            answer_once=providers.Factory(AnswerOnce, Container.store),
            error_lists=error_lists,
            show_error=providers.Factory(ShowError, Container.store),
            error_actions=providers.Factory(make_error_actions, *_about_errors),
            assignments=providers.Factory(
                make_assignments, *_about_errors, timeouts=Container.settings.provided.escalation.ack_timeouts
            ),
            developers=developer_actions,
            on_call=Container.on_call_use_cases,
            silences=Container.silence_use_cases,
            webhook_endpoints=webhook_endpoint_actions,
            chains=providers.Factory(
                ChainUseCases,
                list=providers.Factory(ListChains, Container.store),
                set=providers.Factory(SetChain, Container.store, Container.ids),
                remove=providers.Factory(RemoveChain, Container.store),
            ),
            acknowledging=providers.Factory(
                LinkUseCases,
                show=providers.Factory(ShowAcknowledgeLink, Container.store),
                acknowledge=providers.Factory(
                    AcknowledgeByLink, Container.store, Container.settings.provided.escalation.ack_timeouts
                ),
                dashboard_url=Container.settings.provided.web.dashboard_url,
            ),
            jobs=providers.Factory(
                JobActions,
                list=Container.list_jobs,
                request=providers.Factory(RequestJob, Container.store, Container.ids, Container.wake_ups),
            ),
            find_audit_entries=providers.Factory(FindAuditEntries, Container.store),
            check_readiness=providers.Factory(CheckReadiness, opened_store, Container.clock),
            explain_error=providers.Factory(ExplainError, Container.store),
            notifications=providers.Factory(
                NotificationUseCases,
                find=providers.Factory(FindNotifications, Container.store),
                show=providers.Factory(ShowNotification, Container.store),
                mark_read=providers.Factory(MarkNotificationRead, Container.store),
            ),
            patterns=providers.Factory(
                PatternUseCases,
                find=providers.Factory(FindPatterns, Container.store),
                show=providers.Factory(ShowPattern, Container.store, Container.clock),
                find_episodes=providers.Factory(FindEpisodes, Container.store),
                merge=providers.Factory(MergePatterns, Container.store, Container.wake_ups),
                unmerge=providers.Factory(UnmergePattern, Container.store),
            ),
            show_statistics=providers.Factory(ShowStatistics, Container.store, Container.clock),
            show_services=providers.Factory(ShowServices, Container.store, Container.clock),
            show_receipt=providers.Factory(ShowReceipt, Container.store),
            intake_tally=intake_tally,
            show_intake=providers.Factory(ShowIntake, Container.store, intake_tally, Container.clock),
            remembered_answers=remembered_answers,
            costly_reads=costly_reads,
            metric_sources=metric_sources,
        ),
        providers.Factory(
            HttpOptions,
            version=_release,
            addresses=_web.addresses,
            cors_allowed_origins=_web.cors_allowed_origins,
        ),
    )
