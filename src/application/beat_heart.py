"""Tell an outsider that the system does its work."""

import logging

from application.overdue_work import overdue_escalation, overdue_notification
from application.ports.heartbeat import Heartbeat
from application.ports.unit_of_work import Store

_log = logging.getLogger(__name__)


class BeatHeart:
    """- Beats while the store answers and nothing is overdue: neither an escalation nor a message to be sent has waited
      for more than 2 minutes.
    - Otherwise it is silent, which is what whoever listens raises the alarm for. Why is logged, once.
    - A beat that does not arrive is logged, and changes nothing.
    """

    def __init__(self, store: Store, heartbeat: Heartbeat) -> None:
        self._store = store
        self._heartbeat = heartbeat
        self._silent_because = ""

    def execute(self) -> bool:
        """Whether it beat. Raises StoreUnavailable."""
        because = self._overdue()
        if because and because != self._silent_because:
            _log.error("no heartbeat is sent: %s", because)
        self._silent_because = because
        if because:
            return False
        fault = self._heartbeat.beat()
        if fault:
            _log.warning("the heartbeat did not arrive: %s", fault)
        return not fault

    def _overdue(self) -> str:
        with self._store.reading() as work:
            escalation, notice = overdue_escalation(work), overdue_notification(work)
        if escalation is not None:
            return f"an escalation is overdue since {escalation:%Y-%m-%d %H:%M} UTC"
        if notice is not None:
            return f"a message waits to be sent since {notice:%Y-%m-%d %H:%M} UTC"
        return ""
