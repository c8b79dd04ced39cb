"""Send a test message to somebody over each of their channels, and see what each channel answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from application.audited_developer import audited
from application.named_developer import find_developer
from application.ports.ids import Ids
from application.ports.notifier import Notifiers
from application.ports.unit_of_work import Store
from application.sample_message import sample_message
from domain.alerting import address_of
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.developer import Developer

_PERSONAL = (Channel.EMAIL, Channel.SLACK, Channel.SMS)
"""Those that lead to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTestNotificationCommand:
    """`which` is an id, an email address or a name."""

    which: str
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class TriedChannel:
    """What a channel answered; `result` is None where it was not asked, since it is off or has no address there."""

    channel: Channel
    address: str
    result: AttemptResult | None

    @property
    def took_it(self) -> bool:
        """Whether it took the message."""
        return self.result is not None and self.result.outcome is DeliveryOutcome.ACCEPTED


@dataclass(frozen=True, slots=True)
class TriedDeveloper:
    """What came of it, channel by channel."""

    developer: Developer
    channels: Sequence[TriedChannel]

    @property
    def reached(self) -> bool:
        """Whether some channel took it, and none that was asked did not."""
        asked = [tried for tried in self.channels if tried.result is not None]
        return bool(asked) and all(tried.took_it for tried in asked)


class SendTestNotification:
    """- One message goes over each channel that is on and has an address of this person, whatever they wish and however
      late it is: they are told that it is a test.
    - It is tried once, and nothing is stored of it but the entry in the audit log.
    """

    def __init__(self, store: Store, ids: Ids, notifiers: Notifiers) -> None:
        self._store = store
        self._ids = ids
        self._notifiers = notifiers

    def execute(self, command: SendTestNotificationCommand) -> TriedDeveloper:
        """The outcome. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            developer, now = find_developer(work, command.which), work.now()
            # Before it is sent: whatever becomes of the answer, that it was asked for is on record.
            work.audit.note(audited("test", developer, actor=command.actor, at=now))
            work.commit(announce=False)
        message_id = self._ids.new(now)
        tried = []
        for channel in _PERSONAL:
            address, notifier = address_of(developer, channel), self._notifiers.get(channel)
            result = None
            if address and notifier is not None:
                sample = sample_message(message_id, channel=channel, recipient=address, now=now)
                # Theirs, so that the message does not say that nobody owns it.
                theirs = replace(sample.notification, developer_id=developer.id)
                episode = replace(sample.episode, owner_id=developer.id)
                result = notifier.send(replace(sample, notification=theirs, episode=episode, owner_name=developer.name))
            tried.append(TriedChannel(channel, address, result))
        return TriedDeveloper(developer, tried)
