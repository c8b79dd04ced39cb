"""The audit log over the API."""

from collections.abc import Mapping
from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.place_cursors import LONGEST, link_to, not_ours, read_place
from application.find_audit_entries import LARGEST_PAGE, AuditPage, FindAuditEntries, FindAuditEntriesQuery
from application.ports.audit_log import AuditFilter

_PATH = f"{API}/audit/"
_LONGEST_TEXT = 200
_LARGEST_NUMBER = 2**63 - 1
_EXAMPLE = {
    "count": 1,
    "next": None,
    "previous": None,
    "results": [
        {
            "number": 17,
            "at": "2026-11-23T12:00:00+00:00",
            "actor": "anna",
            "action": "developer.update",
            "subject": "019dba00-1111-7222-8333-444455556666",
            "detail": {"min_severity": "high", "email": "changed"},
        }
    ],
}


def _text(says: str) -> fields.String:
    return fields.String(load_default=None, validate=validate.Length(1, _LONGEST_TEXT), metadata={"description": says})


class AuditListQuery(Schema):
    """What narrows the list."""

    class Meta:
        """A filter that is misspelt must not show everything."""

        unknown = RAISE

    actor = _text("the name of a token, or `command line`")
    action = _text("such as `developer.update`")
    subject = _text("the id or name that it was done to")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=LONGEST),
        metadata={"description": "out of `next` or `previous`"},
    )


class AuditEntrySchema(Schema):
    """One act."""

    number = fields.Integer()
    at = fields.AwareDateTime()
    actor = fields.String()
    action = fields.String()
    subject = fields.String()
    detail = fields.Dict(metadata={"description": "what was changed to what; of names and addresses only that"})


class AuditPageSchema(Schema):
    """One page, newest first; `next` and `previous` are paths on this server."""

    count = fields.Integer(metadata={"description": "exact up to 10,000, unless `count_capped`"})
    count_capped = fields.Boolean(metadata={"description": "there, and true, where more than `count` match"})
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(AuditEntrySchema()))


def audit_blueprint(find: FindAuditEntries) -> Blueprint:
    """`GET /audit/`, for tokens of administrators."""
    blueprint = Blueprint("audit", __name__, url_prefix=_PATH.rstrip("/"), description="What staff did")

    @describes(FindAuditEntries, answer=_EXAMPLE)
    def list_audit_entries(query: Mapping[str, Any]) -> dict[str, object]:
        """List what staff did, newest first"""
        return _page(find.execute(_find_query(query)))

    takes = blueprint.arguments(AuditListQuery(), location="query", unknown=None)
    page = blueprint.response(200, AuditPageSchema())
    blueprint.add_url_rule("/", view_func=takes(page(list_audit_entries)), methods=["GET"])
    return blueprint


def _find_query(query: Mapping[str, Any]) -> FindAuditEntriesQuery:
    number, older = (None, True) if query["cursor"] is None else _read_number(query["cursor"])
    return FindAuditEntriesQuery(
        wanted=AuditFilter(actor=query["actor"], action=query["action"], subject=query["subject"]),
        limit=query["limit"],
        before=number if older else None,
        after=None if older else number,
    )


def _read_number(cursor: str) -> tuple[int, bool]:
    (number,), older = read_place(cursor, (int,))
    if not isinstance(number, int) or not 0 <= number <= _LARGEST_NUMBER:
        raise not_ours()
    return number, older


def _page(page: AuditPage) -> dict[str, object]:
    return {
        "count": page.count,
        **({"count_capped": True} if page.count_capped else {}),
        "next": link_to(_PATH, None if page.before is None else [page.before], forwards=True),
        "previous": link_to(_PATH, None if page.after is None else [page.after], forwards=False),
        "results": [
            {
                "number": number,
                "at": entry.at,
                "actor": entry.actor,
                "action": entry.action,
                "subject": entry.subject,
                "detail": dict(entry.detail),
            }
            for number, entry in page.entries
        ],
    }
