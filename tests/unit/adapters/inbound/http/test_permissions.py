"""Deny by default: every route by every kind of token, from a table that a new route must stand in.

A new view needs an entry in `PERMISSIONS` and, if it takes a body, an example of one in its description.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.inbound.http.permissions import PERMISSIONS, Entry, changes_things
from adapters.outbound.system.ids import SystemIds
from application.create_token import CreateToken, CreateTokenCommand
from application.ports.rate_limiter import RateLimits
from application.revoke_token import RevokeToken, RevokeTokenCommand
from domain.access import Scope
from tests.support.routes import Route, routes_of
from tests.support.site import API, STRANGER, Site, opened_site
from tests.support.strategies import NOON

DOORS = ("post ", "preflight ")
OPEN_TO_ALL = {"alive", "ready", "webhooks_healthy", "api-docs.openapi_json", "ask_for_token", "docs_page", "docs_file"}
"""Written down here as well, so that nothing is opened by a slip in one place."""
OWN_DOORS = {
    "show_error_page",
    "show_acknowledge_page",
    "acknowledge_by_link",
    "metrics",
    "receipts.show_receipt",
}
REFUSALS = (401, 403)
A_DAY, LONG_AFTER = timedelta(days=1), timedelta(days=10_000)


@dataclass(frozen=True)
class Tokens:
    """Headers of one installation."""

    site: Site
    of_scope: dict[Scope, dict[str, str]]
    expired: dict[str, str]
    revoked: dict[str, str]


@pytest.fixture(scope="module")
def tokens() -> Iterator[Tokens]:
    """Of an installation where years have passed since one expired."""
    with opened_site(NOON, RateLimits()) as site:
        expired, revoked = given_out(site, lifetime=A_DAY), given_out(site, revoke=True)
        site.clock.move(LONG_AFTER)
        yield Tokens(site, {scope: site.token(scope) for scope in Scope}, expired, revoked)


def given_out(site: Site, *, lifetime: timedelta | None = None, revoke: bool = False) -> dict[str, str]:
    command = CreateTokenCommand(name="tests", scope=Scope.ADMIN, lifetime=lifetime)
    created = CreateToken(site.store, SystemIds()).execute(command)
    if revoke:
        RevokeToken(site.store).execute(RevokeTokenCommand(which=str(created.token.id)))
    return {"Authorization": f"Bearer {created.secret}"}


def all_routes() -> list[Route]:
    with opened_site(NOON, RateLimits()) as site:
        return sorted(routes_of(site.client.application), key=str)


ROUTES = all_routes()
GUARDED = [route for route in ROUTES if isinstance(PERMISSIONS.get(route.view), Scope)]


def status_for(tokens: Tokens, route: Route, headers: dict[str, str]) -> int:
    """With the example of a body that the document gives."""
    document = tokens.site.client.get(f"{API}/openapi.json").json
    operation = document["paths"].get(route.spelled, {}).get(route.method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = {"json": content["example"]} if "example" in content else {}
    return tokens.site.client.open(
        route.path, method=route.method, headers=headers, environ_overrides=STRANGER, **body
    ).status_code


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_route_stands_in_the_table(route: Route) -> None:
    assert route.view in PERMISSIONS or route.view.startswith(DOORS)


def test_nothing_stands_in_the_table_that_is_no_route() -> None:
    assert PERMISSIONS.keys() == {route.view for route in ROUTES if not route.view.startswith(DOORS)}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_what_needs_no_token_is_written_down_twice(route: Route) -> None:
    entry = PERMISSIONS.get(route.view, Entry.OWN_DOOR)

    assert (entry is Entry.ANYBODY) == (route.view in OPEN_TO_ALL)
    assert (entry is Entry.OWN_DOOR) == (route.view in OWN_DOORS or route.view.startswith(DOORS))


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_changes_are_for_staff_and_nothing_is_for_senders(route: Route) -> None:
    needed = PERMISSIONS[route.view]

    assert needed in ((Scope.STAFF, Scope.ADMIN) if changes_things(route.method) else (Scope.READ, *_STAFF))


_STAFF = (Scope.STAFF, Scope.ADMIN)


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_each_kind_of_token_gets_the_answer_that_it_deserves(tokens: Tokens, route: Route) -> None:
    needed = PERMISSIONS[route.view]
    assert isinstance(needed, Scope)
    wrong = [headers for scope, headers in tokens.of_scope.items() if not scope.allows(needed)]
    right = [headers for scope, headers in tokens.of_scope.items() if scope.allows(needed)]

    assert [status_for(tokens, route, headers) for headers in ({}, tokens.expired, tokens.revoked)] == [401, 401, 401]
    assert {status_for(tokens, route, headers) for headers in wrong} == {403}
    assert not {status_for(tokens, route, headers) for headers in right} & {*REFUSALS, 405, 500}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.view.startswith("post ")], ids=str)
def test_doors_refuse_each_token_that_is_not_theirs(tokens: Tokens, route: Route) -> None:
    bad = [tokens.expired, tokens.revoked, *([{}] if route.view == "post errors" else [])]
    able = [tokens.of_scope[scope] for scope in Scope if scope.allows(Scope.INGEST)]

    assert {status_for(tokens, route, headers) for headers in bad} == {401}
    assert status_for(tokens, route, tokens.of_scope[Scope.READ]) == 403
    assert not {status_for(tokens, route, headers) for headers in able} & {*REFUSALS, 405, 500}


def test_a_view_that_nobody_thought_of_is_closed(tokens: Tokens) -> None:
    with opened_site(NOON, RateLimits()) as site:
        site.client.application.add_url_rule(f"{API}/forgotten/", "forgotten", lambda: "secrets")

        assert site.client.get(f"{API}/forgotten/", headers=site.token(Scope.ADMIN)).status_code == 403
