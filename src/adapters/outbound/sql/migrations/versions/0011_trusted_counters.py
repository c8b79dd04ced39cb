"""Counters say how much came from senders who may page people, and crossings whether such senders alone caused them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns. What was counted before came from nobody in particular: for an hour an alert may have the budget of
    strangers, until trusted senders exceed the limit by what they sent since.
    """
    op.add_column("service_counters", sa.Column("trusted", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("threshold_states", sa.Column("trusted", sa.Boolean(), nullable=False, server_default=sa.true()))
