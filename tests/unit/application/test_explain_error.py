"""Why was I, or was I not, told?"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.explain_error import ExplainError
from application.ports.decision_counter_repository import DecisionCount
from application.ports.notifier import Message
from application.ports.unit_of_work import Store
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.developer import Developer
from domain.errors import NotFound
from domain.explanation import About, Decision, Explanation
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.builders_webhooks import an_endpoint
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

Ingest = Callable[..., UUID]
POLICY = AlertingPolicy(fallback_recipients=("lead@example.org",), untrusted_messages_per_hour=1)


class Refusing:
    """A channel that takes nothing."""

    channel = Channel.EMAIL

    def send(self, message: Message) -> AttemptResult:
        return AttemptResult(DeliveryOutcome.REFUSED, "550 5.1.1 no such user\x1b[2J http://evil.com")


@pytest.fixture
def ingest(commit: CommitBatch) -> Ingest:
    """Stores one error; answers its id."""

    def one(**said: object) -> UUID:
        error = a_prepared_error(**said)  # type: ignore[arg-type]
        commit.execute([error])
        return error.id

    return one


@pytest.fixture
def ada(store: Store) -> Developer:
    """Somebody who knows everything."""
    ada = a_developer("Ada")
    with store.writing() as work:
        work.developers.add(ada)
        work.commit()
    return ada


def triage(store: Store, policy: AlertingPolicy = POLICY) -> None:
    TriageEpisodes(store, SystemIds(), policy, MemoryWakeUps()).execute()


def deliver(store: Store) -> None:
    notifiers = {Channel.EMAIL: Refusing()}
    DeliverNotifications(
        store, notifiers, SystemIds(), POLICY, worker="w1", jitter=lambda: 0.0, pause=lambda _: False
    ).execute()


def explained(store: Store, error_id: UUID) -> Explanation:
    return ExplainError(store).execute(error_id)


def about(explanation: Explanation, *subjects: About) -> Sequence[Decision]:
    return [decision for decision in explanation.decisions if decision.about in subjects]


def test_a_new_error_with_an_owner(store: Store, ingest: Ingest, ada: Developer) -> None:
    error_id = ingest()
    triage(store)

    explanation = explained(store, error_id)

    assert [(one.about, one.decision, one.reason) for one in explanation.decisions] == [
        (About.ARRIVAL, "received", "trusted"),
        (About.GROUPING, "grouped", "computed"),
        (About.PLACEMENT, "opened_episode", "new_pattern"),
        (About.ASSIGNMENT, "assigned", "only_choice"),
        (About.NOTIFICATION, "told", "new_pattern"),
    ]
    assigned, told = explanation.decisions[-2:]
    assert assigned.sentence == "The episode was given to Ada, since nobody else fits (1 considered)."
    assert told.sentence == "Ada (ada@example.org) is told by email: nothing like it was seen before."
    assert [step.what for step in explanation.next] == ["escalation", "delivery", "removal"]


def test_one_that_joins_is_counted_and_its_episode_accounts_for_it(
    store: Store, ingest: Ingest, ada: Developer
) -> None:
    ingest()
    triage(store)
    joined, *_ = [ingest(at=NOON + timedelta(minutes=30 * n)) for n in (1, 2, 3)]

    explanation = explained(store, joined)

    [opened, placed] = about(explanation, About.PLACEMENT)
    assert (opened.decision, placed.decision, placed.reason) == ("opened", "joined_episode", "joined_open_episode")
    assert [one.reason for one in about(explanation, About.NOTIFICATION)] == ["new_pattern"]
    assert [(one.hour, one.reason, one.count) for one in explanation.repeats] == [
        (NOON, "arrived", 2),
        (NOON + timedelta(hours=1), "arrived", 2),
    ]
    assert "The episode has 4 in all, and one message was due for them." in explanation.repeats[0].sentence


@pytest.mark.parametrize(
    ("policy", "severity", "reason", "words"),
    [
        (POLICY, Severity.LOW, "below_channel_severity", "low is less than what email tells of by itself"),
        (AlertingPolicy(channels=frozenset()), Severity.CRITICAL, "channel_off", "the channel email is off"),
    ],
)
def test_who_was_not_told_and_what_held_it_back(
    store: Store, ingest: Ingest, ada: Developer, policy: AlertingPolicy, severity: Severity, reason: str, words: str
) -> None:
    error_id = ingest(severity=severity)
    triage(store, policy)

    [not_told] = about(explained(store, error_id), About.NOTIFICATION)

    assert (not_told.decision, not_told.reason) == ("not_told", reason)
    assert not_told.sentence == f"Ada (ada@example.org) is not told by email: {words}."
    assert not_told.inputs["state"] == "suppressed"


def test_a_strangers_message_over_the_budget_says_until_when_it_waits(
    store: Store, ingest: Ingest, ada: Developer
) -> None:
    ingest(pattern="x", trusted=False, severity=Severity.HIGH)
    triage(store)
    error_id = ingest(trusted=False, severity=Severity.HIGH)
    triage(store)

    explanation = explained(store, error_id)

    [held] = about(explanation, About.NOTIFICATION)
    assert (held.decision, held.reason) == ("held_back", "untrusted_budget_spent")
    assert "in a digest" in held.sentence
    assert explanation.decisions[0].reason == "not_trusted"
    [due] = [step.at for step in explanation.next if step.what == "delivery"]
    assert str(due).replace(" ", "T") == held.inputs["held_until"]


def test_a_dead_delivery_shows_the_answer_and_who_is_told_instead(store: Store, ingest: Ingest, ada: Developer) -> None:
    error_id = ingest()
    triage(store)
    deliver(store)

    explanation = explained(store, error_id)

    made = {one.decision: one for one in about(explanation, About.DELIVERY)}
    attempted, given_up = made["attempted"], made["given_up"]
    assert (attempted.decision, attempted.reason, attempted.inputs["worker"]) == ("attempted", "refused", "w1")
    assert "“550 5.1.1 no such user\\x1b[2J http[:]//evil[.]com”" in attempted.sentence
    assert (given_up.decision, given_up.reason) == ("given_up", "refused")
    instead = about(explanation, About.NOTIFICATION)[-1]
    assert (instead.inputs["recipient"], instead.reason) == ("lead@example.org", "undeliverable")


def test_an_endpoint_is_called_by_its_name(store: Store, ingest: Ingest) -> None:
    with store.writing() as work:
        work.webhook_endpoints.add(an_endpoint(name="Chat"))
        work.commit()
    error_id = ingest()
    triage(store, AlertingPolicy(channels=frozenset({Channel.WEBHOOK})))

    sentences = [one.sentence for one in about(explained(store, error_id), About.NOTIFICATION)]

    assert sentences == ["Chat is told by webhook: nobody could be assigned."]


def test_nobody_who_fits_is_a_decision_too(store: Store, ingest: Ingest) -> None:
    error_id = ingest()
    triage(store)

    explanation = explained(store, error_id)

    [nobody] = about(explanation, About.ASSIGNMENT)
    assert (nobody.decision, nobody.reason) == ("not_assigned", "nobody_active")
    assert "no developer is active" in nobody.sentence
    assert "assignment" in [step.what for step in explanation.next]


def test_what_opened_nothing_is_told_by_hour(store: Store, ingest: Ingest, ada: Developer) -> None:
    error_id = ingest()
    with store.writing() as work:
        error = work.errors.get(error_id)
        assert error is not None
        work.decision_counters.add([DecisionCount(error.pattern_id, NOON, "late", 1_204)])
        work.commit()

    [_, late] = explained(store, error_id).repeats

    assert (late.reason, late.count) == ("late", 1_204)
    assert late.sentence == (
        "In the hour from 2026-11-23 12:00 UTC 1,204 errors alike were placed as late and opened nothing."
    )


def test_an_error_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound):
        explained(store, uuid4())
