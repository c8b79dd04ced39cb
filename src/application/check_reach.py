"""Find out whether somebody is told as they wish."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.alerting import AlertingPolicy, NoticeReason, address_of, can_be_told, ways_of
from domain.delivery import Channel
from domain.developer import Developer
from domain.preferences import Preferences
from domain.severity import Severity

_CRITICAL = Severity.CRITICAL
_MISSING = {Channel.EMAIL: "no email address", Channel.SMS: "no phone", Channel.SLACK: "no Slack id"}


@dataclass(frozen=True, slots=True)
class Unheard:
    """A wish by which somebody hears of nothing critical, and one by which they would, both as `critical=email`."""

    name: str
    wish: str
    better: str


class CheckReach:
    """Looks at what somebody wishes, the addresses there are, and the channels that are on."""

    def __init__(self, policy: AlertingPolicy) -> None:
        self._policy = policy

    def execute(self, developer: Developer) -> Sequence[str]:
        """What is to be known of it, a sentence each; nothing where all is well."""
        found = list(self._wishes(developer))
        ways = list(ways_of(developer, _CRITICAL, self._policy))
        # That a channel is off for everybody is no news about this person, unless it is wished for.
        nowhere = not any(way.recipient and way.refused is not NoticeReason.NOT_WANTED for way in ways)
        wished = _CRITICAL in developer.preferences.channels
        if (nowhere or wished) and not can_be_told(developer, _CRITICAL, self._policy):
            found.append(f"not even what is critical reaches {developer.name!r} by any channel")
        return found

    def _wishes(self, developer: Developer) -> Iterator[str]:
        for severity, wanted in developer.preferences.channels.items():
            for channel in wanted:
                wish = f"{severity}={channel}"
                if not address_of(developer, channel):
                    yield f"{wish} leads nowhere: {developer.name!r} has {_MISSING[channel]}"
                elif not self._is_on(channel):
                    yield f"{wish} leads nowhere: {channel} is off, or posts into its own channel only"

    def _is_on(self, channel: Channel) -> bool:
        return channel in self._policy.channels and (channel is not Channel.SLACK or self._policy.slack_people)


def unheard(developer: Developer, policy: AlertingPolicy) -> Unheard | None:
    """What somebody wishes who would be told of what is critical without that wish; None for everybody else."""
    wanted = developer.preferences.channels.get(_CRITICAL)
    if wanted is None or can_be_told(developer, _CRITICAL, policy):
        return None
    for channel in (Channel.EMAIL, Channel.SMS, Channel.SLACK):
        wish = Preferences(channels={_CRITICAL: (channel,)})
        if can_be_told(replace(developer, preferences=wish), _CRITICAL, policy):
            return Unheard(developer.name, f"critical={','.join(wanted) or 'none'}", f"critical={channel}")
    return None
