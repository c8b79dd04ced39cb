"""Who is asked after whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.developer import EVERY_SERVICE, LONGEST_NAME, Developer
from domain.errors import FieldsRefused

MOST_STEPS = 10
MOST_PEOPLE = 20
"""At one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """Those who are told at one level: these developers, and whoever is on call for the service then. A step of neither
    is whomever the automatic assignment would choose then among those who were not told.
    """

    developers: tuple[UUID, ...] = ()
    on_call: bool = False

    @property
    def automatic(self) -> bool:
        """Whether it names nobody."""
        return not self.developers and not self.on_call


@dataclass(frozen=True, slots=True)
class EscalationChain:
    """The first step is for level 1. What is beyond the last step goes to the fallback recipients, once."""

    steps: tuple[ChainStep, ...] = ()

    def with_step(self, level: int, step: ChainStep) -> "EscalationChain":
        """The chain in which that level is this step's, and those from there on are a level higher."""
        return EscalationChain((*self.steps[: level - 1], step, *self.steps[level - 1 :]))

    def ending_before(self, level: int) -> "EscalationChain":
        """The chain without that level and those above."""
        return EscalationChain(self.steps[: level - 1])


UNSAID = EscalationChain((ChainStep(),) * 3)
"""Where nobody has said who is next: three levels, as the document's developer, lead and manager."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainOf:
    """A chain as staff set it: of a developer's episodes, or else of a service's ("*" for every one); one of the two is
    None.
    """

    id: UUID
    service: str | None = None
    developer_id: UUID | None = None
    chain: EscalationChain
    updated_at: datetime


class PassedOver(StrEnum):
    """Why a step, or somebody at it, is not told."""

    NOBODY_ON_CALL = "nobody_on_call"
    GONE = "gone"
    """Not there any more, or not active."""
    AWAY = "away"
    NO_ADDRESS = "no_address"
    """None that messages of that severity go to."""
    CHANNEL_OFF = "channel_off"
    """There are addresses, but of channels that are off."""
    NOT_WANTED = "not_wanted"
    """This person wants to be told of that severity by no channel."""
    OWNS_IT = "owns_it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who there is: everybody who can be asked, who is on call for the service, who is away."""

    developers: Mapping[UUID, Developer]
    on_call: frozenset[UUID] = frozenset()
    away: frozenset[UUID] = frozenset()


WhyUntold = Callable[[Developer], PassedOver | None]
"""What keeps somebody who is there from being told, None where nothing does."""


def without_address(developer: Developer) -> PassedOver | None:
    """Only that there is no address at all for this person."""
    return None if any((developer.email, developer.phone, developer.slack_id)) else PassedOver.NO_ADDRESS


def people_at(
    step: ChainStep, present: Present, *, owner_id: UUID | None, why_untold: WhyUntold = without_address
) -> tuple[Sequence[Developer], PassedOver | None]:
    """Whom a step tells, in its order; where it is nobody, why the first of them is not."""
    wanted = dict.fromkeys([*step.developers, *(sorted(present.on_call) if step.on_call else ())])
    hindrances = {one: _hindrance(one, present, owner_id, why_untold) for one in wanted}
    told = [present.developers[one] for one, why in hindrances.items() if why is None]
    return told, None if told else next(iter(hindrances.values()), PassedOver.NOBODY_ON_CALL)


def check_chain(chain: EscalationChain) -> None:
    """Raise FieldsRefused unless staff can set it."""
    if fault := _fault(chain):
        raise FieldsRefused({"steps": fault})


def service_fault(service: str) -> str | None:
    """What keeps this from being the name of a service with a chain, or None."""
    fits = service == EVERY_SERVICE or (service.strip() and len(service) <= LONGEST_NAME and service.isprintable())
    return None if fits else f"must be 1 to {LONGEST_NAME} printable characters"


def _hindrance(developer_id: UUID, present: Present, owner_id: UUID | None, why_untold: WhyUntold) -> PassedOver | None:
    developer = present.developers.get(developer_id)
    if developer is None or not developer.can_be_asked:
        return PassedOver.GONE
    if developer_id == owner_id:
        return PassedOver.OWNS_IT
    if developer_id in present.away:
        return PassedOver.AWAY
    return why_untold(developer)


def _fault(chain: EscalationChain) -> str | None:
    if not 1 <= len(chain.steps) <= MOST_STEPS:
        return f"are not 1 to {MOST_STEPS}"
    if any(step.automatic for step in chain.steps):
        return "each need a developer, or `on_call`"
    if any(len(step.developers) > MOST_PEOPLE for step in chain.steps):
        return f"have more than {MOST_PEOPLE} developers at once"
    twice = any(len(set(step.developers)) < len(step.developers) for step in chain.steps)
    return "name a developer twice at once" if twice else None
