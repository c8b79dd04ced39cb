"""The use cases by which people deal with errors."""

from adapters.inbound.http.assign_api import Assignments
from adapters.inbound.http.error_actions_api import ErrorActions
from application.acknowledge_episode import AcknowledgeEpisode
from application.assign_error import AssignError
from application.delete_error import DeleteError
from application.edit_error import EditError
from application.erase_error import EraseError
from application.escalate_error import EscalateError
from application.given_errors import Giving
from application.ignore_error import IgnoreError
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps
from application.reopen_error import ReopenError
from application.resolve_error import ResolveError
from application.restore_error import RestoreError
from application.show_error import ShowError
from domain.alerting import AlertingPolicy
from domain.escalation import AckTimeouts
from domain.retention import RetentionPolicy


def make_error_actions(
    store: Store, ids: Ids, retention: RetentionPolicy, policy: AlertingPolicy, wake_ups: WakeUps
) -> ErrorActions:
    """What becomes of errors."""
    return ErrorActions(
        show=ShowError(store),
        edit=EditError(store, retention, Giving(ids=ids, policy=policy), wake_ups),
        delete=DeleteError(store, ids, retention),
        erase=EraseError(store, ids, retention),
        restore=RestoreError(store, ids, retention, wake_ups),
        resolve=ResolveError(store, ids, retention, wake_ups),
        ignore=IgnoreError(store, ids, retention, wake_ups),
        reopen=ReopenError(store, ids, retention, wake_ups),
    )


def make_assignments(
    store: Store,
    ids: Ids,
    retention: RetentionPolicy,
    policy: AlertingPolicy,
    wake_ups: WakeUps,
    *,
    timeouts: AckTimeouts = AckTimeouts(),  # noqa: B008
) -> Assignments:
    """Who deals with errors."""
    giving = Giving(ids=ids, policy=policy)
    return Assignments(
        show=ShowError(store),
        assign=AssignError(store, retention, giving, wake_ups),
        escalate=EscalateError(store, giving, wake_ups),
        acknowledge=AcknowledgeEpisode(store, timeouts),
    )
