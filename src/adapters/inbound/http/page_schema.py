"""What pages of lists have in common that look through no more than so many rows."""

from marshmallow import Schema, fields


class PageSchema(Schema):
    """One page, without its results."""

    count = fields.Integer(metadata={"description": "exact up to 10,000, unless `count_capped`"})
    count_capped = fields.Boolean(metadata={"description": "there, and true, where more than `count` may match"})
    is_partial = fields.Boolean(
        data_key="partial",
        attribute="partial",
        metadata={"description": "there, and true, where only so many were looked through; `next` goes on"},
    )
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
