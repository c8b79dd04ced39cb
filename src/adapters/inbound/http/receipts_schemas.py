"""Receipts in the API's JSON."""

from marshmallow import Schema, fields

from adapters.inbound.http.errors_schemas import MarkSchema
from application.ingest_receipts import IngestOutcome
from domain.error_log import ErrorStatus
from domain.placement_reason import PlacementReason
from domain.severity import Severity


class KeptReceiptSchema(Schema):
    """What an ingest was answered; to who may not see the error, the receipt and that it is stored."""

    receipt = fields.UUID(required=True, metadata={"description": "the error's id"})
    stored = fields.Boolean(metadata={"description": "there, and true, for those who are told nothing else"})
    id = fields.UUID()
    outcome = fields.Enum(IngestOutcome, by_value=True)
    status = fields.Enum(ErrorStatus, by_value=True, metadata={"description": "as it is in force now"})
    severity = fields.Enum(Severity, by_value=True)
    pattern = fields.UUID()
    episode = fields.UUID(allow_none=True)
    placement = fields.Enum(PlacementReason, by_value=True, allow_none=True)
    marks = fields.List(fields.Nested(MarkSchema()))
