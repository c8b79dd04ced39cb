"""`error-logging developer preferences`."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_wishes_are_set_and_replaced(run: Run) -> None:
    run("developer", "add", "--name", "Ben", "--phone", "+491711234567", "--time-zone", "Europe/Berlin")
    run("developer", "preferences", "Ben", "--tell", "critical=sms,email", "--tell", "low=none",
        "--quiet-hours", "22:00-07:00", "--working-hours", "fri-mon,09:00-17:00")  # fmt: skip

    [shown] = json.loads(run("developer", "list", "--json").stdout)

    assert (shown["phone"], shown["time_zone"]) == ("+491711234567", "Europe/Berlin")
    assert shown["preferences"] == {
        "channels": {"critical": ["sms", "email"], "low": []},
        "minimum": "info",
        "quiet_hours": {"from": "22:00", "until": "07:00"},
        "working_hours": {"days": [1, 5, 6, 7], "from": "09:00", "until": "17:00"},
    }
    run("developer", "preferences", "Ben", "--minimum", "high")
    [shown] = json.loads(run("developer", "list", "--json").stdout)
    assert (shown["preferences"]["minimum"], shown["preferences"]["quiet_hours"]) == ("high", None)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--tell", "critical"),
        ("--tell", "awful=email"),
        ("--quiet-hours", "22-7"),
        ("--working-hours", "fun,9:00-1:00"),
    ],
)
def test_what_nobody_can_wish_is_refused(run: Run, wrong: tuple[str, str]) -> None:
    run("developer", "add", "--name", "Ben")

    run("developer", "preferences", "Ben", *wrong, code=2)


@pytest.mark.parametrize(
    ("wish", "warnings"),
    [
        ("critical=none", ["not even what is critical reaches 'Ben' by any channel"]),
        ("critical=sms,email", ["critical=sms leads nowhere: 'Ben' has no phone"]),
        ("low=slack", ["low=slack leads nowhere: 'Ben' has no Slack id"]),
        ("low=none", []),
    ],
)
def test_what_would_reach_nobody_is_said_at_once(run: Run, wish: str, warnings: list[str]) -> None:
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org")

    said = run("developer", "preferences", "Ben", "--tell", wish).stderr

    assert said.splitlines() == [f"Beware: {warning}." for warning in warnings]


def test_what_holds_from_now_on_is_shown(run: Run) -> None:
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org")

    shown = run("developer", "preferences", "Ben", "--tell", "low=none", "--quiet-hours", "22:00-07:00").stdout

    assert shown.splitlines()[1:] == [
        "  low: by no channel",
        "  all else: as the installation has it, by email",
        "  only what is critical from 22:00 until 07:00",
    ]
