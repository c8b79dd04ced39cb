"""Hypothesis strategies for the records that stores keep, over all that their fields can hold."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from application.ports.event_key_repository import EventKey
from domain.access import ApiToken, IngestKey, KeyKind, KeyMode, Scope, Service
from domain.delivery import Attempt, Channel, DeliveryOutcome
from domain.developer import Developer
from domain.episode import Episode, TriageMark, TriageReason
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.error_report import ErrorReport, Mark, MarkReason
from domain.escalation_chain import ChainStep, EscalationChain
from domain.history import HistoryEntry, SubjectKind
from domain.notification import DeathReason, Notification, NotificationKind, NotificationState
from domain.preferences import DailySpan, Preferences, WorkingHours
from domain.severity import Severity
from domain.severity_counts import SeverityCounts

# What `storable` leaves: no NUL and no lone surrogates.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
long_texts = texts | texts.map(lambda text: (text or "x") * 700)
optional_texts = st.none() | texts
# To the microsecond, from before 1970 to the far end of what databases and `datetime` share.
any_moments = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)
optional_moments = st.none() | any_moments
ids = st.uuids()
optional_ids = st.none() | ids
all_severities = st.sampled_from(Severity)
counts = st.integers(min_value=0, max_value=2**40)
small_counts = st.integers(min_value=0, max_value=1000)
digests = st.binary(min_size=32, max_size=32)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
marks = st.builds(Mark, texts, st.sampled_from(MarkReason), texts)
reports = st.builds(
    ErrorReport,
    service=texts,
    error_type=texts,
    message=texts,
    severity=all_severities,
    environment=texts,
    endpoint=optional_texts,
    status_code=st.none() | st.integers(min_value=0, max_value=999),
    release=optional_texts,
    user_id=optional_texts,
    session_id=optional_texts,
    url=optional_texts,
    user_agent=optional_texts,
    stack_trace=st.none() | long_texts,
    context=st.dictionaries(texts, json_values, max_size=4),
    event_id=optional_ids,
    occurred_at=optional_moments,
    sent_at=optional_moments,
    fingerprint=optional_texts,
    marks=st.lists(marks, max_size=3).map(tuple),
)
error_logs = st.builds(
    ErrorLog,
    id=ids,
    report=reports,
    pattern_id=ids,
    episode_id=optional_ids,
    status=st.sampled_from(ErrorStatus),
    assigned_to=optional_ids,
    received_at=any_moments,
    occurred_at=any_moments,
    expires_at=any_moments,
    trusted=st.booleans(),
    resolved_at=optional_moments,
    deleted_at=optional_moments,
)
event_keys = st.builds(EventKey, texts, ids, ids, digests, any_moments)
patterns = st.builds(
    ErrorPattern,
    id=ids,
    service=texts,
    error_type=texts,
    title=texts,
    culprit=texts,
    fingerprint=texts,
    rules=texts,
    severity=all_severities,
    first_seen=any_moments,
    last_seen=any_moments,
    first_release=optional_texts,
    last_release=optional_texts,
    status=st.sampled_from(PatternStatus),
    occurrences=counts,
    users_affected=counts,
    episodes=counts,
    resolved_at=optional_moments,
    resolved_in_release=optional_texts,
)
chain_steps = st.builds(ChainStep, developers=st.lists(ids, max_size=3).map(tuple), on_call=st.booleans())
chains = st.builds(EscalationChain, st.lists(chain_steps, max_size=4).map(tuple))
episodes = st.builds(
    Episode,
    id=ids,
    pattern_id=ids,
    service=texts,
    environment=texts,
    opened_at=any_moments,
    severity=all_severities,
    opened_because=st.sampled_from(TriageReason),
    first_error_id=ids,
    last_error_id=ids,
    last_error_at=any_moments,
    trusted=st.booleans(),
    closed_at=optional_moments,
    owner_id=optional_ids,
    assigned_at=optional_moments,
    carried=st.booleans(),
    level=small_counts,
    triage=st.none() | st.builds(TriageMark, st.sampled_from(TriageReason), any_moments),
    acknowledged_at=optional_moments,
    slack_thread=optional_texts,
    errors=counts,
    open_counts=st.builds(SeverityCounts, counts, counts, counts, counts, counts),
    deadline=optional_moments,
    escalated_at=optional_moments,
    acknowledged_until=optional_moments,
    reassign_at=optional_moments,
    chain=st.none() | chains,
)
notifications = st.builds(
    Notification,
    id=ids,
    episode_id=ids,
    pattern_id=ids,
    error_id=ids,
    developer_id=optional_ids,
    channel=st.sampled_from(Channel),
    recipient=texts,
    severity=all_severities,
    reason=texts,
    state=st.sampled_from(NotificationState),
    created_at=any_moments,
    expires_at=any_moments,
    next_attempt_at=optional_moments,
    trusted=st.booleans(),
    attempts=small_counts,
    answers=small_counts,
    unreachable=small_counts,
    lease_owner=optional_texts,
    lease_until=optional_moments,
    accepted_at=optional_moments,
    delivered_at=optional_moments,
    read_at=optional_moments,
    last_answer=optional_texts,
    death_reason=st.none() | st.sampled_from(DeathReason),
    kind=st.sampled_from(NotificationKind),
    level=small_counts,
    repeats=small_counts,
    provider_id=optional_texts,
    poll_at=optional_moments,
    further_at=optional_moments,
    digest_id=optional_ids,
    frozen_at=optional_moments,
    body=optional_texts,
)
attempts = st.builds(
    Attempt,
    id=ids,
    notification_id=ids,
    number=small_counts,
    worker=texts,
    started_at=any_moments,
    ended_at=optional_moments,
    outcome=st.none() | st.sampled_from(DeliveryOutcome),
    answer=optional_texts,
)
history_entries = st.builds(
    HistoryEntry,
    subject_kind=st.sampled_from(SubjectKind),
    subject_id=ids,
    at=any_moments,
    action=texts,
    reason=texts,
    actor=texts,
    before=optional_texts,
    after=optional_texts,
    inputs=st.dictionaries(texts, st.none() | st.integers() | texts, max_size=3),
)
daily_spans = st.builds(DailySpan, st.times(), st.times())
preferences = st.builds(
    Preferences,
    channels=st.dictionaries(all_severities, st.lists(st.sampled_from(Channel), unique=True).map(tuple)),
    minimum=all_severities,
    quiet_hours=st.none() | daily_spans,
    working_hours=st.none() | st.builds(WorkingHours, st.frozensets(st.integers(1, 7)), daily_spans),
)
developer_records = st.builds(
    Developer,
    id=ids,
    name=texts,
    email=optional_texts,
    services=st.frozensets(texts, max_size=3),
    min_severity=all_severities,
    active=st.booleans(),
    on_call=st.booleans(),
    last_assigned_at=optional_moments,
    created_at=any_moments,
    on_call_from=optional_moments,
    on_call_until=optional_moments,
    removed_at=optional_moments,
    phone=optional_texts,
    slack_id=optional_texts,
    time_zone=optional_texts,
    preferences=preferences,
)
service_records = st.builds(
    Service,
    name=texts,
    key_mode=st.sampled_from(KeyMode),
    first_seen=any_moments,
    keyless_posts=counts,
    last_keyless_at=optional_moments,
)
api_tokens = st.builds(
    ApiToken,
    id=ids,
    name=texts,
    scope=st.sampled_from(Scope),
    digest=digests,
    created_at=any_moments,
    expires_at=optional_moments,
    revoked_at=optional_moments,
    last_used_at=optional_moments,
)
ingest_keys = st.builds(
    IngestKey,
    id=ids,
    service=texts,
    kind=st.sampled_from(KeyKind),
    digest=digests,
    created_at=any_moments,
    revoked_at=optional_moments,
    last_used_at=optional_moments,
)
