"""Why errors were treated as they were, over the API."""

from uuid import UUID

from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.explain_schemas import ExplanationSchema
from application.explain_error import ExplainError
from domain.explanation import Explanation

_EPISODE = "019dbaff-fe00-7b1b-8c00-1a2b3c4d5e6f"
_EXAMPLE: dict[str, object] = {
    "error": {
        "id": "019dbaff-fe00-7b1a-8c00-9f2e1d3c4b5a",
        "service": "laravel",
        "environment": "production",
        "error_type": "DatabaseError",
        "severity": "critical",
        "status": "assigned",
        "placement": "new_pattern",
        "trusted": True,
        "pattern": "73c6a1e2-5b1f-5d0c-9a53-0e5f3f1f7a10",
        "episode": _EPISODE,
        "assigned_to": "019dba00-1111-7222-8333-444455556666",
        "received_at": "2026-11-23T12:00:00+00:00",
    },
    "decisions": [
        {
            "at": "2026-11-23T12:00:00+00:00",
            "about": "placement",
            "decision": "opened_episode",
            "reason": "new_pattern",
            "sentence": "Nothing like it was seen before: it opened an episode.",
            "inputs": {"episode": _EPISODE, "opened_at": "2026-11-23T12:00:00+00:00"},
            "actor": "system",
        },
        {
            "at": "2026-11-23T12:00:01+00:00",
            "about": "assignment",
            "decision": "assigned",
            "reason": "on_call",
            "sentence": "The episode was given to Ada, the only one on call who fits (3 considered).",
            "inputs": {"service": "laravel", "severity": "critical", "considered": 3},
            "actor": "system",
        },
    ],
    "repeats": [
        {
            "hour": "2026-11-23T12:00:00+00:00",
            "reason": "arrived",
            "count": 1204,
            "sentence": "In the hour from 2026-11-23 12:00 UTC 1,204 errors alike arrived. The episode has 1,204 in "
            "all, and one message was due for them.",
        }
    ],
    "next": [
        {
            "at": "2026-11-23T13:00:00+00:00",
            "what": "escalation",
            "sentence": "Escalates at 2026-11-23 13:00 UTC unless it is resolved by then, or acknowledged at "
            "that time.",
        }
    ],
}


def explain_blueprint(explain: ExplainError) -> Blueprint:
    """`GET /errors/{id}/explain/`."""
    blueprint = Blueprint("explanation", __name__, url_prefix=f"{API}/errors", description="Why it was so")

    @describes(ExplainError, answer=_EXAMPLE)
    def explain_error(error_id: UUID) -> Explanation:
        """Explain what was decided about an error, and why"""
        return explain.execute(error_id)

    view = blueprint.response(200, ExplanationSchema())(explain_error)
    blueprint.add_url_rule("/<uuid:error_id>/explain/", view_func=view, methods=["GET"])
    return blueprint
