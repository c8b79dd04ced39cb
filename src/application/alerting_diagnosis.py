"""What can be found out about whether people would be told."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

from application.diagnosis import Check, Finding, Health, names_of
from application.find_coverage_gaps import DAYS_AHEAD
from application.find_weak_spots import FindWeakSpots, WeakSpots
from application.overdue_work import overdue_escalation
from application.ports.notification_reader import NotificationFilter
from application.ports.operation_reader import Operation
from application.ports.unit_of_work import Store
from domain.alerting import AlertingPolicy
from domain.delivery import Channel, DeliveryOutcome
from domain.display_text import safe_line
from domain.notification import NotificationState
from domain.webhook_endpoint import WebhookEndpoint

_BACKUP_OLD = timedelta(days=2)
"""One is made each night: the last one failed, and it is not merely late."""
_MOST_WAITING = 100
_BECAUSE_CHARS = 80
_RUN_A_WORKER = "error-logging worker (or serve, which runs one)"


class AlertingDiagnosis:
    """Checks of channels, people, chains, escalation and backups that read the store, each thing once; none changes
    anything.
    """

    def __init__(self, store: Store, policy: AlertingPolicy) -> None:
        self._store = store
        self._policy = policy

    def checks(self) -> Sequence[tuple[str, Check]]:
        """All of them by name, in the order in which they are shown."""
        return (
            ("reachable", self.reachable),
            ("escalation", self.escalation),
            ("escalation chains", self.chains),
            ("on call", self.on_call),
            ("rotations", self.rotations),
            ("channels", self.channels),
            ("webhook endpoints", self.endpoints),
            ("silences", self.silences),
            ("backup", self.backup),
        )

    def reachable(self) -> Finding:
        """Which developers would not hear of what is critical."""
        found = self._weak_spots
        wishing = {one.name for one in found.unheard}
        mute = [name for name in found.unreachable if name not in wishing]
        whats, mends = [], []
        if mute:
            whats.append(f"no channel that is on leads to {names_of(mute)}: not even what is critical reaches them")
            mends.append("error-logging developer update NAME --email name@example.org, or switch their channel on")
        if wishing:
            wishes = [f"{one.name} ({one.wish})" for one in found.unheard]
            whats.append(f"by their preferences nothing critical reaches {names_of(wishes)}")
            better = found.unheard[0].better
            mends.append(f"error-logging developer preferences NAME --tell {better} (it replaces the person's wishes)")
        if whats:
            return Finding("reachable", Health.WARN, "; ".join(whats), "; ".join(mends))
        return Finding("reachable", Health.OK, "what is critical reaches every active developer")

    def escalation(self) -> Finding:
        """Whether anybody escalates what is due."""
        with self._store.reading() as work:
            due = overdue_escalation(work)
        if due is not None:
            what = f"an escalation is overdue since {due:%Y-%m-%d %H:%M} UTC: does a worker run?"
            return Finding("escalation", Health.FAIL, what, _RUN_A_WORKER)
        return Finding("escalation", Health.OK, "none is overdue")

    def chains(self) -> Finding:
        """Which chains end in nobody."""
        found = self._weak_spots
        if found.dead_ends:
            what = f"the last level of the chain of {names_of(found.dead_ends)} tells nobody now"
            what += "" if found.without_fallback else "; the fallback recipients are told then"
            health = Health.FAIL if found.without_fallback else Health.WARN
            return Finding(
                "escalation chains",
                health,
                what,
                "error-logging chain set --service SERVICE --step on-call --step NAME",
            )
        if found.without_fallback:
            what = "beyond a chain's last level, and where nobody can be assigned, nobody is told"
            return Finding("escalation chains", Health.WARN, what, "FALLBACK_RECIPIENTS=team@example.org, and email on")
        return Finding("escalation chains", Health.OK, "behind each stand the fallback recipients")

    def on_call(self) -> Finding:
        """When nobody will be on call though a rotation says that somebody is."""
        gaps = self._weak_spots.gaps
        if not gaps:
            return Finding("on call", Health.OK, f"no gap in any rotation within {DAYS_AHEAD} days")
        services = names_of(sorted({gap.service for gap in gaps}))
        first = f"from {gaps[0].begin:%Y-%m-%d %H:%M} until {gaps[0].end:%Y-%m-%d %H:%M} UTC"
        what = f"nobody is on call for {services} at times within {DAYS_AHEAD} days, first {first}"
        mend = "error-logging on-call schedule shows all; on-call override add ROTATION DEVELOPER --until TIME"
        return Finding("on call", Health.WARN, what, mend)

    def rotations(self) -> Finding:
        """Who is on call for what they are not asked about."""
        idle = self._weak_spots.idle
        if not idle:
            return Finding("rotations", Health.OK, "all who take turns know the services that they take them for")
        who = names_of([f"{name} for {service}" for name, service in idle])
        what = f"take turns for a service that they do not know, and are not asked about it: {who}"
        mend = "error-logging developer update NAME --service SERVICE, with all others that they know: it replaces them"
        return Finding("rotations", Health.WARN, what, mend)

    def channels(self) -> Finding:
        """Which channels took nothing within the last hour that they were given."""
        deliveries = self._operation.deliveries
        tried = {each.channel for each in deliveries if each.count}
        took = {each.channel for each in deliveries if each.count and each.outcome is DeliveryOutcome.ACCEPTED}
        dead = [channel.value for channel in Channel if channel in tried - took]
        if dead:
            what = f"every attempt of the last hour failed over {names_of(dead)}"
            mend = "GET /api/error-logging/notifications/?channel=… shows each attempt's answer; it is tried on"
            return Finding("channels", Health.FAIL, what, mend)
        what = f"{names_of([channel.value for channel in Channel if channel in took])} delivered within the last hour"
        return Finding("channels", Health.OK, what if took else "nothing had to be sent within the last hour")

    def endpoints(self) -> Finding:
        """Which webhook endpoints nothing is sent to, or do not answer."""
        waiting = NotificationFilter(states=(NotificationState.FAILED,), channels=(Channel.WEBHOOK,))
        with self._store.reading() as work:
            endpoints = work.webhook_endpoints.all()
            late = work.notification_reader.page(waiting, limit=_MOST_WAITING).notifications
        answers = {notice.recipient: notice.last_answer for notice in late}
        off = [_why(one, one.inactive_because) for one in endpoints if one.inactive_because and not one.active]
        silent = [_why(one, answers[str(one.id)]) for one in endpoints if one.active and str(one.id) in answers]
        whats = [f"nothing is sent any more to {names_of(off)}"] if off else []
        whats += [f"messages wait for {names_of(silent)}"] if silent else []
        if endpoints and Channel.WEBHOOK not in self._policy.channels:
            whats.append("the channel is off (WEBHOOK_NOTIFICATIONS, NOTIFICATION_CHANNELS): nothing is sent to any")
        if whats:
            mend = (
                "error-logging webhook-endpoint test NAME says what is wrong; one that went off is taken up again by "
            )
            mend += 'PATCH /api/error-logging/webhook-endpoints/ID/ {"active": true}'
            return Finding("webhook endpoints", Health.WARN, "; ".join(whats), mend)
        by_hand = [one.name for one in endpoints if not one.active]
        what = f"{len(endpoints) - len(by_hand)} in use" if endpoints else "there are none"
        return Finding("webhook endpoints", Health.OK, f"{what}; off by hand: {names_of(by_hand)}" if by_hand else what)

    def silences(self) -> Finding:
        """Of how much nobody is told at present because somebody said so."""
        with self._store.reading() as work:
            now = work.now()
            holding = [each for each in work.silences.all() if each.in_force(now)]
        if not holding:
            return Finding("silences", Health.OK, "none is in force")
        last = max(each.ends_at for each in holding)
        what = f"{len(holding)} in force, the last until {last:%Y-%m-%d %H:%M} UTC: nobody is told of what they name"
        whole = sorted({each.service for each in holding if each.service and each.pattern_id is None})
        what += f", of services {names_of(whole)}" if whole else ""
        return Finding("silences", Health.OK, what, "error-logging silence list shows them; silence end ID")

    def backup(self) -> Finding:
        """How old the last backup is."""
        made_at, mend = self._operation.backed_up_at, "error-logging backup FILE, every night"
        if made_at is None:
            return Finding("backup", Health.WARN, "none was made by error-logging backup yet", mend)
        what = f"the last was made {made_at:%Y-%m-%d %H:%M} UTC"
        if self._operation.read_at - made_at > _BACKUP_OLD:
            return Finding("backup", Health.WARN, f"{what}, more than two days ago", mend)
        return Finding("backup", Health.OK, what)

    @cached_property
    def _weak_spots(self) -> WeakSpots:
        return FindWeakSpots(self._store, self._policy).execute()

    @cached_property
    def _operation(self) -> Operation:
        with self._store.reading() as work:
            return work.operation_reader.look(work.now())


def _why(endpoint: WebhookEndpoint, said: str | None) -> str:
    return f"{endpoint.name} ({safe_line(said or 'no answer yet', _BECAUSE_CHARS)})"
