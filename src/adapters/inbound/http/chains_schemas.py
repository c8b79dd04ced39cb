"""Escalation chains in the API's JSON."""

from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.json_requests import JsonBoolean
from domain.escalation_chain import MOST_PEOPLE, MOST_STEPS


class WantedStepSchema(Schema):
    """Who is told at one level."""

    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE

    developers = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=MOST_PEOPLE),
        metadata={"description": "their ids; all of them are told"},
    )
    on_call = JsonBoolean(
        load_default=False, metadata={"description": "also whoever is on call for the service at that moment"}
    )


class WantedChainSchema(Schema):
    """Who is told level by level."""

    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE

    steps = fields.List(
        fields.Nested(WantedStepSchema()),
        required=True,
        validate=validate.Length(1, MOST_STEPS),
        metadata={"description": "the first is for level 1"},
    )


class PersonSchema(Schema):
    """Somebody at a step."""

    id = fields.UUID()
    name = fields.String(allow_none=True, metadata={"description": "null: was removed, and is passed over"})


class StepSchema(Schema):
    """Who is told at one level."""

    developers = fields.List(fields.Nested(PersonSchema()))
    on_call = fields.Boolean()


class ChainSchema(Schema):
    """Who is told level by level, of a service's episodes or of a developer's; the other is null."""

    service = fields.String(allow_none=True, metadata={"description": "`*` for every service"})
    developer = fields.UUID(allow_none=True)
    steps = fields.List(fields.Nested(StepSchema()))
    updated_at = fields.AwareDateTime()


class ChainListSchema(Schema):
    """All of them."""

    count = fields.Integer()
    results = fields.List(fields.Nested(ChainSchema()))
