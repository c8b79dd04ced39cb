"""The webhook channel's settings."""

from dataclasses import dataclass
from pathlib import Path

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader
from domain.trust import Network


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`allowed_networks` may be posted to beside what is reachable from everywhere. `ca_file` stands in for the public
    authorities.
    """

    allowed_networks: tuple[Network, ...] = ()
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """`wanted` says whether endpoints are posted to; which there are is in the store."""

    wanted: bool
    settings: WebhookSettings = WebhookSettings()


def read_webhooks(reader: SettingReader) -> WebhookChannel:
    """The webhook channel; what is wrong stays with the reader: a network that is none allows nothing."""
    wanted = reader.read("WEBHOOK_NOTIFICATIONS", parse.flag, default=True, example="true")
    networks = reader.read_each("WEBHOOK_ALLOWED_NETWORKS", parse.network, example="10.0.0.0/8,fd00::/8")
    ca_file = reader.read("WEBHOOK_CA_FILE", parse.existing_file, None, example="/etc/ssl/certs/our-ca.pem")
    return WebhookChannel(wanted, WebhookSettings(networks, ca_file))
