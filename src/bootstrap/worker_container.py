"""What a worker process is made of."""

import os
import random
import socket
import threading

from dependency_injector import providers

from adapters.inbound.jobs.consumer import WakeUpConsumer
from adapters.inbound.jobs.escalation_loops import escalation_loops
from adapters.inbound.jobs.job_loops import heartbeat_loops, job_loops, storage_loops, watching_loops
from adapters.inbound.jobs.silence_loops import silence_loops
from adapters.inbound.jobs.worker import Worker
from adapters.outbound.sql.installation import installation_secret
from adapters.outbound.system.heartbeat import HttpHeartbeat
from application.acknowledge_links import AcknowledgeLinks
from application.analyze_patterns import AnalyzePatterns
from application.beat_heart import BeatHeart
from application.carry_episodes import CarryEpisodes
from application.deliver_notifications import DeliverNotifications
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.follow_up_silences import FollowUpSilences
from application.given_errors import Giving
from application.hand_over_episodes import HandOverEpisodes
from application.poll_deliveries import PollDeliveries
from application.ports.unit_of_work import Store
from application.reassign_unacknowledged import ReassignUnacknowledged
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.run_due_jobs import RunDueJobs
from application.shed_contents import ShedContents
from application.store_time import store_time
from application.take_further_ways import TakeFurtherWays
from application.tell_of_storage import TellOfStorage
from application.triage_episodes import TriageEpisodes
from application.written_notices import Telling
from bootstrap.containers import Container
from bootstrap.jobs import make_thresholds
from bootstrap.notifiers import make_notifiers, make_status_readers


def _worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _heart(url: str | None, store: Store) -> BeatHeart | None:
    return None if url is None else BeatHeart(store, HttpHeartbeat(url))


class WorkerContainer(Container):
    """Adds the loops, the channels and the consumer of wake-ups. Who is woken is set by overriding `on_wake`."""

    stopping = providers.ThreadSafeSingleton(threading.Event)
    notifiers = providers.ThreadSafeSingleton(
        make_notifiers,
        Container.settings.provided.channels,
        Container.settings.provided.web.dashboard_url,
        Container.clock,
        Container.webhook_notifier,
    )
    status_readers = providers.ThreadSafeSingleton(make_status_readers, Container.settings.provided.channels)
    links = providers.ThreadSafeSingleton(
        AcknowledgeLinks,
        providers.Callable(installation_secret, Container.engine).provider,
        Container.settings.provided.web.dashboard_url,
    )
    _giving = providers.Factory(Giving, ids=Container.ids, policy=Container.settings.provided.alerting)
    escalate_overdue = providers.Factory(EscalateOverdueEpisodes, Container.store, _giving, Container.wake_ups)
    worker = providers.ThreadSafeSingleton(
        Worker,
        providers.Factory(
            TriageEpisodes,
            Container.store,
            Container.ids,
            Container.settings.provided.alerting,
            Container.wake_ups,
            reassign_after=Container.settings.provided.escalation.reassign_after,
        ),
        providers.Factory(CarryEpisodes, Container.store, Container.storage.retention, pause=stopping.provided.wait),
        providers.Factory(RetryUnownedEpisodes, Container.store, pause=stopping.provided.wait),
        providers.Factory(HandOverEpisodes, Container.store, Container.wake_ups, pause=stopping.provided.wait),
        providers.Factory(
            DeliverNotifications,
            Container.store,
            notifiers,
            Container.ids,
            Container.settings.provided.alerting,
            worker=providers.Callable(_worker_name),
            jitter=random.random,
            pause=stopping.provided.wait,
            links=links,
        ),
        escalation=providers.Callable(
            escalation_loops,
            escalate_overdue,
            providers.Factory(
                TakeFurtherWays,
                Container.store,
                providers.Factory(Telling, Container.ids, Container.settings.provided.alerting),
                Container.wake_ups,
            ),
            providers.Factory(
                ReassignUnacknowledged,
                Container.store,
                _giving,
                Container.wake_ups,
                after=Container.settings.provided.escalation.reassign_after,
            ),
        ),
        jobs=providers.Callable(
            job_loops,
            providers.Factory(
                RunDueJobs, Container.store, Container.ids, Container.jobs, worker=providers.Callable(_worker_name)
            ),
        ),
        silences=providers.Callable(
            silence_loops, providers.Factory(FollowUpSilences, Container.store, Container.wake_ups)
        ),
        watching=providers.Callable(
            watching_loops,
            providers.Factory(make_thresholds, Container.settings, Container.store, Container.ids, Container.wake_ups),
            providers.Factory(AnalyzePatterns, Container.store, Container.wake_ups),
            providers.Callable(store_time, Container.store),
        ),
        heartbeat=providers.Callable(
            heartbeat_loops,
            providers.Callable(_heart, Container.settings.provided.heartbeat.url, Container.store),
            Container.settings.provided.heartbeat.every,
            providers.Callable(store_time, Container.store),
        ),
        storage=providers.Callable(
            storage_loops,
            providers.Factory(ShedContents, Container.store, Container.storage_watch, pause=stopping.provided.wait),
            providers.Factory(
                TellOfStorage,
                Container.store,
                Container.ids,
                Container.storage_watch,
                Container.storage.retention,
                Container.wake_ups,
            ),
        ),
        poll=providers.Factory(
            PollDeliveries,
            Container.store,
            status_readers,
            Container.ids,
            Container.settings.provided.alerting,
        ),
    )
    consumer = providers.ThreadSafeSingleton(WakeUpConsumer, Container.queue)
