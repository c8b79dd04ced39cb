"""What commands print, and how they refuse."""

import json
import re
from collections.abc import Callable

import click
import pytest
from click.testing import Result
from sqlalchemy import Engine, update

from adapters.outbound.sql.tables import AUDIT_LOG
from application.ports.unit_of_work import Store
from tests.support.builders import a_developer, an_episode

Run = Callable[..., Result]


def test_a_token_stands_alone_on_standard_output(run: Run) -> None:
    result = run("token", "create", "anna", "--scope", "read", "--days", "3")

    assert re.fullmatch(r"elt_[\w-]{43}\n", result.stdout)
    assert "Token 'anna', scope read, expires" in result.stderr
    assert result.stdout.strip() not in result.stderr


def test_tokens_are_listed_without_their_secrets(run: Run) -> None:
    secret = run("token", "create", "anna").stdout.strip()

    table = run("token", "list").stdout
    [entry] = json.loads(run("token", "list", "--json").stdout)

    assert (entry["name"], entry["scope"], entry["state"]) == ("anna", "staff", "valid")
    assert entry["id"] in table
    assert secret not in table + json.dumps(entry)
    assert "digest" not in entry


def test_a_revoked_token_is_shown_as_revoked(run: Run) -> None:
    run("token", "create", "anna")

    run("token", "revoke", "anna")

    assert json.loads(run("token", "list", "--json").stdout)[0]["state"] == "revoked"
    assert "Error: no token that is not revoked" in run("token", "revoke", "anna", code=1).stderr


def test_a_key_is_made_listed_asked_for_and_revoked(run: Run) -> None:
    made = run("key", "create", "react", "--kind", "public")
    assert re.fullmatch(r"elk_public_[\w-]{43}\n", made.stdout)

    run("key", "mode", "react", "enforce")
    [entry] = json.loads(run("key", "list", "--json").stdout)
    assert (entry["service"], entry["mode"], entry["keys"][0]["kind"]) == ("react", "enforce", "public")
    assert made.stdout.strip() not in run("key", "list").stdout

    run("key", "revoke", entry["keys"][0]["id"])
    assert "revoked" in run("key", "list").stdout


def test_a_third_key_is_refused_in_words(run: Run) -> None:
    for _ in range(2):
        run("key", "create", "laravel")

    assert "revoke the older one first" in run("key", "create", "laravel", code=1).stderr


def test_a_developer_is_added_changed_and_removed(run: Run) -> None:
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org", "--service", "laravel", "--service", "java",
        "--min-severity", "high", "--on-call")  # fmt: skip
    run("developer", "update", "ben@example.org", "--not-on-call", "--service", "*", "--inactive")

    [entry] = json.loads(run("developer", "list", "--json").stdout)
    assert entry | {"id": "", "created_at": ""} == {
        "id": "",
        "name": "Ben",
        "email": "ben@example.org",
        "services": ["*"],
        "min_severity": "high",
        "on_call": False,
        "on_call_from": None,
        "on_call_until": None,
        "on_call_now": False,
        "active": False,
        "phone": None,
        "slack_id": None,
        "time_zone": None,
        "preferences": {"channels": {}, "minimum": "info", "quiet_hours": None, "working_hours": None},
        "last_assigned_at": None,
        "created_at": "",
    }
    assert "is asked no more" in run("developer", "remove", "Ben").stdout
    assert json.loads(run("developer", "list", "--json").stdout) == []


def test_whoever_owns_open_episodes_is_only_removed_on_demand(run: Run, store: Store) -> None:
    ada = a_developer("Ada")
    with store.writing() as work:
        work.developers.add(ada)
        work.episodes.add([an_episode(owner_id=ada.id)])
        work.commit()

    assert "Ada owns 1 open episode" in run("developer", "remove", "Ada", code=1).stderr
    assert "given the 1 open" in run("developer", "remove", "Ada", "--open-episodes", "reassign").stdout


def test_a_developer_is_put_on_call_and_off_again(run: Run) -> None:
    run("developer", "add", "--name", "Ben")

    times = ("--from", "2126-12-01T18:00", "--until", "2126-12-02T08:00")
    said = run("developer", "on-call", "Ben", *times).stdout
    assert said.endswith("is on call from 2126-12-01 18:00 UTC until 2126-12-02 08:00 UTC.\n")
    [entry] = json.loads(run("developer", "list", "--json").stdout)
    assert (entry["on_call"], entry["on_call_now"]) == (True, False)

    assert "is not on call" in run("developer", "on-call", "Ben", "--off").stdout
    assert "until is in the past" in run("developer", "on-call", "Ben", "--until", "2020-01-01", code=1).stderr


