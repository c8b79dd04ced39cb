"""What the webhook endpoints are called that notifications went to."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from domain.delivery import Channel
from domain.notification import Notification


def endpoint_names(work: UnitOfWork, notices: Iterable[Notification]) -> Mapping[str, str]:
    """Names by recipient, which is an endpoint's id; removed ones too, and what is unknown is not in it."""
    ids = {UUID(notice.recipient) for notice in notices if notice.channel is Channel.WEBHOOK and notice.recipient}
    found = [work.webhook_endpoints.get(each) for each in sorted(ids)]
    return {str(endpoint.id): endpoint.name for endpoint in found if endpoint is not None}
