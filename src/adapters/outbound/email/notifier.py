"""Notices by mail."""

import smtplib

from adapters.outbound.email import address
from adapters.outbound.email.composition import Mail, write_mail
from adapters.outbound.email.dialogue import FAULTS, Dialogue
from adapters.outbound.email.failures import fault_in_words, reply_in_words
from adapters.outbound.email.outcomes import outcome_of_reply, outcome_of_silence
from adapters.outbound.email.server import SmtpServer
from application.notice import compose, compose_digest
from application.ports.clock import Clock
from application.ports.notifier import Message
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.notification import NotificationKind


class EmailNotifier:
    """Sends by SMTP, with a connection for each mail; threads may share it.

    Args:
        from_address: the sender, with or without a name before it; its domain also names the mails.
        dashboard_url: where the one link leads.

    Raises:
        NotAnAddress: `from_address` is none.
    """

    def __init__(self, server: SmtpServer, *, from_address: str, dashboard_url: str, clock: Clock) -> None:
        self._server = server
        self._sender = address.sender(from_address)
        self._dashboard_url = dashboard_url
        self._clock = clock

    @property
    def channel(self) -> Channel:
        """Email."""
        return Channel.EMAIL

    def send(self, message: Message) -> AttemptResult:
        """Try once. The mail's Message-ID is the same each time."""
        dialogue = Dialogue(self._server)
        try:
            mail = self._write(message)
            with dialogue.logged_in() as connection:
                code, reply = dialogue.hand_over(connection, mail)
        except address.NotAnAddress as refusal:
            return AttemptResult(DeliveryOutcome.REFUSED, str(refusal))
        except smtplib.SMTPResponseException as answer:
            outcome = outcome_of_reply(dialogue.phase, answer.smtp_code)
            said = reply_in_words(answer.smtp_code, answer.smtp_error, self._server, dialogue.phase)
        except FAULTS as fault:
            outcome = outcome_of_silence(dialogue.phase)
            said = fault_in_words(fault, self._server, dialogue.phase)
        else:
            outcome, said = outcome_of_reply(dialogue.phase, code), reply_in_words(code, reply, self._server)
        return AttemptResult(outcome, said)

    def _write(self, message: Message) -> Mail:
        notice = message.notification.kind is NotificationKind.NOTICE
        return write_mail(
            (compose if notice else compose_digest)(message, self._dashboard_url),
            message.notification,
            sender=self._sender,
            recipient=address.recipient(message.notification.recipient),
            now=self._clock.now(),
        )
