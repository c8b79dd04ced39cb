"""`error-logging chain`: who is told of what is not resolved in time, level by level."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json, print_table
from application.chain_subject import ChainSubject
from application.list_chains import ListChains
from application.remove_chain import RemoveChain, RemoveChainCommand
from application.set_chain import SetChain, SetChainCommand, WantedStep
from domain.developer import Developer
from domain.escalation_chain import ChainOf, ChainStep

_ON_CALL = "on-call"
_service = click.option("--service", help="A service's episodes; '*' for every service.")
_developer = click.option("--developer", metavar="EMAIL_NAME_OR_ID", help="The episodes that this person owns.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCommandUseCases:
    """What the commands call."""

    list: ListChains
    set: SetChain
    remove: RemoveChain


def chain_commands(use_cases: Callable[[], ChainCommandUseCases]) -> click.Group:
    """The group `chain`."""
    group = click.Group(
        "chain",
        help="Who is told of what is not resolved in time, level by level: list, set and remove.",
        short_help="Who is told next, level by level.",
    )
    group.add_command(_list(use_cases))
    group.add_command(_set(use_cases))
    group.add_command(_remove(use_cases))
    return group


def _list(use_cases: Callable[[], ChainCommandUseCases]) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_chains(*, as_json: bool) -> None:
        """Show all escalation chains."""
        found = use_cases().list.execute()
        if as_json:
            print_json([_as_dict(chain) for chain in found.chains])
            return
        print_table(
            ["Of", "Levels", "Since"],
            [[_whose(chain, found.developers), _levels(chain, found.developers), moment(chain.updated_at)]
             for chain in found.chains],
            empty="There are no chains: whoever is next in line is told. Set one: "
            "error-logging chain set --service '*' --step on-call --step anna@example.org",
        )  # fmt: skip

    return list_chains


def _set(use_cases: Callable[[], ChainCommandUseCases]) -> click.Command:
    @click.command("set")
    @_service
    @_developer
    @click.option(
        "--step", "steps", multiple=True, required=True, metavar="WHO[,WHO…]",
        help=f"One level; addresses, names or ids by comma, and '{_ON_CALL}' for whoever is on call then.",
    )  # fmt: skip
    @options.data_dir
    def set_chain(service: str | None, developer: str | None, steps: tuple[str, ...]) -> None:
        """Set who is told at level 1, level 2 and so on; what was set before is replaced.

        \b
        Examples:
          error-logging chain set --service '*' --step on-call --step lead@example.org
          error-logging chain set --developer anna@example.org --step ben@example.org,on-call --step lead@example.org
        """
        command = SetChainCommand(subject=_subject(service, developer), steps=[_step(each) for each in steps])
        chain = use_cases().set.execute(command)
        developers = use_cases().list.execute().developers
        click.echo(f"{_whose(chain, developers)}: {_levels(chain, developers)}.")

    return set_chain


def _remove(use_cases: Callable[[], ChainCommandUseCases]) -> click.Command:
    @click.command("remove")
    @_service
    @_developer
    @options.data_dir
    def remove(service: str | None, developer: str | None) -> None:
        """Remove a chain; what is escalated already goes on by it.

        \b
        Example:
          error-logging chain remove --service laravel
        """
        use_cases().remove.execute(RemoveChainCommand(subject=_subject(service, developer)))
        click.echo(f"There is no chain of {developer or service} any more.")

    return remove


def _subject(service: str | None, developer: str | None) -> ChainSubject:
    if (service is None) == (developer is None):
        raise click.UsageError("name a --service or a --developer, one of the two")
    return ChainSubject(service=service, developer=developer)


def _step(text: str) -> WantedStep:
    people = [each.strip() for each in text.split(",") if each.strip()]
    return WantedStep(developers=[each for each in people if each != _ON_CALL], on_call=_ON_CALL in people)


def _whose(chain: ChainOf, developers: Mapping[UUID, Developer]) -> str:
    if chain.developer_id is not None:
        return f"developer {_name(chain.developer_id, developers)}"
    return "every service" if chain.service == "*" else f"service {chain.service}"


def _levels(chain: ChainOf, developers: Mapping[UUID, Developer]) -> str:
    return " > ".join(_told(step, developers) for step in chain.chain.steps)


def _told(step: ChainStep, developers: Mapping[UUID, Developer]) -> str:
    return ", ".join([*(_name(one, developers) for one in step.developers), *([_ON_CALL] if step.on_call else [])])


def _name(developer_id: UUID, developers: Mapping[UUID, Developer]) -> str:
    return developers[developer_id].name if developer_id in developers else f"{developer_id} (removed)"


def _as_dict(chain: ChainOf) -> dict[str, object]:
    return {
        "service": chain.service,
        "developer": chain.developer_id,
        "steps": [{"developers": list(step.developers), "on_call": step.on_call} for step in chain.chain.steps],
        "updated_at": chain.updated_at,
    }
