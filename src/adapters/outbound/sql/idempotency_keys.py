"""Idempotency keys, in SQL."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, delete, null, or_, select, update

from adapters.outbound.sql.dialects import InsertFactory, Upsert
from adapters.outbound.sql.tables import IDEMPOTENCY_KEYS
from application.ports.idempotency_keys import KeyedRequest

_KEY = IDEMPOTENCY_KEYS.c


def _claiming(insert: InsertFactory) -> object:
    start = insert(IDEMPOTENCY_KEYS)
    new = start.excluded
    left = and_(
        _KEY.status.is_(None),
        _KEY.body_digest == new.body_digest,
        _KEY.claimed_at <= bindparam("left_before", type_=_KEY.claimed_at.type),
    )
    return start.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "body_digest": new.body_digest,
            "claimed_at": new.claimed_at,
            "expires_at": new.expires_at,
            "status": null(),
            "answer": null(),
        },
        where=or_(_KEY.expires_at <= new.claimed_at, left),
    ).returning(_KEY.key)


_CLAIM = Upsert(_claiming)
_GET = select(IDEMPOTENCY_KEYS).where(_KEY.key == bindparam("key"))
_OWN = and_(_KEY.key == bindparam("own_key"), _KEY.claimed_at == bindparam("own_claim"), _KEY.status.is_(None))
_FINISH = update(IDEMPOTENCY_KEYS).where(_OWN).values(status=bindparam("status"), answer=bindparam("answer"))
_RELEASE = delete(IDEMPOTENCY_KEYS).where(_OWN)
# Who holds the others is removing them, or has claimed them anew: neither leaves an answer.
_NAMING = select(_KEY.key).where(_KEY.answer.contains(bindparam("subject"))).with_for_update(skip_locked=True)
_FORGET = delete(IDEMPOTENCY_KEYS).where(_KEY.key.in_(_NAMING))
_EXPIRED = (
    select(_KEY.key)
    .where(_KEY.expires_at <= bindparam("now"))
    .order_by(_KEY.expires_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_REMOVE_EXPIRED = delete(IDEMPOTENCY_KEYS).where(_KEY.key.in_(_EXPIRED))


class SqlIdempotencyKeys:
    """`IdempotencyKeys`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, request: KeyedRequest, *, left_before: datetime) -> KeyedRequest | None:
        """See the port."""
        row = {**asdict(request), "left_before": left_before}
        if self._connection.execute(_CLAIM.on(self._connection), row).first() is not None:
            return None
        found = self._connection.execute(_GET, {"key": request.key}).one()
        return KeyedRequest(**found._asdict())

    def finish(self, request: KeyedRequest) -> None:
        """See the port."""
        values = {"status": request.status, "answer": request.answer}
        self._connection.execute(_FINISH, {**_own(request), **values})

    def release(self, request: KeyedRequest) -> None:
        """See the port."""
        self._connection.execute(_RELEASE, _own(request))

    def forget(self, subject: UUID) -> None:
        """See the port. Reads all answers of a day: nothing else leads from an id to them."""
        self._connection.execute(_FORGET, {"subject": str(subject)})

    def remove_expired(self, *, now: datetime, limit: int) -> int:
        """See the port."""
        return self._connection.execute(_REMOVE_EXPIRED, {"now": now, "most": limit}).rowcount


def _own(request: KeyedRequest) -> dict[str, object]:
    return {"own_key": request.key, "own_claim": request.claimed_at}
