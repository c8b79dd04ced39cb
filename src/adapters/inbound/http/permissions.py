"""Who may call what: one table of every view, and nothing that is not in it (deny by default)."""

from collections.abc import Mapping
from enum import Enum

from flask import Flask, Response, g, request

from adapters.inbound.http.arrival import bearer_token
from adapters.inbound.http.problems import Problem, ProblemKind, refused
from application.authenticate_token import AuthenticateToken, AuthenticateTokenCommand
from domain.access import Scope
from domain.trust import Refusal


class Entry(Enum):
    """Views that ask for no token here."""

    ANYBODY = "anybody"
    """Tells nothing that a stranger may not know."""
    OWN_DOOR = "own door"
    """Looks at tokens, keys and addresses itself."""


PERMISSIONS: Mapping[str, Scope | Entry] = {
    "alive": Entry.ANYBODY,
    "ready": Entry.ANYBODY,
    "webhooks_healthy": Entry.ANYBODY,
    "api-docs.openapi_json": Entry.ANYBODY,
    "docs_page": Entry.ANYBODY,
    "docs_file": Entry.ANYBODY,
    "ask_for_token": Entry.ANYBODY,
    "show_error_page": Entry.OWN_DOOR,
    "show_acknowledge_page": Entry.OWN_DOOR,
    "acknowledge_by_link": Entry.OWN_DOOR,
    "metrics": Entry.OWN_DOOR,
    "errors.list_errors": Scope.READ,
    "errors.list_recent_errors": Scope.READ,
    "errors.list_critical_errors": Scope.READ,
    "errors.show_error": Scope.READ,
    "error_actions.edit_error": Scope.STAFF,
    "error_actions.delete_error": Scope.STAFF,  # With `erase` it asks for more by itself.
    "error_actions.restore_error": Scope.STAFF,
    "error_actions.resolve_error": Scope.STAFF,
    "error_actions.ignore_error": Scope.STAFF,
    "error_actions.reopen_error": Scope.STAFF,
    "assignment.assign_error": Scope.STAFF,
    "assignment.escalate_error": Scope.STAFF,
    "assignment.acknowledge_error": Scope.STAFF,
    "assignment.withdraw_acknowledgement": Scope.STAFF,
    "developers.list_developers": Scope.READ,
    "developers.create_developer": Scope.STAFF,
    "developers.show_workload": Scope.READ,
    "developers.show_developer": Scope.READ,
    "developers.update_developer": Scope.STAFF,
    "developers.remove_developer": Scope.STAFF,
    "developers.set_on_call": Scope.STAFF,
    "chains.list_chains": Scope.READ,
    "chains.set_service_chain": Scope.STAFF,
    "chains.remove_service_chain": Scope.STAFF,
    "chains.set_developer_chain": Scope.STAFF,
    "chains.remove_developer_chain": Scope.STAFF,
    "webhook_endpoints.list_endpoints": Scope.READ,
    "webhook_endpoints.create_endpoint": Scope.ADMIN,
    "webhook_endpoints.show_endpoint": Scope.ADMIN,  # With the template, in which there may be a secret.
    "webhook_endpoints.update_endpoint": Scope.ADMIN,
    "webhook_endpoints.remove_endpoint": Scope.ADMIN,
    "webhook_endpoints.rotate_secret": Scope.ADMIN,
    "webhook_endpoints.test_endpoint": Scope.ADMIN,
    "on_call.show_on_call": Scope.READ,
    "on_call.show_schedule": Scope.READ,
    "rotations.list_rotations": Scope.READ,
    "rotations.create_rotation": Scope.STAFF,
    "rotations.show_rotation": Scope.READ,
    "rotations.update_rotation": Scope.STAFF,
    "rotations.remove_rotation": Scope.STAFF,
    "rotations.list_overrides": Scope.READ,
    "rotations.add_override": Scope.STAFF,
    "rotations.remove_override": Scope.STAFF,
    "time_off.list_time_off": Scope.READ,
    "time_off.add_time_off": Scope.STAFF,
    "time_off.remove_time_off": Scope.STAFF,
    "silences.list_silences": Scope.READ,
    "silences.create_silence": Scope.STAFF,
    "silences.end_silence": Scope.STAFF,
    "jobs.list_jobs": Scope.READ,
    "jobs.run_job": Scope.STAFF,
    "audit.list_audit_entries": Scope.ADMIN,
    "explanation.explain_error": Scope.READ,
    "notifications.list_notifications": Scope.READ,
    "notifications.show_notification": Scope.READ,
    "notifications.mark_read": Scope.STAFF,
    "patterns.list_patterns": Scope.READ,
    "patterns.show_pattern": Scope.READ,
    "patterns.list_episodes": Scope.READ,
    "patterns.merge_pattern": Scope.STAFF,
    "patterns.unmerge_pattern": Scope.STAFF,
    "statistics.show_statistics": Scope.READ,
    "statistics.show_services": Scope.READ,
    "receipts.show_receipt": Entry.OWN_DOOR,
    "intake.show_intake": Scope.READ,
}
"""By the name of the view; those of `POST /errors/` and the webhooks begin with "post " and "preflight "."""

_DOORS = ("post ", "preflight ")
_READING = ("GET", "HEAD", "OPTIONS")
_LARGEST_BODY = 16_384


def guard(app: Flask, authenticate: AuthenticateToken) -> None:
    """Ask every request for the token that its view needs; the view finds the token in `g.token`, its name in
    `g.actor`. What is answered to one is kept by no cache in between.
    """

    def check_token() -> None:
        needed = _needed(request.endpoint)
        if not isinstance(needed, Scope):
            return
        answer = authenticate.execute(AuthenticateTokenCommand(bearer_token(request.environ), needed))
        if isinstance(answer, Refusal):
            raise refused(answer)
        request.max_content_length = _LARGEST_BODY
        g.token, g.actor = answer, answer.name

    def keep_private(response: Response) -> Response:
        if "token" in g:
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.vary.add("Authorization")
        return response

    app.before_request(check_token)
    app.after_request(keep_private)


def changes_things(method: str) -> bool:
    """Whether requests of this method change anything."""
    return method not in _READING


def _needed(view: str | None) -> Scope | Entry:
    """What the view needs. Raises Problem (403) for one that nobody thought of: it is closed."""
    if view is None or view.startswith(_DOORS):
        return Entry.OWN_DOOR  # No view at all: the answer is 404 or 405.
    if view not in PERMISSIONS:
        raise Problem(ProblemKind.SCOPE_TOO_SMALL, "Nobody may call this.")
    return PERMISSIONS[view]
