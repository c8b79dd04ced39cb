"""Remove what an error says for good."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from application.acts import Act, ActDone, audited
from application.changed_errors import ChangedErrors
from application.digest_body import without_words_of
from application.held_errors import hold_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from domain.erasure import erased, is_erased
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_log import ErrorLog
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseErrorCommand:
    """`expected_version` is what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    expected_version: str | None = None


class EraseError:
    """- The error is deleted, and its message, stack trace, context, user, session, URL, endpoint and user agent are
      overwritten; no word leads to it any more. It cannot be restored.
    - What digests keep of its message goes too.
    - Answers that were kept for idempotency keys and name it are forgotten: they say what it said.
    - Its row stays, bare, until retention removes it: what was told, decided and counted about it still has its
      subject, and a repeat of its event id is still known and not stored anew.
    - The title of its pattern (its first error's message without variable parts) stays.
    - What is erased already stays as it is: `changed` is false.
    """

    def __init__(self, store: Store, ids: Ids, retention: RetentionPolicy) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention

    def execute(self, command: EraseErrorCommand) -> ActDone:
        """Erase. Raises NotFound, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version, deleted_too=True)
            if is_erased(held.error):
                return ActDone(error_id=command.error_id, changed=False)
            if held.error.deleted_at is None:
                changes = ChangedErrors(work, self._ids, self._retention)
                held = changes.change(held, ErrorChange(ErrorAction.DELETE), command.act)
            work.errors.erase(erased(held.error))
            work.errors.join_again(held.error.id)
            work.idempotency_keys.forget(held.error.id)
            _forget_in_digests(work, held.error)
            work.audit.note(audited("erase", held.error.id, command.act, at=held.now))
            work.commit()
        return ActDone(error_id=command.error_id, changed=True)


def _forget_in_digests(work: UnitOfWork, error: ErrorLog) -> None:
    if error.episode_id is None:
        return
    for episode_id in _told_as(work, error, error.episode_id):
        digests = work.digests.lock_telling_of(episode_id)
        forgotten = [replace(one, body=without_words_of(one.body, error.id)) for one in digests if one.body is not None]
        work.notifications.save(forgotten)


def _told_as(work: UnitOfWork, error: ErrorLog, episode_id: UUID) -> Collection[UUID]:
    """The episodes as which it may have been told: its own, and those that were merged into that, on and on."""
    episode = work.episodes.get(episode_id)
    patterns = {error.pattern_id} if episode is None else {error.pattern_id, *_family(work, episode.pattern_id)}
    found, following = {episode_id}, [episode_id]
    while following:
        into = following.pop()
        before = {each for pattern in patterns for each in work.explanation_reader.merged_into(into, pattern)}
        following += before - found
        found |= before
    return found


def _family(work: UnitOfWork, pattern_id: UUID) -> Collection[UUID]:
    return [pattern_id, *work.patterns.members_of(pattern_id)]
