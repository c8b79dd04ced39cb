"""What was limited, cut or refused, in the API's JSON."""

from marshmallow import RAISE, Schema, fields, validate

from application.show_intake import MOST_DAYS
from domain.limits import LIMITS


class IntakeQuery(Schema):
    """How far back, and of which service."""

    class Meta:
        """A filter that is misspelt must not show everything."""

        unknown = RAISE

    days = fields.Integer(load_default=7, validate=validate.Range(1, MOST_DAYS))
    service = fields.String(
        load_default=None,
        validate=validate.Length(1, LIMITS["service"]),
        metadata={"description": "one service; without it all of them, and what is nobody's"},
    )


class IntakeCountSchema(Schema):
    """How often a reason was met by a service's errors."""

    service = fields.String(allow_none=True, metadata={"description": "null where nobody knows it"})
    reason = fields.String()
    count = fields.Integer()
    last_hour = fields.AwareDateTime(metadata={"description": "when the newest hour that had any began"})


class IntakeTotalSchema(Schema):
    """How often a reason was met in all."""

    reason = fields.String()
    count = fields.Integer()


class IntakeSchema(Schema):
    """What was limited, cut, changed or refused as it came in."""

    since = fields.AwareDateTime()
    results = fields.List(fields.Nested(IntakeCountSchema()), metadata={"description": "by service and reason"})
    totals = fields.List(fields.Nested(IntakeTotalSchema()), metadata={"description": "by reason"})
