"""Settings: read once, every fault at once, no secret shown."""

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bootstrap.log_settings import LogFormat
from bootstrap.setting_reader import SettingsRefused, masked
from bootstrap.settings import Settings, read_settings
from domain.delivery import Channel
from domain.severity import Severity

MAIL = {"EMAIL_HOST": "smtp.example.org", "DEFAULT_FROM_EMAIL": "Errors <errors@example.org>"}


def refused(environment: Mapping[str, str], *, strict: bool = False) -> str:
    with pytest.raises(SettingsRefused) as refusal:
        read_settings(environment, strict=strict)
    return str(refusal.value)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings({})

    assert settings.storage.sqlite_file == Path("data/error_logging.db").absolute()
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8000)
    assert settings.web.dashboard_url == "http://127.0.0.1:8000"
    assert settings.storage.retention.unresolved == timedelta(days=90)


def test_the_names_of_the_document_are_read() -> None:
    settings = read_settings(
        {
            **MAIL,
            "DATABASE_URL": "postgres://u:p@db/errors",
            "RETENTION_DAYS": "30",
            "DASHBOARD_URL": "https://errors.example.org/",
            "TRUSTED_NETWORKS": "10.0.0.0/8, ::1",
            "EMAIL_MINIMUM_SEVERITY": "Critical",
            "FALLBACK_RECIPIENTS": "a@example.org,b@example.org",
            "LOG_FORMAT": "json",
        }
    )

    assert settings.storage.database_url == "postgresql://u:p@db/errors"
    assert settings.storage.retention.unresolved == timedelta(days=30)
    assert settings.web.dashboard_url == "https://errors.example.org"
    assert settings.web.addresses.trusted_networks == (ip_network("10.0.0.0/8"), ip_network("::1/128"))
    assert settings.alerting.email_minimum is Severity.CRITICAL
    assert settings.alerting.fallback_recipients == ("a@example.org", "b@example.org")
    assert settings.log.format is LogFormat.JSON


def test_all_faults_are_told_at_once_with_what_would_be_right() -> None:
    said = refused(
        {
            "DATABASE_URL": "mysql://db/errors",
            "PORT": "http",
            "TRUSTED_NETWORKS": "10.0.0.1/8",
            "RETENTION_DAYS": "0",
            "EMAIL_HOST": "smtp.example.org",
        }
    )

    for name in ("DATABASE_URL", "PORT", "TRUSTED_NETWORKS", "RETENTION_DAYS", "DEFAULT_FROM_EMAIL"):
        assert f"Right would be: {name}=" in said
    assert "wrong in 5 places" in said


@pytest.mark.parametrize(
    "environment",
    [
        {"DATABASE_URL": "mysql://user:geheim@db/errors"},
        {"DATABASE_URL": "mysql://user:ge@heim/x@db"},
        {"DATABASE_URL": "mysql://user:geheim"},
        {"DATABASE_URL": "mysql://some user:geheim"},
        {"REDIS_URL": "http://:geheim@redis:6379"},
        {"DATABASE_URL": "mysql://db/errors?password=geheim&x=1"},
        {"EMAIL_HOST": "smtp.example.org", "EMAIL_HOST_PASSWORD": "geheim", "PORT": "x"},
        {"CORS_ALLOWED_ORIGINS": "https://a.example.org,https://user:geheim@b.example.org"},
    ],
)
def test_no_fault_shows_a_secret(environment: Mapping[str, str]) -> None:
    said = refused(environment)

    assert "geheim" not in said
    assert "heim" not in said


def test_only_what_is_quoted_is_masked() -> None:
    said = refused({"REDIS_URL": "foo"})

    assert "REDIS_URL='foo' does not start with redis://, rediss:// or unix://" in said


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "DASHBOARD_URL", "CORS_ALLOWED_ORIGINS"])
def test_what_is_no_url_at_all_is_said_without_its_password(name: str) -> None:
    said = refused({name: "https://user:geheim@\u2100.org"}) + refused({name: "https://user:geheim@[::1"})

    assert said.count("is not a URL") == 2
    assert "geheim" not in said


