"""Show which API tokens there are."""

from collections.abc import Sequence

from application.ports.unit_of_work import Store
from domain.access import ApiToken


class ListTokens:
    """All tokens, oldest first, revoked and expired ones too; their secrets are not kept anywhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[ApiToken]:
        """Read them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            return work.access.tokens()
