"""Make a webhook endpoint known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from application.audited_endpoint import audited, described
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.webhook_secret import new_webhook_secret
from domain.developer import EVERY_SERVICE
from domain.error_report import JsonValue
from domain.errors import Conflict
from domain.severity import Severity
from domain.webhook_endpoint import MOST_ENDPOINTS, WebhookEndpoint, check_endpoint
from domain.webhook_template import DEFAULT_TEMPLATE


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateWebhookEndpointCommand:
    """`services` are names, or "*" for every one."""

    name: str
    url: str = field(repr=False)
    template: Mapping[str, JsonValue] = field(default_factory=lambda: dict(DEFAULT_TEMPLATE))
    services: frozenset[str] = frozenset({EVERY_SERVICE})
    min_severity: Severity = Severity.HIGH
    active: bool = True
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class WebhookEndpointWithSecret:
    """The endpoint, and the secret that it signs with from now on, which nobody can be shown again."""

    endpoint: WebhookEndpoint
    secret: str = field(repr=False)


class CreateWebhookEndpoint:
    """Post news to a URL from now on, each as JSON by a template, signed by the Standard Webhooks specification.

    - News of its services, of its severity or worse, are sent there: the same that a person is told.
    - The answer holds the secret that the receiver checks signatures with. It is shown this once.
    - A placeholder in the template that does not exist is refused, with the names of those that do.
    - An address that is not reachable by everybody (loopback, private networks …) is only posted to where
      `WEBHOOK_ALLOWED_NETWORKS` allows it; `test/` says so at once.
    - Two endpoints never share a name, and there are at most 50.
    - It is in the audit log, without the URL's path, in which many programs have a secret.
    """

    def __init__(self, store: Store, ids: Ids, new_secret: Callable[[], str] = new_webhook_secret) -> None:
        self._store = store
        self._ids = ids
        self._new_secret = new_secret

    def execute(self, command: CreateWebhookEndpointCommand) -> WebhookEndpointWithSecret:
        """The endpoint with its secret. Raises FieldsRefused, Conflict, StoreUnavailable."""
        secret = self._new_secret()
        with self._store.writing() as work:
            now = work.now()
            endpoint = WebhookEndpoint(
                id=self._ids.new(now),
                name=command.name.strip(),
                url=command.url.strip(),
                template=command.template,
                secret=secret,
                services=frozenset(map(str.strip, command.services)),
                min_severity=command.min_severity,
                active=command.active,
                created_at=now,
            )
            check_endpoint(endpoint)
            others = work.webhook_endpoints.all()
            if any(other.name == endpoint.name for other in others):
                raise Conflict(f"another webhook endpoint is named {endpoint.name!r}")
            if len(others) >= MOST_ENDPOINTS:
                raise Conflict(f"there are {MOST_ENDPOINTS} webhook endpoints, and no more are possible")
            work.webhook_endpoints.add(endpoint)
            detail = described(endpoint)
            work.audit.note(audited("create", endpoint, actor=command.actor, at=now, detail=detail))
            work.commit()
        return WebhookEndpointWithSecret(endpoint, secret)
