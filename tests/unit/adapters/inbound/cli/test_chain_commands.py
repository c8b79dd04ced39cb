"""`error-logging chain`."""

import json
from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def test_a_chain_is_set_listed_and_removed(run: Run) -> None:
    run("developer", "add", "--name", "Anna", "--email", "anna@example.org")
    run("developer", "add", "--name", "Ben")

    said = run("chain", "set", "--service", "*", "--step", "on-call", "--step", "anna@example.org, Ben").stdout

    assert said == "every service: on-call > Anna, Ben.\n"
    assert "on-call > Anna, Ben" in run("chain", "list").stdout
    [entry] = json.loads(run("chain", "list", "--json").stdout)
    assert (entry["service"], [step["on_call"] for step in entry["steps"]]) == ("*", [True, False])
    run("chain", "remove", "--service", "*")
    assert "There are no chains" in run("chain", "list").stdout


def test_a_developers_chain_is_named_by_the_developer(run: Run) -> None:
    run("developer", "add", "--name", "Anna")

    assert run("chain", "set", "--developer", "Anna", "--step", "on-call").stdout == "developer Anna: on-call.\n"


def test_what_is_no_chain_is_refused(run: Run) -> None:
    assert "one of the two" in run("chain", "set", "--step", "on-call", code=2).stderr
    assert "no developer" in run("chain", "set", "--service", "java", "--step", "Zoe", code=1).stderr
    assert "no such escalation chain" in run("chain", "remove", "--service", "java", code=1).stderr
