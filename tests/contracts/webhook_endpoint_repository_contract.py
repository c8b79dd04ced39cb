"""What every `WebhookEndpointRepository` promises."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given

from application.ports.unit_of_work import Store
from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint
from tests.contracts.one_store import on_one_store
from tests.support.builders_webhooks import an_endpoint
from tests.support.strategies import NOON
from tests.support.strategies_webhooks import webhook_endpoints


class WebhookEndpointRepositoryContract:
    """For webhook endpoints."""

    def test_all_by_name_without_those_that_were_removed(self, store: Store) -> None:
        endpoints = [an_endpoint(name=name) for name in ("ops", "Chat", "Älter")]
        _add(store, *endpoints, an_endpoint(name="Gone", removed_at=NOON, active=False))

        with store.reading() as work:
            assert [each.name for each in work.webhook_endpoints.all()] == ["Chat", "ops", "Älter"]

    def test_one_by_its_id_removed_ones_too(self, store: Store) -> None:
        gone = an_endpoint(removed_at=NOON, active=False)
        _add(store, gone)

        with store.writing() as work:
            assert work.webhook_endpoints.get(gone.id) == gone
            assert work.webhook_endpoints.lock(gone.id) == gone
            assert work.webhook_endpoints.get(uuid4()) is None
            assert work.webhook_endpoints.lock(uuid4()) is None

    def test_matching_are_active_of_the_service_and_severity(self, store: Store) -> None:
        every = an_endpoint(name="every", min_severity=Severity.INFO)
        java = an_endpoint(name="java", services=frozenset({"java", "go"}), min_severity=Severity.HIGH)
        worst = an_endpoint(name="worst", min_severity=Severity.CRITICAL)
        _add(store, java, every, worst, an_endpoint(active=False), an_endpoint(removed_at=NOON))

        with store.reading() as work:
            matching = work.webhook_endpoints.matching
            assert matching("java", Severity.HIGH) == [every, java]
            assert matching("java", Severity.MEDIUM) == [every]
            assert matching("laravel", Severity.CRITICAL) == [every, worst]

    def test_save_overwrites_one(self, store: Store) -> None:
        endpoint, other = an_endpoint(), an_endpoint()
        _add(store, endpoint, other)
        changed = replace(endpoint, name="Other", template={"a": ["{{count}}", 1.5, None]}, services=frozenset({"go"}))
        with store.writing() as work:
            work.webhook_endpoints.save(changed)

            assert work.webhook_endpoints.get(endpoint.id) == changed
            assert work.webhook_endpoints.get(other.id) == other

    @given(endpoint=webhook_endpoints)
    @on_one_store
    def test_an_endpoint_comes_back_equal(self, store: Store, endpoint: WebhookEndpoint) -> None:
        with store.writing() as work:
            work.webhook_endpoints.add(endpoint)

            assert work.webhook_endpoints.get(endpoint.id) == endpoint


def _add(store: Store, *endpoints: WebhookEndpoint) -> None:
    with store.writing() as work:
        for endpoint in endpoints:
            work.webhook_endpoints.add(endpoint)
        work.commit()
