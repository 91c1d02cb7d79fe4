"""How the documents of an answer reached its reader, for their source lines at every length."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE summaries ADD COLUMN provenances json NOT NULL DEFAULT '[]'")
