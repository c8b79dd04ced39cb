"""Acknowledge links keep how bad the episode was when their message was made."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column that may be empty: links that were given before speak for the severity of their message."""
    op.add_column("acknowledge_links", sa.Column("severity", sa.SmallInteger()))
