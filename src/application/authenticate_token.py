"""Find out who asks with an API token."""

from dataclasses import dataclass

from application.access_directory import AccessDirectory
from application.ports.clock import Clock
from domain.access import ApiToken, Scope
from domain.trust import Refusal, refuses_scope


@dataclass(frozen=True, slots=True)
class AuthenticateTokenCommand:
    """The bearer token as it was presented, None where there was none, and what is asked for with it."""

    secret: str | None
    needed: Scope


class AuthenticateToken:
    """A token that is unknown, expired or revoked is refused, and one whose scope does not allow it."""

    def __init__(self, directory: AccessDirectory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock

    def execute(self, command: AuthenticateTokenCommand) -> ApiToken | Refusal:
        """The token, or why it does not open the door. Raises StoreUnavailable."""
        if command.secret is None:
            return Refusal.CREDENTIALS_WANTED
        now = self._clock.now()
        token = self._directory.snapshot().token(command.secret, now) or self._directory.renewed().token(
            command.secret, now
        )
        if token is None:
            return Refusal.TOKEN_UNKNOWN
        refusal = refuses_scope(token, command.needed)
        if refusal is None:
            self._directory.note_use(token.id)
        return refusal or token
