"""What `on-call` prints, and how it refuses."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]

AT = ("--at", "2126-01-08T12:00")


@pytest.fixture(autouse=True)
def backend(run: Run) -> None:
    """Anna and Ben take turns from 7 January 2126 on, a Monday."""
    for name in ("Anna", "Ben", "Eve"):
        run("developer", "add", "--name", name)
    made = run("on-call", "rotation", "add", "--name", "Backend", "--member", "Anna", "--member", "Ben", "--zone",
               "Europe/Berlin", "--starts-on", "2126-01-07", "--service", "java").stdout  # fmt: skip
    assert made.startswith("Made the rotation 'Backend' (")
    assert made.endswith("which begins on 2126-01-07.\n")


def shown(run: Run, *arguments: str) -> list[tuple[str | None, str]]:
    report = json.loads(run("on-call", "show", "--json", *arguments).stdout)
    return [(one["developer"], one["why"]) for one in report["on_call"]]


def test_rotations_are_listed_and_removed(run: Run) -> None:
    [entry] = json.loads(run("on-call", "rotation", "list", "--json").stdout)
    assert (entry["name"], entry["members"], entry["services"]) == ("Backend", ["Anna", "Ben"], ["java"])
    table = run("on-call", "rotation", "list").stdout
    assert "every week on monday, 09:00 Europe/Berlin" in table
    assert entry["id"] in table

    assert "'Backend'" in run("on-call", "rotation", "remove", "Backend").stdout
    assert "There are no rotations" in run("on-call", "rotation", "list").stdout
    assert "no rotation has" in run("on-call", "rotation", "remove", "Backend", code=1).stderr


def test_who_is_on_call_is_shown_with_who_is_next(run: Run) -> None:
    table = run("on-call", "show", *AT).stdout

    assert "Anna" in table
    assert "Ben from 2126-01-14 08:00 UTC" in table
    assert shown(run, *AT, "--service", "java") == [("Anna", "rotation")]
    assert shown(run, *AT, "--service", "php") == []
    assert "Nobody is on call" in run("on-call", "show", *AT, "--service", "php").stdout


def test_an_override_is_made_listed_and_taken_back(run: Run) -> None:
    span = ("--from", "2126-01-08", "--until", "2126-01-09")
    assert (
        "'Eve' takes it from 2126-01-08 00:00 UTC" in run("on-call", "override", "add", "Backend", "Eve", *span).stdout
    )

    assert shown(run, *AT) == [("Eve", "override")]
    [entry] = json.loads(run("on-call", "override", "list", "Backend", "--json").stdout)
    assert (entry["developer"], entry["created_by"]) == ("Eve", "command line")
    assert entry["id"] in run("on-call", "override", "list", "Backend").stdout
    run("on-call", "override", "remove", "Backend", entry["id"])
    assert shown(run, *AT) == [("Anna", "rotation")]
    assert "There are none" in run("on-call", "override", "list", "Backend").stdout


def test_time_off_is_made_listed_and_taken_back(run: Run) -> None:
    span = ("--from", "2126-01-08", "--until", "2126-01-09")
    assert "'Anna' is away from" in run("on-call", "time-off", "add", "Anna", *span, "--reason", "on holiday").stdout

    assert shown(run, *AT) == [("Ben", "stand_in")]
    table = run("on-call", "show", *AT).stdout
    assert "next, since Anna is away or not active" in table
    assert "'Anna' is away until 2126-01-09 00:00 UTC." in table
    [entry] = json.loads(run("on-call", "time-off", "list", "Anna", "--json").stdout)
    assert entry["reason"] == "on holiday"
    assert entry["id"] in run("on-call", "time-off", "list", "Anna").stdout
    run("on-call", "time-off", "remove", "Anna", entry["id"])
    assert shown(run, *AT) == [("Anna", "rotation")]
    assert "There is none" in run("on-call", "time-off", "list", "Anna").stdout


def test_a_schedule_names_gaps(run: Run) -> None:
    span = ("--from", "2126-01-07", "--until", "2126-01-15")
    table = run("on-call", "schedule", *span).stdout
    schedule = json.loads(run("on-call", "schedule", *span, "--json").stdout)

    assert [one["developer"] for one in schedule["shifts"]] == [None, "Anna", "Ben"]
    assert "Nobody is on call for 'java' from 2126-01-07 00:00 UTC until 2126-01-07 08:00 UTC." in table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rotation", "add", "--name", "W", "--member", "Ann", "--zone", "UTC"), "members names 'Ann'"),
        (("rotation", "add", "--name", "W", "--member", "Eve", "--zone", "Europe/Berln"), "such as Europe/Berlin"),
        (("override", "add", "Backend", "Eve", "--until", "2020-01-01"), "until is in the past"),
        (("override", "add", "Web", "Eve", "--until", "2126-01-01"), "no rotation has"),
        (("time-off", "add", "Zoe", "--until", "2126-01-01"), "no developer has"),
        (("time-off", "add", "Eve", "--from", "2126-01-02", "--until", "2126-01-01"), "until is not after from"),
        (("show", "--at", "1999-01-01"), "at is not between the years 2000 and 2200"),
    ],
)
def test_what_cannot_be_is_a_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    assert said in run("on-call", *arguments, code=1).stderr


@pytest.mark.parametrize("kind", ["rotation", "override", "time-off"])
def test_every_command_of_a_group_explains_itself(run: Run, kind: str) -> None:
    for command in ("add", "list", "remove"):
        assert "Usage:" in run("on-call", kind, command, "--help").stdout
