"""Where people look at an error."""

from uuid import UUID


def error_link(dashboard_url: str, error_id: UUID) -> str:
    """The address of its page under that of the dashboard."""
    return f"{dashboard_url.rstrip('/')}/admin/error-logging/errors/{error_id}/"
