"""What is answered to whoever had something done about an error."""

from uuid import UUID

from adapters.inbound.http.versions import with_version
from application.acts import ActDone
from application.ports.error_reader import ErrorDetail
from application.show_error import ShowError
from domain.errors import NotFound
from domain.versions import error_version

Answer = tuple[dict[str, object], dict[str, str]] | dict[str, object]


def answer_done(show: ShowError, done: ActDone, action: str, **more: object) -> Answer:
    """What was done, the error as it is now, and its version; neither where it is deleted."""
    detail = _present(show, done.error_id)
    body: dict[str, object] = {
        "id": done.error_id,
        "action": action,
        "scope": done.scope,
        "changed": done.changed,
        "error": None if detail is None else detail.error,
        **more,
    }
    return body if detail is None else with_version(body, error_version(detail.error))


def _present(show: ShowError, error_id: UUID) -> ErrorDetail | None:
    try:
        return show.execute(error_id)
    except NotFound:
        return None
