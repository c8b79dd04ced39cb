"""What `/metrics` tells, as families of Prometheus."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, product

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from adapters.inbound.http.request_counts import RequestCounts
from application.batch_writer import BatchWriter
from application.costly_reads import CostlyReads
from application.find_weak_spots import WeakSpots
from application.ports.operation_reader import MOST_COUNTED, Backlog, ConnectionUse, JobRun, Operation
from application.remembered_answers import RememberedAnswers
from application.show_operation import ShowOperation
from application.writer_counts import Histogram
from domain.delivery import Channel, DeliveryOutcome
from domain.notification import NotificationState
from domain.storage_limit import StorageLevel

_PREFIX = "error_logging_"
_CAPPED = f"counted up to {MOST_COUNTED}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSources:
    """Where the figures come from: this process, but for `operation`, which is the whole installation's."""

    writer: BatchWriter
    answers: RememberedAnswers
    costly_reads: CostlyReads
    connections: Callable[[], ConnectionUse]
    operation: ShowOperation
    storage: Callable[[], StorageLevel] | None = None
    weak_spots: Callable[[], WeakSpots | None] = lambda: None


class ProductMetrics(Collector):
    """Reads everything anew at each scrape."""

    def __init__(self, sources: MetricSources, requests: RequestCounts, version: str) -> None:
        self._sources = sources
        self._requests = requests
        self._version = version

    def describe(self) -> list[Metric]:
        """Nothing, so that being registered reads nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        yield _gauge("build_info", "The release.", 1, version=self._version)
        yield from self._ingest()
        yield from self._process()
        yield from self._storage()
        yield from _weak_spots(self._sources.weak_spots())
        operation = self._sources.operation.execute()
        yield _gauge("store_up", "Whether the store answered.", int(operation is not None))
        if operation is not None:
            yield from _backlogs(operation)
            yield from _deliveries(operation)
            yield from _jobs(operation.jobs)

    def _ingest(self) -> Iterator[Metric]:
        writer, counts = self._sources.writer, self._sources.writer.counts
        errors = _counter("ingest_errors", "Errors by what became of them; failed ones were answered 503.", "outcome")
        for outcome, count in counts.outcomes.items():
            errors.add_metric([outcome], count)
        errors.add_metric(["failed"], counts.failed)
        yield errors
        yield _gauge("ingest_queue_errors", "Errors that wait for the next commit.", writer.waiting_errors)
        yield _histogram("commit_errors", "How many errors shared a commit.", counts.batch_errors)
        yield _histogram("commit_seconds", "How long a commit took, with all that was tried again.", counts.batch_s)

    def _process(self) -> Iterator[Metric]:
        requests = _counter("http_requests", "Answers of this process.", "view", "method", "status")
        for (view, method, status), count in sorted(self._requests.all().items()):
            requests.add_metric([view, method, str(status)], count)
        yield requests
        answers = _counter("cache_answers", "Answers that may be remembered, by whether they were.", "result")
        answers.add_metric(["hit"], self._sources.answers.hits)
        answers.add_metric(["miss"], self._sources.answers.misses)
        yield answers
        shed = _counter("reads_shed", "Searches and trends that were turned away, 503, under load.", "view")
        for view, count in sorted(self._sources.costly_reads.shed().items()):
            shed.add_metric([view], count)
        yield shed
        use = self._sources.connections()
        yield _gauge("store_connections_in_use", "Connections to the store in use.", use.in_use)
        yield _gauge("store_connections_limit", "Connections to the store at the most.", use.most)

    def _storage(self) -> Iterator[Metric]:
        level = None if self._sources.storage is None else self._sources.storage()
        if level is not None and level.limit_bytes is not None:
            yield _gauge("storage_used_bytes", "What the store holds; absent without MAX_STORAGE.", level.used_bytes)
            yield _gauge("storage_limit_bytes", "MAX_STORAGE, or the disk where that is smaller.", level.limit_bytes)


def _backlogs(operation: Operation) -> Iterator[Metric]:
    due, at = operation.due, operation.read_at
    yield _gauge("due_notifications", f"Notifications that should have been sent by now, {_CAPPED}.", due.count)
    yield _gauge("oldest_due_notification_seconds", "For how long the oldest of them has been due.", _age_s(due, at))
    late = operation.overdue
    yield _gauge("overdue_escalations", f"Episodes that should have been escalated by now, {_CAPPED}.", late.count)
    yield _gauge("oldest_overdue_escalation_seconds", "For how long the first of them has been due.", _age_s(late, at))
    if operation.backed_up_at is not None:
        made_at = operation.backed_up_at.timestamp()
        yield _gauge("last_backup_timestamp_seconds", "When the last backup was made; absent if never.", made_at)
    waiting = _labelled("triage_waiting_episodes", f"Episodes that wait for triage, {_CAPPED}.", "queue")
    oldest = _labelled("triage_oldest_waiting_seconds", "For how long the oldest of them has waited.", "queue")
    for queue, backlog in operation.triage.items():
        waiting.add_metric([queue], backlog.count)
        oldest.add_metric([queue], _age_s(backlog, at))
    yield from (waiting, oldest)


def _deliveries(operation: Operation) -> Iterator[Metric]:
    states = _labelled("notifications_last_day", "Notifications of the last 24 hours by their state.", "state")
    for state in NotificationState:
        states.add_metric([state], operation.notifications.get(state, 0))
    ended = _labelled("deliveries_last_hour", "Attempts of the last hour that have ended.", "channel", "outcome")
    counts = {(delivery.channel, delivery.outcome): delivery.count for delivery in operation.deliveries}
    # With zeros too: what monitoring has never seen it cannot miss.
    for channel, outcome in product(Channel, DeliveryOutcome):
        ended.add_metric([channel, outcome], counts.get((channel, outcome), 0))
    yield from (states, ended)


def _jobs(runs: Sequence[JobRun]) -> Iterator[Metric]:
    started = _labelled("job_last_start_timestamp_seconds", "When the job was last begun.", "job")
    took = _labelled("job_last_duration_seconds", "How long its last run took; absent while it runs.", "job")
    outcome = _labelled("job_last_outcome", "1 for the outcome of its last run.", "job", "outcome")
    for run in runs:
        started.add_metric([run.job], run.started_at.timestamp())
        if run.ended_at is not None:
            took.add_metric([run.job], (run.ended_at - run.started_at).total_seconds())
        outcome.add_metric([run.job, run.outcome or "unfinished"], 1)
    yield from (started, took, outcome)


def _weak_spots(found: WeakSpots | None) -> Iterator[Metric]:
    if found is not None:
        yield _gauge("unreachable_developers", "Active ones whom no channel leads to.", len(found.unreachable))
        yield _gauge("dead_end_chains", "Escalation chains whose last level tells nobody now.", len(found.dead_ends))
        yield _gauge("on_call_gaps", "Times within two weeks when nobody is on call.", len(found.gaps))
        yield _gauge("on_call_idle", "People with turns for services that they do not know.", len(found.idle))


def _age_s(backlog: Backlog, now: datetime) -> float:
    return 0.0 if backlog.oldest_at is None else max(0.0, (now - backlog.oldest_at).total_seconds())


def _gauge(name: str, about: str, value: float, **labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(_PREFIX + name, about, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family


def _labelled(name: str, about: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(_PREFIX + name, about, labels=labels)


def _counter(name: str, about: str, *labels: str) -> CounterMetricFamily:
    return CounterMetricFamily(_PREFIX + name, about, labels=labels)


def _histogram(name: str, about: str, histogram: Histogram) -> HistogramMetricFamily:
    bounds = [*map(str, map(float, histogram.bounds)), "+Inf"]
    buckets = list(zip(bounds, accumulate(histogram.counts), strict=True))
    return HistogramMetricFamily(_PREFIX + name, about, buckets=buckets, sum_value=histogram.total)
