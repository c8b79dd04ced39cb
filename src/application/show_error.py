"""Show one error with what surrounds it."""

from uuid import UUID

from application.ports.error_reader import ErrorDetail
from application.ports.unit_of_work import Store
from domain.errors import NotFound


class ShowError:
    """The error with its pattern, episode, owner and history; a deleted one does not exist."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, error_id: UUID) -> ErrorDetail:
        """The error. Raises NotFound, StoreUnavailable."""
        with self._store.reading() as work:
            detail = work.error_reader.detail(error_id)
        if detail is None:
            raise NotFound("no error has this id, or it was deleted")
        return detail
