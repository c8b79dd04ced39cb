"""How a command that cannot begin says why."""

import click
from click.testing import CliRunner

from adapters.inbound.cli.failures import CommandLine
from bootstrap.setting_reader import SettingFault, SettingsRefused

FAULTS = [SettingFault(f"S{number}", f"S{number}={'x' * 150!r} is no number", f"S{number}=8") for number in range(80)]


def test_every_fault_of_the_settings_is_said() -> None:
    group = CommandLine("error-logging", refusals=(SettingsRefused,))

    @group.command("begin")
    def begin() -> None:
        raise SettingsRefused(FAULTS)

    result = CliRunner().invoke(group, ["begin"])

    assert isinstance(begin, click.Command)
    assert (result.exit_code, result.stderr.count("Right would be")) == (2, 80)
