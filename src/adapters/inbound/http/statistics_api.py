"""Statistics over the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.statistics_schemas import ServicesQuery, ServicesSchema, StatisticsQuery, StatisticsSchema
from application.ports.statistics_reader import StatisticsFilter
from application.show_services import ShowServices
from application.show_statistics import Group, ShowStatistics, ShowStatisticsQuery

_COUNTS = {"critical": 1, "high": 3, "medium": 0, "low": 0, "info": 0}
_SINCE, _UNTIL = "2026-11-16T12:00:00+00:00", "2026-11-23T11:58:12.250000+00:00"
_STATISTICS: dict[str, object] = {
    "since": _SINCE,
    "until": _UNTIL,
    "group_by": "service",
    "total": 4,
    "by_severity": _COUNTS,
    "groups": [{"key": "java", "count": 4, "by_severity": _COUNTS}],
    "open": _COUNTS,
}
_SERVICES: dict[str, object] = {
    "since": _SINCE,
    "until": _UNTIL,
    "services": [
        {
            "service": "java",
            "last_24_hours": 1,
            "last_days": 4,
            "open_episodes": 2,
            "open_errors": _COUNTS,
            "last_error_at": _UNTIL,
        }
    ],
}


def statistics_blueprint(statistics: ShowStatistics, services: ShowServices) -> Blueprint:
    """`GET /errors/stats/` and `GET /errors/by-service/`; routing prefers these to an error's id."""
    blueprint = Blueprint("statistics", __name__, url_prefix=f"{API}/errors", description="How many errors arrived")

    @describes(ShowStatistics, answer=_STATISTICS)
    def show_statistics(query: Mapping[str, Any]) -> dict[str, object]:
        """Count errors by service, severity, environment, pattern, hour or day"""
        wanted = StatisticsFilter(
            services=tuple(query["service"]),
            environments=tuple(query["environment"]),
            severities=tuple(query["severity"]),
        )
        by = query["group_by"]
        found = statistics.execute(ShowStatisticsQuery(days=query["days"], by=by, wanted=wanted))
        return {
            "since": found.since,
            "until": found.until,
            "group_by": by,
            "total": found.total,
            "by_severity": found.by_severity,
            "groups": [_group(group) for group in found.groups],
            "open": found.open,
        }

    @describes(ShowServices, answer=_SERVICES)
    def show_services(query: Mapping[str, Any]) -> object:
        """Show what each service has"""
        return services.execute(query["days"])

    for rule, view, asked, answered in (
        ("/stats/", show_statistics, StatisticsQuery(), StatisticsSchema()),
        ("/by-service/", show_services, ServicesQuery(), ServicesSchema()),
    ):
        takes = blueprint.arguments(asked, location="query", unknown=None)
        blueprint.add_url_rule(rule, view_func=takes(blueprint.response(200, answered)(view)), methods=["GET"])
    return blueprint


def _group(group: Group) -> dict[str, object]:
    """In the API's JSON, as `GroupSchema` tells it."""
    key = group.key.isoformat() if isinstance(group.key, datetime) else str(group.key)
    said: dict[str, object] = {"key": key, "count": group.count}
    if group.by_severity is not None:
        said["by_severity"] = {name: getattr(group.by_severity, name) for name in _COUNTS}
        return said
    return said | {"service": group.service, "error_type": group.error_type, "title": group.title}
