"""Do what is asked for under an idempotency key once, and answer each repeat alike."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from application.ports.idempotency_keys import KeyedRequest
from application.ports.unit_of_work import Store

KEPT_FOR = timedelta(hours=24)
LEFT_AFTER = timedelta(seconds=60)
"""Longer than any request takes."""
_REMOVED_AT_ONCE = 20
"""Expired keys, whenever one is claimed: more than are added, so that they never pile up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOnceCommand:
    """A request under a key. `sender` is the id of the token, `subject` the method and path, `content` all else that
    the request says.
    """

    sender: str
    subject: str
    key: str
    content: bytes


class KeyRefusal(StrEnum):
    """Why a request under a key is not done."""

    OTHER_CONTENT = "other_content"
    """The key was used for something else."""
    RUNNING = "running"
    """The first request under the key is not done yet."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered the first time."""

    status: int
    text: str


class AnswerOnce:
    """Idempotency keys (draft-ietf-httpapi-idempotency-key-header).

    - The first request under a key is done, and its answer kept for 24 hours; a repeat is given that answer.
    - The same key with other content is refused; a repeat while the first runs is told to come back.
    - An answer that speaks of a fault on our side is not kept: the repeat is a new try.
    - A claim that a killed process left behind is free after 60 seconds.
    - Keys belong to the token, the method and the path; two senders never meet.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, command: AnswerOnceCommand) -> KeyedRequest | KeptAnswer | KeyRefusal:
        """The claim with which to `finish`; or what was answered before, or why not. Raises StoreUnavailable."""
        key = _digest(command.sender, command.subject, command.key)
        with self._store.writing() as work:
            now = work.now()
            work.idempotency_keys.remove_expired(now=now, limit=_REMOVED_AT_ONCE)
            claim = KeyedRequest(
                key=key,
                body_digest=hashlib.sha256(command.content).digest(),
                claimed_at=now,
                expires_at=now + KEPT_FOR,
            )
            found = work.idempotency_keys.claim(claim, left_before=now - LEFT_AFTER)
            work.commit(announce=False)
        if found is None:
            return claim
        if found.body_digest != claim.body_digest:
            return KeyRefusal.OTHER_CONTENT
        if found.status is None or found.answer is None:
            return KeyRefusal.RUNNING
        return KeptAnswer(found.status, found.answer)

    def finish(self, claim: KeyedRequest, answer: KeptAnswer) -> None:
        """Keep the answer, or let go of the key where the next try may fare better. Raises StoreUnavailable."""
        with self._store.writing() as work:
            if answer.status >= 500:
                work.idempotency_keys.release(claim)
            else:
                work.idempotency_keys.finish(replace(claim, status=answer.status, answer=answer.text))
            work.commit(announce=False)


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()
