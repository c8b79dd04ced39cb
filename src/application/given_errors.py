"""Give an error to a developer by hand, in a unit of work that holds it."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.acts import Act
from application.changed_errors import ChangedErrors
from application.held_errors import HeldError
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.told_by_hand import tell_by_hand
from domain.alerting import AlertingPolicy, NoticeReason
from domain.assignment import choose_owner
from domain.developer import Developer
from domain.episode import Episode
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_log import ErrorLog
from domain.errors import Conflict, NotFound, RuleViolation


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """What giving takes: ids for messages, and who is told how."""

    ids: Ids
    policy: AlertingPolicy


def named_developer(work: UnitOfWork, developer_id: UUID) -> Developer:
    """A developer who can be given something, locked. Raises NotFound, RuleViolation."""
    developer = work.developers.lock(developer_id)
    if developer is None or developer.removed_at is not None:
        raise NotFound("no developer has this id")
    if not developer.can_be_asked:
        raise RuleViolation(f"{developer.name} is not active: nothing can be assigned to this developer")
    return developer


def chosen_developer(work: UnitOfWork, held: HeldError) -> Developer:
    """Whoever the automatic assignment would take, with the turn counted. Raises Conflict where nobody fits."""
    candidates, report = work.developers.lock_candidates(), held.error.report
    present = work.on_call.at(held.now, report.service)
    choice = choose_owner(
        service=report.service,
        severity=report.severity,
        candidates=candidates,
        now=held.now,
        on_call=present.people,
        away=present.away,
    )
    found = next((each.developer for each in candidates if each.developer.id == choice.owner_id), None)
    if found is None:
        raise Conflict(f"nobody can be assigned: {choice.reason.value.replace('_', ' ')}")
    developer = replace(found, last_assigned_at=held.now)
    work.developers.save(developer)
    return developer


def require_assignable(held: HeldError) -> Episode:
    """The open episode of an open error. Raises Conflict for one that is not open."""
    if held.episode is None or not held.error.counts_as_open:
        raise Conflict(f"only an open error can be assigned: this one is {held.error.status.value}")
    return held.episode


def give(
    work: UnitOfWork, changes: ChangedErrors, held: HeldError, developer: Developer, *, act: Act, giving: Giving
) -> HeldError:
    """The error is this developer's from now on, whoever owns its episode; the developer is told. The same as before
    where it was so already.
    """
    episode = require_assignable(held)
    if held.apart and held.error.assigned_to == developer.id:
        return held
    work.errors.keep_apart(held.error.id)
    if held.error.assigned_to == developer.id:
        # By the episode so far, and perhaps not carried to it: from now on nobody carries anything to this error.
        work.errors.save(held.error)
        return replace(held, apart=True)
    changed = changes.change(held, ErrorChange(ErrorAction.ASSIGN, owner_id=developer.id), act)
    tell_new_owner(work, episode, developer, giving, error=changed.error)
    return replace(changed, apart=True)


def give_back(work: UnitOfWork, changes: ChangedErrors, held: HeldError, act: Act) -> HeldError:
    """The error is its episode's owner's again. The same as before where it was so already."""
    episode = require_assignable(held)
    if not held.apart:
        return held
    work.errors.join_again(held.error.id)
    changed = changes.change(held, ErrorChange(ErrorAction.ASSIGN, owner_id=episode.owner_id), act)
    return replace(changed, apart=False)


def tell_new_owner(
    work: UnitOfWork, episode: Episode, developer: Developer, giving: Giving, *, error: ErrorLog | None = None
) -> None:
    """Write the message to whom something was given."""
    reason = NoticeReason.ASSIGNED_BY_HAND
    tell_by_hand(work, giving.ids, giving.policy, episode, reason=reason, developer=developer, error=error)
