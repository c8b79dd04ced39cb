"""What a web process is made of."""

from collections.abc import Iterator
from importlib.metadata import version

from dependency_injector import providers

from adapters.inbound.http.app import HttpOptions, HttpUseCases, create_app
from adapters.outbound.cache.rate_limiter import RedisRateLimiter, connect
from adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from adapters.outbound.queue.wake_ups import HueyWakeUps
from adapters.outbound.sql.installation import installation_secret
from application.access_directory import AccessDirectory
from application.admit_sender import AdmitSender
from application.assign_error import AssignError
from application.authenticate_token import AuthenticateToken
from application.batch_writer import BatchWriter
from application.check_readiness import CheckReadiness
from application.commit_batch import CommitBatch
from application.find_errors import FindErrors
from application.ingest_errors import IngestErrors
from application.ports.rate_limiter import RateLimits
from application.prepare_errors import PrepareErrors
from application.show_error import ShowError
from bootstrap.containers import Container
from bootstrap.opening import IngestOnceOpened, OpenedStore, Opening
from domain.redaction import Redactor


def _batch_writer(commit: CommitBatch, wake_ups: HueyWakeUps) -> Iterator[BatchWriter]:
    writer = BatchWriter(commit, wake_ups).start()
    yield writer
    writer.stop()


def _own_part(limits: RateLimits, processes: int) -> RateLimits:
    return limits.divided(processes)


class WebContainer(Container):
    """Adds the application. `batch_writer` is a Resource: a thread that is started before serving and, at the end,
    writes what waits.
    """

    _web = Container.settings.provided.web

    limiter_of_process = providers.ThreadSafeSingleton(
        MemoryRateLimiter, providers.Callable(_own_part, _web.limits, _web.processes)
    )
    rate_limiter = providers.Selector(
        Container.storage.queue,
        file=limiter_of_process,
        redis=providers.ThreadSafeSingleton(
            RedisRateLimiter,
            providers.ThreadSafeSingleton(connect, Container.storage.redis_url),
            _web.limits,
            fallback=limiter_of_process,
        ),
    )
    commit_batch = providers.ThreadSafeSingleton(
        CommitBatch, Container.store, Container.ids, Container.storage.retention
    )
    batch_writer = providers.Resource(_batch_writer, commit_batch, Container.wake_ups)
    redactor = providers.ThreadSafeSingleton(Redactor, providers.Callable(installation_secret, Container.engine))
    access_directory = providers.ThreadSafeSingleton(AccessDirectory, Container.store, Container.clock)
    opening = providers.ThreadSafeSingleton(Opening)
    ingest = providers.ThreadSafeSingleton(
        IngestOnceOpened,
        providers.Factory(
            IngestErrors, providers.Factory(PrepareErrors, redactor, Container.ids), batch_writer, Container.clock
        ).provider,
        opening,
    )
    app = providers.ThreadSafeSingleton(
        create_app,
        providers.Factory(
            HttpUseCases,
            ingest=ingest,
            admit_sender=providers.Factory(AdmitSender, access_directory, rate_limiter, Container.clock),
            authenticate_token=providers.Factory(AuthenticateToken, access_directory, Container.clock),
            find_errors=providers.Factory(FindErrors, Container.store),
            show_error=providers.Factory(ShowError, Container.store),
            assign_error=providers.Factory(AssignError, Container.store),
            check_readiness=providers.Factory(
                CheckReadiness, providers.Factory(OpenedStore, Container.store, opening), Container.clock
            ),
        ),
        providers.Factory(
            HttpOptions,
            version=providers.Callable(version, "error-logging-server"),
            addresses=_web.addresses,
            cors_allowed_origins=_web.cors_allowed_origins,
        ),
    )
