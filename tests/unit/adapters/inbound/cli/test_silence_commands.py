"""`error-logging silence`."""

import json
from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]
WHY = ("--reason", "moving house")


def test_a_silence_is_made_listed_and_ended(run: Run) -> None:
    said = run("silence", "create", "--service", "java", "--hours", "2", *WHY).stdout

    assert said.startswith("Nobody is told of what is high or milder in java until ")
    assert "moving house" in run("silence", "list").stdout
    [entry] = json.loads(run("silence", "list", "--json").stdout)
    assert (entry["service"], entry["created_by"]) == ("java", "command line")
    assert run("silence", "end", entry["id"]).stdout == "People are told of what is high or milder in java again.\n"


def test_what_can_be_no_silence_is_refused(run: Run) -> None:
    assert "one of the two" in run("silence", "create", "--service", "java", *WHY, code=2).stderr
    assert "in the past" in run("silence", "create", "--service", "x", "--until", "2020-01-01", *WHY, code=1).stderr
    assert "must say what is silenced" in run("silence", "create", "--hours", "1", *WHY, code=1).stderr
