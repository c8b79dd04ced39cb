"""The web application over the real use cases, with SQLite in memory behind it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from adapters.inbound.http.acknowledge_page import LinkUseCases
from adapters.inbound.http.app import HttpOptions, HttpUseCases, create_app
from adapters.inbound.http.chains_api import ChainUseCases
from adapters.inbound.http.developers_api import DeveloperActions
from adapters.inbound.http.errors_api import ErrorLists
from adapters.inbound.http.jobs_api import JobActions
from adapters.inbound.http.metric_families import MetricSources
from adapters.inbound.http.notifications_api import NotificationUseCases
from adapters.inbound.http.patterns_api import PatternUseCases
from adapters.inbound.http.webhook_endpoints_api import WebhookEndpointActions
from adapters.outbound.memory.cache import MemoryCache
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from adapters.outbound.webhook.guarded_http import GuardedHttp
from adapters.outbound.webhook.notifier import WebhookNotifier
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
from application.create_key import CreateKey, CreateKeyCommand
from application.create_token import CreateToken, CreateTokenCommand
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
from application.intake_tally import IntakeTally
from application.list_chains import ListChains
from application.list_jobs import ListJobs
from application.mark_notification_read import MarkNotificationRead
from application.merge_patterns import MergePatterns
from application.ports.error_reader import ErrorFilter
from application.ports.rate_limiter import RateLimits
from application.prepare_errors import PrepareErrors
from application.remembered_answers import RememberedAnswers
from application.remove_chain import RemoveChain
from application.remove_developer import RemoveDeveloper
from application.request_job import RequestJob
from application.set_chain import SetChain
from application.set_key_mode import SetKeyMode, SetKeyModeCommand
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
from application.webhook_directory import WebhookDirectory
from bootstrap.error_actions import make_assignments, make_error_actions
from bootstrap.job_settings import read_jobs
from bootstrap.on_call import make_on_call
from bootstrap.setting_reader import SettingReader
from bootstrap.silences import make_silences
from bootstrap.webhook_endpoints import make_webhook_endpoint_actions
from domain.access import KeyKind, KeyMode, Scope
from domain.alerting import AlertingPolicy
from domain.error_log import ErrorLog
from domain.escalation import AckTimeouts
from domain.redaction import Redactor
from domain.retention import RetentionPolicy
from tests.support.schema import lay_out

API = "/api/error-logging"
_READ_AGAIN = timedelta(seconds=4)
"""Until what was given out or taken back holds, on a clock that stands still."""
DASHBOARD = "https://errors.example.org"
POLICY = AlertingPolicy(fallback_recipients=("team@example.org",))
SCHEDULES = read_jobs(SettingReader({})).schedules
STRANGER = {"REMOTE_ADDR": "203.0.113.7"}
"""A WSGI environment of somebody out on the internet."""


@dataclass
class Site:
    """An installation of its own, and what tests look at behind it."""

    engine: Engine
    store: SqlStore
    clock: MemoryClock
    directory: AccessDirectory
    use_cases: HttpUseCases
    client: FlaskClient

    def under(self, **options: Any) -> "Site":
        """The same installation under other options."""
        client = create_app(self.use_cases, HttpOptions(version="1", **options)).test_client()
        return Site(self.engine, self.store, self.clock, self.directory, self.use_cases, client)

    def key(self, service: str, kind: KeyKind = KeyKind.SECRET, mode: KeyMode = KeyMode.OFF) -> dict[str, str]:
        """The header with a new key of the service."""
        secret = CreateKey(self.store, SystemIds()).execute(CreateKeyCommand(service, kind)).secret
        SetKeyMode(self.store).execute(SetKeyModeCommand(service, mode))
        self.clock.move(_READ_AGAIN)
        return {"X-Error-Logging-Key": secret}

    def token(self, scope: Scope) -> dict[str, str]:
        """The header with a new token."""
        created = CreateToken(self.store, SystemIds()).execute(CreateTokenCommand(name="tests", scope=scope))
        self.clock.move(_READ_AGAIN)
        return {"Authorization": f"Bearer {created.secret}"}

    def report(self, door: str, body: Any = None, **request: Any) -> TestResponse:
        """The answer of a webhook, or of `errors`, to a body in JSON."""
        path = f"{API}/errors/" if door == "errors" else f"{API}/webhook/{door}/"
        return self.client.post(path, **(request if "data" in request else {"json": body, **request}))

    def stored(self) -> Sequence[ErrorLog]:
        """The newest errors."""
        with self.store.reading() as work:
            found = work.error_reader.page(ErrorFilter(), limit=200).errors
            return [error for listed in found if (error := work.errors.get(listed.id)) is not None]

    def break_down(self) -> None:
        """From now on the store has no tables, which is as good as having gone away."""
        with self.engine.begin() as connection:
            for name in ("error_logs", "api_tokens", "error_episodes", "error_patterns", "pattern_aliases"):
                connection.exec_driver_sql(f"DROP TABLE {name}")


def _developers(store: SqlStore, ids: SystemIds) -> DeveloperActions:
    wake_ups = MemoryWakeUps()
    return DeveloperActions(
        find=FindDevelopers(store),
        show=ShowDeveloper(store),
        create=CreateDeveloper(store, ids, wake_ups),
        update=UpdateDeveloper(store, wake_ups),
        remove=RemoveDeveloper(store, wake_ups),
        set_on_call=SetOnCall(store),
        show_workload=ShowWorkload(store),
    )


def _webhook_endpoints(store: SqlStore, ids: SystemIds, clock: MemoryClock) -> WebhookEndpointActions:
    # Nobody is reached from here: names are unknown, and no address is allowed but those that everybody reaches.
    http = GuardedHttp(lookup=lambda host, _: [ip_address(host)])
    sender = WebhookNotifier(
        WebhookDirectory(store), http, dashboard_url="http://localhost", clock=clock, redact=Redactor(b"k" * 32).text
    )
    return make_webhook_endpoint_actions(store, ids, sender)


@contextmanager
def opened_site(now: datetime, limits: RateLimits) -> Iterator[Site]:
    """An empty installation at that moment."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    store, clock, ids = SqlStore(engine), MemoryClock(now), SystemIds()
    directory = AccessDirectory(store, clock)
    tally = IntakeTally(store, clock)
    find = FindErrors(store)
    writer = BatchWriter(CommitBatch(store, ids, RetentionPolicy()), MemoryWakeUps()).start()
    costly = CostlyReads(lambda: writer.waiting_errors, reads_at_once=store.reads_at_once, wait_s=0.0)
    about_errors = (store, ids, RetentionPolicy(), POLICY, MemoryWakeUps())
    answers = RememberedAnswers(store, MemoryCache(clock_s=lambda: clock.now().timestamp()), lambda: b"k" * 32)
    use_cases = HttpUseCases(
        ingest=IngestErrors(PrepareErrors(Redactor(b"k" * 32), ids), writer, clock),
        admit_sender=AdmitSender(directory, MemoryRateLimiter(limits, clock_s=lambda: clock.now().timestamp()), clock),
        authenticate_token=AuthenticateToken(directory, clock),
        answer_once=AnswerOnce(store),
        error_lists=ErrorLists(
            find=find,
            find_recent=FindRecentErrors(find, clock),
            find_critical=FindCriticalErrors(find),
            show=ShowError(store),
        ),
        show_error=ShowError(store),
        error_actions=make_error_actions(*about_errors),
        assignments=make_assignments(*about_errors),
        developers=_developers(store, ids),
        on_call=make_on_call(store, ids, MemoryWakeUps()),
        silences=make_silences(store, ids),
        webhook_endpoints=_webhook_endpoints(store, ids, clock),
        chains=ChainUseCases(list=ListChains(store), set=SetChain(store, ids), remove=RemoveChain(store)),
        acknowledging=LinkUseCases(
            show=ShowAcknowledgeLink(store),
            acknowledge=AcknowledgeByLink(store, AckTimeouts()),
            dashboard_url=DASHBOARD,
        ),
        jobs=JobActions(list=ListJobs(store, SCHEDULES), request=RequestJob(store, ids, MemoryWakeUps())),
        find_audit_entries=FindAuditEntries(store),
        check_readiness=CheckReadiness(store, clock),
        explain_error=ExplainError(store),
        show_receipt=ShowReceipt(store),
        intake_tally=tally,
        show_intake=ShowIntake(store, tally, clock),
        notifications=NotificationUseCases(
            find=FindNotifications(store), show=ShowNotification(store), mark_read=MarkNotificationRead(store)
        ),
        patterns=PatternUseCases(
            find=FindPatterns(store),
            show=ShowPattern(store, clock),
            find_episodes=FindEpisodes(store),
            merge=MergePatterns(store, MemoryWakeUps()),
            unmerge=UnmergePattern(store),
        ),
        show_statistics=ShowStatistics(store, clock),
        show_services=ShowServices(store, clock),
        remembered_answers=answers,
        costly_reads=costly,
        metric_sources=MetricSources(
            writer=writer,
            answers=answers,
            costly_reads=costly,
            connections=store.connection_use,
            operation=ShowOperation(store, clock_s=lambda: clock.now().timestamp()),
            weak_spots=ShowWeakSpots(FindWeakSpots(store, POLICY)).execute,
        ),
    )
    client = create_app(use_cases, HttpOptions(version="1")).test_client()
    yield Site(engine, store, clock, directory, use_cases, client)
    writer.stop()
    engine.dispose()
