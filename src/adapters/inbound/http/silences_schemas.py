"""Silences in the API's JSON."""

from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.zoned_moments import ZonedMoment
from domain.developer import LONGEST_NAME
from domain.severity import Severity
from domain.silence import LONGEST_REASON


class NewSilenceSchema(Schema):
    """Of what nobody is to be told; at least one of service, pattern_id and severity."""

    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE

    service = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, LONGEST_NAME))
    pattern_id = fields.UUID(load_default=None, allow_none=True)
    severity = fields.Enum(
        Severity,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "that and what is milder; without it, and without a pattern, all but critical"},
    )
    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))
    begin = ZonedMoment(data_key="from", load_default=None, allow_none=True, metadata={"description": "left out: now"})
    end = ZonedMoment(data_key="until", required=True, metadata={"description": "at most 30 days after `from`"})


class SilenceSchema(Schema):
    """Of what nobody is told, from when until when, and why."""

    id = fields.UUID()
    service = fields.String(allow_none=True)
    pattern_id = fields.UUID(allow_none=True)
    severity = fields.Enum(
        Severity, by_value=True, allow_none=True, metadata={"description": "the worst that is silenced"}
    )
    reason = fields.String()
    created_by = fields.String()
    created_at = fields.AwareDateTime()
    starts_at = fields.AwareDateTime(data_key="from")
    ends_at = fields.AwareDateTime(data_key="until")


class SilenceListSchema(Schema):
    """Those that hold, that are to come, or that ended in the last 24 hours, the first to end first."""

    count = fields.Integer()
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(SilenceSchema()))
