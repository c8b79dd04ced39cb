"""Errors in the API's JSON."""

from datetime import UTC

from marshmallow import RAISE, Schema, fields, validate
from webargs.fields import DelimitedList

from application.find_errors import LARGEST_PAGE
from domain.error_log import ErrorStatus
from domain.error_pattern import PatternStatus
from domain.error_report import MarkReason
from domain.history import SubjectKind
from domain.severity import Severity

_LONGEST_CURSOR = 40


def _names() -> DelimitedList:
    return DelimitedList(fields.String(validate=validate.Length(min=1, max=300)), load_default=())


def _moment() -> fields.AwareDateTime:
    return fields.AwareDateTime(format="iso", default_timezone=UTC, load_default=None)


class ErrorListQuery(Schema):
    """What narrows the list; several values by comma."""

    class Meta:
        """A filter that is misspelt must not show everything."""

        unknown = RAISE

    service = _names()
    severity = DelimitedList(fields.Enum(Severity, by_value=True), load_default=())
    environment = _names()
    error_type = _names()
    status = DelimitedList(fields.Enum(ErrorStatus, by_value=True), load_default=())
    endpoint = _names()
    assigned_to = DelimitedList(fields.UUID(), load_default=())
    user_id = _names()
    release = _names()
    pattern = fields.UUID(load_default=None)
    since = _moment()
    until = _moment()
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(load_default=None, validate=validate.Length(max=_LONGEST_CURSOR))


class MarkSchema(Schema):
    """One change that was made to what was sent."""

    field = fields.String()
    reason = fields.Enum(MarkReason, by_value=True)
    detail = fields.String()


class ErrorSummarySchema(Schema):
    """One error as lists show it, without its stack trace and context."""

    id = fields.UUID()
    service = fields.String(attribute="report.service")
    severity = fields.Enum(Severity, by_value=True)
    status = fields.Enum(ErrorStatus, by_value=True)
    environment = fields.String(attribute="report.environment")
    error_type = fields.String(attribute="report.error_type")
    message = fields.String(attribute="report.message")
    endpoint = fields.String(attribute="report.endpoint", allow_none=True)
    status_code = fields.Integer(attribute="report.status_code", allow_none=True)
    release = fields.String(attribute="report.release", allow_none=True)
    user_id = fields.String(attribute="report.user_id", allow_none=True)
    pattern = fields.UUID(attribute="pattern_id")
    episode = fields.UUID(attribute="episode_id", allow_none=True)
    assigned_to = fields.UUID(allow_none=True)
    received_at = fields.AwareDateTime()
    occurred_at = fields.AwareDateTime()
    resolved_at = fields.AwareDateTime(allow_none=True)


class ErrorPageSchema(Schema):
    """One page, newest first; `next` and `previous` are paths on this server."""

    count = fields.Integer(metadata={"description": "exact up to 10,000, unless `count_capped`"})
    count_capped = fields.Boolean(metadata={"description": "there, and true, where more than `count` may match"})
    is_partial = fields.Boolean(
        data_key="partial",
        attribute="partial",
        metadata={"description": "there, and true, where only so many errors were looked through; `next` goes on"},
    )
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(ErrorSummarySchema()))


class PatternSchema(Schema):
    """All errors like this one."""

    id = fields.UUID()
    title = fields.String()
    culprit = fields.String()
    status = fields.Enum(PatternStatus, by_value=True)
    severity = fields.Enum(Severity, by_value=True)
    occurrences = fields.Integer()
    users_affected = fields.Integer()
    episodes = fields.Integer()
    first_seen = fields.AwareDateTime()
    last_seen = fields.AwareDateTime()
    first_release = fields.String(allow_none=True)
    last_release = fields.String(allow_none=True)


class EpisodeSchema(Schema):
    """The pattern's open time that the error belongs to."""

    id = fields.UUID()
    severity = fields.Enum(Severity, by_value=True)
    opened_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    owner = fields.UUID(attribute="owner_id", allow_none=True)
    level = fields.Integer()
    escalates_at = fields.AwareDateTime(allow_none=True)
    errors = fields.Integer()
    open_errors = fields.Integer(attribute="open_counts.total")


class HistorySchema(Schema):
    """Who did what, when and why, to the error or its episode."""

    subject = fields.Enum(SubjectKind, by_value=True, attribute="subject_kind")
    at = fields.AwareDateTime()
    actor = fields.String()
    action = fields.String()
    reason = fields.String()
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)
    inputs = fields.Dict()


class ErrorDetailSchema(ErrorSummarySchema):
    """One error with everything that was sent, and with what surrounds it."""

    stack_trace = fields.String(attribute="report.stack_trace", allow_none=True)
    context = fields.Dict(attribute="report.context")
    session_id = fields.String(attribute="report.session_id", allow_none=True)
    url = fields.String(attribute="report.url", allow_none=True)
    user_agent = fields.String(attribute="report.user_agent", allow_none=True)
    event_id = fields.UUID(attribute="report.event_id", allow_none=True)
    marks = fields.List(fields.Nested(MarkSchema()), attribute="report.marks")
    trusted = fields.Boolean()
    expires_at = fields.AwareDateTime()
    owner_name = fields.String(allow_none=True)
    pattern_details = fields.Nested(PatternSchema())
    episode_details = fields.Nested(EpisodeSchema(), allow_none=True)
    history = fields.List(fields.Nested(HistorySchema()))


class FieldFaultSchema(Schema):
    """One field at fault."""

    field = fields.String()
    problem = fields.String()
    expected = fields.String()


class ProblemSchema(Schema):
    """A refusal (RFC 9457)."""

    type = fields.String(metadata={"format": "uri"})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    instance = fields.String()
    request_id = fields.String()
    errors = fields.List(fields.Nested(FieldFaultSchema()))
