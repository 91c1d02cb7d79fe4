"""What people call the place of their digests; searches for the catalogue, and in a topic; intervals of each reader."""

from alembic import op

revision = "0006"
down_revision = "0005"

CHANGES = """
ALTER TABLE subscribers ADD COLUMN deliver_title text NOT NULL DEFAULT '';
ALTER TABLE searches ADD COLUMN thread_id bigint;
ALTER TABLE searches DROP CONSTRAINT searches_kind_check;
ALTER TABLE searches ADD CONSTRAINT searches_kind_check CHECK (kind IN ('feed', 'opml', 'catalog'));
ALTER TABLE follows ADD COLUMN interval_s integer NOT NULL DEFAULT 3600;
UPDATE follows SET interval_s = feeds.interval_s FROM feeds WHERE feeds.id = follows.feed_id;
"""


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(CHANGES)
