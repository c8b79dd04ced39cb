"""What Slack's answers mean for the notice: the one table of them."""

from datetime import timedelta

from domain.delivery import DeliveryOutcome

_BUSY = "ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "request_timeout"
_NOT_US = (
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission",
    "missing_scope", "not_allowed_token_type", "access_denied", "accesslimited", "org_login_required",
    "ekm_access_denied", "team_access_not_granted", "enterprise_is_restricted", "team_added_to_org",
    "two_factor_setup_required", "deprecated_endpoint", "method_deprecated", "unknown_method",
)  # fmt: skip
_NOT_THERE = (
    "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "user_not_found", "users_not_found",
    "user_disabled", "cannot_dm_bot", "messages_tab_disabled", "restricted_action",
    "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "channel_is_archived",
    "channel_type_not_supported", "not_allowed", "msg_too_long", "msg_blocks_too_long", "no_text",
    "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "attachment_payload_limit_exceeded",
    "too_many_attachments", "markdown_text_conflict", "invalid_arguments", "invalid_payload", "invalid_array_arg",
)  # fmt: skip
_PERHAPS_DONE = "internal_error", "fatal_error"
NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "message_not_found", "invalid_thread_ts"})
"""The thread was deleted: the message can still be posted by itself."""

_BY_ERROR = {
    # True of every message, to be mended in the settings or by waiting: the notice waits.
    **dict.fromkeys((*_BUSY, *_NOT_US), DeliveryOutcome.UNREACHABLE),
    # Of this receiver or this message.
    **dict.fromkeys(_NOT_THERE, DeliveryOutcome.REFUSED),
    # In Slack's own words, "some aspect of the operation" may have succeeded.
    **dict.fromkeys(_PERHAPS_DONE, DeliveryOutcome.UNKNOWN),
}
_OK = 200
_BAD_REQUEST = 400
_REVOKED = frozenset({401, 403, 404, 410})
"""What an incoming webhook answers once it, its app, its channel or its team is gone."""
_GATEWAY_TIMEOUT = 504

WAIT_WHEN_BUSY = timedelta(seconds=30)
"""Where Slack says that it is asked too often, and not how long to wait; its limits are by the minute."""


def outcome_of_error(error: str) -> DeliveryOutcome:
    """What an error of the Web API means; one that is not known is an answer about the message."""
    return _BY_ERROR.get(error, DeliveryOutcome.DEFERRED)


def outcome_of_status(status: int) -> DeliveryOutcome:
    """What an HTTP status means that came without anything that Slack says."""
    if status in (_OK, _GATEWAY_TIMEOUT):
        return DeliveryOutcome.UNKNOWN
    return DeliveryOutcome.UNREACHABLE


def outcome_of_webhook(status: int, said: str) -> DeliveryOutcome:
    """What an incoming webhook's answer means, whose text is "ok" or an error."""
    if status == _OK and said == "ok":
        return DeliveryOutcome.ACCEPTED
    if status in _REVOKED:
        return DeliveryOutcome.UNREACHABLE
    if status == _BAD_REQUEST:
        return DeliveryOutcome.REFUSED
    return outcome_of_status(status)
