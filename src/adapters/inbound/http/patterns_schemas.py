"""Patterns and episodes in the API's JSON."""

from datetime import UTC

from marshmallow import RAISE, Schema, fields, validate
from webargs.fields import DelimitedList

from adapters.inbound.http.errors_schemas import HistorySchema
from adapters.inbound.http.place_cursors import LONGEST as LONGEST_PLACE
from adapters.inbound.http.statistics_schemas import SeverityCountsSchema
from application.find_patterns import LARGEST_PAGE
from application.ports.pattern_reader import PatternOrder
from domain.episode import EpisodeEnd, TriageReason
from domain.error_pattern import PatternStatus
from domain.severity import Severity
from domain.trends import Trend

_LONGEST_CURSOR = 40
_LONGEST_SEARCH = 300
ORDERINGS = tuple(f"{sign}{order.value}" for order in PatternOrder for sign in ("-", ""))


def _says(text: str) -> dict[str, str]:
    return {"description": text}


def _names() -> DelimitedList:
    return DelimitedList(fields.String(validate=validate.Length(min=1, max=300)), load_default=())


def _limit() -> fields.Integer:
    return fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))


class _Strict(Schema):
    class Meta:
        """What is misspelt must not be passed over."""

        unknown = RAISE


class PatternListQuery(_Strict):
    """What narrows the list; several values by comma."""

    service = _names()
    status = DelimitedList(fields.Enum(PatternStatus, by_value=True), load_default=())
    severity = DelimitedList(
        fields.Enum(Severity, by_value=True), load_default=(), metadata=_says("the worst that any of its errors had")
    )
    error_type = _names()
    since = fields.AwareDateTime(
        format="iso", default_timezone=UTC, load_default=None, metadata=_says("last seen then or later")
    )
    q = fields.String(
        load_default="",
        validate=validate.Length(max=_LONGEST_SEARCH),
        metadata=_says("words, or parts of words, all of them in the title, the type or the culprit"),
    )
    merged = fields.Boolean(load_default=False, metadata=_says("those that were merged into others, and no others"))
    ordering = fields.String(
        load_default="-last_seen", validate=validate.OneOf(ORDERINGS), metadata=_says("with `-` the greatest first")
    )
    limit = _limit()
    cursor = fields.String(
        load_default=None, validate=validate.Length(max=LONGEST_PLACE), metadata=_says("out of `next` or `previous`")
    )


class PatternSummarySchema(Schema):
    """All errors that are alike, as lists show them."""

    id = fields.UUID()
    service = fields.String()
    error_type = fields.String()
    title = fields.String()
    culprit = fields.String(metadata=_says("the place in the code"))
    status = fields.Enum(PatternStatus, by_value=True)
    severity = fields.Enum(Severity, by_value=True, metadata=_says("the worst that any of its errors had"))
    occurrences = fields.Integer()
    users_affected = fields.Integer()
    episodes = fields.Integer(metadata=_says("how often it was open"))
    first_seen = fields.AwareDateTime()
    last_seen = fields.AwareDateTime()
    first_release = fields.String(allow_none=True)
    last_release = fields.String(allow_none=True)
    resolved_at = fields.AwareDateTime(allow_none=True)
    resolved_in_release = fields.String(allow_none=True)
    ignored_until = fields.AwareDateTime(allow_none=True)
    ignored_until_count = fields.Integer(allow_none=True, metadata=_says("a number of occurrences"))
    ignored_until_release = fields.String(allow_none=True)
    merged_into = fields.UUID(allow_none=True, metadata=_says("the pattern that stands for this one"))


class PatternPageSchema(Schema):
    """One page; `next` and `previous` are paths on this server."""

    count = fields.Integer()
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(PatternSummarySchema()))


class PatternEpisodeSchema(Schema):
    """A time in which the pattern was open."""

    id = fields.UUID()
    pattern = fields.UUID(attribute="pattern_id", metadata=_says("the pattern, or one that was merged into it"))
    environment = fields.String(metadata=_says("where it began"))
    severity = fields.Enum(Severity, by_value=True, metadata=_says("the worst that any of its errors had"))
    opened_at = fields.AwareDateTime()
    opened_because = fields.Enum(TriageReason, by_value=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    closed_as = fields.Enum(EpisodeEnd, by_value=True, allow_none=True)
    merged_into = fields.UUID(allow_none=True, metadata=_says("the episode that its open errors went to"))
    owner = fields.UUID(attribute="owner_id", allow_none=True)
    assigned_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    acknowledged_until = fields.AwareDateTime(allow_none=True, metadata={"description": "then it lapses"})
    acknowledged_by = fields.String(allow_none=True)
    level = fields.Integer(metadata=_says("how often it was escalated"))
    deadline = fields.AwareDateTime(allow_none=True, metadata={"description": "the earliest of its open errors"})
    escalates_at = fields.AwareDateTime(allow_none=True, metadata={"description": "when the next level is due"})
    first_error = fields.UUID(attribute="first_error_id")
    last_error = fields.UUID(attribute="last_error_id")
    last_error_at = fields.AwareDateTime()
    errors = fields.Integer(metadata=_says("all that ever joined it"))
    open_errors = fields.Nested(SeverityCountsSchema(), attribute="open_counts")


class EpisodeListQuery(_Strict):
    """Where in the list."""

    limit = _limit()
    cursor = fields.String(
        load_default=None, validate=validate.Length(max=_LONGEST_CURSOR), metadata=_says("out of `next` or `previous`")
    )


class EpisodePageSchema(Schema):
    """One page, newest first; `next` and `previous` are paths on this server."""

    count = fields.Integer()
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(PatternEpisodeSchema()))


class TrendSchema(Schema):
    """Which way it goes, and the numbers that say so."""

    trend = fields.Enum(Trend, by_value=True)
    last_day = fields.Integer(metadata=_says("errors in the last 24 hours, the running one the last"))
    usual_day = fields.Float(metadata=_says("errors a day in the 7 days before, or since it was first seen"))
    last_hour = fields.Integer(metadata=_says("errors in the running hour or the one before, whichever has more"))
    busy_hour = fields.Integer(metadata=_says("errors in an hour that one in twenty of the hours before surpasses"))
    silent_hours = fields.Integer(metadata=_says("whole hours since the last error"))


class CountSchema(Schema):
    """An hour or a day."""

    starts_at = fields.AwareDateTime()
    count = fields.Integer()


class PlaceSchema(Schema):
    """Errors of the last 30 days by where they came from and how bad they were."""

    environment = fields.String()
    severity = fields.Enum(Severity, by_value=True)
    count = fields.Integer()


class PatternDetailSchema(PatternSummarySchema):
    """One pattern with what surrounds it."""

    fingerprint = fields.String()
    rules = fields.String(metadata=_says("the version of the rules that it was grouped by"))
    trend = fields.Nested(TrendSchema())
    hours = fields.List(fields.Nested(CountSchema()), metadata=_says("the last 48, oldest first"))
    days = fields.List(fields.Nested(CountSchema()), metadata=_says("the last 30 of UTC, oldest first"))
    places = fields.List(fields.Nested(PlaceSchema()))
    episode = fields.Nested(PatternEpisodeSchema(), allow_none=True, metadata=_says("the open one"))
    owner_name = fields.String(allow_none=True)
    members = fields.List(fields.Nested(PatternSummarySchema()), metadata=_says("what was merged into it"))
    history = fields.List(fields.Nested(HistorySchema()))


class MergeSchema(_Strict):
    """Which pattern it becomes part of."""

    into = fields.UUID(required=True, metadata=_says("a pattern of the same service"))
