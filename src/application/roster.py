"""Who can be asked and told, read once in a unit of work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from domain.assignment import Candidate
from domain.developer import EVERY_SERVICE, Developer
from domain.episode import Episode
from domain.escalation_chain import UNSAID, ChainStep, EscalationChain, Present
from domain.on_call.duty import OnCall


class Roster:
    """What assignment and escalation know of people while one unit of work decides about many episodes.

    Candidates are locked once and only where somebody is to be chosen; their loads grow with each turn that is given.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._candidates: dict[UUID, Candidate] | None = None
        self._everybody: dict[UUID, Developer] | None = None
        self._on_call: dict[str, OnCall] = {}
        self._chains: dict[UUID | str, EscalationChain | None] = {}
        self._last_turn_at = datetime.min.replace(tzinfo=UTC)

    def candidates(self) -> Sequence[Candidate]:
        """The active developers, locked, with how many open episodes each has."""
        return list(self._locked().values())

    def on_call(self, service: str, now: datetime) -> OnCall:
        """Who was on call for the service, and who away, when it was first asked."""
        if service not in self._on_call:
            self._on_call[service] = self._work.on_call.at(now, service)
        return self._on_call[service]

    def present(self, service: str, now: datetime) -> Present:
        """Everybody, who of them is on call for the service, and who is away."""
        if self._everybody is None:
            self._everybody = {developer.id: developer for developer in self._work.developers.all()}
        duty = self.on_call(service, now)
        return Present(developers=self._everybody, on_call=duty.people, away=duty.away)

    def give_turn(self, developer_id: UUID, now: datetime, *, owns: bool) -> Developer:
        """The candidate, after whom others come first now; `owns` counts one more open episode."""
        candidate = self._locked()[developer_id]
        # Turns of one moment get moments of their own, so that the robin keeps its order.
        self._last_turn_at = max(now, self._last_turn_at + timedelta(microseconds=1))
        developer = replace(candidate.developer, last_assigned_at=self._last_turn_at)
        self._work.developers.save(developer)
        self._locked()[developer_id] = Candidate(developer, candidate.open_episodes + int(owns))
        return developer

    def chain_of(self, episode: Episode) -> EscalationChain:
        """The chain that was taken at its first climb, else its owner's, else its service's, else that for every
        service, else three of the next in line.
        """
        if episode.chain is not None:
            return episode.chain
        found = None if episode.owner_id is None else self._chain(episode.owner_id)
        found = found or self._chain(episode.service) or self._chain(EVERY_SERVICE)
        steps = UNSAID.steps if found is None else found.steps
        # Levels that were reached before there were chains are not those of this one.
        return EscalationChain((*[ChainStep()] * episode.level, *steps))

    def _chain(self, of: UUID | str) -> EscalationChain | None:
        if of not in self._chains:
            chains = self._work.chains
            found = chains.of_developer(of) if isinstance(of, UUID) else chains.of_service(of)
            self._chains[of] = None if found is None else found.chain
        return self._chains[of]

    def _locked(self) -> dict[UUID, Candidate]:
        if self._candidates is None:
            locked = self._work.developers.lock_candidates()
            self._candidates = {candidate.developer.id: candidate for candidate in locked}
        return self._candidates
