"""Keys, tokens and addresses: whose errors are taken, and who may page."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from application.revoke_key import RevokeKey, RevokeKeyCommand
from application.revoke_token import RevokeToken, RevokeTokenCommand
from domain.access import KeyKind, KeyMode, Scope
from domain.trust import AddressPolicy
from tests.support.site import STRANGER, Site

ERROR = {"error_type": "TypeError", "message": "x", "severity": "critical"}
PROXY = AddressPolicy(trusted_proxies=(ip_network("127.0.0.1"),))


def trusted(site: Site) -> bool:
    """Whether the newest error may page."""
    return site.stored()[0].trusted


@pytest.mark.parametrize(("kind", "expected"), [(KeyKind.SECRET, True), (KeyKind.PUBLIC, False)])
def test_a_secret_key_makes_trusted_and_a_public_one_does_not(site: Site, kind: KeyKind, expected: bool) -> None:
    site.report("java", ERROR, headers=site.key("java", kind), environ_base=STRANGER)

    assert trusted(site) is expected


@pytest.mark.parametrize("scope", [Scope.INGEST, Scope.STAFF, Scope.ADMIN])
def test_a_token_makes_trusted(site: Site, scope: Scope) -> None:
    site.report("java", ERROR, headers=site.token(scope), environ_base=STRANGER)

    assert trusted(site)


def test_the_own_host_is_trusted(site: Site) -> None:
    site.report("java", ERROR)

    assert trusted(site)


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto", "CF-Connecting-IP"]
)
def test_what_a_proxy_passed_on_is_not_trusted_by_the_proxys_address(site: Site, header: str) -> None:
    site.report("java", ERROR, headers={header: "127.0.0.1"})

    assert not trusted(site)


def test_what_nginx_passes_on_without_any_header_is_not_trusted(site: Site) -> None:
    site.report("java", ERROR, environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"})

    assert not trusted(site)


@pytest.mark.parametrize(
    ("chain", "expected"),
    [("::1", True), ("127.0.0.2, 203.0.113.7", False), ("203.0.113.7, 127.0.0.2", True), ("nonsense", False)],
)
def test_a_trusted_proxy_names_its_client(site: Site, chain: str, expected: bool) -> None:
    site.under(addresses=PROXY).report("java", ERROR, headers={"X-Forwarded-For": chain})

    assert trusted(site) is expected


def test_a_trusted_proxy_that_names_nobody_is_nobody(site: Site) -> None:
    site.under(addresses=PROXY).report("java", ERROR)

    assert not trusted(site)


def test_a_page_on_this_host_is_not_trusted(site: Site) -> None:
    # With DNS rebinding any site's page can be "same origin" with a server on the developer's own machine.
    site.report("java", ERROR, headers={"Origin": "http://localhost"})

    assert not trusted(site)


@pytest.mark.parametrize("secret", ["elk_secret_unknown", "", "x" * 10_000, "ünïcode"])
def test_a_key_that_is_not_one_is_refused_also_where_none_is_wanted(site: Site, secret: str) -> None:
    answer = site.report("java", ERROR, headers={"X-Error-Logging-Key": secret.encode().decode("latin1")})

    assert (answer.status_code, answer.json["title"]) == (401, "The ingest key is not valid")
    assert not site.stored()


def test_a_key_of_another_service_is_refused(site: Site) -> None:
    answer = site.report("java", ERROR, headers=site.key("laravel"))

    assert answer.status_code == 403


def test_a_key_is_checked_against_the_service_in_the_body(site: Site) -> None:
    answer = site.report("java", {**ERROR, "service": "laravel"}, headers=site.key("laravel"))

    assert answer.status_code == 201


@pytest.mark.parametrize("service", ["java", " java\t", "java\0", "java\u200b"])
def test_an_enforced_key_cannot_be_passed_by(site: Site, service: str) -> None:
    site.key("java", mode=KeyMode.ENFORCE)

    answer = site.report("generic", {**ERROR, "service": service})

    assert answer.status_code == 401 or site.stored()[0].report.service != "java"


@pytest.mark.parametrize(("scope", "status"), [("ingest", 201), ("read", 403)])
def test_a_token_stands_in_for_an_enforced_key(site: Site, scope: str, status: int) -> None:
    site.key("java", mode=KeyMode.ENFORCE)

    assert site.report("java", ERROR, headers=site.token(Scope(scope))).status_code == status


def test_a_token_of_another_programs_is_passed_over_by_webhooks(site: Site) -> None:
    answer = site.report("frontend", ERROR, headers={"Authorization": "Bearer eyJhbGciOi.some.jwt"})

    assert answer.status_code == 201


def test_a_token_of_ours_that_is_not_valid_is_refused_by_webhooks(site: Site) -> None:
    assert site.report("frontend", ERROR, headers={"Authorization": "Bearer elt_unknown"}).status_code == 401


def test_of_a_batch_only_what_the_key_belongs_to_is_stored(site: Site) -> None:
    answer = site.report("java", [ERROR, {**ERROR, "service": "other"}], headers=site.key("java"))

    assert (answer.status_code, [result["status"] for result in answer.json["results"]]) == (207, [201, 403])


def test_a_batch_that_may_not_be_stored_at_all_is_one_refusal(site: Site) -> None:
    site.key("java", mode=KeyMode.ENFORCE)

    assert site.report("java", [ERROR, ERROR]).status_code == 401


def test_posts_without_the_key_that_will_be_enforced_are_counted(site: Site) -> None:
    site.key("java", mode=KeyMode.OBSERVE)
    statuses = [site.report("java", ERROR).status_code for _ in range(3)]

    site.directory.write_use()

    with site.store.reading() as work:
        [java] = [service for service in work.services.services() if service.name == "java"]
    assert (statuses, java.keyless_posts) == ([201, 201, 201], 3)
    assert java.key_mode is KeyMode.OBSERVE


def test_a_revoked_key_is_refused_within_five_seconds(site: Site) -> None:
    headers = site.key("java")
    before = site.report("java", ERROR, headers=headers)
    with site.store.reading() as work:
        [key] = work.access.keys()

    RevokeKey(site.store).execute(RevokeKeyCommand(key.id))
    site.clock.move(timedelta(seconds=5))

    assert (before.status_code, site.report("java", ERROR, headers=headers).status_code) == (201, 401)


def test_a_revoked_token_is_refused_within_five_seconds(site: Site) -> None:
    headers = site.token(Scope.INGEST)
    before = site.report("errors", {**ERROR, "service": "java"}, headers=headers)
    with site.store.reading() as work:
        [token] = work.access.tokens()

    RevokeToken(site.store).execute(RevokeTokenCommand(str(token.id)))
    site.clock.move(timedelta(seconds=5))

    assert (before.status_code, site.report("errors", ERROR, headers=headers).status_code) == (201, 401)
