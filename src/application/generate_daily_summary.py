"""Write each person's summary of the last 24 hours, and that for the Slack channel."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from application.day_in_review import DayInReview, at_least, review_day
from application.job import Progress, nobody_watches
from application.ports.activity_reader import SeenEpisode
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.summary_body import Section, SummaryBody, to_text
from domain.alerting import AlertingPolicy, NoticeReason
from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode
from domain.notification import Notification, NotificationKind, NotificationState
from domain.severity import Severity

_MOST_OWNED = 500
_WORTH_SENDING = timedelta(hours=24)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Receiver:
    channel: Channel
    recipient: str
    developer: Developer | None = None

    def wants(self, seen: SeenEpisode) -> bool:
        if self.developer is None:
            return True
        minimum = self.developer.preferences.minimum
        return at_least(minimum)(seen) and self.developer.knows(seen.episode.service)


class GenerateDailySummary:
    """- Each active developer is mailed (or written to in Slack, without an address) what is theirs, and of the
      services that they know what is overdue, new, rising and resolved, unless milder than they want to be told; the
      place in Slack and the further recipients of email are told of all services.
    - Each episode is told once, in the first of these parts, and the ten worst of a part are named.
    - Who has nothing to be told is told nothing, which the record of the run counts.
    - One for each receiver and date, however often the job runs. It says what held when it was written; made up for
      after midnight it is that of the evening before, lest that evening's be taken for a second.
    """

    def __init__(self, store: Store, policy: AlertingPolicy, zone: ZoneInfo, wake_ups: WakeUps) -> None:
        """
        Args:
            zone: whose dates are meant.
        """
        self._store = store
        self._policy = policy
        self._zone = zone
        self._wake_ups = wake_ups

    def execute(self, progress: Progress = nobody_watches, due_at: datetime | None = None) -> Mapping[str, int]:
        """How many were written, had theirs before, have nothing to be told, or no address. Raises StoreUnavailable.

        Args:
            due_at: whose date and 24 hours are meant, however late it is; None: now.
        """
        with self._store.reading() as work:
            now = work.now()
            due_at = due_at or now
            review = review_day(work, now, due_at=due_at)
            people = [one for one in work.developers.all() if one.can_be_asked]
        day = due_at.astimezone(self._zone).date()
        receivers = list(self._receivers(people))
        counts = dict.fromkeys(("written", "written_before", "nothing_to_tell"), 0)
        for done, receiver in enumerate(receivers, 1):
            counts[self._write(receiver, review, day)] += 1
            progress(done, len(receivers))
        if counts["written"]:
            self._wake_ups.wake(Work.DELIVERY)
        reached = sum(receiver.developer is not None for receiver in receivers)
        return {**counts, "no_address": len(people) - reached}

    def _receivers(self, people: Sequence[Developer]) -> Iterator[_Receiver]:
        channels, slack = self._policy.channels, Channel.SLACK in self._policy.channels
        for one in people:
            if one.email and Channel.EMAIL in channels:
                yield _Receiver(Channel.EMAIL, one.email, one)
            elif one.slack_id and slack and self._policy.slack_people:
                yield _Receiver(Channel.SLACK, one.slack_id, one)
        # Somebody's own summary is about them, and comes in the place of everybody's.
        theirs = {one.email for one in people}
        others = (each for each in self._policy.email_recipients if Channel.EMAIL in channels and each not in theirs)
        yield from (_Receiver(Channel.EMAIL, each) for each in dict.fromkeys(others))
        places = self._policy.slack_places
        if slack and places:
            yield _Receiver(Channel.SLACK, places.get(Severity.HIGH) or next(iter(places.values())))

    def _write(self, receiver: _Receiver, review: DayInReview, day: date) -> str:
        with self._store.writing() as work:
            yours: Sequence[SeenEpisode] = []
            if receiver.developer is not None:
                yours = work.activity.owned(receiver.developer.id, limit=_MOST_OWNED)
            sections = review.sections(receiver.wants, yours)
            lead = _lead(work, sections)
            if lead is None:
                return "nothing_to_tell"
            body = to_text(SummaryBody(day=day, sections=sections))
            if not work.notifications.add_once(_summary(receiver, lead, body, day, work.now())):
                return "written_before"
            work.commit(announce=False)
        return "written"


def _lead(work: UnitOfWork, sections: Sequence[Section]) -> Episode | None:
    """The first episode whose error is still there; the summary is filed under it."""
    for section in sections:
        for line in section.lines:
            error = work.errors.get(line.error_id)
            episode = None if error is None or error.episode_id is None else work.episodes.get(error.episode_id)
            if error is not None and episode is not None:
                return episode
    return None


def _summary(receiver: _Receiver, lead: Episode, body: str, day: date, now: datetime) -> Notification:
    return Notification(
        id=_id(receiver, day),
        episode_id=lead.id,
        pattern_id=lead.pattern_id,
        error_id=lead.last_error_id,
        developer_id=None if receiver.developer is None else receiver.developer.id,
        channel=receiver.channel,
        recipient=receiver.recipient,
        # Whatever it tells of: no message that somebody waits for stands behind it.
        severity=Severity.INFO,
        reason=NoticeReason.SUMMARY,
        state=NotificationState.PENDING,
        created_at=now,
        expires_at=now + _WORTH_SENDING,
        next_attempt_at=now,
        sent_from=now,
        kind=NotificationKind.SUMMARY,
        frozen_at=now,
        body=body,
    )


def _id(receiver: _Receiver, day: date) -> UUID:
    """The same for each try: a UUIDv7 (RFC 9562, section 5.7) of that midnight, whose random part is a digest."""
    said = f"{receiver.channel.value} {receiver.recipient} {day.isoformat()}"
    random = int.from_bytes(hashlib.sha256(said.encode()).digest()[:10], "big")
    millisecond = int((datetime.combine(day, time(), UTC) - _EPOCH).total_seconds()) * 1_000
    top, low = random >> 68 & 0xFFF, random & (1 << 62) - 1
    return UUID(int=millisecond << 80 | 0x7 << 76 | top << 64 | 0b10 << 62 | low)
