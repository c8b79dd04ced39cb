"""Patterns over the API."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import g, request
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import patterns_examples as examples
from adapters.inbound.http.cursors import Cursor
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.patterns_query import PATTERNS, page_of, query_of
from adapters.inbound.http.patterns_schemas import (
    EpisodeListQuery,
    EpisodePageSchema,
    MergeSchema,
    PatternDetailSchema,
    PatternListQuery,
    PatternPageSchema,
)
from adapters.inbound.http.versions import expected_version, with_version
from application.find_episodes import FindEpisodes, FindEpisodesQuery
from application.find_patterns import FindPatterns
from application.merge_patterns import MergePatterns, MergePatternsCommand
from application.show_pattern import PatternDetail, ShowPattern
from application.unmerge_pattern import UnmergePattern, UnmergePatternCommand
from domain.versions import pattern_version

_ONE = "/<uuid:pattern_id>/"

Rule = tuple[str, str, Callable[..., Any]]
Versioned = tuple[dict[str, object], dict[str, str]]


@dataclass(frozen=True, slots=True)
class PatternUseCases:
    """What can be done about patterns."""

    find: FindPatterns
    show: ShowPattern
    find_episodes: FindEpisodes
    merge: MergePatterns
    unmerge: UnmergePattern


def patterns_blueprint(use_cases: PatternUseCases) -> Blueprint:
    """Everything under `/patterns/`."""
    blueprint = Blueprint(
        "patterns", __name__, url_prefix=PATTERNS.rstrip("/"), description="All errors that are alike, for ever"
    )
    for rule, method, view in (*_reads(blueprint, use_cases), *_changes(blueprint, use_cases)):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _reads(blueprint: Blueprint, use_cases: PatternUseCases) -> Iterable[Rule]:
    @describes(FindPatterns, answer=examples.PAGE)
    def list_patterns(query: Mapping[str, Any]) -> dict[str, object]:
        """List patterns, those seen last first"""
        return page_of(use_cases.find.execute(query_of(query)), query["ordering"])

    @describes(ShowPattern, answer=examples.DETAIL, versioned=True)
    def show_pattern(pattern_id: UUID) -> Versioned:
        """Show one pattern with its course over time"""
        return _shown(use_cases, pattern_id)

    @describes(FindEpisodes, answer=examples.EPISODES)
    def list_episodes(query: Mapping[str, Any], pattern_id: UUID) -> dict[str, object]:
        """List a pattern's episodes, newest first"""
        return _episodes(use_cases, query, pattern_id)

    list_query = blueprint.arguments(PatternListQuery(), location="query", unknown=None)
    episodes_query = blueprint.arguments(EpisodeListQuery(), location="query", unknown=None)
    yield "/", "GET", list_query(blueprint.response(200, PatternPageSchema())(list_patterns))
    yield _ONE, "GET", blueprint.response(200, PatternDetailSchema())(show_pattern)
    yield f"{_ONE}episodes/", "GET", episodes_query(blueprint.response(200, EpisodePageSchema())(list_episodes))


def _changes(blueprint: Blueprint, use_cases: PatternUseCases) -> Iterable[Rule]:
    @describes(MergePatterns, request=examples.MERGE, answer=examples.MERGED, versioned=True)
    def merge_pattern(wanted: Mapping[str, Any], pattern_id: UUID) -> Versioned:
        """Make a pattern part of another"""
        command = MergePatternsCommand(
            pattern_id=pattern_id, into=wanted["into"], actor=g.actor, expected_version=expected_version()
        )
        use_cases.merge.execute(command)
        return _shown(use_cases, pattern_id)

    @describes(UnmergePattern, answer=examples.UNMERGED, versioned=True)
    def unmerge_pattern(pattern_id: UUID) -> Versioned:
        """Make a merged pattern one of its own again"""
        command = UnmergePatternCommand(pattern_id=pattern_id, actor=g.actor, expected_version=expected_version())
        use_cases.unmerge.execute(command)
        return _shown(use_cases, pattern_id)

    detail = blueprint.response(200, PatternDetailSchema())
    yield f"{_ONE}merge/", "POST", blueprint.arguments(MergeSchema())(detail(merge_pattern))
    yield f"{_ONE}unmerge/", "POST", detail(unmerge_pattern)


def _shown(use_cases: PatternUseCases, pattern_id: UUID) -> Versioned:
    detail = use_cases.show.execute(pattern_id)
    return with_version(_flat(detail), pattern_version(detail.pattern))


def _flat(detail: PatternDetail) -> dict[str, object]:
    places = sorted(detail.places.items(), key=lambda place: -place[1])
    said = {field.name: getattr(detail.pattern, field.name) for field in fields(detail.pattern)}
    return {
        **said,
        **{field.name: getattr(detail, field.name) for field in fields(detail) if field.name != "pattern"},
        "places": [
            {"environment": environment, "severity": severity, "count": count}
            for (environment, severity), count in places
        ],
    }


def _episodes(use_cases: PatternUseCases, query: Mapping[str, Any], pattern_id: UUID) -> dict[str, object]:
    cursor = None if query["cursor"] is None else Cursor.parse(query["cursor"])
    page = use_cases.find_episodes.execute(
        FindEpisodesQuery(
            pattern_id=pattern_id,
            limit=query["limit"],
            older_than=cursor.error_id if cursor is not None and cursor.older else None,
            newer_than=cursor.error_id if cursor is not None and not cursor.older else None,
        )
    )
    return {
        "count": page.count,
        "next": _link(pattern_id, page.older_than, older=True),
        "previous": _link(pattern_id, page.newer_than, older=False),
        "results": page.episodes,
    }


def _link(pattern_id: UUID, episode_id: UUID | None, *, older: bool) -> str | None:
    if episode_id is None:
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{PATTERNS}{pattern_id}/episodes/?{urlencode([*kept, ('cursor', str(Cursor(episode_id, older)))])}"
