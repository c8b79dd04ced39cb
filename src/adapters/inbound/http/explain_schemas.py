"""Explanations in the API's JSON."""

from marshmallow import Schema, fields

from domain.error_log import ErrorStatus
from domain.explanation import About
from domain.placement_reason import PlacementReason
from domain.severity import Severity


class ExplainedErrorSchema(Schema):
    """The error that is explained, as it is now."""

    id = fields.UUID()
    service = fields.String(attribute="report.service")
    environment = fields.String(attribute="report.environment")
    error_type = fields.String(attribute="report.error_type")
    severity = fields.Enum(Severity, by_value=True)
    status = fields.Enum(ErrorStatus, by_value=True)
    placement = fields.Enum(PlacementReason, by_value=True, allow_none=True)
    trusted = fields.Boolean()
    pattern = fields.UUID(attribute="pattern_id", metadata={"description": "the one that it was stored under"})
    episode = fields.UUID(attribute="episode_id", allow_none=True)
    assigned_to = fields.UUID(allow_none=True)
    received_at = fields.AwareDateTime()


class DecisionSchema(Schema):
    """One decision, as data and as a sentence."""

    at = fields.AwareDateTime()
    about = fields.Enum(About, by_value=True)
    decision = fields.String(metadata={"description": "what was decided"})
    reason = fields.String(metadata={"description": "the stable code of the rule that decided"})
    sentence = fields.String(metadata={"description": "the same for people; reported text in it is safe to show"})
    inputs = fields.Dict(metadata={"description": "the facts that it stood on"})
    actor = fields.String(metadata={"description": "`system`, or the name of a token or person"})


class RepeatsSchema(Schema):
    """How often the same was decided about errors alike within an hour."""

    hour = fields.AwareDateTime(metadata={"description": "when the hour began"})
    reason = fields.String(metadata={"description": "`arrived`, or the placement that they were given"})
    count = fields.Integer()
    sentence = fields.String()


class NextStepSchema(Schema):
    """What happens by itself."""

    at = fields.AwareDateTime(allow_none=True, metadata={"description": "null where it waits for no moment"})
    what = fields.String()
    sentence = fields.String()


class ExplanationSchema(Schema):
    """Why an error was treated as it was."""

    error = fields.Nested(ExplainedErrorSchema())
    decisions = fields.List(fields.Nested(DecisionSchema()), metadata={"description": "in the order of time"})
    repeats = fields.List(fields.Nested(RepeatsSchema()), metadata={"description": "by hour"})
    next = fields.List(fields.Nested(NextStepSchema()), metadata={"description": "the earliest first"})
