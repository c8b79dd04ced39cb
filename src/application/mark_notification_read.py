"""Note that a notification was read."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.notification_reader import NotificationDetail
from application.ports.unit_of_work import Store
from domain.audit import AuditEntry
from domain.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNotificationReadCommand:
    """`actor` is the name of the token or person that asks."""

    notification_id: UUID
    actor: str


class MarkNotificationRead:
    """Somebody has read a notification.

    - Only what a provider accepted or delivered can have been read; all else is a conflict.
    - Done twice it changes nothing more: the first moment stays.
    - It acknowledges nothing: the episode's escalation goes on.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: MarkNotificationReadCommand) -> NotificationDetail:
        """The notification as it is then. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            found = work.notifications.lock(command.notification_id)
            if found is None:
                raise NotFound("no notification has this id")
            now = work.now()
            read = found.read(now)
            if read is not found:
                work.notifications.save([read])
                work.audit.note(
                    AuditEntry(at=now, actor=command.actor, action="notification.read", subject=str(found.id))
                )
            detail = work.notification_reader.detail(found.id)
            work.commit(announce=read is not found)
        if detail is None:
            raise NotFound("no notification has this id")
        return detail
