"""Reading errors over the API."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.cursors import Cursor
from adapters.inbound.http.envelope import API
from adapters.inbound.http.errors_schemas import ErrorDetailSchema, ErrorListQuery, ErrorPageSchema
from application.find_errors import FindErrors, FindErrorsQuery
from application.ports.error_reader import ErrorDetail, ErrorFilter, ErrorPage
from application.show_error import ShowError


def errors_blueprint(find: FindErrors, show: ShowError) -> Blueprint:
    """`GET /errors/` and `GET /errors/{id}/`, for tokens that may read."""
    blueprint = Blueprint("errors", __name__, url_prefix=f"{API}/errors", description="Reported errors")

    def list_errors(query: Mapping[str, Any]) -> dict[str, object]:
        """List errors, newest first"""
        return _page(find.execute(_find_query(query)))

    def show_error(error_id: UUID) -> dict[str, object]:
        """Show one error with its pattern, episode and history"""
        return _flat(show.execute(error_id))

    takes = blueprint.arguments(ErrorListQuery(), location="query", unknown=None)
    page, detail = blueprint.response(200, ErrorPageSchema()), blueprint.response(200, ErrorDetailSchema())
    for rule, view in {"/": takes(page(list_errors)), "/<uuid:error_id>/": detail(show_error)}.items():
        blueprint.add_url_rule(rule, view_func=blueprint.doc(security=[{"token": []}])(view), methods=["GET"])
    return blueprint


def _find_query(query: Mapping[str, Any]) -> FindErrorsQuery:
    cursor = None if query["cursor"] is None else Cursor.parse(query["cursor"])
    wanted = ErrorFilter(
        services=tuple(query["service"]),
        severities=tuple(severity.value for severity in query["severity"]),
        environments=tuple(query["environment"]),
        error_types=tuple(query["error_type"]),
        statuses=tuple(status.value for status in query["status"]),
        endpoints=tuple(query["endpoint"]),
        owners=tuple(query["assigned_to"]),
        user_ids=tuple(query["user_id"]),
        releases=tuple(query["release"]),
        pattern_id=query["pattern"],
        since=query["since"],
        until=query["until"],
    )
    return FindErrorsQuery(
        wanted=wanted,
        limit=query["limit"],
        older_than=cursor.error_id if cursor is not None and cursor.older else None,
        newer_than=cursor.error_id if cursor is not None and not cursor.older else None,
    )


def _flat(detail: ErrorDetail) -> dict[str, object]:
    error = detail.error
    return {
        **{field.name: getattr(error, field.name) for field in fields(error)},
        "severity": error.severity,
        "owner_name": detail.owner_name,
        "pattern_details": detail.pattern,
        "episode_details": detail.episode,
        "history": detail.history,
    }


def _page(page: ErrorPage) -> dict[str, object]:
    marks = {"count_capped": page.count_capped, "partial": page.partial}
    return {
        "count": page.count,
        **{name: True for name, holds in marks.items() if holds},
        "next": _link(page.older_than, older=True),
        "previous": _link(page.newer_than, older=False),
        "results": page.errors,
    }


def _link(error_id: UUID | None, *, older: bool) -> str | None:
    """A path on this server with the present filters: a host in it would come out of a header of the request."""
    if error_id is None:
        return None
    filters = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{API}/errors/?{urlencode([*filters, ('cursor', str(Cursor(error_id, older)))])}"
