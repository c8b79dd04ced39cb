"""Notices in Slack, by a bot or by an incoming webhook."""

import re
from collections.abc import Mapping
from typing import Any

from adapters.outbound.slack.blocks import digest_body, notice_body
from adapters.outbound.slack.incoming_webhook import IncomingWebhook
from adapters.outbound.slack.web_api import WebApi
from application.notice import compose, compose_digest
from application.ports.notifier import Message
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.display_text import safe_line
from domain.notification import NotificationKind

BY_WEBHOOK = "webhook"
"""The recipient that stands for the channel of the incoming webhook."""
_RECIPIENT = re.compile(r"#?[^\s#@<>&|,:\"'`]{1,80}")


class SlackNotifier:
    """Posts notices; threads may share it. The recipient is a channel by name or id, a member's id, or "webhook".

    Args:
        api: posts as a bot; None without a token.
        webhook: posts into the one channel; None without a URL.
        dashboard_url: where the link leads.
    """

    def __init__(self, *, api: WebApi | None, webhook: IncomingWebhook | None, dashboard_url: str) -> None:
        self._api = api
        self._webhook = webhook
        self._dashboard_url = dashboard_url

    @property
    def channel(self) -> Channel:
        """Slack."""
        return Channel.SLACK

    def send(self, message: Message) -> AttemptResult:
        """Try once; into the episode's thread, where that is in the recipient's channel."""
        recipient = message.notification.recipient
        if not _RECIPIENT.fullmatch(recipient):
            return AttemptResult(DeliveryOutcome.REFUSED, f"not a channel or member: {safe_line(recipient, 100)!r}")
        body, thread = self._body(message), message.episode.slack_thread
        if message.notification.kind is not NotificationKind.NOTICE:
            thread = None
        if recipient == BY_WEBHOOK:
            if self._webhook is None:
                return AttemptResult(DeliveryOutcome.UNREACHABLE, "SLACK_WEBHOOK_URL is not set")
            return self._webhook.post(body)
        if self._api is None:
            return AttemptResult(DeliveryOutcome.UNREACHABLE, "SLACK_BOT_TOKEN is not set")
        return self._api.post(body, recipient, thread)

    def _body(self, message: Message) -> Mapping[str, Any]:
        if message.notification.kind is not NotificationKind.NOTICE:
            return digest_body(compose_digest(message, self._dashboard_url))
        notice = compose(message, self._dashboard_url)
        return notice_body(notice, mention=message.mention, acknowledge_url=message.acknowledge_url)
