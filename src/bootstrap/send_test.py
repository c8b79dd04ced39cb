"""What `send-test` is made of."""

from adapters.outbound.system.own_door import HttpOwnDoor
from application.create_token import CreateToken
from application.ports.clock import Clock
from application.ports.ids import Ids
from application.ports.notifier import Notifier
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps
from application.resolve_error import ResolveError
from application.revoke_token import RevokeToken
from application.send_test_error import SendTestError
from application.send_test_notification import SendTestNotification
from bootstrap.jobs import wait
from bootstrap.settings import Settings

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104


def make_send_test_notification(
    settings: Settings, store: Store, ids: Ids, clock: Clock, webhooks: Notifier
) -> SendTestNotification:
    """It goes over the channels as a worker with these settings has them."""
    # Their libraries take a while to import, which commands that send nothing need not wait for.
    from bootstrap.notifiers import make_notifiers

    return SendTestNotification(
        store, ids, make_notifiers(settings.channels, settings.web.dashboard_url, clock, webhooks)
    )


def make_send_test(settings: Settings, store: Store, ids: Ids, wake_ups: WakeUps) -> SendTestError:
    """It goes to the web process on this machine."""
    host = _EVERYWHERE.get(settings.web.host, settings.web.host)
    door = HttpOwnDoor(f"http://{host}:{settings.web.port}")
    resolve = ResolveError(store, ids, settings.storage.retention, wake_ups)
    return SendTestError(store, door, CreateToken(store, ids), RevokeToken(store), resolve, pause=wait)
