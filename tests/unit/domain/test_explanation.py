"""Whatever was reported, and whoever was named, the sentences are safe to show and every decision has a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given

from domain.alerting import NoticeReason
from domain.assignment import AssignmentReason
from domain.delivery import Channel, DeliveryOutcome
from domain.display_text import safe_line
from domain.error_report import Mark, MarkReason
from domain.escalation import Escalation, EscalationReason
from domain.explanation import About, Decision, Told
from domain.explanation.arrival import arrival
from domain.explanation.notices import notices
from domain.explanation.outlook import outlook, repeats
from domain.explanation.story import people_in, story
from domain.history import HistoryEntry
from domain.notification import DeathReason, NotificationState
from domain.placement_reason import PlacementReason
from tests.support.builders import (
    a_notification,
    a_pattern,
    an_attempt,
    an_entry,
    an_episode,
    an_error,
)
from tests.support.builders_notices import HOSTILE
from tests.support.strategies import NOON
from tests.support.strategies_records import history_entries

_LONGEST_SENTENCE = 2_000


def is_safe(sentence: str) -> bool:
    return sentence == safe_line(sentence, _LONGEST_SENTENCE) and "://" not in sentence


def explained(text: str) -> Sequence[Decision]:
    """Everything that can be said, with this text wherever somebody else can say something."""
    marks = tuple(Mark(text, reason, text) for reason in MarkReason)
    error = an_error(message=text, service=text, environment=text, error_type=text)
    error = replace(error, report=replace(error.report, marks=marks, fingerprint=text))
    pattern = a_pattern(title=text, culprit=text)
    notice = a_notification(
        reason=text, state=NotificationState.DEAD, death_reason=DeathReason.REFUSED, last_answer=text
    )
    ended = {"ended_at": NOON, "outcome": DeliveryOutcome.REFUSED, "answer": text, "worker": text}
    told = Told(notification=notice, attempts=[an_attempt(notice.id, **ended)], developer_name=text)
    said = {"actor": text, "reason": text, "before": text, "after": text, "inputs": {"note": text}}
    entries = [an_entry(uuid4(), action=action, **said) for action in ("assigned", "not_assigned", "resolved", text)]
    return [*arrival(error, pattern, a_pattern(title=text), None), *story(entries, [], {}), *notices([told], [])]


@pytest.mark.parametrize("name", HOSTILE)
def test_sentences_are_safe_whatever_was_said(name: str) -> None:
    for decision in explained(HOSTILE[name]):
        assert is_safe(decision.sentence), decision.sentence


@pytest.mark.parametrize("placement", [*PlacementReason, None])
def test_every_placement_is_a_decision_with_a_reason(placement: PlacementReason | None) -> None:
    placed = arrival(an_error(placement=placement), pattern := a_pattern(), pattern, None)[-1]

    assert (placed.about, placed.reason) == (About.PLACEMENT, placement or "not_recorded")
    assert (placed.decision == "opened_nothing") == (placement is not None and placement.opens_nothing)


@pytest.mark.parametrize("reason", NoticeReason)
@pytest.mark.parametrize("sent_from", [None, NOON, NOON + timedelta(hours=1)])
def test_every_reason_to_tell_or_not_has_a_sentence(reason: NoticeReason, sent_from: object) -> None:
    state = NotificationState.SUPPRESSED if sent_from is None else NotificationState.PENDING
    notice = a_notification(reason=reason, state=state, sent_from=sent_from)

    [decision] = notices([Told(notification=notice, attempts=[], developer_name=None)], [])

    expected = {None: "not_told", NOON: "told"}.get(sent_from, "held_back")  # type: ignore[call-overload]
    assert (decision.decision, decision.reason) == (expected, reason)
    assert is_safe(decision.sentence)


@pytest.mark.parametrize("reason", NoticeReason)
def test_every_reason_has_words_of_its_own(reason: NoticeReason) -> None:
    notice = a_notification(reason=reason, state=NotificationState.SUPPRESSED, sent_from=None)
    sent = replace(notice, state=NotificationState.PENDING, sent_from=NOON)
    told = [notices([Told(notification=one, attempts=[], developer_name=None)], [])[0] for one in (notice, sent)]

    assert not all(decision.sentence.endswith(f": {reason.replace('_', ' ')}.") for decision in told)


def test_what_is_held_back_says_until_when_and_what_became_of_its_digest() -> None:
    digest = a_notification(sent_from=NOON, state=NotificationState.DEAD, death_reason=DeathReason.EXPIRED)
    held = a_notification(reason=NoticeReason.QUIET_HOURS, state=NotificationState.HELD, next_attempt_at=None)

    decided, given_up = notices([Told(notification=held, attempts=[], developer_name="Ada", digest=digest)], [])

    assert (decided.decision, decided.reason) == ("held_back", NoticeReason.QUIET_HOURS)
    assert "in a digest, at 2026-" in decided.sentence
    assert (given_up.decision, given_up.reason) == ("given_up", DeathReason.EXPIRED)


@pytest.mark.parametrize("action", ["acknowledged", "further_way"])
def test_that_something_else_came_of_a_message_is_no_decision_to_tell_of_it(action: str) -> None:
    sent = a_notification(state=NotificationState.ACCEPTED, sent_from=NOON)
    entry = an_entry(sent.episode_id, action=action, reason="by_link", inputs={"notification": str(sent.id)})

    decided = notices([Told(notification=sent, attempts=[], developer_name="Ada")], [entry])

    assert [one.decision for one in decided] == ["told"]


def test_an_endpoint_is_called_by_its_name() -> None:
    sent = a_notification(channel=Channel.WEBHOOK, recipient=str(uuid4()), sent_from=NOON)

    [told] = notices([Told(notification=sent, attempts=[], developer_name=None, endpoint_name="Chat")], [])

    assert told.sentence.startswith("Chat is told by webhook: ")


@pytest.mark.parametrize("reason", AssignmentReason)
def test_every_reason_of_an_assignment_has_words_of_its_own(reason: AssignmentReason) -> None:
    entry = an_entry(uuid4(), action="assigned", reason=reason, inputs={"considered": 3})

    [decision] = story([entry], [], {})

    assert f" {reason.replace('_', ' ')} (" not in decision.sentence


@pytest.mark.parametrize(
    ("action", "reason", "said"),
    [
        ("assigned", "by_hand", " was given to Ada by somebody with the token “first”."),
        ("resolved", "by_hand", " was resolved by somebody with the token “first”."),
        ("acknowledged", "by_link", " was acknowledged by first: by the link of a message."),
    ],
)
def test_a_token_is_called_one_and_a_receiver_by_name(action: str, reason: str, said: str) -> None:
    ada = uuid4()
    entry = an_entry(uuid4(), action=action, reason=reason, actor="first", after=str(ada))

    [decision] = story([entry], [], {ada: "Ada"})

    assert decision.sentence.endswith(said)


def test_what_was_done_on_the_command_line_was_done_with_no_token() -> None:
    entry = an_entry(uuid4(), action="resolved", reason="by_hand", actor="command line")

    [decision] = story([entry], [], {})

    assert decision.sentence == "The episode was resolved by somebody on the command line."


@given(entry=history_entries)
def test_any_history_can_be_told(entry: HistoryEntry) -> None:
    for decision in story([entry], [], {}):
        assert (decision.at, decision.reason, decision.actor) == (entry.at, entry.reason, entry.actor)
        assert is_safe(decision.sentence)


def test_a_step_up_that_stands_in_the_history_too_is_told_once() -> None:
    episode, ada, bob = uuid4(), uuid4(), uuid4()
    by_hand = EscalationReason.BY_HAND
    step = Escalation(episode_id=episode, at=NOON, level=2, from_id=ada, to_id=bob, reason=by_hand)
    entry = an_entry(episode, action="escalated", actor="Eve", before=str(ada), after=str(bob))
    people = people_in([entry], [step])

    [told] = story([entry], [step], dict(zip(sorted(people), sorted(["Ada", "Bob"]), strict=True)))

    assert people == {ada, bob}
    assert (told.about, told.actor, told.inputs["level"]) == (About.ESCALATION, "Eve", 2)
    assert "to level 2, from " in told.sentence


def test_a_closed_episode_waits_for_nothing_but_removal() -> None:
    error = an_error()
    closed = an_episode(closed_at=NOON, deadline=NOON)

    assert [step.what for step in outlook(error, closed, a_pattern(), [])] == ["removal"]


def test_hours_stand_in_order() -> None:
    hour = timedelta(hours=1)

    found = repeats({NOON + hour: 2, NOON: 1}, [(NOON, "late", 3)], None)

    assert [(one.hour, one.reason, one.count) for one in found] == [
        (NOON, "arrived", 1),
        (NOON, "late", 3),
        (NOON + hour, "arrived", 2),
    ]
