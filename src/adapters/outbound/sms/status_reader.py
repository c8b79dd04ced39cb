"""What became of text messages."""

from adapters.outbound.sms.outcomes import FATES
from adapters.outbound.sms.twilio_account import FAULTS, TwilioAccount
from domain.delivery import Channel, DeliveryStatus, Fate


class SmsStatusReader:
    """Asks Twilio; threads may share it."""

    def __init__(self, account: TwilioAccount) -> None:
        self._account = account

    @property
    def channel(self) -> Channel:
        """Text messages."""
        return Channel.SMS

    def status_of(self, provider_id: str) -> DeliveryStatus:
        """What Twilio says of the message by its SID."""
        try:
            message = self._account.conversation().look_up(provider_id)
            status, code, words = message.status, message.error_code, message.error_message
        except FAULTS as fault:
            return DeliveryStatus(Fate.UNDER_WAY, self._account.in_words(str(fault)))
        said = " ".join(str(part) for part in (status, code, words) if part)
        return DeliveryStatus(FATES.get(str(status), Fate.UNDER_WAY), self._account.in_words(said))
