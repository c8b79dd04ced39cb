"""How an error was received, grouped and placed."""

import json
from collections.abc import Iterator

from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.error_report import Mark, MarkReason
from domain.explanation.account import About, Decision, reported, utc
from domain.placement_reason import PlacementReason
from domain.redaction.stand_ins import STAND_IN

_MARKS = {
    MarkReason.CUT: "was longer than its limit ({detail}): its head and tail were kept",
    MarkReason.REPLACED: "held what cannot be stored ({detail}), which was replaced",
    MarkReason.DEFAULTED: "{detail}: a default stands in",
    MarkReason.UNKNOWN_SEVERITY: "named no severity that is known ({detail}): medium stands in",
    MarkReason.SEVERITY_CAPPED: "was {detail}, which only senders who may page people can report: it was lowered",
    MarkReason.TIME_CORRECTED: "was {detail}, which cannot be true or came of a clock that is off: it was corrected",
    MarkReason.FINGERPRINT_REFUSED: "was passed over: only senders who may page people choose their own grouping",
    MarkReason.DROPPED: "was not kept: the storage was nearly full",
    MarkReason.ERASED: "was removed for good by an administrator",
    MarkReason.EVENT_ID_REUSED: "stood for another error already ({detail}): this one was stored under its own",
}
_PLACED = {
    PlacementReason.NEW_PATTERN: "Nothing like it was seen before: it opened an episode.",
    PlacementReason.REGRESSION: (
        "Its pattern was resolved, and this happened after the fix was out: it opened a new episode, as a regression."
    ),
    PlacementReason.RECURRENCE: "Its pattern's last episode ended without a fix: it opened a new one.",
    PlacementReason.JOINED_OPEN_EPISODE: (
        "An episode of its pattern was open: it joined that, with its owner, and nobody is told of it by itself."
    ),
    PlacementReason.PATTERN_IGNORED: "Its pattern is ignored: it was stored as ignored, counted, and opened nothing.",
    PlacementReason.IGNORE_LAPSED: (
        "Its pattern was ignored until a date, a count or a release that was reached: it opened a new episode."
    ),
    PlacementReason.LATE: (
        "It happened before its pattern was resolved, and was told of afterwards: it was stored as resolved and "
        "opened nothing."
    ),
    PlacementReason.GRACE: (
        "It happened while the fix was being rolled out: it was stored as resolved and opened nothing."
    ),
    PlacementReason.OLDER_RELEASE: (
        "It comes from a release older than the one that its pattern was fixed in: it was stored as resolved and "
        "opened nothing."
    ),
}
_NOT_RECORDED = "How it was placed was not recorded: a release before this one stored it."


def arrival(
    error: ErrorLog, pattern: ErrorPattern, stands_for: ErrorPattern, episode: Episode | None
) -> list[Decision]:
    """What was decided as the error came in.

    Args:
        pattern: the one that it was stored under.
        stands_for: the pattern that it belongs to today, another one after a merge.
    """
    decisions = [_received(error), *(_changed(error, mark) for mark in error.report.marks)]
    decisions += _redacted(error)
    return [*decisions, _grouped(error, pattern, stands_for), _placed(error, episode)]


def _received(error: ErrorLog) -> Decision:
    report = error.report
    if error.trusted:
        sentence = "It came from a sender who may page people, and is believed about its severity and its grouping."
    else:
        sentence = (
            "It came from a sender who may not page people: its severity is high at the worst, its grouping is ours, "
            "and messages about it share the budget of strangers."
        )
    return Decision(
        at=error.received_at,
        about=About.ARRIVAL,
        decision="received",
        reason="trusted" if error.trusted else "not_trusted",
        sentence=sentence,
        inputs={
            "service": report.service,
            "environment": report.environment,
            "severity": report.severity.value,
            "release": report.release,
            "occurred_at": error.occurred_at.isoformat(),
        },
    )


def _changed(error: ErrorLog, mark: Mark) -> Decision:
    said = _MARKS[mark.reason].format(detail=reported(mark.detail) if mark.detail else "nothing was said")
    return Decision(
        at=error.received_at,
        about=About.ARRIVAL,
        decision="changed",
        reason=mark.reason.value,
        sentence=f"Its {reported(mark.field)} {said}.",
        inputs={"field": mark.field, "detail": mark.detail},
    )


def _redacted(error: ErrorLog) -> Iterator[Decision]:
    found = sum(sum(1 for _ in STAND_IN.finditer(text)) for text in _texts(error))
    if found:
        yield Decision(
            at=error.received_at,
            about=About.ARRIVAL,
            decision="redacted",
            reason="secrets_are_not_kept",
            sentence=f"It holds {found:,} stand-ins for secrets and personal data, which were taken out before it was "
            "stored (or by its sender).",
            inputs={"stand_ins": found},
        )


def _texts(error: ErrorLog) -> Iterator[str]:
    report = error.report
    yield from (text for text in (report.message, report.stack_trace, report.url, report.endpoint) if text)
    yield from (text for text in (report.user_id, report.session_id, report.user_agent) if text)
    yield json.dumps(report.context, ensure_ascii=False, default=str)


def _grouped(error: ErrorLog, pattern: ErrorPattern, stands_for: ErrorPattern) -> Decision:
    chosen = error.trusted and bool((error.report.fingerprint or "").strip())
    how = "by the fingerprint that its sender chose" if chosen else f"by the rules {pattern.rules}"
    place = f" at {reported(pattern.culprit)}" if pattern.culprit else ""
    merged = "" if stands_for.id == pattern.id else f" That was merged into {reported(stands_for.title)} since."
    return Decision(
        at=error.received_at,
        about=About.GROUPING,
        decision="grouped",
        reason="chosen_by_sender" if chosen else "computed",
        sentence=f"It was grouped {how}, as {reported(pattern.title)}{place}.{merged}",
        inputs={
            "pattern": str(stands_for.id),
            "stored_under": str(pattern.id),
            "rules": pattern.rules,
            "fingerprint": pattern.fingerprint,
            "sender_fingerprint": error.report.fingerprint,
            "title": pattern.title,
            "culprit": pattern.culprit,
        },
    )


def _placed(error: ErrorLog, episode: Episode | None) -> Decision:
    placement = error.placement
    if placement is None:
        decision = "stored"
    elif placement.opens_nothing:
        decision = "opened_nothing"
    else:
        decision = "joined_episode" if placement is PlacementReason.JOINED_OPEN_EPISODE else "opened_episode"
    sentence = _NOT_RECORDED if placement is None else _PLACED[placement]
    if decision == "joined_episode" and episode is not None:
        sentence += f" The episode has been open since {utc(episode.opened_at)}."
    return Decision(
        at=error.received_at,
        about=About.PLACEMENT,
        decision=decision,
        reason="not_recorded" if placement is None else placement.value,
        sentence=sentence,
        inputs={
            "episode": None if error.episode_id is None else str(error.episode_id),
            "opened_at": None if episode is None else episode.opened_at.isoformat(),
        },
    )
