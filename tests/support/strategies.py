"""Hypothesis strategies for the domain, one plural name a type."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from domain.developer import Developer
from domain.error_log import PreparedError
from domain.error_report import ErrorReport
from domain.grouping.fingerprint import Fingerprint
from domain.severity import Severity

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

severities = st.sampled_from(list(Severity))
moments = st.integers(min_value=0, max_value=100_000).map(lambda seconds: NOON + timedelta(seconds=seconds))
services = st.sampled_from(["laravel", "java", "react", "django"])
fingerprints = st.sampled_from([Fingerprint(f"{n:064x}", "v1", f"title {n}") for n in range(3)])
error_reports = st.builds(
    ErrorReport,
    service=services,
    error_type=st.sampled_from(["DatabaseError", "TypeError"]),
    message=st.text(max_size=20),
    severity=severities,
    release=st.none() | st.sampled_from(["1.0", "1.1"]),
    user_id=st.none() | st.sampled_from(["7", "8"]),
)


@st.composite
def prepared_errors(draw: st.DrawFn, at: st.SearchStrategy[datetime] = moments) -> PreparedError:
    """An error ready to be stored."""
    report, received_at = draw(error_reports), draw(at)
    return PreparedError(
        id=draw(st.uuids(version=4)),
        report=report,
        fingerprint=draw(fingerprints),
        received_at=received_at,
        occurred_at=received_at,
        trusted=draw(st.booleans()),
        user_digest=None if report.user_id is None else report.user_id.encode(),
    )


developers = st.builds(
    Developer,
    id=st.uuids(version=4),
    name=st.just("Ada"),
    email=st.just("ada@example.org"),
    services=st.frozensets(services | st.just("*"), max_size=3),
    min_severity=severities,
    active=st.booleans(),
    on_call=st.booleans(),
    last_assigned_at=st.none() | moments,
    created_at=st.just(NOON),
    on_call_from=st.none() | moments.map(lambda moment: moment - timedelta(hours=12)),
    on_call_until=st.none() | moments.map(lambda moment: moment - timedelta(hours=12)),
    removed_at=st.none() | st.just(NOON),
)
