"""Show one notification with every attempt at it."""

from uuid import UUID

from application.ports.notification_reader import NotificationDetail
from application.ports.unit_of_work import Store
from domain.errors import NotFound


class ShowNotification:
    """One notification.

    - Every attempt is there with its worker, its outcome and the provider's own answer.
    - An attempt without an end runs, or its worker died in it: the next attempt says so.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, notification_id: UUID) -> NotificationDetail:
        """The notification. Raises NotFound, StoreUnavailable."""
        with self._store.reading() as work:
            detail = work.notification_reader.detail(notification_id)
        if detail is None:
            raise NotFound("no notification has this id")
        return detail
