"""When an entry stood in its feed last, so that what is long out of it can be forgotten; a column that nobody read goes."""

from alembic import op

revision = "0007"
down_revision = "0006"

CHANGES = """
ALTER TABLE entries ADD COLUMN listed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE feeds DROP COLUMN polled_at;
"""


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(CHANGES)
