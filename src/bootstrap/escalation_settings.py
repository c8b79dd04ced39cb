"""How long an acknowledgement holds, and how long somebody has to give one."""

from dataclasses import dataclass
from datetime import timedelta

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader
from domain.escalation import AckTimeouts

_MOST_MINUTES = 10_080


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationSettings:
    """`reassign_after` None: what nobody acknowledges stays with its owner."""

    ack_timeouts: AckTimeouts = AckTimeouts()
    reassign_after: timedelta | None = None


def read_escalation(reader: SettingReader) -> EscalationSettings:
    """ACK_TIMEOUT and REASSIGN_AFTER, both in minutes; what is wrong stays with the reader."""
    timeout_min = reader.read("ACK_TIMEOUT", parse.whole_number(1, _MOST_MINUTES), 30, example="30")
    reassign_min = reader.read("REASSIGN_AFTER", parse.whole_number(0, _MOST_MINUTES), 0, example="15")
    return EscalationSettings(
        ack_timeouts=AckTimeouts(critical=timedelta(minutes=timeout_min)),
        reassign_after=timedelta(minutes=reassign_min) if reassign_min else None,
    )
