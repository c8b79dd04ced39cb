"""`error-logging doctor`: what is wrong, and how to mend it."""

from collections.abc import Callable, Sequence

import click
from rich.text import Text

from adapters.inbound.cli import options
from adapters.inbound.cli.output import print_json, print_table
from application.check_health import CheckHealth
from application.diagnosis import Finding, Health

_STYLES = {Health.OK: "green", Health.WARN: "yellow", Health.FAIL: "bold red"}


def doctor_command(check_health: Callable[[], CheckHealth]) -> click.Command:
    """The command `doctor`."""

    @click.command("doctor", short_help="Say what is wrong, and how to mend it.")
    @options.as_json
    @options.host
    @options.port
    @options.data_dir
    @click.pass_context
    def doctor(context: click.Context, *, as_json: bool) -> None:
        """Check every setting, connection and channel, and say how to mend what is wrong.

        Changes nothing and shows no secret. Exit code 1 when something fails, 0 when all is well or only warned of.
        """
        findings = check_health().execute()
        if as_json:
            print_json([_as_dict(finding) for finding in findings])
        else:
            _print(findings)
        context.exit(1 if any(finding.health is Health.FAIL for finding in findings) else 0)

    return doctor


def _print(findings: Sequence[Finding]) -> None:
    rows = [
        (Text(finding.health, style=_STYLES[finding.health]), finding.name, finding.what, finding.mend)
        for finding in findings
    ]
    print_table(["", "Checked", "Found", "How to mend it"], rows, empty="There is nothing to check.")
    counts = {health: sum(finding.health is health for finding in findings) for health in Health}
    click.echo(f"{counts[Health.OK]} well, {counts[Health.WARN]} to look at, {counts[Health.FAIL]} failing.")


def _as_dict(finding: Finding) -> dict[str, str]:
    return {"name": finding.name, "health": finding.health, "what": finding.what, "mend": finding.mend}
