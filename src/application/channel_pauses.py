"""Who is left alone for now, because they asked for it or do not answer."""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.delivery import AttemptResult, Channel, DeliveryOutcome, backoff

_LONGEST = timedelta(minutes=10)
"""However long a provider asks to be left alone, one message asks it again then."""
_FIRST, _LONGEST_SILENCE = timedelta(seconds=5), timedelta(seconds=60)
_OF_MANY_SERVERS = frozenset({Channel.WEBHOOK})
"""Each recipient is a server by itself, whose faults say nothing of the others."""
_NO_ANSWER = frozenset({DeliveryOutcome.UNREACHABLE, DeliveryOutcome.UNKNOWN})


class ChannelPauses:
    """What this process knows of channels that asked to be left alone, and of recipients that do not answer: nothing is
    claimed for them meanwhile, so that a provider that is busy is not hammered, and one dead server among many costs
    the others a timeout now and then and not one for each of its messages. Threads share it; moments are the store's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channels: dict[Channel, datetime] = {}
        self._recipients: dict[tuple[Channel, str], datetime] = {}
        self._failures: dict[tuple[Channel, str], int] = {}

    def note(self, channel: Channel, recipient: str, result: AttemptResult, now: datetime) -> None:
        """Learn from an attempt."""
        asked = None if result.retry_after is None else now + min(result.retry_after, _LONGEST)
        with self._lock:
            if channel not in _OF_MANY_SERVERS:
                if asked is not None:
                    self._channels[channel] = asked
                return
            key = (channel, recipient)
            if result.outcome not in _NO_ANSWER:
                self._failures.pop(key, None)
                self._recipients.pop(key, None)
                return
            failures = self._failures[key] = self._failures.get(key, 0) + 1
            wait = backoff(failures, first=_FIRST, longest=_LONGEST_SILENCE, jitter=1.0)
            self._recipients[key] = asked or now + wait

    def until(self, channel: Channel, now: datetime) -> datetime | None:
        """When the whole channel may be used again; None where it may be now."""
        with self._lock:
            end = self._channels.get(channel)
            return None if end is None or end <= now else end

    def recipients(self, channel: Channel, now: datetime) -> Mapping[str, datetime]:
        """Until when which recipients of a channel are left alone."""
        with self._lock:
            return {who: end for (of, who), end in self._recipients.items() if of is channel and end > now}
