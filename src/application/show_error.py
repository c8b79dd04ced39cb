"""Show one error with what surrounds it."""

from uuid import UUID

from application.ports.error_reader import ErrorDetail
from application.ports.unit_of_work import Store
from domain.errors import NotFound


class ShowError:
    """One error with everything that was sent, and with what surrounds it.

    - Its status, owner, episode and pattern are those in force, also while a batch still carries them to it.
    - The history is its own and its episode's; `placement` says why it was placed as it was.
    - A deleted error does not exist.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, error_id: UUID) -> ErrorDetail:
        """The error. Raises NotFound, StoreUnavailable."""
        with self._store.reading() as work:
            detail = work.error_reader.detail(error_id)
        if detail is None:
            raise NotFound("no error has this id, or it was deleted")
        return detail
