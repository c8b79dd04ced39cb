"""What a notice says."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from application.notice import Fact, compose
from domain.alerting import NoticeReason
from domain.episode import TriageReason
from domain.severity import Severity
from tests.support.builders import an_entry
from tests.support.builders_notices import (
    DASHBOARD,
    HOSTILE,
    NOON,
    OWNER_ID,
    a_message,
    a_report,
    an_id,
    hostile_message,
)

ESCALATES = "Escalates at 2026-03-01 13:00 UTC unless it is resolved by then, or acknowledged at that time."
PYTHON_STACK = "Traceback (most recent call last):\n" + "\n".join(f'  File "/srv/f{n}.py", line {n}' for n in range(30))


def notice_of(*args, **changes):
    return compose(a_message(*args, **changes), DASHBOARD)


def test_subject_tells_the_whole_headline():
    assert notice_of().subject == "[CRITICAL] laravel production: DatabaseError: Connection failed"


@pytest.mark.parametrize(
    ("reason", "mark"),
    [
        (NoticeReason.REGRESSION, ", back"),
        (NoticeReason.MORE_SEVERE, ", worse"),
        (NoticeReason.REASSIGNED, ", reassigned"),
        (NoticeReason.ESCALATED, ", escalated 2"),
        (NoticeReason.NOBODY_ASSIGNABLE, ", no owner"),
        (NoticeReason.UNTRUSTED_BUDGET_SPENT, ""),
    ],
)
def test_the_subject_tells_the_news_apart(reason, mark):
    message = a_message(reason=reason)
    leveled = replace(message, notification=replace(message.notification, level=2))

    assert compose(leveled, DASHBOARD).subject.startswith(f"[CRITICAL{mark}] laravel production: ")


def test_who_is_told_instead_of_the_owner_is_told_that_it_is_back():
    message = a_message(reason=NoticeReason.UNDELIVERABLE, opened_because=TriageReason.REGRESSED)

    assert compose(message, DASHBOARD).subject.startswith("[CRITICAL, back, owner not told] ")


def test_facts_tell_how_many_who_since_when_and_release():
    assert notice_of().facts[:5] == (
        Fact("Errors", "1,280"),
        Fact("Users", "312 affected"),
        Fact("Since", "2026-03-01 12:00 UTC"),
        Fact("Last seen", "2026-03-01 12:03 UTC"),
        Fact("Release", "2.4.1"),
    )


def test_what_was_not_said_is_named_so_or_left_out():
    facts = notice_of(a_report(release=None, endpoint=None)).facts

    assert Fact("Release", "not given") in facts
    assert "Endpoint" not in [fact.label for fact in facts]


@pytest.mark.parametrize(
    ("reason", "news"),
    [
        (NoticeReason.NEW_PATTERN, "New: this was never seen before."),
        (NoticeReason.REGRESSION, "Regressed: it was resolved and came back."),
        (NoticeReason.RECURRENCE, "Back again: it ended before without a fix."),
        (NoticeReason.MORE_SEVERE, "More severe than before."),
        (NoticeReason.ASSIGNED_LATE, "Assigned only now: nobody fitted before."),
        (NoticeReason.REOPENED, "Opened again by hand."),
        (NoticeReason.ASSIGNED_BY_HAND, "Assigned to you by hand."),
    ],
)
def test_news_are_why_the_notice_was_written(reason, news):
    assert notice_of(reason=reason).news == news


@pytest.mark.parametrize("reason", [NoticeReason.NOBODY_ASSIGNABLE, "a reason of a later version"])
def test_where_the_reason_tells_no_news_the_episode_does(reason):
    news = notice_of(reason=reason, opened_because=TriageReason.REGRESSED).news

    assert news == "Regressed: it was resolved and came back."


def test_held_back_notices_say_so():
    news = notice_of(reason=NoticeReason.UNTRUSTED_BUDGET_SPENT).news

    assert news.startswith("New: this was never seen before. Told late:")


@pytest.mark.parametrize("because", TriageReason)
def test_every_way_that_an_episode_opens_is_news(because):
    assert notice_of(reason="unknown", opened_because=because).news


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "You are told because it is assigned to you."),
        ({"owner_id": an_id(99), "owner_name": "Bo"}, "You are told because it was assigned to you; Bo owns it now."),
        ({"developer_id": None}, "You are told because this address receives every notice; Ann owns it."),
        (
            {"developer_id": None, "owner_name": None},
            "You are told because this address receives every notice; somebody else owns it.",
        ),
        ({"developer_id": None, "owner_id": None}, "You are told because nobody could be assigned."),
    ],
)
def test_reason_is_why_this_person(changes, reason):
    assert notice_of(**changes).reason == reason


@pytest.mark.parametrize(
    ("changes", "next_step"),
    [
        ({}, ESCALATES),
        ({"deadline": None}, "It does not escalate by itself."),
        (
            {"owner_id": None},
            f"{ESCALATES} Nobody owns it yet: assignment is tried again when developers change.",
        ),
        ({"closed_at": NOON}, "Nothing to do: it was closed at 2026-03-01 12:00 UTC."),
    ],
)
def test_next_step(changes, next_step):
    assert notice_of(**changes).next_step == next_step


def test_times_are_told_in_utc_whatever_their_zone():
    there = (NOON + timedelta(hours=1)).astimezone(timezone(timedelta(hours=-8)))

    assert notice_of(deadline=there).next_step == notice_of().next_step


@pytest.mark.parametrize("dashboard", ["https://errors.example.test", "https://errors.example.test/"])
def test_link_leads_to_the_error_on_the_dashboard(dashboard):
    link = compose(a_message(), dashboard).link

    assert link == f"https://errors.example.test/admin/error-logging/errors/{an_id(0xD)}/"


def test_stack_begins_at_the_top():
    notice = notice_of(a_report(stack_trace="\n".join(f"#{number} f()" for number in range(40))))

    assert (notice.stack[0], len(notice.stack), notice.stack_lines_left_out) == ("#0 f()", 15, 25)


def test_stack_of_python_ends_where_it_failed():
    notice = notice_of(a_report(stack_trace=PYTHON_STACK))

    assert (notice.stack[-1], len(notice.stack)) == ('  File "/srv/f29.py", line 29', 15)


def test_severity_is_the_notices_own():
    message = a_message()

    later = replace(message, episode=replace(message.episode, severity=Severity.INFO))

    assert compose(later, DASHBOARD).severity is Severity.CRITICAL


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_was_reported_is_harmless_in_every_field(text):
    notice = compose(hostile_message(text, developer_id=None), DASHBOARD)

    fields = (notice.subject, notice.service, notice.environment, notice.error_type, notice.message, notice.reason)
    shown = [*fields, notice.news, notice.next_step, *notice.stack, *(fact.value for fact in notice.facts)]
    assert [each for each in shown if not each.replace("\ufe0f", "").isprintable()] == []
    assert [each for each in shown if "evil.com" in each or "://" in each] == []
    assert len(notice.subject) <= 120
    assert OWNER_ID.hex not in notice.reason


def test_what_somebody_had_sent_says_who_and_why():
    entry = an_entry(an_id(0xE), action="escalated", actor="Eve", inputs={"note": "see http://evil.com/now"})
    message = replace(a_message(reason=NoticeReason.ESCALATED, owner_name="Bob"), asked_for=entry)

    reason = compose(message, DASHBOARD).reason

    assert reason.startswith("You are told because somebody with the token “Eve” escalated it to you; Bob owns it. ")
    assert " Their note: see " in reason
    assert "evil.com" not in reason