def test_what_was_done_is_in_the_audit_log_without_secrets(run: Run) -> None:
    assert "The audit log is empty" in run("audit", "verify").stdout
    secret = run("token", "create", "anna").stdout.strip()
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org")
    run("developer", "update", "Ben", "--email", "b@example.org", "--min-severity", "high")
    run("developer", "remove", "Ben")

    entries = json.loads(run("audit", "list", "--limit", "3", "--json").stdout)

    assert [entry["action"] for entry in entries] == ["developer.remove", "developer.update", "developer.create"]
    assert {entry["actor"] for entry in entries} == {"command line"}
    assert entries[1]["detail"] == {"email": "changed", "min_severity": "high"}
    shown = run("audit", "list").stdout
    assert "token.create" in shown
    assert not [told for told in (secret, "b@example.org") if told in shown]
    assert "The audit log is whole: 4 entries." in run("audit", "verify").stdout


def test_a_broken_audit_log_is_exit_code_1_and_a_sentence(run: Run, engine: Engine) -> None:
    run("token", "create", "anna")
    with engine.begin() as connection:
        connection.execute(update(AUDIT_LOG).values(actor="nobody"))

    stderr = run("audit", "verify", code=1).stderr

    assert stderr == "Error: entry 1 of the audit log (token.create by nobody) was changed\n"


@pytest.mark.parametrize("what", ["token", "key", "developer"])
def test_an_empty_list_says_what_to_do(run: Run, what: str) -> None:
    assert f"error-logging {what}" in run(what, "list").stdout
    assert json.loads(run(what, "list", "--json").stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("token", "create", "anna", "--scope", "root"),
        ("token", "create", "anna", "--days", "0"),
        ("key", "revoke", "not-an-id"),
        ("key", "mode", "laravel", "strict"),
        ("developer", "add"),
        ("developer", "add", "--name", "A", "--min-severity", "awful"),
    ],
)
def test_a_wrong_option_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert "Error:" in run(*arguments, code=2).stderr


def test_a_name_controls_no_terminal(run: Run) -> None:
    run("developer", "add", "--name", "[bold]Anna[/bold]")

    assert "[bold]Anna[/bold]" in run("developer", "list").stdout
    assert "Error:" in run("developer", "add", "--name", "\x1b[2Jx", code=1).stderr


def test_every_command_explains_itself(run: Run, group: click.Group) -> None:
    for name, commands in group.commands.items():
        assert isinstance(commands, click.Group)
        for command in commands.commands.values():
            shown = run(name, command.name or "", "--help").stdout
            assert command.help
            assert all(option.help for option in command.params if isinstance(option, click.Option)), shown


def test_an_address_can_be_taken_away(run: Run) -> None:
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org", "--phone", "+491711234567")

    run("developer", "update", "Ben", "--phone", "")
    said = run("developer", "update", "Ben", "--email", "").stderr

    [shown] = json.loads(run("developer", "list", "--json").stdout)
    assert (shown["email"], shown["phone"]) == (None, None)
    assert "not even what is critical reaches 'Ben'" in said


def test_a_change_of_nothing_is_refused(run: Run) -> None:
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org")

    assert "nothing to change" in run("developer", "update", "Ben", code=2).stderr


def test_all_that_is_known_of_a_developer_is_shown(run: Run) -> None:
    run("developer", "add", "--name", "Ben", "--email", "ben@example.org", "--phone", "+491711234567",
        "--slack-id", "U012AB3CD", "--time-zone", "Europe/Berlin")  # fmt: skip
    run("developer", "preferences", "Ben", "--tell", "low=slack")

    shown = run("developer", "show", "Ben").stdout

    for part in ("+491711234567", "U012AB3CD", "Europe/Berlin", "low: slack"):
        assert part in shown
    assert "phone, Slack" in run("developer", "list").stdout
    assert json.loads(run("developer", "show", "Ben", "--json").stdout)["open_episodes"] == 0
