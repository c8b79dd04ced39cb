"""Errors in the API's JSON."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema
from webargs.fields import DelimitedList

from adapters.inbound.http.page_schema import PageSchema
from application.find_critical_errors import UNRESOLVED
from application.find_errors import LARGEST_PAGE
from application.ports.error_reader import ErrorOrdering
from domain.error_log import ErrorStatus
from domain.error_pattern import PatternStatus
from domain.error_report import MarkReason
from domain.history import SubjectKind
from domain.placement_reason import PlacementReason
from domain.search_terms import asked_words
from domain.severity import Severity

_LONGEST_CURSOR = 40
_LONGEST_SEARCH = 300


def _names(says: str = "") -> DelimitedList:
    text = fields.String(validate=validate.Length(min=1, max=300))
    return DelimitedList(text, load_default=(), metadata={"description": says} if says else {})


def _moment(says: str) -> fields.AwareDateTime:
    return fields.AwareDateTime(format="iso", default_timezone=UTC, load_default=None, metadata={"description": says})


def _holds_a_word(text: str) -> None:
    if not asked_words(text):
        raise ValidationError("must hold a word: letters or digits")


class CriticalListQuery(Schema):
    """What narrows the list; several values by comma."""

    class Meta:
        """A filter that is misspelt must not show everything."""

        unknown = RAISE

    service = _names()
    environment = _names()
    error_type = _names()
    status = DelimitedList(
        fields.Enum(ErrorStatus, by_value=True, validate=validate.OneOf(UNRESOLVED)),
        load_default=(),
        metadata={"description": "`open` or `assigned`"},
    )
    endpoint = _names()
    assigned_to = DelimitedList(fields.UUID(), load_default=(), metadata={"description": "the owner in force"})
    user_id = _names()
    release = _names()
    pattern = DelimitedList(fields.UUID(), load_default=(), metadata={"description": "with all merged into it"})
    q = fields.String(
        load_default="",
        validate=[validate.Length(min=1, max=_LONGEST_SEARCH), _holds_a_word],
        metadata={"description": "words that the message or type must hold, all of them"},
    )
    since = _moment("received then or later")
    until = _moment("received before")
    ordering = fields.Enum(
        ErrorOrdering,
        by_value=True,
        load_default=ErrorOrdering.NEWEST,
        metadata={"description": "newest first, oldest first, worst first or mildest first (the newest first in each)"},
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=_LONGEST_CURSOR),
        metadata={"description": "out of `next` or `previous`, under the same filters and order"},
    )

    @validates_schema(skip_on_field_errors=False)
    def check_times(self, query: Mapping[str, Any], **_: object) -> None:
        """A time that ends before it begins is a mistake, not an empty list."""
        since, until = query.get("since"), query.get("until")
        if since is not None and until is not None and since >= until:
            raise ValidationError("must be later than `since`", "until")


class ErrorListQuery(CriticalListQuery):
    """What narrows the list; several values by comma."""

    class Meta:
        """A filter that is misspelt must not show everything."""

        unknown = RAISE

    severity = DelimitedList(fields.Enum(Severity, by_value=True), load_default=())
    status = DelimitedList(
        fields.Enum(ErrorStatus, by_value=True), load_default=(), metadata={"description": "the one in force"}
    )


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


class ErrorPageSchema(PageSchema):
    """One page; `next` and `previous` are paths on this server."""

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
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    acknowledged_until = fields.AwareDateTime(allow_none=True, metadata={"description": "then it lapses"})
    escalates_at = fields.AwareDateTime(allow_none=True, metadata={"description": "when the next level is due"})
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
    placement = fields.Enum(
        PlacementReason, by_value=True, allow_none=True, metadata={"description": "why it was placed as it was"}
    )
    expires_at = fields.AwareDateTime()
    owner_name = fields.String(allow_none=True)
    pattern_details = fields.Nested(PatternSchema())
    episode_details = fields.Nested(EpisodeSchema(), allow_none=True)
    history = fields.List(fields.Nested(HistorySchema()))
