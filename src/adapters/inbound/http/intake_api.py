"""What was limited, cut or refused as it came in, over the API."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.intake_schemas import IntakeQuery, IntakeSchema
from application.ports.intake_repository import NOBODY_KNOWS
from application.show_intake import Intake, ShowIntake, ShowIntakeQuery

_HOUR = "2026-11-23T12:00:00+00:00"
_EXAMPLE: dict[str, object] = {
    "since": "2026-11-16T12:00:00+00:00",
    "results": [
        {"service": None, "reason": "malformed_json", "count": 3, "last_hour": _HOUR},
        {"service": "react", "reason": "rate_limited", "count": 1204, "last_hour": _HOUR},
        {"service": "react", "reason": "severity_capped", "count": 17, "last_hour": _HOUR},
    ],
    "totals": [
        {"reason": "malformed_json", "count": 3},
        {"reason": "rate_limited", "count": 1204},
        {"reason": "severity_capped", "count": 17},
    ],
}


def intake_blueprint(show: ShowIntake) -> Blueprint:
    """`GET /intake/`."""
    blueprint = Blueprint(
        "intake", __name__, url_prefix=f"{API}/intake", description="What was limited, cut or refused as it came in"
    )

    @describes(ShowIntake, answer=_EXAMPLE)
    def show_intake(query: Mapping[str, Any]) -> dict[str, object]:
        """Show what was limited, cut or refused, by reason and service"""
        return _flat(show.execute(ShowIntakeQuery(days=query["days"], service=query["service"])))

    takes = blueprint.arguments(IntakeQuery(), location="query", unknown=None)
    view = takes(blueprint.response(200, IntakeSchema())(show_intake))
    blueprint.add_url_rule("/", view_func=view, methods=["GET"])
    return blueprint


def _flat(intake: Intake) -> dict[str, object]:
    return {
        "since": intake.since,
        "results": [
            {**asdict(one), "service": None if one.service == NOBODY_KNOWS else one.service} for one in intake.results
        ],
        "totals": [{"reason": reason, "count": count} for reason, count in intake.totals.items()],
    }
