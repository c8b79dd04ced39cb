"""Send a test error through the whole system, and see whom it is told to."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from uuid import UUID

from application.acts import Act, Scope
from application.create_token import CreateToken, CreateTokenCommand
from application.endpoint_names import endpoint_names
from application.ports.error_reader import ErrorFilter
from application.ports.own_door import DoorClosed, OwnDoor
from application.ports.unit_of_work import Store
from application.resolve_error import ResolveError, ResolveErrorCommand
from application.revoke_token import RevokeToken, RevokeTokenCommand
from domain.access import Scope as TokenScope
from domain.notification import ARRIVED, Notification, NotificationState
from domain.severity import Severity
from domain.silence import Silence

_LOOK_EVERY_S = 0.25
_UNDER_WAY = (NotificationState.PENDING, NotificationState.SENDING, NotificationState.FAILED)
_MESSAGE = "This is a TEST of error-logging: nothing is broken. Of a real error you would be told like this."


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTestErrorCommand:
    """`wait_s` is how long it may take until everybody is told."""

    service: str
    severity: Severity = Severity.HIGH
    wait_s: float = 30.0
    actor: str = "command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTest:
    """What became of it. `owner` is a name, None where nobody was given it; `triaged` says whether a worker looked.
    `endpoints` has the names of webhook endpoints by their ids, which are the recipients of notices; `silence` is
    what keeps people from being told at present.
    """

    error_id: UUID
    triaged: bool
    owner: str | None
    notices: Sequence[Notification]
    endpoints: Mapping[str, str] = field(default_factory=dict)
    silence: Silence | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is under way any more."""
        return self.triaged and not any(notice.state in _UNDER_WAY for notice in self.notices)

    @property
    def arrived(self) -> bool:
        """Whether anybody was told."""
        return any(notice.state in ARRIVED for notice in self.notices)


class SendTestError:
    """- A report of a type of its own is posted to the web process with a token made for it, which is revoked at once.
    - It is followed until all that is to be sent of it was, or for `wait_s`.
    - Then it is resolved, so that nobody is escalated to; what waits to be sent of it is withdrawn.
    - Where no answer comes it is looked for, by its type, which no other error has: what was stored all the same is
      followed and resolved as any.
    """

    def __init__(
        self,
        store: Store,
        door: OwnDoor,
        create_token: CreateToken,
        revoke_token: RevokeToken,
        resolve: ResolveError,
        *,
        pause: Callable[[float], bool],
    ) -> None:
        self._store = store
        self._door = door
        self._create_token = create_token
        self._revoke_token = revoke_token
        self._resolve = resolve
        self._pause = pause

    def execute(self, command: SendTestErrorCommand, on_stage: Callable[[str], None] = lambda _: None) -> SentTest:
        """What became of it. Raises DoorClosed, StoreUnavailable, RuleViolation."""
        on_stage("reporting a test error")
        # Of its own, so that it is a new pattern each time, which is told.
        error_type = f"SendTest{secrets.token_hex(4)}"
        try:
            error_id = self._report(command, error_type)
        except DoorClosed as closed:
            on_stage("looking whether it was stored without an answer")
            error_id = self._stored_all_the_same(closed, command, error_type)
        try:
            return self._followed(error_id, command.wait_s, on_stage)
        finally:
            # However it ends: what stays open is escalated.
            act = Act(actor=command.actor, note="the test is over")
            self._resolve.execute(ResolveErrorCommand(error_id=error_id, act=act, scope=Scope.PATTERN))

    def _followed(self, error_id: UUID, wait_s: float, on_stage: Callable[[str], None]) -> SentTest:
        end = monotonic() + wait_s
        seen = self._look(error_id)
        while not seen.ended and monotonic() < end:
            on_stage("waiting to be told" if seen.triaged else "stored; waiting for a worker to assign it")
            if self._pause(_LOOK_EVERY_S):
                break
            seen = self._look(error_id)
        return seen

    def _stored_all_the_same(self, closed: DoorClosed, command: SendTestErrorCommand, error_type: str) -> UUID:
        """Also what is stored only now. Raises the refusal where there is nothing."""
        end = monotonic() + command.wait_s
        wanted = ErrorFilter(services=(command.service,), error_types=(error_type,))
        while closed.maybe_stored:
            with self._store.reading() as work:
                found = work.error_reader.page(wanted, limit=1).errors
            if found:
                return found[0].id
            if monotonic() >= end or self._pause(_LOOK_EVERY_S):
                break
        raise closed

    def _report(self, command: SendTestErrorCommand, error_type: str) -> UUID:
        created = self._create_token.execute(
            CreateTokenCommand(
                name="send-test", scope=TokenScope.INGEST, lifetime=timedelta(minutes=5), actor=command.actor
            )
        )
        error = {
            "service": command.service,
            "error_type": error_type,
            "message": _MESSAGE,
            "severity": command.severity.value,
            "environment": "test",
        }
        try:
            return self._door.report(error, created.secret)
        finally:
            self._revoke_token.execute(RevokeTokenCommand(str(created.token.id), actor=command.actor))

    def _look(self, error_id: UUID) -> SentTest:
        with self._store.reading() as work:
            error = work.errors.get(error_id)
            episode = None if error is None or error.episode_id is None else work.episodes.get(error.episode_id)
            if episode is None:
                return SentTest(error_id=error_id, triaged=False, owner=None, notices=())
            owner = None if episode.owner_id is None else work.developers.get(episode.owner_id)
            notices = work.notifications.of_episode(episode.id)
            endpoints = endpoint_names(work, notices)
            silence = work.silences.matching(episode, episode.severity)
        return SentTest(
            error_id=error_id,
            triaged=episode.triage is None,
            owner=None if owner is None else owner.name,
            notices=notices,
            endpoints=endpoints,
            silence=silence,
        )
