"""Notices as text messages."""

import re

from adapters.outbound.sms.outcomes import WAIT_WHEN_BUSY, is_busy, outcome_of_refusal
from adapters.outbound.sms.text import fitted, notice_text
from adapters.outbound.sms.twilio_account import FAULTS, Conversation, TwilioAccount, code_of
from application.notice import compose, compose_digest
from application.ports.clock import Clock
from application.ports.notifier import Message
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.display_text import safe_line
from domain.notification import NotificationKind

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
"""E.164."""
_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")


class SmsNotifier:
    """Sends by Twilio, one message of one part each; threads may share it.

    Args:
        sender: our number, by E.164.
        dashboard_url: where the link leads.
    """

    def __init__(self, account: TwilioAccount, *, sender: str, dashboard_url: str, clock: Clock) -> None:
        self._account = account
        self._sender = sender
        self._dashboard_url = dashboard_url
        self._clock = clock

    @property
    def channel(self) -> Channel:
        """Text messages."""
        return Channel.SMS

    def send(self, message: Message) -> AttemptResult:
        """Try once. Twilio has no key by which it would know a repeat."""
        to = message.notification.recipient
        if not _NUMBER.fullmatch(to):
            return AttemptResult(DeliveryOutcome.REFUSED, f"not a number by E.164: {safe_line(to, 100)!r}")
        text = self._text(message)
        conversation = self._account.conversation()
        try:
            taken = conversation.send(to=to, sender=self._sender, text=text)
            sid, status = taken.sid, taken.status
        except FAULTS as fault:
            return self._not_taken(conversation, fault)
        if not isinstance(sid, str) or not _SID.fullmatch(sid):
            return AttemptResult(DeliveryOutcome.UNKNOWN, "the answer names no message: it may have been sent")
        return AttemptResult(DeliveryOutcome.ACCEPTED, self._account.in_words(f"{status} {sid}"), provider_id=sid)

    def _text(self, message: Message) -> str:
        if message.notification.kind is not NotificationKind.NOTICE:
            digest = compose_digest(message, self._dashboard_url)
            return fitted(digest.title, digest.link, "Open:")
        return notice_text(compose(message, self._dashboard_url), message.acknowledge_url)

    def _not_taken(self, conversation: Conversation, fault: Exception) -> AttemptResult:
        reply, code = conversation.reply, code_of(fault)
        if reply is None:
            handed_over = getattr(fault, "handed_over", False)
            outcome = DeliveryOutcome.UNKNOWN if handed_over else DeliveryOutcome.UNREACHABLE
            return AttemptResult(outcome, self._account.in_words(str(fault)))
        wait = reply.retry_after(self._clock.now())
        if is_busy(reply.status, code):
            wait = wait or WAIT_WHEN_BUSY
        said = f"{reply.status} {reply.text}" if code is None else f"{code} {getattr(fault, 'msg', '')}"
        outcome = outcome_of_refusal(reply.status, code)
        return AttemptResult(outcome, self._account.in_words(said), retry_after=wait)
