"""Notifications in the API's JSON."""

from datetime import UTC

from marshmallow import RAISE, Schema, fields, validate
from webargs.fields import DelimitedList

from adapters.inbound.http.page_schema import PageSchema
from application.find_notifications import LARGEST_PAGE
from domain.alerting import NoticeReason
from domain.delivery import Channel, DeliveryOutcome
from domain.notification import DeathReason, NotificationState
from domain.severity import Severity

_LONGEST_CURSOR = 40


def _moment(says: str) -> fields.AwareDateTime:
    return fields.AwareDateTime(format="iso", default_timezone=UTC, load_default=None, metadata={"description": says})


class NotificationListQuery(Schema):
    """What narrows the list; several values by comma."""

    class Meta:
        """A filter that is misspelt must not show everything."""

        unknown = RAISE

    state = DelimitedList(fields.Enum(NotificationState, by_value=True), load_default=())
    channel = DelimitedList(fields.Enum(Channel, by_value=True), load_default=())
    developer = DelimitedList(fields.UUID(), load_default=(), metadata={"description": "whom it was written for"})
    severity = DelimitedList(fields.Enum(Severity, by_value=True), load_default=())
    reason = DelimitedList(fields.Enum(NoticeReason, by_value=True), load_default=())
    episode = DelimitedList(fields.UUID(), load_default=())
    pattern = DelimitedList(fields.UUID(), load_default=())
    error = DelimitedList(fields.UUID(), load_default=(), metadata={"description": "the error that it shows"})
    since = _moment("written then or later")
    until = _moment("written before")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=_LONGEST_CURSOR),
        metadata={"description": "out of `next` or `previous`"},
    )


class NotificationSchema(Schema):
    """One message to one person, or why there was none."""

    id = fields.UUID()
    state = fields.Enum(NotificationState, by_value=True)
    reason = fields.String(metadata={"description": "why it was written; where it is suppressed, what held it back"})
    channel = fields.Enum(Channel, by_value=True)
    recipient = fields.String(metadata={"description": "the address; empty where there is none"})
    developer = fields.UUID(attribute="developer_id", allow_none=True)
    severity = fields.Enum(Severity, by_value=True)
    trusted = fields.Boolean(metadata={"description": "whether a sender who may page people caused it"})
    error = fields.UUID(attribute="error_id")
    pattern = fields.UUID(attribute="pattern_id")
    episode = fields.UUID(attribute="episode_id")
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime(metadata={"description": "it is given up then"})
    next_attempt_at = fields.AwareDateTime(allow_none=True, metadata={"description": "null where nothing is due"})
    attempts = fields.Integer()
    accepted_at = fields.AwareDateTime(allow_none=True)
    delivered_at = fields.AwareDateTime(allow_none=True)
    read_at = fields.AwareDateTime(allow_none=True)
    last_answer = fields.String(allow_none=True, metadata={"description": "the provider's own words"})
    death_reason = fields.Enum(DeathReason, by_value=True, allow_none=True)


class NotificationPageSchema(PageSchema):
    """One page, newest first; `next` and `previous` are paths on this server."""

    results = fields.List(fields.Nested(NotificationSchema()))


class AttemptSchema(Schema):
    """One attempt to send it."""

    number = fields.Integer()
    worker = fields.String()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True, metadata={"description": "null while it runs"})
    outcome = fields.Enum(DeliveryOutcome, by_value=True, allow_none=True)
    answer = fields.String(allow_none=True, metadata={"description": "the provider's own words, redacted"})


class NotificationDetailSchema(NotificationSchema):
    """One notification with every attempt."""

    developer_name = fields.String(allow_none=True)
    attempt_details = fields.List(fields.Nested(AttemptSchema()))
