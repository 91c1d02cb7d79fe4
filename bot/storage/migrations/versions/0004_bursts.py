"""Bursts: messages that are collected into one request."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = """
ALTER TABLE requests ADD COLUMN closes_at timestamptz;
CREATE INDEX requests_collecting_idx ON requests (chat_id) WHERE closes_at IS NOT NULL;

CREATE TABLE burst_messages (
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL,
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat_id, message_id)
);

ALTER TABLE chats ADD COLUMN has_bursts boolean NOT NULL DEFAULT true;
"""


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(TABLES)
