"""Moments that the API is told."""

from marshmallow import fields


class ZonedMoment(fields.AwareDateTime):
    """One that says of which zone it is: nobody here knows where the sender's clock hangs."""

    default_error_messages = {  # noqa: RUF012
        "invalid": "is no time by ISO 8601, as 2026-12-01T12:00:00Z or 2026-12-01T13:00:00+01:00",
        "invalid_awareness": "has no zone: say Z or an offset, as 2026-12-01T12:00:00Z or 2026-12-01T13:00:00+01:00",
    }
