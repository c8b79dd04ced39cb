"""Reading errors over the API."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.cursors import Cursor, link_with
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.errors_examples import DETAIL, PAGE
from adapters.inbound.http.errors_schemas import CriticalListQuery, ErrorDetailSchema, ErrorListQuery, ErrorPageSchema
from adapters.inbound.http.versions import with_version
from application.find_critical_errors import FindCriticalErrors
from application.find_errors import FindErrors, FindErrorsQuery
from application.find_recent_errors import FindRecentErrors
from application.ports.error_reader import ErrorDetail, ErrorFilter, ErrorOrdering, ErrorPage, Place
from application.show_error import ShowError
from domain.search_terms import asked_words
from domain.versions import error_version


@dataclass(frozen=True, slots=True)
class ErrorLists:
    """How errors can be looked at."""

    find: FindErrors
    find_recent: FindRecentErrors
    find_critical: FindCriticalErrors
    show: ShowError


def errors_blueprint(use_cases: ErrorLists) -> Blueprint:
    """The lists of errors, and `GET /errors/{id}/`."""
    blueprint = Blueprint("errors", __name__, url_prefix=f"{API}/errors", description="Reported errors")

    @describes(FindErrors, answer=PAGE)
    def list_errors(query: Mapping[str, Any]) -> dict[str, object]:
        """List errors"""
        return _page(use_cases.find.execute(_find_query(query)))

    @describes(FindRecentErrors, answer=PAGE)
    def list_recent_errors(query: Mapping[str, Any]) -> dict[str, object]:
        """List the errors of the last 24 hours"""
        return _page(use_cases.find_recent.execute(_find_query(query)))

    @describes(FindCriticalErrors, answer=PAGE)
    def list_critical_errors(query: Mapping[str, Any]) -> dict[str, object]:
        """List the critical errors that are open or assigned"""
        return _page(use_cases.find_critical.execute(_find_query(query)))

    @describes(ShowError, answer=DETAIL, versioned=True)
    def show_error(error_id: UUID) -> tuple[dict[str, object], dict[str, str]]:
        """Show one error with its pattern, episode and history"""
        detail = use_cases.show.execute(error_id)
        return with_version(_flat(detail), error_version(detail.error))

    page, detail = blueprint.response(200, ErrorPageSchema()), blueprint.response(200, ErrorDetailSchema())
    lists = {
        "/": (list_errors, ErrorListQuery()),
        "/recent/": (list_recent_errors, ErrorListQuery()),
        "/critical/": (list_critical_errors, CriticalListQuery()),
    }
    for rule, (view, query) in lists.items():
        takes = blueprint.arguments(query, location="query", unknown=None)
        blueprint.add_url_rule(rule, view_func=takes(page(view)), methods=["GET"])
    blueprint.add_url_rule("/<uuid:error_id>/", view_func=detail(show_error), methods=["GET"])
    return blueprint


def _find_query(query: Mapping[str, Any]) -> FindErrorsQuery:
    ordering: ErrorOrdering = query["ordering"]
    text = query["cursor"]
    cursor = None if text is None else Cursor.parse(text, by_severity=ordering.by_severity)
    place = None if cursor is None else Place(cursor.error_id, cursor.severity)
    wanted = ErrorFilter(
        services=tuple(query["service"]),
        severities=tuple(query.get("severity", ())),
        environments=tuple(query["environment"]),
        error_types=tuple(query["error_type"]),
        statuses=tuple(query["status"]),
        endpoints=tuple(query["endpoint"]),
        owners=tuple(query["assigned_to"]),
        user_ids=tuple(query["user_id"]),
        releases=tuple(query["release"]),
        patterns=tuple(query["pattern"]),
        words=tuple(asked_words(query["q"])),
        since=query["since"],
        until=query["until"],
    )
    return FindErrorsQuery(
        wanted=wanted,
        ordering=ordering,
        limit=query["limit"],
        after=place if cursor is not None and cursor.older else None,
        before=place if cursor is not None and not cursor.older else None,
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
        "next": _link(page.next, older=True),
        "previous": _link(page.previous, older=False),
        "results": page.errors,
    }


def _link(place: Place | None, *, older: bool) -> str | None:
    if place is None:
        return None
    return link_with(f"{request.path.rstrip('/')}/", str(Cursor(place.error_id, older, place.severity)))
