"""The page of one error, where the links in mails lead; until there is a dashboard each view asks for a staff token."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from uuid import UUID

from flask import Flask, Response, render_template, request
from markupsafe import Markup

from adapters.inbound.http.page_headers import page_headers
from adapters.inbound.http.problems import Problem, refused
from application.authenticate_token import AuthenticateToken, AuthenticateTokenCommand
from application.show_error import ShowError
from domain.access import Scope
from domain.display_text import safe_block, safe_line
from domain.episode import Episode
from domain.next_climb import next_climb
from domain.trust import Refusal

PATH = "/admin/error-logging/errors/<uuid:error_id>/"
_LONGEST_LINE, _LONGEST_BLOCK = 4_000, 200_000
_LARGEST_FORM = 4096

_STYLE = files(__package__).joinpath("templates", "page.css").read_text(encoding="utf-8")
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    **page_headers(f"style-src 'sha256-{_STYLE_DIGEST}'", "form-action 'self'"),
    "Cache-Control": "no-store",
}
_SENTENCES = {
    Refusal.CREDENTIALS_WANTED: "Enter a token first.",
    Refusal.TOKEN_UNKNOWN: "This token is not valid: it may have expired, been revoked, or been copied incompletely.",
    Refusal.SCOPE_TOO_SMALL: "This token may not see errors here: it takes one with the scope staff or admin.",
}


def add_error_page(app: Flask, authenticate: AuthenticateToken, show: ShowError) -> None:
    """GET shows a form; its POST carries the token in the body, never in a URL, and shows the error."""
    app.jinja_env.filters.update(line=_line, block=_block, moment=_moment, next_climb=_next_climb, as_json=_as_json)

    def ask_for_token(error_id: UUID) -> Response:  # noqa: ARG001
        return _page("token.html", 200)

    def show_error(error_id: UUID) -> Response:
        request.max_content_length = _LARGEST_FORM
        secret = request.form.get("token", "").strip() or None
        answer = authenticate.execute(AuthenticateTokenCommand(secret, Scope.STAFF))
        if isinstance(answer, Refusal):
            problem = refused(answer)
            return _page("token.html", problem.kind.status, problem.headers, sentence=_SENTENCES[answer])
        return _page("error.html", 200, detail=show.execute(error_id))

    app.add_url_rule(PATH, "ask_for_token", ask_for_token, methods=["GET"])
    app.add_url_rule(PATH, "show_error_page", show_error, methods=["POST"])


def page_of_problem(problem: Problem) -> Response:
    """A refusal as a page."""
    return _page("problem.html", problem.kind.status, problem.headers, problem=problem)


def _page(template: str, status: int, headers: Mapping[str, str] | None = None, **values: object) -> Response:
    html = render_template(template, style=Markup(_STYLE), **values)  # noqa: S704
    return Response(html, status, {**_HEADERS, **(headers or {})}, content_type="text/html; charset=utf-8")


def _line(text: object) -> str:
    return safe_line(str(text), _LONGEST_LINE)


def _block(text: object) -> str:
    return safe_block(str(text), _LONGEST_BLOCK)


def _next_climb(episode: Episode) -> str:
    return next_climb(episode, _moment)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
