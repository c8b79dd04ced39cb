"""List who was told, or was not."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.notification_reader import NotificationFilter, NotificationPage
from application.ports.unit_of_work import Store
from domain.errors import RuleViolation

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FindNotificationsQuery:
    """What is wanted, and where in the list: before or after a notification, or its beginning."""

    wanted: NotificationFilter = NotificationFilter()
    limit: int = 50
    older_than: UUID | None = None
    newer_than: UUID | None = None


class FindNotifications:
    """One page of notifications, newest first.

    - Those that were never sent are in the list too: their state is `suppressed`, and `reason` is the rule that held
      them back.
    - A pattern that others were merged into stands for those too.
    - Without `episode`, `pattern` or `error`, other filters look through 20,000 notifications at a time: where that was
      not enough the answer says `partial`, and `next` goes on from there.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindNotificationsQuery) -> NotificationPage:
        """The page. Raises RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} notifications")
        with self._store.reading() as work:
            return work.notification_reader.page(
                query.wanted, limit=query.limit, older_than=query.older_than, newer_than=query.newer_than
            )
