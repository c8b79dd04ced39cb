"""Decide whose errors are taken, how far their sender is trusted, and how many may come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from application.access_directory import AccessDirectory, AccessSnapshot
from application.ports.clock import Clock
from application.ports.rate_limiter import Crowd, Payer, RateDecision, RateLimiter
from domain.access import Scope
from domain.trust import Origin, Refusal, Sender, TrustReason, counts_as_keyless, refuses_scope, refuses_service


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseCommand:
    """What a request shows of its sender. `credentials_wanted` is the strict door's rule: no token and no key, no
    entry, whatever the address.
    """

    token: str | None = field(repr=False)
    key: str | None = field(repr=False)
    origin: Origin
    browser: bool
    credentials_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitCommand:
    """What a recognised sender brings: the service of each error, and the size after decompression."""

    sender: Sender
    services: Sequence[str]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Admission:
    """What is taken. `refusals` says of which services nothing is; nothing at all where `rate` names a limit."""

    reason: TrustReason
    refusals: Mapping[str, Refusal]
    rate: RateDecision

    @property
    def trusted(self) -> bool:
        """Whether the sender may page people."""
        return self.reason.may_page


class AdmitSender:
    """Two steps, since whose errors they are is read from the body, which strangers need not have read for them.

    - `recognise`: credentials that are presented must be valid, also where none are wanted, so that a sender with a
      wrong one finds out.
    - `admit`: the rules of each service, and the limits.
    """

    def __init__(self, directory: AccessDirectory, limiter: RateLimiter, clock: Clock) -> None:
        self._directory = directory
        self._limiter = limiter
        self._clock = clock

    def recognise(self, command: RecogniseCommand) -> Sender | Refusal:
        """The sender, or why the request is turned away. Raises StoreUnavailable."""
        if command.token is None and command.key is None:
            if command.credentials_wanted:
                return Refusal.CREDENTIALS_WANTED
            return Sender(token=None, key=None, origin=command.origin, browser=command.browser)
        found = self._found(command, self._directory.snapshot())
        return found if isinstance(found, Sender) else self._found(command, self._directory.renewed())

    def _found(self, command: RecogniseCommand, snapshot: AccessSnapshot) -> Sender | Refusal:
        key = None if command.key is None else snapshot.key(command.key)
        if command.key is not None and key is None:
            return Refusal.KEY_UNKNOWN
        token = None if command.token is None else snapshot.token(command.token, self._clock.now())
        if command.token is not None:
            refusal = Refusal.TOKEN_UNKNOWN if token is None else refuses_scope(token, Scope.INGEST)
            if refusal is not None:
                return refusal
        return Sender(token=token, key=key, origin=command.origin, browser=command.browser)

    def admit(self, command: AdmitCommand) -> Admission:
        """What is taken of what the sender brings. Raises StoreUnavailable."""
        sender = command.sender
        services = list(dict.fromkeys(command.services))
        rate = self._limiter.take(
            Payer(sender.name(services), sender.group, _crowd(sender.reason)),
            items=len(command.services),
            size_bytes=command.size_bytes,
        )
        refusals = {} if rate.limit else self._refusals(sender, services)
        return Admission(sender.reason, refusals, rate)

    def _refusals(self, sender: Sender, services: Sequence[str]) -> Mapping[str, Refusal]:
        snapshot, refusals = self._directory.snapshot(), {}
        for service in services:
            mode = snapshot.mode(service)
            refusal = refuses_service(sender, service, mode)
            if refusal is not None:
                refusals[service] = refusal
            elif counts_as_keyless(sender, mode):
                self._directory.note_keyless(service)
        for used in (sender.token, sender.key):
            if used is not None:
                self._directory.note_use(used.id)
        return refusals


def _crowd(reason: TrustReason) -> Crowd:
    if reason.may_page:
        return Crowd.TRUSTED
    return Crowd.KEYED if reason is TrustReason.PUBLIC_KEY else Crowd.STRANGER
