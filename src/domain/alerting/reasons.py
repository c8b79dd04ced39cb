"""Why somebody is told, or is not."""

from enum import StrEnum

from domain.episode import TriageReason


class NoticeReason(StrEnum):
    """Why a notice is sent, is held back, or is not sent."""

    NEW_PATTERN = "new_pattern"
    REGRESSION = "regression"
    RECURRENCE = "recurrence"
    MORE_SEVERE = "more_severe"
    ASSIGNED_LATE = "assigned_late"
    """An owner was found after developers changed."""
    NOBODY_ASSIGNABLE = "nobody_assignable"
    """Nobody fits: the fallback recipients are told instead."""
    REOPENED = "reopened"
    IGNORE_LAPSED = "ignore_lapsed"
    SPIKING = "spiking"
    """It came far more often than its busy hours bring."""
    SILENCE_ENDED = "silence_ended"
    """It was silenced, and is still open at the silence's end."""
    ASSIGNED_BY_HAND = "assigned_by_hand"
    ESCALATED = "escalated"
    REASSIGNED = "reassigned"
    """Whoever it was assigned to did not acknowledge it in time."""
    UNDELIVERABLE = "undeliverable"
    """A developer's message could not be delivered: the fallback recipients are told instead."""
    DIGEST = "digest"
    """Sums up what was held back."""

    QUIET_HOURS = "quiet_hours"
    OUTSIDE_WORKING_HOURS = "outside_working_hours"
    QUIET_PERIOD = "quiet_period"
    """The receiver was told of the pattern a short while ago, when it was as bad."""
    RECEIVER_RATE = "receiver_rate"
    """The receiver had as many messages of the channel as fit into an hour."""
    UNTRUSTED_BUDGET_SPENT = "untrusted_budget_spent"
    """Senders that may not page had this hour's messages."""
    SUMMED_UP = "summed_up"
    """Much at once for one receiver goes into one message."""

    BELOW_CHANNEL_SEVERITY = "below_channel_severity"
    BELOW_MINIMUM = "below_minimum"
    """Milder than what this person wants to be told."""
    NOT_WANTED = "not_wanted"
    """This person wants to be told of that severity by no channel."""
    CHANNEL_OFF = "channel_off"
    NO_ADDRESS = "no_address"
    SUMMARY = "summary"
    """The day's summary."""
    SENDER_NOT_TRUSTED = "sender_not_trusted"
    """Senders that may not page cause no text message."""
    SMS_BUDGET_SPENT = "sms_budget_spent"
    """The day's text messages are used up: an email goes instead."""
    SILENCED = "silenced"
    IMPORTED = "imported"
    """Imported or restored: it happened long ago, and tells nobody."""
    ALREADY_TOLD = "already_told"
    """This receiver has had a message of the episode that was as bad."""
    TOLD_INSTEAD = "told_instead"
    """Waited as a stranger's message, until a trusted sender's took its place."""
    IN_ANOTHER_DIGEST = "in_another_digest"
    """Another digest for the same receiver tells what this one would have told."""
    EPISODE_ENDED = "episode_ended"
    """Waited to be sent until there was nothing to do about it any more."""


NEWS = {
    TriageReason.NEW: NoticeReason.NEW_PATTERN,
    TriageReason.REGRESSED: NoticeReason.REGRESSION,
    TriageReason.RECURRED: NoticeReason.RECURRENCE,
    TriageReason.MORE_SEVERE: NoticeReason.MORE_SEVERE,
    TriageReason.OWNER_WANTED: NoticeReason.ASSIGNED_LATE,
    TriageReason.REOPENED: NoticeReason.REOPENED,
    TriageReason.IGNORE_LAPSED: NoticeReason.IGNORE_LAPSED,
    TriageReason.SPIKING: NoticeReason.SPIKING,
    TriageReason.SILENCE_ENDED: NoticeReason.SILENCE_ENDED,
    # Whatever the episode opened as is its news; see `news_of`.
    TriageReason.TRUSTED_NOW: NoticeReason.NEW_PATTERN,
}


def news_of(opened_because: TriageReason, because: TriageReason) -> NoticeReason:
    """What an episode that waits for triage for that reason is told as."""
    return NEWS[opened_because if because is TriageReason.TRUSTED_NOW else because]
