"""The console script with real files and servers."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import eventually, free_port
from tests.support.product import PROGRAM, Product
from tests.support.slack_server import TOKEN as SLACK_TOKEN
from tests.support.slack_server import SlackServer
from tests.support.twilio_server import SENDER, SID, TwilioServer
from tests.support.twilio_server import TOKEN as TWILIO_TOKEN
from tests.support.web_far_end import running

AWAY = "postgresql://user:geheim@127.0.0.1:1/errors"
STORE_CHECKS = ("database", "database writable", "clock", "ingest keys", "developers", "notifications", "triage")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Product]:
    """Nothing started or made yet; on SQLite, without mail."""
    product = Product(tmp_path)
    yield product
    product.stop()


def run(product: Product, *arguments: str, code: int, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command that ends with this exit code, and without a traceback."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        env={**product.environment, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    assert "geheim" not in said
    return done


def doctor(product: Product, *, code: int, **settings: str) -> dict[str, dict[str, str]]:
    """What the doctor finds, by the name of the check."""
    return {
        found["name"]: found for found in json.loads(run(product, "doctor", "--json", code=code, **settings).stdout)
    }


def healths(findings: dict[str, dict[str, str]]) -> dict[str, str]:
    return {name: finding["health"] for name, finding in findings.items()}


def test_a_running_installation_has_nothing_that_fails(installation: Product) -> None:
    installation.start("serve")
    installation.wait_until_ready("serve")

    found = doctor(installation, code=0)

    assert {name for name, health in healths(found).items() if health == "ok"} >= {
        "settings", "data directory", "disk", "database", "database writable", "clock", "queue", "triage",
    }  # fmt: skip
    assert healths(found)["developers"] == "warn"
    assert found["email"]["what"].startswith("email is off")
    assert "failing." in run(installation, "doctor", code=0).stdout


def test_the_doctor_asks_slack_and_twilio(installation: Product) -> None:
    with running(SlackServer()) as slack, running(TwilioServer()) as twilio:
        reached = {"SLACK_API_URL": slack.api_url, "SLACK_CHANNEL": "#ops", "TWILIO_API_URL": twilio.url}
        account = {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": TWILIO_TOKEN, "TWILIO_PHONE_NUMBER": SENDER}
        good = doctor(installation, code=1, SLACK_BOT_TOKEN=SLACK_TOKEN, **reached, **account)
        bad = doctor(installation, code=1, SLACK_BOT_TOKEN="xoxb-geheim", **reached)

    assert (good["slack"]["health"], good["sms"]["health"]) == ("ok", "ok")
    assert bad["slack"]["what"] == "Slack refuses the bot: invalid_auth"
    assert "sms" not in bad


def test_wrong_settings_are_findings(installation: Product) -> None:
    found = doctor(installation, code=1, DATABASE_URL="mysql://u:geheim@db/x", RETENTION_DAYS="many")

    assert healths(found) == {"DATABASE_URL": "fail", "RETENTION_DAYS": "fail"}
    assert found["RETENTION_DAYS"]["mend"] == "RETENTION_DAYS=90"


def test_looking_at_what_does_not_exist_makes_nothing(installation: Product) -> None:
    found = doctor(installation, code=1)

    assert (found["data directory"]["health"], found["database"]["health"]) == ("fail", "fail")
    assert not (installation.folder / "data").exists()


def test_a_mail_server_that_is_away_fails(installation: Product) -> None:
    installation.run("migrate")

    found = doctor(
        installation,
        code=1,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(free_port()),
        EMAIL_HOST_USER="errors@example.org",
        EMAIL_HOST_PASSWORD="geheim",
    )

    assert found["email"]["health"] == "fail"
    assert found["email"]["mend"]


def test_a_redis_that_is_away_is_only_warned_of(installation: Product) -> None:
    installation.run("migrate")

    found = doctor(installation, code=0, REDIS_URL=f"redis://:geheim@127.0.0.1:{free_port()}/0")

    assert found["queue"]["health"] == "warn"


def test_a_directory_that_others_can_look_into_is_warned_of(installation: Product) -> None:
    installation.run("migrate")
    (installation.folder / "data").chmod(0o755)

    assert doctor(installation, code=0)["data directory"]["mend"].startswith("chmod 700")


def test_a_database_that_is_away_is_told_in_words(installation: Product) -> None:
    found = doctor(installation, code=1, DATABASE_URL=AWAY)
    assert found["database"]["health"] == "fail"

    assert "nothing listens at that address" in found["database"]["what"]
    assert "correct DATABASE_URL" in found["database"]["mend"]
    assert [name for name in found if name in STORE_CHECKS] == ["database"]

    for command in (["token", "list"], ["migrate"]):
        assert "The database cannot be used" in run(installation, *command, code=1, DATABASE_URL=AWAY).stderr


def test_the_doctor_looks_at_the_port_that_serve_was_given(installation: Product) -> None:
    installation.run("migrate")

    found = json.loads(run(installation, "doctor", "--json", "--port", "9000", code=0).stdout)

    assert [one["what"] for one in found if one["name"] == "links" and ":9000" in one["what"]]


def test_mail_that_cannot_be_sent_fails_and_says_how_to_mend_it(installation: Product) -> None:
    installation.run("migrate")

    found = doctor(installation, code=1, EMAIL_HOST="smtp.example.org", DEFAULT_FROM_EMAIL="a@b.org", EMAIL_PORT="x")

    assert found["email"]["health"] == "fail"
    assert "EMAIL_PORT=587" in found["email"]["what"]


def test_an_empty_database_asks_to_be_migrated(installation: Product, empty_postgres_url: str) -> None:
    installation.environment["DATABASE_URL"] = empty_postgres_url
    for command in (["token", "list"], ["web"], ["worker"]):
        assert "run `error-logging migrate`" in run(installation, *command, code=1).stderr
    assert doctor(installation, code=1)["database"]["mend"] == "error-logging migrate"

    installation.run("migrate")
    installation.run("migrate")

    assert json.loads(installation.run("token", "list", "--json")) == []
    assert doctor(installation, code=0)["database"]["what"].startswith("postgresql")


def test_options_may_stand_before_and_after_a_command(installation: Product, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    installation.run("migrate", "--data-dir", other)

    installation.run("--data-dir", other, "token", "create", "anna")

    assert "anna" in installation.run("token", "list", "--data-dir", other)
    assert not (installation.folder / "data").exists()


def test_what_is_made_belongs_to_its_owner_only(installation: Product) -> None:
    installation.run("migrate")

    made = [installation.folder / "data", *(installation.folder / "data").iterdir()]
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_a_developer_who_is_added_is_given_what_nobody_owned(installation: Product) -> None:
    installation.start("serve")
    installation.wait_until_ready("serve")
    token = installation.token("staff")
    error_id = installation.post("java", {"error_type": "E", "message": "m", "severity": "high"}).json()["id"]

    installation.run("developer", "add", "--name", "anna", "--email", "anna@example.org", "--service", "java")

    eventually(lambda: installation.error(error_id, token)["assigned_to"])


def test_what_a_removed_developer_owned_is_given_to_another(installation: Product) -> None:
    installation.start("serve")
    installation.wait_until_ready("serve")
    token = installation.token("staff")
    installation.developer("anna", "java")
    error_id = installation.post("java", {"error_type": "E", "message": "m", "severity": "high"}).json()["id"]
    eventually(lambda: installation.error(error_id, token)["owner_name"] == "anna")
    installation.developer("ben", "java")

    assert "anna owns 1 open episode" in run(installation, "developer", "remove", "anna", code=1).stderr
    run(installation, "developer", "remove", "anna", "--open-episodes", "reassign", code=0)

    eventually(lambda: installation.error(error_id, token)["owner_name"] == "ben")
    assert "The audit log is whole: 5 entries." in run(installation, "audit", "verify", code=0).stdout


def test_a_revoked_token_opens_nothing_any_more(installation: Product) -> None:
    installation.start("serve")
    installation.wait_until_ready("serve")
    token = installation.token("staff")
    path = "/api/error-logging/errors/"
    assert installation.get(path, token=token).status_code == 200

    installation.run("token", "revoke", "tests")

    eventually(lambda: installation.get(path, token=token).status_code == 401, within_s=10)


def test_help_and_version_need_nothing(installation: Product) -> None:
    assert "error-logging serve" in run(installation, "--help", code=0).stdout
    assert run(installation, "--version", code=0).stdout.startswith("error-logging, version ")
    assert not (installation.folder / "data").exists()
