"""The page that the acknowledge links of messages lead to: looking changes nothing, its button does."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from flask import Flask, Response, render_template, request
from markupsafe import Markup

from adapters.inbound.http.doors import Entrance
from adapters.inbound.http.page_headers import page_headers
from adapters.inbound.http.problems import Problem, ProblemKind
from application.acknowledge_by_link import AcknowledgeByLink
from application.error_link import error_link
from application.link_looked_up import LinkLookedUp
from application.show_acknowledge_link import ShowAcknowledgeLink
from domain.acknowledge_link import TOKEN_CHARS, LinkState
from domain.trust import Sender

_PATH = "/a/<string:token>"
_LARGEST_FORM = 1024
_SHARE = ("acknowledge links",)
"""What looking links up is counted as: of the address's share, beside that of its services."""
_STYLE = files(__package__).joinpath("templates", "page.css").read_text(encoding="utf-8")
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    **page_headers(f"style-src 'sha256-{_STYLE_DIGEST}'", "form-action 'self'"),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
_STATUSES: Mapping[LinkState, int] = {
    LinkState.EXPIRED: 410,
    LinkState.USED: 410,
    LinkState.ENDED: 410,
    LinkState.HIGHER_LEVEL: 410,
    LinkState.MORE_SEVERE: 410,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUseCases:
    """What the page calls; `dashboard_url` is what the addresses of errors' pages begin with, as in messages."""

    show: ShowAcknowledgeLink
    acknowledge: AcknowledgeByLink
    dashboard_url: str


def add_acknowledge_page(app: Flask, use_cases: LinkUseCases, entrance: Entrance) -> None:
    """`/a/{token}`. It asks for no login, and its form for no proof of where it was shown: the token is the secret. The
    page of the error that it links to asks for one.
    """

    def show_acknowledge_page(token: str) -> Response:
        _check(token, entrance)
        return _page(use_cases.show.execute(token), use_cases.dashboard_url, done=False)

    def acknowledge_by_link(token: str) -> Response:
        request.max_content_length = _LARGEST_FORM
        _check(token, entrance)
        return _page(use_cases.acknowledge.execute(token), use_cases.dashboard_url, done=True)

    app.add_url_rule(_PATH, "show_acknowledge_page", show_acknowledge_page, methods=["GET"])
    app.add_url_rule(_PATH, "acknowledge_by_link", acknowledge_by_link, methods=["POST"])


def _check(token: str, entrance: Entrance) -> None:
    """Whether it may be looked up at all. Raises Problem (404, 429)."""
    sender = Sender(token=None, key=None, origin=entrance.arrivals.origin(request.environ), browser=True)
    entrance.admitted(sender, _SHARE, 0)
    if len(token) != TOKEN_CHARS or not (token.isascii() and token.isalnum()):
        raise Problem(ProblemKind.NOT_FOUND, "No message has this link: it may have been copied incompletely.")


def _page(found: LinkLookedUp, dashboard_url: str, *, done: bool) -> Response:
    values = {
        "found": found,
        "state": found.state.value,
        "done": done and found.state is LinkState.READY,
        "link": error_link(dashboard_url, found.notification.error_id),
    }
    html = render_template("acknowledge.html", style=Markup(_STYLE), **values)  # noqa: S704
    status = _STATUSES.get(found.state, 200)
    return Response(html, status, _HEADERS, content_type="text/html; charset=utf-8")