@pytest.mark.parametrize(
    "harmless",
    [
        "http://127.0.0.1:8000/x",
        "postgresql://localhost:5432/errors",
        "http://[::1]:8000",
        "no url: at all",
        "X does not start with http:// or https:// and a host",
        "'ftp://x' does not start with http:// or https://",
    ],
)
def test_what_holds_no_password_is_shown_as_it_is(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_a_settings_object_shows_no_secret() -> None:
    settings = read_settings(
        {
            **MAIL,
            "DATABASE_URL": "postgresql://u:geheim@db/errors",
            "REDIS_URL": "redis://:geheim@redis",
            "EMAIL_HOST_USER": "errors",
            "EMAIL_HOST_PASSWORD": "geheim",
        }
    )

    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("incomplete", "fault"),
    [
        ({"EMAIL_HOST": "smtp.example.org"}, "DEFAULT_FROM_EMAIL is not set"),
        ({**MAIL, "EMAIL_HOST_USER": "errors"}, "EMAIL_HOST_PASSWORD is not set"),
        ({**MAIL, "EMAIL_HOST_PASSWORD": "geheim"}, "EMAIL_HOST_USER is not set"),
        ({**MAIL, "EMAIL_PORT": "smtp"}, "EMAIL_PORT='smtp' is not a whole number"),
        ({**MAIL, "EMAIL_USE_TLS": "true", "EMAIL_USE_SSL": "true"}, "are both true"),
        ({**MAIL, "EMAIL_CA_FILE": "nowhere.pem"}, "EMAIL_CA_FILE='nowhere.pem' is not a file"),
        ({**MAIL, "NOTIFICATION_CHANNELS": "emial"}, "NOTIFICATION_CHANNELS='emial'"),
    ],
)
def test_what_a_channel_at_fault_should_send_waits_and_only_strict_stops_the_start_only_if_strict(
    incomplete: dict[str, str], fault: str
) -> None:
    settings = read_settings(incomplete)

    assert settings.email is None
    assert settings.alerting.channels == {Channel.EMAIL, Channel.WEBHOOK}
    assert settings.email_at_fault
    assert [fault in line and "waits until this is mended" in line for line in settings.channels_off] == [True]
    assert fault in refused(incomplete, strict=True)


def test_a_host_that_cannot_be_read_was_wanted_all_the_same() -> None:
    assert read_settings({**MAIL, "EMAIL_HOST": "smtp://x"}).email_at_fault


@pytest.mark.parametrize("name", ["EMAIL_RECIPIENTS", "FALLBACK_RECIPIENTS"])
def test_a_wrong_recipient_is_left_out_and_the_others_are_told(name: str) -> None:
    texts = {**MAIL, name: "team@x.org;boss@x.org, anna@x.org"}
    settings = read_settings(texts)

    assert settings.email is not None
    assert {*settings.alerting.email_recipients, *settings.alerting.fallback_recipients} == {"anna@x.org"}
    assert [line.split(", for")[0] for line in settings.notices] == [f"{name}: 'team@x.org;boss@x.org' is left out"]
    assert "is left out" in refused(texts, strict=True)


def test_a_wrong_least_severity_leaves_the_usual_one() -> None:
    settings = read_settings({**MAIL, "EMAIL_MINIMUM_SEVERITY": "awful"})

    assert settings.email is not None
    assert settings.alerting.email_minimum is Severity.HIGH
    assert "EMAIL_MINIMUM_SEVERITY='awful'" in settings.notices[0]


def test_a_complete_channel_is_on() -> None:
    settings = read_settings({**MAIL, "EMAIL_HOST_USER": "errors", "EMAIL_HOST_PASSWORD": "x"}, strict=True)

    assert settings.alerting.channels == {Channel.EMAIL, Channel.WEBHOOK}
    assert settings.email is not None
    assert (settings.email.server.port, settings.email.server.use_tls) == (587, True)
    assert settings.notices == ()


