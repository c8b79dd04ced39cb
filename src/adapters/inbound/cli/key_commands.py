"""`error-logging key`: how services prove who they are."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json, print_secret, print_table
from application.create_key import CreateKey, CreateKeyCommand
from application.list_keys import ListKeys, ServiceKeys
from application.revoke_key import RevokeKey, RevokeKeyCommand
from application.set_key_mode import SetKeyMode, SetKeyModeCommand
from domain.access import KeyKind, KeyMode

_KINDS = click.Choice([*map(str, KeyKind)])


@dataclass(frozen=True, slots=True)
class KeyUseCases:
    """What the commands call."""

    create: CreateKey
    list: ListKeys
    revoke: RevokeKey
    set_mode: SetKeyMode


def key_commands(use_cases: Callable[[], KeyUseCases]) -> click.Group:
    """The group `key`."""
    group = click.Group(
        "key",
        help="Ingest keys of services: make, list, revoke and enforce them.",
        short_help="Ingest keys of services.",
    )
    group.add_command(_create(use_cases))
    group.add_command(_list(use_cases))
    group.add_command(_revoke(use_cases))
    group.add_command(_mode(use_cases))
    return group


def _create(use_cases: Callable[[], KeyUseCases]) -> click.Command:
    @click.command("create")
    @click.argument("service")
    @click.option(
        "--kind",
        type=click.Choice([*map(str, KeyKind)]),
        default=KeyKind.SECRET.value,
        show_default=True,
        help="See above.",
    )
    @options.data_dir
    def create(service: str, kind: str) -> None:
        """Make a key for a service and print it, this once: only its SHA-256 is kept.

        A secret key is for servers, whose errors may page people. A public key is for browsers and apps, where
        everybody can read it. At most two of a kind are valid, the old and the new one while you change over.

        \b
        Examples:
          error-logging key create laravel
          error-logging key create react --kind public
        """
        created = use_cases().create.execute(CreateKeyCommand(service, KeyKind(kind)))
        remark = f"A {kind} key for {created.key.service!r}, id {created.key.id}. It is not shown again: keep it safe."
        print_secret(created.secret, remark)

    return create


def _list(use_cases: Callable[[], KeyUseCases]) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_keys(*, as_json: bool) -> None:
        """Show every service with its keys, its mode, and how many posts came without a key."""
        services = use_cases().list.execute()
        if as_json:
            print_json([_as_dict(entry) for entry in services])
            return
        print_table(
            ["Service", "Mode", "Posts without key", "Kind", "State", "Made", "Last used", "Key id"],
            [row for entry in services for row in _rows(entry)],
            empty="No service has reported or has a key. Make one: error-logging key create laravel",
        )

    return list_keys


def _revoke(use_cases: Callable[[], KeyUseCases]) -> click.Command:
    @click.command("revoke")
    @click.argument("key_id", type=click.UUID, metavar="KEY_ID")
    @options.data_dir
    def revoke(key_id: UUID) -> None:
        """Make a key worthless, for good; `key list` shows the ids."""
        key = use_cases().revoke.execute(RevokeKeyCommand(key_id))
        click.echo(f"The {key.kind} key {key.id} of {key.service!r} is revoked.")

    return revoke


def _mode(use_cases: Callable[[], KeyUseCases]) -> click.Command:
    @click.command("mode")
    @click.argument("service")
    @click.argument("mode", type=click.Choice([*map(str, KeyMode)]))
    @options.data_dir
    def mode(service: str, mode: str) -> None:
        """Say how strictly a service's key is asked for.

        `off` takes every post. `observe` takes and counts posts without a key, so that the last sender without one
        is found. `enforce` turns them away.

        \b
        Example:
          error-logging key mode laravel observe
        """
        changed = use_cases().set_mode.execute(SetKeyModeCommand(service, KeyMode(mode)))
        click.echo(f"Keys of {changed.name!r}: {changed.key_mode}.")

    return mode


def _rows(entry: ServiceKeys) -> list[list[str]]:
    service = [entry.service.name, entry.service.key_mode.value, str(entry.service.keyless_posts)]
    if not entry.keys:
        return [[*service, "none", "-", "-", "-", "-"]]
    return [
        [
            *service, key.kind.value, "valid" if key.revoked_at is None else "revoked", moment(key.created_at),
            moment(key.last_used_at), str(key.id),
        ]
        for key in entry.keys
    ]  # fmt: skip


def _as_dict(entry: ServiceKeys) -> dict[str, object]:
    return {
        "service": entry.service.name,
        "mode": entry.service.key_mode,
        "keyless_posts": entry.service.keyless_posts,
        "last_keyless_at": entry.service.last_keyless_at,
        "keys": [
            {
                "id": key.id,
                "kind": key.kind,
                "created_at": key.created_at,
                "revoked_at": key.revoked_at,
                "last_used_at": key.last_used_at,
            }
            for key in entry.keys
        ],
    }
