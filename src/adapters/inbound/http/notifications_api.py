"""Who was told, over the API."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.cursors import Cursor, link_with
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.notifications_examples import DETAIL, PAGE, READ
from adapters.inbound.http.notifications_schemas import (
    NotificationDetailSchema,
    NotificationListQuery,
    NotificationPageSchema,
)
from application.find_notifications import FindNotifications, FindNotificationsQuery
from application.mark_notification_read import MarkNotificationRead, MarkNotificationReadCommand
from application.ports.notification_reader import NotificationDetail, NotificationFilter, NotificationPage
from application.show_notification import ShowNotification


@dataclass(frozen=True, slots=True)
class NotificationUseCases:
    """What can be done about notifications."""

    find: FindNotifications
    show: ShowNotification
    mark_read: MarkNotificationRead


def notifications_blueprint(use_cases: NotificationUseCases) -> Blueprint:
    """`GET /notifications/` and `GET /notifications/{id}/`, and noting that one was read."""
    blueprint = Blueprint(
        "notifications",
        __name__,
        url_prefix=f"{API}/notifications",
        description="Who was told of errors, who was not, and every attempt",
    )

    @describes(FindNotifications, answer=PAGE)
    def list_notifications(query: Mapping[str, Any]) -> dict[str, object]:
        """List notifications, newest first"""
        return _page(use_cases.find.execute(_find_query(query)))

    @describes(ShowNotification, answer=DETAIL)
    def show_notification(notification_id: UUID) -> dict[str, object]:
        """Show one notification with every attempt"""
        return _flat(use_cases.show.execute(notification_id))

    @describes(MarkNotificationRead, answer=READ)
    def mark_read(notification_id: UUID) -> dict[str, object]:
        """Note that a notification was read"""
        command = MarkNotificationReadCommand(notification_id=notification_id, actor=g.actor)
        return _flat(use_cases.mark_read.execute(command))

    takes = blueprint.arguments(NotificationListQuery(), location="query", unknown=None)
    page, detail = (blueprint.response(200, schema()) for schema in (NotificationPageSchema, NotificationDetailSchema))
    blueprint.add_url_rule("/", view_func=takes(page(list_notifications)), methods=["GET"])
    blueprint.add_url_rule("/<uuid:notification_id>/", view_func=detail(show_notification), methods=["GET"])
    blueprint.add_url_rule("/<uuid:notification_id>/mark-read/", view_func=detail(mark_read), methods=["POST"])
    return blueprint


def _find_query(query: Mapping[str, Any]) -> FindNotificationsQuery:
    cursor = None if query["cursor"] is None else Cursor.parse(query["cursor"])
    wanted = NotificationFilter(
        states=tuple(query["state"]),
        channels=tuple(query["channel"]),
        developers=tuple(query["developer"]),
        severities=tuple(query["severity"]),
        reasons=tuple(reason.value for reason in query["reason"]),
        episodes=tuple(query["episode"]),
        patterns=tuple(query["pattern"]),
        errors=tuple(query["error"]),
        since=query["since"],
        until=query["until"],
    )
    return FindNotificationsQuery(
        wanted=wanted,
        limit=query["limit"],
        older_than=cursor.error_id if cursor is not None and cursor.older else None,
        newer_than=cursor.error_id if cursor is not None and not cursor.older else None,
    )


def _flat(detail: NotificationDetail) -> dict[str, object]:
    notification = detail.notification
    return {
        **{field.name: getattr(notification, field.name) for field in fields(notification)},
        "developer_name": detail.developer_name,
        "attempt_details": detail.attempts,
    }


def _page(page: NotificationPage) -> dict[str, object]:
    marks = {"count_capped": page.count_capped, "partial": page.partial}
    return {
        "count": page.count,
        **{name: True for name, holds in marks.items() if holds},
        "next": _link(page.older_than, older=True),
        "previous": _link(page.newer_than, older=False),
        "results": page.notifications,
    }


def _link(notification_id: UUID | None, *, older: bool) -> str | None:
    if notification_id is None:
        return None
    return link_with(f"{API}/notifications/", str(Cursor(notification_id, older)))
