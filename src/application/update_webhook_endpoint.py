"""Change a webhook endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from application.audited_endpoint import audited, changes
from application.locked_endpoint import lock_endpoint
from application.ports.unit_of_work import Store
from domain.error_report import JsonValue
from domain.errors import Conflict
from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint, check_endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateWebhookEndpointCommand:
    """`which` is an id, or as text also a name; what is None stays as it is. `expected_version` is the version that the
    asker saw, None where any will do.
    """

    which: UUID | str
    name: str | None = None
    url: str | None = field(default=None, repr=False)
    template: Mapping[str, JsonValue] | None = None
    services: frozenset[str] | None = None
    min_severity: Severity | None = None
    active: bool | None = None
    actor: str = "command line"
    expected_version: str | None = None


class UpdateWebhookEndpoint:
    """Overwrite what is named.

    - Nothing more is written for an endpoint that is not active; what was written before is given up.
    - `"active": true` also takes up again one that went off by itself since its receiver answered 410 (Gone).
    - It is in the audit log; of URL and template only that they changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: UpdateWebhookEndpointCommand) -> WebhookEndpoint:
        """The endpoint as it is now. Raises NotFound, FieldsRefused, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            before = lock_endpoint(work, command.which, expected_version=command.expected_version)
            endpoint = _changed(before, command)
            check_endpoint(endpoint)
            others = (other for other in work.webhook_endpoints.all() if other.id != endpoint.id)
            if any(other.name == endpoint.name for other in others):
                raise Conflict(f"another webhook endpoint is named {endpoint.name!r}")
            work.webhook_endpoints.save(endpoint)
            detail = changes(before, endpoint)
            work.audit.note(audited("update", endpoint, actor=command.actor, at=work.now(), detail=detail))
            work.commit()
        return endpoint


def _changed(endpoint: WebhookEndpoint, command: UpdateWebhookEndpointCommand) -> WebhookEndpoint:
    wanted: dict[str, Any] = {
        "name": None if command.name is None else command.name.strip(),
        "url": None if command.url is None else command.url.strip(),
        "template": command.template,
        "services": None if command.services is None else frozenset(map(str.strip, command.services)),
        "min_severity": command.min_severity,
        "active": command.active,
    }
    changed = replace(endpoint, **{name: value for name, value in wanted.items() if value is not None})
    # Whoever says whether it is active has decided anew.
    return changed if command.active is None else replace(changed, inactive_because=None)
