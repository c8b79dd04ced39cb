"""What a worker process is made of."""

import os
import random
import socket
import threading

from dependency_injector import providers

from adapters.inbound.jobs.consumer import WakeUpConsumer
from adapters.inbound.jobs.worker import Worker
from adapters.outbound.email.notifier import EmailNotifier
from application.carry_episodes import CarryEpisodes
from application.deliver_notifications import DeliverNotifications
from application.hand_over_episodes import HandOverEpisodes
from application.ports.clock import Clock
from application.ports.notifier import Notifiers
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.triage_episodes import TriageEpisodes
from bootstrap.containers import Container
from bootstrap.email_settings import EmailSettings


def _notifiers(email: EmailSettings | None, dashboard_url: str, clock: Clock) -> Notifiers:
    if email is None:
        return {}
    notifier = EmailNotifier(email.server, from_address=email.sender, dashboard_url=dashboard_url, clock=clock)
    return {notifier.channel: notifier}


def _worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


class WorkerContainer(Container):
    """Adds the loops, the channels and the consumer of wake-ups. Who is woken is set by overriding `on_wake`."""

    stopping = providers.ThreadSafeSingleton(threading.Event)
    notifiers = providers.ThreadSafeSingleton(
        _notifiers, Container.settings.provided.email, Container.settings.provided.web.dashboard_url, Container.clock
    )
    worker = providers.ThreadSafeSingleton(
        Worker,
        providers.Factory(
            TriageEpisodes,
            Container.store,
            Container.ids,
            Container.settings.provided.alerting,
            Container.wake_ups,
        ),
        providers.Factory(CarryEpisodes, Container.store, Container.storage.retention, pause=stopping.provided.wait),
        providers.Factory(RetryUnownedEpisodes, Container.store),
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
        ),
    )
    consumer = providers.ThreadSafeSingleton(WakeUpConsumer, Container.queue)
