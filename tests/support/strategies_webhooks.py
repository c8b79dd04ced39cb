"""Hypothesis strategies for webhook endpoints."""

from hypothesis import strategies as st

from domain.webhook_endpoint import WebhookEndpoint
from tests.support.strategies_records import (
    all_severities,
    any_moments,
    ids,
    json_values,
    optional_moments,
    optional_texts,
    texts,
)

webhook_endpoints = st.builds(
    WebhookEndpoint,
    id=ids,
    name=texts,
    url=texts,
    template=st.dictionaries(texts, json_values, max_size=4),
    secret=texts,
    services=st.frozensets(texts, max_size=4),
    min_severity=all_severities,
    created_at=any_moments,
    previous_secret=optional_texts,
    previous_until=optional_moments,
    active=st.booleans(),
    inactive_because=optional_texts,
    removed_at=optional_moments,
)
