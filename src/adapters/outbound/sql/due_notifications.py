"""What is due to be sent, by channel, in the order in which it is claimed."""

from sqlalchemy import bindparam, func, or_, select

from adapters.outbound.sql.rows import any_of
from adapters.outbound.sql.tables import ERROR_NOTIFICATIONS
from domain.severity import Severity

_NOTICE = ERROR_NOTIFICATIONS.c
# Of one kind at a time, whose order is the index's: over all kinds at once either everything that is due would be
# sorted at each claim, or everything that is not due looked through.
LOCK_DUE = (
    select(ERROR_NOTIFICATIONS)
    .where(
        _NOTICE.channel == bindparam("channel"),
        _NOTICE.trusted == bindparam("trusted"),
        _NOTICE.severity == bindparam("severity"),
        _NOTICE.next_attempt_at <= bindparam("at"),
        or_(_NOTICE.lease_until.is_(None), _NOTICE.lease_until <= bindparam("at")),
    )
    .order_by(_NOTICE.next_attempt_at, _NOTICE.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
LOCK_DUE_TO_OTHERS = LOCK_DUE.where(_NOTICE.recipient.not_in(any_of("without")))
NEXT_DUE = (
    select(_NOTICE.next_attempt_at)
    .where(_NOTICE.next_attempt_at.is_not(None))
    .order_by(_NOTICE.next_attempt_at)
    .limit(1)
)
NEXT_DUE_IN = NEXT_DUE.where(_NOTICE.channel == bindparam("channel"))
NEXT_DUE_TO_OTHERS = NEXT_DUE_IN.where(_NOTICE.recipient.not_in(any_of("without")))
COUNT_DUE = select(func.count()).where(
    _NOTICE.next_attempt_at <= bindparam("at"),
    or_(_NOTICE.lease_until.is_(None), _NOTICE.lease_until <= bindparam("at")),
)
CLAIM_ORDER = [(trusted, severity.rank) for trusted in (True, False) for severity in Severity]
