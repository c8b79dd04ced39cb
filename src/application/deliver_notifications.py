"""Send what is due, and record what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from application.acknowledge_links import AcknowledgeLinks
from application.channel_pauses import ChannelPauses
from application.digests import freeze_digest
from application.fallback_notices import tell_fallback
from application.message_of import message_of
from application.ports.ids import Ids
from application.ports.notifier import Message, Notifiers
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from application.written_notices import told
from domain.alerting import AlertingPolicy, NoticeReason
from domain.delivery import Attempt, AttemptResult, Channel, DeliveryOutcome
from domain.episode_lifecycle import has_ended
from domain.notification import LEASE, DeathReason, Notification, NotificationKind, NotificationState

_log = logging.getLogger(__name__)

_RECORD_AGAIN_AFTER_S = 1.0


@dataclass(frozen=True, slots=True)
class _Claim:
    message: Message
    attempt: Attempt


class DeliverNotifications:
    """Claim one due notification under a lease, send it, record the attempt.

    - Channels are claimed for one by one, so that one that is dead or slow delays no other. One that asks to be left
      alone is, for all its messages; so is a webhook that does not answer.
    - The attempt is on record before anything is sent: a worker that dies leaves its trace, and the next one says
      that the outcome is unknown and sends again (at least once).
    - One that expired is given up, with that reason; one whose episode has ended meanwhile is not sent. A digest
      is frozen when it is first claimed, and sent whatever has ended: it tells of many.
    - The first message that Slack takes of an episode begins its thread.
    - Where a developer's is given up, the fallback recipients are told in the same transaction. Who was removed
      meanwhile is told nothing more.
    - An answer that cannot be recorded, the store being away, is held until the lease ends, so that a short outage
      does not send twice.
    """

    def __init__(
        self,
        store: Store,
        notifiers: Notifiers,
        ids: Ids,
        policy: AlertingPolicy,
        *,
        worker: str,
        jitter: Callable[[], float],
        pause: Callable[[float], bool],
        links: AcknowledgeLinks | None = None,
    ) -> None:
        """
        Args:
            links: what gives messages their acknowledge link; None: they have none.
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._store = store
        self._notifiers = notifiers
        self._ids = ids
        self._policy = policy
        self._worker = worker
        self._jitter = jitter
        self._pause = pause
        self._links = links
        self._left_alone = ChannelPauses()

    def execute(self, *channels: Channel) -> bool:
        """Deal with one notification of these channels, or of any; False when none is due. Raises StoreUnavailable."""
        return any(self._execute(channel) for channel in channels or Channel)

    def due_in_s(self, *channels: Channel) -> float | None:
        """The seconds until the earliest attempt in these channels, or in any, both by the store's clock; None where
        none is due. Raises StoreUnavailable.
        """
        with self._store.reading() as work:
            now = work.now()
            dues = [self._due_at(work, channel, now) for channel in channels or Channel]
        return min(((due - now).total_seconds() for due in dues if due is not None), default=None)

    def _execute(self, channel: Channel) -> bool:
        # Looked at without the lock that SQLite has only one of: most looks find nothing.
        with self._store.reading() as work:
            due_at, now = self._due_at(work, channel, work.now()), work.now()
            if due_at is None or due_at > now:
                return False
        with self._store.writing() as work:
            now = work.now()
            left_alone = self._left_alone.recipients(channel, now)
            due = work.notifications.lock_due(channel, now=now, limit=1, without=left_alone)
            if not due:
                return False
            claim = self._claim(work, due[0])
            work.commit(announce=False)
        if claim is not None:
            self._record(claim, self._send(claim.message))
        return True

    def _due_at(self, work: UnitOfWork, channel: Channel, now: datetime) -> datetime | None:
        left_alone = self._left_alone.recipients(channel, now)
        due = work.notifications.next_due_at(channel, without=left_alone)
        if left_alone and (due is None or due > now):
            due = min(filter(None, (due, *left_alone.values())))
        paused = self._left_alone.until(channel, now)
        return due if due is None or paused is None else max(due, paused)

    def _claim(self, work: UnitOfWork, notification: Notification) -> _Claim | None:
        now = work.now()
        for left in work.notifications.open_attempts([notification.id]):
            outcome = DeliveryOutcome.UNKNOWN
            answer = f"worker {left.worker} ended before it recorded the answer"
            work.notifications.finish_attempt(replace(left, ended_at=now, outcome=outcome, answer=answer))
        if notification.kind is NotificationKind.DIGEST:
            # Before all else: one that dies is told to others as it is.
            notification = freeze_digest(work, notification)
            if notification.next_attempt_at is None:
                return None
        if notification.expired(now):
            answer = notification.last_answer or "never sent"
            self._save(work, notification.given_up(DeathReason.EXPIRED, answer=answer))
            return None
        if _receiver_is_gone(work, notification):
            gone = "the developer was removed"
            self._save(work, notification.given_up(DeathReason.RECEIVER_REMOVED, answer=gone))
            return None
        message = message_of(work, notification, self._policy, self._links)
        if message is None:
            gone = "the error that it tells of was removed"
            self._save(work, notification.given_up(DeathReason.SUBJECT_GONE, answer=gone))
            return None
        if notification.kind is NotificationKind.NOTICE and has_ended(message.episode):
            off = notification.called_off(NoticeReason.EPISODE_ENDED)
            work.notifications.save([off])
            work.history.add([told(off, now)])
            return None
        claimed = notification.claimed(self._worker, now=now)
        attempt = Attempt(
            id=self._ids.new(now),
            notification_id=claimed.id,
            number=claimed.attempts,
            worker=self._worker,
            started_at=now,
        )
        work.notifications.save([claimed])
        work.notifications.add_attempts([attempt])
        return _Claim(replace(message, notification=claimed), attempt)

    def _save(self, work: UnitOfWork, notification: Notification) -> None:
        work.notifications.save([notification])
        if notification.state is NotificationState.DEAD:
            tell_fallback(work, self._ids, self._policy, notification)

    def _send(self, message: Message) -> AttemptResult:
        notifier = self._notifiers.get(message.notification.channel)
        if notifier is None:
            channel = message.notification.channel.value
            return AttemptResult(DeliveryOutcome.UNREACHABLE, f"the channel {channel} is off")
        try:
            return notifier.send(message)
        except Exception as fault:  # noqa: BLE001
            # A notifier must not raise; one that does all the same must not stop the others' messages.
            _log.exception("the channel %s failed", message.notification.channel.value)
            return AttemptResult(DeliveryOutcome.UNREACHABLE, f"the channel failed: {type(fault).__name__}")

    def _record(self, claim: _Claim, result: AttemptResult) -> None:
        tries = int(LEASE.total_seconds() / _RECORD_AGAIN_AFTER_S)
        for _ in range(tries):
            try:
                self._record_once(claim, result)
            except StoreUnavailable as away:
                _log.warning("an attempt waits to be recorded: %s", away)
                if self._pause(_RECORD_AGAIN_AFTER_S):
                    break
            else:
                return
        _log.error("attempt %s could not be recorded: its notification will be sent again", claim.attempt.id)

    def _record_once(self, claim: _Claim, result: AttemptResult) -> None:
        with self._store.writing() as work:
            now, sent = work.now(), claim.message.notification
            self._left_alone.note(sent.channel, sent.recipient, result, now)
            held = work.notifications.lock_held(sent.id, self._worker)
            # Where the lease ran out and another worker took it up, only what happened is recorded.
            if held is not None and held.state is NotificationState.SENDING and held.attempts == claim.attempt.number:
                self._save(work, held.after(result, now=now, jitter=self._jitter()))
            ended = replace(claim.attempt, ended_at=now, outcome=result.outcome, answer=result.answer)
            work.notifications.finish_attempt(ended)
            if result.thread is not None:
                _keep_thread(work, claim.message, result.thread)
            work.commit(announce=False)


def _receiver_is_gone(work: UnitOfWork, notification: Notification) -> bool:
    """Whether it is for somebody who was removed: what that person owned is given to others, if any fit."""
    developer = None if notification.developer_id is None else work.developers.get(notification.developer_id)
    return developer is not None and developer.removed_at is not None


def _keep_thread(work: UnitOfWork, message: Message, thread: str) -> None:
    """Later news go where this message stands, unless that is one person's and there is a thread already."""
    notification, known = message.notification, message.episode.slack_thread
    of_one_person = known is not None and notification.developer_id is not None
    if notification.kind is not NotificationKind.NOTICE or of_one_person:
        return
    episode = work.episodes.lock(notification.episode_id)
    if episode is not None and episode.slack_thread == known:
        work.episodes.save([replace(episode, slack_thread=thread)])
