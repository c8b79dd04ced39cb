"""By which ways the errors that a filter wants are looked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_

from adapters.outbound.sql.listing.in_force import MOST_WAITING, OPEN, InForce, merged_patterns
from adapters.outbound.sql.listing.indexed import indexed_in
from adapters.outbound.sql.listing.leads import MOST_BRANCHES, IndexLead, Lead, TimeLead
from adapters.outbound.sql.listing.looks import Checks
from adapters.outbound.sql.listing.services import SERVICES
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.taken import Terms
from adapters.outbound.sql.listing.word_leads import WordLead
from adapters.outbound.sql.tables import ERROR_IS_OPEN, ERROR_LOGS
from application.ports.error_reader import ErrorFilter
from domain.error_log import ErrorStatus
from domain.search_terms import Facet, facet_term
from domain.severity import Severity

_ERROR = ERROR_LOGS.c
_IN_OTHER_INDEXES = frozenset({"services", "severities", "statuses", "owners", "patterns"})
_IN_TERMS = frozenset({"services", "environments", "error_types", "endpoints", "user_ids", "releases", "patterns"})
_MOST_WAYS = 3
_VALUES = {
    "user_ids": _ERROR.user_id,
    "releases": _ERROR.release,
    "endpoints": _ERROR.endpoint,
    "environments": _ERROR.environment,
}
_Conditions = Sequence[ColumnElement[bool]]


class Choice:
    """The ways for one filter, the likeliest first; each gives all that is wanted, sooner or later."""

    def __init__(self, connection: Connection, wanted: ErrorFilter, in_force: InForce) -> None:
        self._connection = connection
        self._wanted = wanted
        self._in_force = in_force
        self._indexed = indexed_in(connection)

    def leads(self) -> Sequence[Lead]:
        """At least one. An exact one comes alone, and so do those that read no rows."""
        ways = [] if self._wanted.words else list(self._by_indexes())
        exact = [way for way in ways if way.is_exact]
        without_rows = [way for way in ways if way.reads_no_rows]
        if exact or without_rows:
            return exact[:1] or without_rows[:_MOST_WAYS]
        terms = self._terms()
        if terms and (not ways or (self._has_order and self._is_better(self._by_terms))):
            ways.insert(0, self._by_terms)
            return [self._by_terms] if self._by_terms.is_exact else ways[:_MOST_WAYS]
        if len(terms) > 1 and not self._has_order:
            # It is for what several filters leave little of.
            return [*ways[: _MOST_WAYS - 1], self._by_terms]
        return ways[:_MOST_WAYS] or [TimeLead(self._connection, self._checks())]

    @property
    def _has_order(self) -> bool:
        """Whether the inverted index gives its matches in order."""
        return not self._indexed.leading

    def _is_better(self, by_terms: Lead) -> bool:
        return by_terms.is_exact or bool(self._wanted.words) or not _IN_OTHER_INDEXES.issuperset(self.conditions)

    def counted(self) -> Sequence[Lead]:
        """The same, but for where the index of the statuses counts what the key alone would have to look at, and for
        the inverted index where others lead: once each of those has too many, so has that one to intersect.
        """
        if self._is_everything:
            branches = [_ERROR.status == status.value for status in ErrorStatus]
            return [IndexLead(self._connection, branches, self._checks())]
        leads = self.leads()
        others = [lead for lead in leads if not isinstance(lead, WordLead)]
        return leads if self._has_order else others or leads

    @cached_property
    def conditions(self) -> Mapping[str, ColumnElement[bool]]:
        """What each filter asks of an error, by the filter's name; words are asked of the index alone."""
        wanted, conditions = self._wanted, dict[str, ColumnElement[bool]]()
        values = {
            "services": _ERROR.service,
            "environments": _ERROR.environment,
            "error_types": _ERROR.error_type,
            "endpoints": _ERROR.endpoint,
            "user_ids": _ERROR.user_id,
            "releases": _ERROR.release,
        }
        for name, column in values.items():
            if getattr(wanted, name):
                conditions[name] = column.in_(getattr(wanted, name))
        if wanted.severities:
            conditions["severities"] = _ERROR.severity.in_([severity.rank for severity in wanted.severities])
        if wanted.patterns:
            conditions["patterns"] = _ERROR.pattern_id.in_(self._patterns)
        if wanted.statuses:
            conditions["statuses"] = self._in_force.status(wanted.statuses)
        if wanted.owners:
            conditions["owners"] = self._in_force.owner(wanted.owners)
        return conditions

    @property
    def _is_everything(self) -> bool:
        return not self.conditions and not self._wanted.words

    @property
    def _moments(self) -> _Conditions:
        since = [] if self._wanted.since is None else [_ERROR.received_at >= self._wanted.since]
        return since if self._wanted.until is None else [*since, _ERROR.received_at < self._wanted.until]

    @cached_property
    def _patterns(self) -> Sequence[UUID]:
        merged = merged_patterns(self._connection, self._wanted.patterns)
        return list(dict.fromkeys([*self._wanted.patterns, *merged]))

    def _checks(
        self, *covered: str, believed: frozenset[str] = frozenset(), carried: frozenset[str] = frozenset()
    ) -> Checks:
        """What is left to ask of candidates for which the filters of these names are seen to; of those that are
        `believed` it need only be seen whether two values share a term, and `carried` is what the lead's index tells.
        """
        wanted, left = self._wanted, {name for name in self.conditions if name not in covered}
        if not self._in_force.is_stored:
            carried -= {"statuses"}
        told_by_lead, left = sorted(left & carried), left - carried
        by_index: dict[str, Sequence[Any]] = {}
        if self._in_force.is_stored and "statuses" in left:
            by_index["status"] = [status.value for status in dict.fromkeys(wanted.statuses)]
        if self._in_force.is_stored and "owners" in left:
            by_index["assigned_to"] = list(dict.fromkeys(wanted.owners))
        told = {"statuses", "owners"} if self._in_force.is_stored else set()
        return Checks(
            carried=[self.conditions[name] for name in told_by_lead],
            by_index=by_index,
            by_row=[self.conditions[name] for name in sorted(left - told - believed)],
            values=[self.conditions[name] for name in sorted(left & believed)],
            moments=self._moments,
            sure=Span.surely_between(wanted.since, wanted.until),
        )

    def _by_indexes(self) -> Iterator[Lead]:
        wanted = self._wanted
        ways = (
            self._of_patterns() if wanted.patterns else None,
            self._of_owners() if wanted.owners else None,
            *(self._of_values(name) for name in _VALUES if getattr(wanted, name) and name in self._indexed.leading),
            self._of_types() if self._leads_by_types else None,
            self._of_open() if wanted.severities and self._only_open else None,
            self._of_services() if wanted.services else None,
            self._of_severities() if wanted.severities and not wanted.services else None,
            self._of_statuses() if wanted.statuses else None,
        )
        yield from (way for way in ways if way is not None)

    def _led(self, branches: Sequence[ColumnElement[bool]], *covered: str) -> Lead | None:
        """None where the merging of so many parts would cost more than it saves."""
        if len(branches) > MOST_BRANCHES:
            return None
        return IndexLead(self._connection, branches, self._checks(*covered, carried=self._indexed.carried))

    def _of_patterns(self) -> Lead | None:
        return self._led([_ERROR.pattern_id == pattern_id for pattern_id in self._patterns], "patterns")

    def _of_owners(self) -> Lead | None:
        branches = [_ERROR.assigned_to == owner for owner in dict.fromkeys(self._wanted.owners)]
        if self._in_force.is_stored:
            return self._led(branches, "owners")
        waiting = [episode for episode in self._in_force.waiting if episode.owner_id in self._wanted.owners]
        return self._with_waiting(branches, waiting)

    def _of_statuses(self) -> Lead | None:
        branches = [_ERROR.status == status.value for status in dict.fromkeys(self._wanted.statuses)]
        if self._in_force.is_stored:
            return self._led(branches, "statuses")
        waiting = [episode for episode in self._in_force.waiting if episode.status in self._wanted.statuses]
        return self._with_waiting(branches, waiting)

    def _with_waiting(self, branches: Sequence[ColumnElement[bool]], waiting: Sequence[Any]) -> Lead | None:
        """Also what will be so once it is carried, through the patterns of the episodes."""
        if len(self._in_force.waiting) > MOST_WAITING:
            return None
        patterns = self._in_force.patterns_of(waiting)
        return self._led([*branches, *(_ERROR.pattern_id == pattern_id for pattern_id in patterns)])

    def _of_values(self, name: str) -> Lead | None:
        values = dict.fromkeys(getattr(self._wanted, name))
        return self._led([_VALUES[name] == value for value in values], name)

    @property
    def _leads_by_types(self) -> bool:
        wanted = self._wanted
        return bool(wanted.error_types) and (bool(wanted.services) or "error_types" in self._indexed.leading)

    def _of_types(self) -> Lead | None:
        services = dict.fromkeys(self._wanted.services) or self._every_service
        pairs = product(dict.fromkeys(self._wanted.error_types), services)
        branches = [and_(_ERROR.error_type == kind, _ERROR.service == service) for kind, service in pairs]
        return self._led(branches, "error_types", "services")

    @property
    def _only_open(self) -> bool:
        return bool(self._wanted.statuses) and all(status.is_open for status in self._wanted.statuses)

    def _of_open(self) -> Lead | None:
        branches = [and_(ERROR_IS_OPEN, _ERROR.severity == severity.rank) for severity in self._severities]
        every_open = {status.value for status in self._wanted.statuses} == set(OPEN) and self._in_force.is_stored
        return self._led(branches, "severities", *(["statuses"] if every_open else []))

    def _of_services(self) -> Lead | None:
        return self._of_both(list(dict.fromkeys(self._wanted.services)))

    def _of_severities(self) -> Lead | None:
        return self._of_both(self._every_service)

    @cached_property
    def _every_service(self) -> Sequence[str]:
        return self._connection.execute(SERVICES).scalars().all()

    def _of_both(self, services: Sequence[str]) -> Lead | None:
        pairs = product(services, self._severities)
        branches = [and_(_ERROR.service == service, _ERROR.severity == severity.rank) for service, severity in pairs]
        return self._led(branches, "services", "severities")

    @property
    def _severities(self) -> Sequence[Severity]:
        return list(dict.fromkeys(self._wanted.severities)) or list(Severity)

    def _terms(self) -> Terms:
        wanted = self._wanted
        facets: dict[Facet, Sequence[Any]] = {
            Facet.SERVICE: wanted.services,
            Facet.ENVIRONMENT: wanted.environments,
            Facet.ERROR_TYPE: wanted.error_types,
            Facet.ENDPOINT: wanted.endpoints,
            Facet.RELEASE: wanted.releases,
            Facet.USER_ID: wanted.user_ids,
            Facet.PATTERN: self._patterns if wanted.patterns else (),
        }
        exact = [[facet_term(facet, str(value)) for value in values] for facet, values in facets.items() if values]
        return [*exact, *([word] for word in wanted.words)]

    @cached_property
    def _by_terms(self) -> Lead:
        return WordLead(self._connection, self._terms(), self._checks(believed=_IN_TERMS))
