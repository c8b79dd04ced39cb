"""What is on record about an error, its episode and its pattern."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.assignment import AssignmentReason
from domain.escalation import Escalation
from domain.explanation.account import SYSTEM, About, Decision, in_words, named, reported, who_acted
from domain.history import HistoryEntry, SubjectKind

TOLD = ("told", "held_back", "not_told", "not_delivered")
"""Actions that `notices` puts into words."""

_WHY = {
    AssignmentReason.ON_CALL: "the only one on call who fits",
    AssignmentReason.LEAST_LOADED: "who owned the fewest open episodes of those who fit",
    AssignmentReason.NEXT_IN_TURN: "who was as loaded as others who fit, and was given something longest ago",
    AssignmentReason.ONLY_CHOICE: "since nobody else fits",
    "not_acknowledged": "since its owner had not acknowledged it in time",
    AssignmentReason.NOBODY_ACTIVE: "no developer is active",
    AssignmentReason.NOBODY_KNOWS_SERVICE: "no active developer has expertise in its service",
    AssignmentReason.NOBODY_TAKES_SEVERITY: "those who know its service take only worse errors",
    AssignmentReason.EVERYBODY_AWAY: "everybody who would fit has time off",
}
_DONE = {
    "opened": (About.PLACEMENT, "was opened"),
    "closed": (About.STATUS, "was closed"),
    "resolved": (About.STATUS, "was resolved"),
    "ignored": (About.STATUS, "is ignored"),
    "reopened": (About.STATUS, "was opened again"),
    "deleted": (About.STATUS, "was deleted"),
    "restored": (About.STATUS, "was restored"),
    "severity_changed": (About.STATUS, "was given another severity"),
    "assigned": (About.ASSIGNMENT, "was assigned"),
    "not_assigned": (About.ASSIGNMENT, "has no owner"),
    "unassigned": (About.ASSIGNMENT, "lost its owner"),
    "escalated": (About.ESCALATION, "was escalated"),
    "level_passed_over": (About.ESCALATION, "has nobody to tell at one of its levels, which was passed over"),
    "climb_silenced": (About.ESCALATION, "does not escalate while it is silenced"),
    "further_way": (About.ESCALATION, "took another way, since a message had not arrived"),
    "acknowledged": (About.ACKNOWLEDGEMENT, "was acknowledged"),
    "acknowledgement_withdrawn": (About.ACKNOWLEDGEMENT, "is not acknowledged any more"),
    "merged": (About.GROUPING, "was merged into another"),
    "took_over": (About.GROUPING, "took over what belonged to another, which was merged into it"),
    "unmerged": (About.GROUPING, "stands for itself again"),
}
_BY_LINK = "by_link"
_SHOWS_CHANGE = ("severity_changed",)
_BECAUSE = {
    "by_hand": "",
    "merged_by_hand": "",
    "unmerged_by_hand": "",
    "emptied": "none of its errors is open any more",
    "last_error_resolved": "the last of its open errors was resolved",
    "error_reopened": "one of its errors was opened again",
    "threshold_cleared": "its service had less than 80 % of the limit for 15 minutes",
    "storage_has_room": "there is room again",
    _BY_LINK: "by the link of a message",
    "not_delivered": "",
    "nobody_on_call": "nobody is on call for its service",
    "gone": "who is named there is not there any more",
    "away": "who is named there is away",
    "no_address": "there is no address of who is named there for messages of that severity",
    "channel_off": "no channel that is on leads to who is named there",
    "not_wanted": "who is named there wants to be told of that severity by no channel",
    "owns_it": "who is named there owns it",
    "owner_removed": "that developer was removed, so another is looked for",
}
_SUBJECTS = {SubjectKind.ERROR: "the error", SubjectKind.EPISODE: "the episode", SubjectKind.PATTERN: "its pattern"}

Names = Mapping[UUID, str]


def people_in(entries: Iterable[HistoryEntry], escalations: Iterable[Escalation]) -> set[UUID]:
    """Who may be a developer, whose name is then needed to tell it."""
    found = {value for entry in entries for value in (_id(entry.before), _id(entry.after)) if value is not None}
    return found | {one for step in escalations for one in (step.from_id, step.to_id) if one is not None}


def story(entries: Iterable[HistoryEntry], escalations: Iterable[Escalation], names: Names) -> list[Decision]:
    """The decisions on record, but those about messages. A step up is told once, though it stands in the history
    too.
    """
    told = [entry for entry in entries if entry.action not in TOLD]
    climbs = {entry.at: entry for entry in told if entry.action == "escalated"}
    steps = list(escalations)
    recorded = {step.at for step in steps}
    return [
        *(_climbed(step, climbs.get(step.at), names) for step in steps),
        *(_told(entry, names) for entry in told if entry.action != "escalated" or entry.at not in recorded),
    ]


def _told(entry: HistoryEntry, names: Names) -> Decision:
    about, done = _DONE.get(entry.action, (About.STATUS, f"was {in_words(entry.action)}"))
    if entry.action == "assigned":
        sentence = _assigned(entry, names)
    elif entry.action == "not_assigned":
        sentence = f"{_subject(entry)} has no owner: {_why(entry.reason)}. It is tried again when developers change."
    else:
        sentence = f"{_subject(entry)} {done}{_by(entry)}{_change(entry, names)}{_because(entry)}.{_note(entry)}"
    return Decision(
        at=entry.at,
        about=about,
        decision=entry.action,
        reason=entry.reason,
        sentence=sentence,
        inputs={"subject": entry.subject_kind.value, "before": entry.before, "after": entry.after, **entry.inputs},
        actor=entry.actor,
    )


def _assigned(entry: HistoryEntry, names: Names) -> str:
    owner, considered = _name(entry.after, names), entry.inputs.get("considered")
    if entry.actor != SYSTEM:
        return f"{_subject(entry)} was given to {owner}{_by(entry)}.{_note(entry)}"
    choice = f" ({considered} considered)" if isinstance(considered, int) else ""
    return f"{_subject(entry)} was given to {owner}, {_why(entry.reason)}{choice}."


def _climbed(step: Escalation, entry: HistoryEntry | None, names: Names) -> Decision:
    away = "nobody" if step.from_id is None else _name(str(step.from_id), names)
    towards = "the fallback recipients" if step.to_id is None else _name(str(step.to_id), names)
    said = "" if entry is None else f"{_by(entry)}.{_note(entry)}"
    return Decision(
        at=step.at,
        about=About.ESCALATION,
        decision="escalated",
        reason=step.reason,
        sentence=f"The episode was escalated to level {step.level}, from {away} to {towards}{said or '.'}",
        inputs={
            "episode": str(step.episode_id),
            "level": step.level,
            "from": None if step.from_id is None else str(step.from_id),
            "to": None if step.to_id is None else str(step.to_id),
        },
        actor=SYSTEM if entry is None else entry.actor,
    )


def _subject(entry: HistoryEntry) -> str:
    return _SUBJECTS[entry.subject_kind].capitalize()


def _by(entry: HistoryEntry) -> str:
    """By somebody over the API or on the command line; or by the receiver of a message."""
    if entry.actor == SYSTEM:
        return ""
    return f" by {named(entry.actor)}" if entry.reason == _BY_LINK else f" by {who_acted(entry.actor)}"


def _change(entry: HistoryEntry, names: Names) -> str:
    if entry.action in _DONE and entry.action not in _SHOWS_CHANGE:
        return ""
    before = "" if entry.before is None else f" from {_name(entry.before, names)}"
    return before if entry.after is None else f"{before} to {_name(entry.after, names)}"


def _because(entry: HistoryEntry) -> str:
    why = _BECAUSE.get(entry.reason, in_words(entry.reason) if entry.reason else "")
    return f": {why}" if why and why != in_words(entry.action) else ""


def _why(reason: str) -> str:
    return next((text for known, text in _WHY.items() if known == reason), in_words(reason))


def _note(entry: HistoryEntry) -> str:
    note = entry.inputs.get("note")
    return f" Note: {reported(str(note))}." if note else ""


def _name(value: str | None, names: Names) -> str:
    known = _id(value)
    return in_words(value or "nobody") if known is None else named(names.get(known, str(known)))


def _id(value: str | None) -> UUID | None:
    try:
        return None if value is None else UUID(value)
    except ValueError:
        return None
