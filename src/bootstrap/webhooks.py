"""The webhook channel, wired."""

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from adapters.outbound.sql.installation import installation_secret
from application.ports.clock import Clock
from application.ports.unit_of_work import Store
from application.webhook_directory import WebhookDirectory
from bootstrap.webhook_settings import WebhookSettings
from domain.redaction import Redactor

if TYPE_CHECKING:
    from adapters.outbound.webhook.notifier import WebhookNotifier


def make_webhook_notifier(
    settings: WebhookSettings, dashboard_url: str, store: Store, engine: Engine, clock: Clock
) -> "WebhookNotifier":
    """The channel. The installation's secret is asked for with the first answer: the store may be away before."""
    # Requests takes a while to import, which commands that send nothing need not wait for.
    from adapters.outbound.webhook.guarded_http import GuardedHttp
    from adapters.outbound.webhook.notifier import WebhookNotifier

    @lru_cache(maxsize=1)
    def redactor() -> Redactor:
        return Redactor(installation_secret(engine))

    return WebhookNotifier(
        WebhookDirectory(store),
        GuardedHttp(settings.allowed_networks, ca_file=settings.ca_file),
        dashboard_url=dashboard_url,
        clock=clock,
        redact=lambda text: redactor().text(text),
    )
