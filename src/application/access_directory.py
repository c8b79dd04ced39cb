"""Who may send and ask, kept at hand so that no request has to read it from the store."""

import contextlib
import hashlib
import hmac
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.ports.clock import Clock
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from domain.access import ApiToken, IngestKey, KeyMode

_REFRESH_AFTER = timedelta(seconds=3)
_RENEW_AFTER = timedelta(seconds=0.5)
"""Somebody who presents what is not known may just have been given it; whoever guesses costs two reads a second."""
_WAIT_AFTER = timedelta(seconds=4)
"""From here on requests wait for whoever is reading, so that a revocation holds within 5 s (Z1)."""
_TRY_AGAIN_AFTER = timedelta(seconds=1)
"""While the store is away one request a second finds out, and the others do not queue up behind its timeout."""
_USELESS_AFTER = timedelta(seconds=60)
"""A store that is away this long has missed too many revocations to be answered for."""
_WRITE_USE_EVERY = timedelta(seconds=30)
_LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class AccessSnapshot:
    """What was valid at `read_at`; tokens and keys by their digests, services that ask for keys by name."""

    read_at: datetime
    tokens: Mapping[bytes, ApiToken]
    keys: Mapping[bytes, IngestKey]
    modes: Mapping[str, KeyMode]

    def token(self, secret: str, now: datetime) -> ApiToken | None:
        """The valid token that was presented, or None."""
        digest = _digest(secret)
        found = self.tokens.get(digest)
        # The dictionary compares digests of 256 random bits, from which a timing tells nothing; this is the belt.
        if found is None or not hmac.compare_digest(found.digest, digest) or not found.is_valid(now):
            return None
        return found

    def key(self, secret: str) -> IngestKey | None:
        """The valid key that was presented, or None."""
        digest = _digest(secret)
        found = self.keys.get(digest)
        return found if found is not None and hmac.compare_digest(found.digest, digest) else None

    def mode(self, service: str) -> KeyMode:
        """How strictly the service's key is asked for."""
        return self.modes.get(service, KeyMode.OFF)


class AccessDirectory:
    """Reads tokens, keys and the services that ask for keys again every 3 s, by whichever request comes first, while
    the others go on with what was read before. With the store away it goes on for 60 s. Writes down in batches what
    was used.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._refreshing = threading.Lock()
        self._snapshot: AccessSnapshot | None = None
        self._failure: tuple[datetime, StoreUnavailable | DataRefused] | None = None
        self._noting = threading.Lock()
        self._used: set[UUID] = set()
        self._keyless: Counter[str] = Counter()
        self._use_written_at: datetime | None = None

    def snapshot(self) -> AccessSnapshot:
        """What is valid now, at most 5 s old while the store answers. Raises StoreUnavailable."""
        return self._not_older_than(_REFRESH_AFTER, or_wait_after=_WAIT_AFTER)

    def renewed(self) -> AccessSnapshot:
        """What is valid now, at most 0.5 s old while the store answers. Raises StoreUnavailable."""
        return self._not_older_than(_RENEW_AFTER, or_wait_after=_RENEW_AFTER)

    def _not_older_than(self, age: timedelta, *, or_wait_after: timedelta) -> AccessSnapshot:
        now, snapshot = self._clock.now(), self._snapshot
        # A clock that was set back makes an age below zero: that is no reason to believe what is old.
        if snapshot is not None and timedelta() <= now - snapshot.read_at < age:
            return snapshot
        if (failed := self._failure) is not None and timedelta() <= now - failed[0] < _TRY_AGAIN_AFTER:
            return self._useful(now, failed[1])
        must_wait = snapshot is None or not timedelta() <= now - snapshot.read_at < or_wait_after
        if self._refreshing.acquire(blocking=must_wait):
            try:
                return self._refreshed(snapshot, now)
            finally:
                self._refreshing.release()
        assert snapshot is not None
        return snapshot

    def note_use(self, used: UUID) -> None:
        """Remember that a token or key was used."""
        if used not in self._used:
            with self._noting:
                self._used.add(used)

    def note_keyless(self, service: str) -> None:
        """Remember a post without a key for a service that will want one."""
        with self._noting:
            self._keyless[service] += 1

    def write_use(self) -> None:
        """Write down what is remembered; for the end of the process. Raises StoreUnavailable."""
        with self._noting:
            used, keyless = self._used, self._keyless
            self._used, self._keyless = set(), Counter()
        if not used and not keyless:
            return
        try:
            with self._store.writing() as work:
                _write_use(work, used, keyless)
                work.commit(announce=False)
        except (StoreUnavailable, DataRefused):
            with self._noting:
                self._used |= used
                self._keyless += keyless
            raise

    def _refreshed(self, before: AccessSnapshot | None, now: datetime) -> AccessSnapshot:
        newest = self._snapshot
        if newest is not None and newest is not before and newest.read_at >= now - _RENEW_AFTER:
            return newest  # Somebody else read while this request waited.
        try:
            self._snapshot = self._read(now)
        except (StoreUnavailable, DataRefused) as fault:
            self._failure = (self._clock.now(), fault)
            return self._useful(now, fault)
        self._failure = None
        with contextlib.suppress(StoreUnavailable, DataRefused):
            self._write_use_sometimes(now)
        return self._snapshot

    def _useful(self, now: datetime, fault: StoreUnavailable | DataRefused) -> AccessSnapshot:
        snapshot = self._snapshot
        if snapshot is None or now - snapshot.read_at > _USELESS_AFTER:
            raise StoreUnavailable(str(fault)) from fault
        return snapshot

    def _read(self, now: datetime) -> AccessSnapshot:
        with self._store.reading() as work:
            keys = work.access.keys()
            return AccessSnapshot(
                read_at=now,
                tokens={token.digest: token for token in work.access.tokens() if token.is_valid(now)},
                keys={key.digest: key for key in keys if key.revoked_at is None},
                modes={service.name: service.key_mode for service in work.services.with_keys()},
            )

    def _write_use_sometimes(self, now: datetime) -> None:
        if self._use_written_at is None or abs(now - self._use_written_at) >= _WRITE_USE_EVERY:
            self._use_written_at = now
            self.write_use()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret[:_LONGEST_SECRET].encode("utf-8", "backslashreplace")).digest()


def _write_use(work: UnitOfWork, used: set[UUID], keyless: Counter[str]) -> None:
    now = work.now()
    if used:
        work.access.touch(sorted(used), at=now)
    for service, posts in sorted(keyless.items()):
        work.services.add_keyless(service, posts, at=now)
