"""Take an API token's access away."""

from dataclasses import dataclass

from application.ports.unit_of_work import Store
from domain.access import ApiToken
from domain.audit import AuditEntry
from domain.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class RevokeTokenCommand:
    """`which` is a token's id, or the name of a valid one."""

    which: str
    actor: str = "command line"


class RevokeToken:
    """Revoke one token, for good; a name that several valid tokens have names none."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RevokeTokenCommand) -> ApiToken:
        """The token that was revoked. Raises NotFound, Conflict for a name that several have, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            valid = [token for token in work.access.tokens() if token.revoked_at is None]
            found = [token for token in valid if command.which in (str(token.id), token.name)]
            if not found:
                raise NotFound(f"no token that is not revoked has the id or name {command.which!r}")
            if len(found) > 1:
                raise Conflict(f"{len(found)} tokens are named {command.which!r}: name one by its id")
            work.access.revoke_token(found[0].id, at=now)
            work.audit.note(
                AuditEntry(
                    at=now,
                    actor=command.actor,
                    action="token.revoke",
                    subject=str(found[0].id),
                    detail={"name": found[0].name},
                )
            )
            work.commit()
        return found[0]
