"""Where a webhook goes, and what goes there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from domain.developer import EVERY_SERVICE, name_fault, services_fault
from domain.error_report import JsonValue
from domain.errors import Conflict, FieldsRefused, NotFound
from domain.severity import Severity
from domain.versions import version_of
from domain.webhook_template import template_fault

LONGEST_URL = 2_000
MOST_ENDPOINTS = 50
"""Each is one message for each piece of news, and another host to wait for."""
LONGEST_OVERLAP = timedelta(days=30)
"""How long a secret that was replaced may still be signed with."""

_VISIBLE_ASCII = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """`services` are names, or "*" for every one; `min_severity` is the mildest that is sent there. `secret` signs; so
    does `previous_secret` until `previous_until`, while the receiver changes over. `inactive_because` says why nothing
    is sent where nobody of staff switched it off.
    """

    id: UUID
    name: str
    url: str = field(repr=False)
    template: Mapping[str, JsonValue]
    secret: str = field(repr=False)
    services: frozenset[str]
    min_severity: Severity
    created_at: datetime
    previous_secret: str | None = field(default=None, repr=False)
    previous_until: datetime | None = None
    active: bool = True
    inactive_because: str | None = None
    removed_at: datetime | None = None

    def matches(self, service: str, severity: Severity) -> bool:
        """Whether news of this service and severity are sent there."""
        if not self.active or self.removed_at is not None:
            return False
        wanted = service in self.services or EVERY_SERVICE in self.services
        return wanted and severity.at_least(self.min_severity)

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """Those that sign, the newest first."""
        if self.previous_secret is None or self.previous_until is None or self.previous_until <= now:
            return (self.secret,)
        return (self.secret, self.previous_secret)

    def rotated(self, new_secret: str, *, now: datetime, overlap: timedelta) -> "WebhookEndpoint":
        """With another secret; the present one signs as well for as long as `overlap`, the one before it no more."""
        if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
            raise FieldsRefused({"overlap_h": f"must be 0 to {LONGEST_OVERLAP // timedelta(hours=1)} hours"})
        if overlap == timedelta(0):
            return replace(self, secret=new_secret, previous_secret=None, previous_until=None)
        return replace(self, secret=new_secret, previous_secret=self.secret, previous_until=now + overlap)

    def deactivated(self, because: str) -> "WebhookEndpoint":
        """Nothing is sent there any more, for this reason."""
        return replace(self, active=False, inactive_because=because)

    def removed(self, now: datetime) -> "WebhookEndpoint":
        """Gone for good: what is on record keeps its name; where it was, and its secrets, are forgotten."""
        bare = replace(self, url="", secret="", previous_secret=None, previous_until=None)
        return replace(bare, active=False, inactive_because=None, removed_at=now)

    @property
    def shown_url(self) -> str:
        """Scheme, host and port; chat programs have secrets in the path, so that it is shown to nobody."""
        parts = urlsplit(self.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return origin if self.url.rstrip("/") == origin else f"{origin}/…"


def check_endpoint(endpoint: WebhookEndpoint) -> None:
    """Raise FieldsRefused unless this can be an endpoint."""
    faults = {
        "name": name_fault(endpoint.name),
        "url": url_fault(endpoint.url),
        "services": services_fault(endpoint.services) if endpoint.services else "must be at least one, or `*`",
        "template": template_fault(endpoint.template),
    }
    if wrong := {name: fault for name, fault in faults.items() if fault is not None}:
        raise FieldsRefused(wrong)


def endpoint_version(endpoint: WebhookEndpoint) -> str:
    """Of all that people say about an endpoint."""
    return version_of(
        endpoint.name,
        endpoint.url,
        repr(endpoint.template),
        endpoint.secret,
        endpoint.previous_until,
        endpoint.services,
        endpoint.min_severity,
        endpoint.active,
        endpoint.inactive_because,
        endpoint.removed_at,
    )


def url_fault(url: str) -> str | None:
    """What keeps this from being where a webhook goes, or None; whether it may be reached shows when it is sent."""
    if len(url) > LONGEST_URL or not _VISIBLE_ASCII.fullmatch(url):
        return f"must be 1 to {LONGEST_URL} visible ASCII characters"
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return "must begin with http:// or https:// and a host"
    if "@" in parts.netloc:
        return "must not hold a user or a password: they would be sent with every message"
    if "\\" in url:
        return "must not hold a backslash"
    return "must not hold a fragment (#…): it is never sent" if "#" in url else None


def endpoint_named(endpoints: Iterable[WebhookEndpoint], which: UUID | str) -> WebhookEndpoint:
    """The one with this id or name. Raises NotFound, and Conflict for a name that several have."""
    found = [one for one in endpoints if which in (one.id, str(one.id), one.name)]
    if not found:
        raise NotFound("no webhook endpoint has this id or name")
    if len(found) > 1:
        raise Conflict(f"{len(found)} webhook endpoints have this name: say which by its id")
    return found[0]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