@pytest.mark.parametrize(
    "off", [{"EMAIL_NOTIFICATIONS": "false"}, {"NOTIFICATION_CHANNELS": "slack"}, {"EMAIL_HOST": ""}]
)
def test_a_channel_that_is_not_wanted_is_off_without_a_fault(off: dict[str, str]) -> None:
    settings = read_settings({**MAIL, **off}, strict=True)

    assert settings.email is None
    assert settings.alerting.channels <= {Channel.WEBHOOK}
    assert not settings.email_at_fault


def test_a_login_by_address_is_the_sender_as_well() -> None:
    environment = {"EMAIL_HOST": "smtp.example.org", "EMAIL_HOST_USER": "me@example.org", "EMAIL_HOST_PASSWORD": "x"}
    email = read_settings(environment).email

    assert email is not None
    assert email.sender == "me@example.org"


def test_what_this_version_does_not_know_is_said() -> None:
    settings = read_settings({"MONGODB_URI": "mongodb://x", "EMAIL_RECIPENTS": "a@example.org", "HOME": "/root"})

    assert settings.unknown == (
        "EMAIL_RECIPENTS is set, but this version does not know it; did you mean EMAIL_RECIPIENTS?",
        "MONGODB_URI is set, but this version does not know it",
    )


def test_what_is_nearly_one_of_ours_is_said_and_what_others_have_is_not() -> None:
    misspelt = {"FALBACK_RECIPIENTS": "y", "DEFAULT_FORM_EMAIL": "x", "MAX_STORGE": "3", "HEARTBEAT_INTERVALL": "9"}
    others = {"PORTS": "1", "DATABASE_USER": "x", "HOSTNAME": "x", "JOB_NAME": "x", "LANG": "C"}

    said = read_settings({**misspelt, **others}).unknown

    assert [line.partition(" ")[0] for line in said] == sorted(misspelt)
    assert all("did you mean" in line for line in said)


class TestFile:
    """The optional file."""

    def read(self, tmp_path: Path, text: str, **environment: str) -> Settings:
        file = tmp_path / "settings.env"
        file.write_text(text)
        return read_settings({"ERROR_LOGGING_SETTINGS": str(file), **environment})

    def test_is_read_and_the_environment_wins(self, tmp_path: Path) -> None:
        settings = self.read(tmp_path, "# comment\nPORT=9000\nexport HOST='::1'\n", PORT="9001")

        assert (settings.web.host, settings.web.port) == ("::1", 9001)

    def test_options_win_over_both(self, tmp_path: Path) -> None:
        file = tmp_path / "settings.env"
        file.write_text("PORT=9000")

        settings = read_settings({"ERROR_LOGGING_SETTINGS": str(file), "PORT": "9001"}, options={"PORT": "9002"})

        assert settings.web.port == 9002

    def test_a_dollar_stands_for_itself(self, tmp_path: Path) -> None:
        settings = self.read(tmp_path, "DATABASE_URL='postgresql://u:a${HOME}b@db/x'\n", HOME="/root")

        assert settings.storage.database_url == "postgresql://u:a${HOME}b@db/x"

    def test_every_unknown_name_in_it_is_said(self, tmp_path: Path) -> None:
        assert "ANYTHING" in self.read(tmp_path, "ANYTHING=1\n").unknown[0]

    def test_bad_lines_are_named_by_number_and_not_shown(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsRefused) as refusal:
            self.read(tmp_path, "PORT=9000\n=geheim\n")

        assert "line 2" in str(refusal.value)
        assert "geheim" not in str(refusal.value)

    def test_a_missing_one_is_a_fault(self, tmp_path: Path) -> None:
        said = refused({"ERROR_LOGGING_SETTINGS": str(tmp_path / "nowhere")})

        assert "cannot be read: No such file or directory" in said
