"""`error-logging token`: who may use the API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json, print_secret, print_table
from application.create_token import CreateToken, CreateTokenCommand
from application.list_tokens import ListTokens
from application.revoke_token import RevokeToken, RevokeTokenCommand
from domain.access import ApiToken, Scope


@dataclass(frozen=True, slots=True)
class TokenUseCases:
    """What the commands call."""

    create: CreateToken
    list: ListTokens
    revoke: RevokeToken


def token_commands(use_cases: Callable[[], TokenUseCases]) -> click.Group:
    """The group `token`."""
    group = click.Group("token", help="API tokens: make, list and revoke them.", short_help="API tokens.")
    group.add_command(_create(use_cases))
    group.add_command(_list(use_cases))
    group.add_command(_revoke(use_cases))
    return group


def _create(use_cases: Callable[[], TokenUseCases]) -> click.Command:
    @click.command("create")
    @click.argument("name")
    @click.option(
        "--scope",
        type=click.Choice([*map(str, Scope)]),
        default=Scope.STAFF.value,
        show_default=True,
        help="What it may do.",
    )
    @click.option("--days", type=click.IntRange(1, 36_500), help="After how many days it expires; by default never.")
    @options.data_dir
    def create(name: str, scope: str, days: int | None) -> None:
        """Make a token and print it, this once: only its SHA-256 is kept.

        NAME says whose it is or what for; lists and histories show it. The token alone goes to standard output,
        everything else to standard error.

        \b
        Examples:
          error-logging token create anna
          error-logging token create grafana --scope read --days 365
          TOKEN=$(error-logging token create deploy --scope ingest)
        """
        lifetime = None if days is None else timedelta(days=days)
        created = use_cases().create.execute(CreateTokenCommand(name=name, scope=Scope(scope), lifetime=lifetime))
        expiry = "never expires" if days is None else f"expires {moment(created.token.expires_at)}"
        print_secret(
            created.secret,
            f"Token {created.token.name!r}, scope {scope}, {expiry}. It is not shown again: keep it safe.",
        )

    return create


def _list(use_cases: Callable[[], TokenUseCases]) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_tokens(*, as_json: bool) -> None:
        """Show all tokens with their scope, state and last use."""
        now = datetime.now(UTC)
        tokens = use_cases().list.execute()
        if as_json:
            print_json([_as_dict(token, now) for token in tokens])
            return
        print_table(
            ["Name", "Scope", "State", "Made", "Expires", "Last used", "Id"],
            [
                [
                    token.name, token.scope, _state(token, now), moment(token.created_at), moment(token.expires_at),
                    moment(token.last_used_at), str(token.id),
                ]
                for token in tokens
            ],
            empty="There are no tokens. Make one: error-logging token create you",
        )  # fmt: skip

    return list_tokens


def _revoke(use_cases: Callable[[], TokenUseCases]) -> click.Command:
    @click.command("revoke")
    @click.argument("which", metavar="NAME_OR_ID")
    @options.data_dir
    def revoke(which: str) -> None:
        """Take a token's access away, for good; every process knows it within 5 seconds.

        \b
        Example:
          error-logging token revoke anna
        """
        token = use_cases().revoke.execute(RevokeTokenCommand(which))
        click.echo(f"Token {token.name!r} ({token.id}) is revoked.")

    return revoke


def _state(token: ApiToken, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "valid" if token.is_valid(now) else "expired"


def _as_dict(token: ApiToken, now: datetime) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "scope": token.scope,
        "state": _state(token, now),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }
