"""What a notice tells of what went before, why it is sent, and what is next."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from application.notice import compose
from application.ports.notifier import Background, Mended
from domain.alerting import NoticeReason
from domain.delivery import Channel
from domain.episode import TriageReason
from tests.support.builders import an_entry
from tests.support.builders_notices import DASHBOARD, HOSTILE, NOON, OWNER_ID, a_message, a_report, an_id

OVERDUE = an_entry(an_id(0xE), action="escalated", reason="overdue", at=NOON + timedelta(minutes=61))
BY_HAND = replace(OVERDUE, reason="by_hand", actor="first", at=NOON + timedelta(minutes=5), inputs={"note": "look"})
BACKGROUND = Background(
    now=NOON + timedelta(minutes=1),
    zone=ZoneInfo("Europe/Berlin"),
    came_from="Ann",
    went_to=("Lea", "Ben"),
    next_up="the fallback recipients",
    mended=Mended(at=NOON - timedelta(days=1), by="first", release="2.4.0"),
)
MENDED = "it was resolved by somebody with the token “first” at 2026-02-28 13:00 CET (12:00 UTC) in release 2.4.0"


def told(entry=None, *, channel=Channel.EMAIL, background=BACKGROUND, level=1, **changes):
    message = a_message(changes.pop("report", None), **changes)
    notification = replace(message.notification, level=level, channel=channel)
    return compose(replace(message, notification=notification, asked_for=entry, background=background), DASHBOARD)


def test_what_is_overdue_says_from_whom_for_how_long_it_is_open_and_who_is_next():
    notice = told(OVERDUE, reason=NoticeReason.ESCALATED)

    assert notice.news == "Escalated to level 1, from Ann: open for 1 hour 1 minute, and not resolved in time."
    assert notice.reason == "You are told because you are next; Ann owns it."
    assert notice.next_step == (
        "Escalates at 2026-03-01 14:00 CET (13:00 UTC, in 59 minutes) unless it is resolved by then, or acknowledged "
        "at that time. Next is the fallback recipients."
    )


def test_what_somebody_escalated_says_by_whom_and_from_whom():
    notice = told(BY_HAND, reason=NoticeReason.ESCALATED)

    assert notice.news == "Escalated to level 1 by hand, from Ann: open for 5 minutes."
    assert notice.reason == (
        "You are told because somebody with the token “first” escalated it to you; Ann owns it. Their note: look"
    )


def test_what_was_done_on_the_command_line_was_done_with_no_token():
    there = replace(BY_HAND, actor="command line", inputs={})
    back = replace(BACKGROUND, mended=replace(BACKGROUND.mended, by="command line"))
    regressed = told(background=back, opened_because=TriageReason.REGRESSED, reason=NoticeReason.REGRESSION)

    assert told(there, reason=NoticeReason.ESCALATED).reason == (
        "You are told because somebody on the command line escalated it to you; Ann owns it."
    )
    assert "it was resolved by somebody on the command line at " in regressed.news


def test_where_nobody_is_next_the_fallback_recipients_know_that_they_are_the_last():
    notice = told(OVERDUE, reason=NoticeReason.ESCALATED, developer_id=None)

    assert notice.reason == "You are told because nobody else is left to be told; Ann owns it."


def test_a_lapsed_acknowledgement_is_named():
    lapsed = replace(OVERDUE, inputs={"acknowledged_by": "Ann"})

    assert told(lapsed, reason=NoticeReason.ESCALATED).news.endswith(" The acknowledgement by Ann had lapsed.")


@pytest.mark.parametrize(("release", "came"), [("2.4.1", "and came back in 2.4.1."), (None, "and came back.")])
def test_a_regression_says_who_had_resolved_it_when_and_in_which_release(release, came):
    notice = told(None, report=a_report(release=release), reason=NoticeReason.REGRESSION)

    assert notice.news == f"Regressed: {MENDED}, {came}"


def test_what_is_given_by_hand_says_who_had_it():
    notice = told(replace(BY_HAND, inputs={}), reason=NoticeReason.ASSIGNED_BY_HAND)

    assert notice.reason == (
        "You are told because somebody with the token “first” assigned it to you; Ann had it before."
    )


@pytest.mark.parametrize(
    ("channel", "place"),
    [
        (Channel.SLACK, "this channel is told of errors as severe as this one"),
        (Channel.WEBHOOK, "this endpoint takes news of this service and severity"),
    ],
)
def test_channels_and_endpoints_are_no_addresses(channel, place):
    notice = told(None, channel=channel, developer_id=None)
    climb = told(OVERDUE, channel=channel, developer_id=None, reason=NoticeReason.ESCALATED)

    assert notice.reason == f"You are told because {place}; Ann owns it."
    assert climb.reason == f"You are told because {place}. It was escalated to Lea and Ben; Ann owns it."


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        (None, {"reason": NoticeReason.REASSIGNED}),
        (OVERDUE, {"reason": NoticeReason.ESCALATED}),
        (BY_HAND, {"reason": NoticeReason.ESCALATED, "developer_id": None}),
        (BY_HAND, {"reason": NoticeReason.ASSIGNED_BY_HAND}),
        (None, {"opened_because": TriageReason.REGRESSED, "reason": NoticeReason.REGRESSION}),
    ],
)
def test_whatever_people_and_tokens_are_called_is_only_text(text, entry, changes):
    background = Background(
        came_from=text, went_to=(text,), next_up=text, mended=Mended(at=NOON, by=text, release=text)
    )
    said = None if entry is None else replace(entry, actor=text, inputs={"note": text, "acknowledged_by": text})
    for channel in Channel:
        notice = told(said, channel=channel, background=background, report=a_report(release=text), **changes)

        shown = (notice.news, notice.reason, notice.next_step)
        assert [each for each in shown if not each.replace("\ufe0f", "").isprintable()] == []
        assert [each for each in shown if "evil.com" in each or "://" in each] == []
        assert OWNER_ID.hex not in notice.reason
