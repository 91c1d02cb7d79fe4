"""Every table of the bot. Procrastinate brings its own (its names begin with `procrastinate_`).

What people wrote is kept as `json`, never `jsonb`: `json` stores what Telegram may send (NUL, lone surrogates) as it
came, where `jsonb` refuses it, and a refused row would stop the ingress for good.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

metadata = MetaData()


def _now(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


def _moment(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True))


# What Telegram sent, stored before Telegram is told that we have it.
updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payload", JSON, nullable=False),
    Column("state", Text, nullable=False, server_default="new"),  # new, done, poison (unreadable), failed (given up)
    Column("error", Text),
    _now("received_at"),
)

# What a chat asked to be read: one message, or several that belong together. Answered once.
requests = Table(
    "requests",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # "message:<chat_id>:<message_id>"
    Column("chat_id", BigInteger, nullable=False),
    Column("reply_to", BigInteger, nullable=False),  # the message that the answer replies to
    Column("user_id", BigInteger),
    Column("messages", JSON, nullable=False),  # list of IncomingMessage
    Column("length", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),  # waiting, answered, failed
    Column("error", Text),
    _now("created_at"),
    _moment("answered_at"),
    _moment("closes_at"),  # while messages are still collected into it; see burst_messages
    Index("requests_chat_id_idx", "chat_id"),
    Index("requests_collecting_idx", "chat_id", postgresql_where=text("closes_at IS NOT NULL")),
)

# The messages that were collected into a request with others: each once, however often its update is handled.
burst_messages = Table(
    "burst_messages",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("request_id", BigInteger, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    _now("added_at"),
)

summaries = Table(
    "summaries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("request_id", BigInteger, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("length", Text, nullable=False),
    Column("summary", JSON, nullable=False),  # the JSON contract, with text as long as that is kept
    Column("provenances", JSON, nullable=False, server_default="[]"),  # of its documents, in their order
    Column("has_text", Boolean, nullable=False, server_default=text("true")),
    _now("created_at"),
    UniqueConstraint("request_id", "length", name="summaries_request_id_length_key"),
)

# Every message that goes out. Sent in order of id within a chat, by one process.
# pending -> sending -> sent; skipped: no longer wanted; refused: Telegram will never take it.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", JSON, nullable=False),  # OutgoingMessage
    Column("replaces", Text),  # key of the row whose message this one is edited into
    Column("state", Text, nullable=False, server_default="pending"),
    Column("message_id", BigInteger),  # of the message as Telegram knows it
    Column(
        "is_disposable", Boolean, nullable=False, server_default=text("false")
    ),  # an acknowledgement: never repeated
    Column("is_unsure", Boolean, nullable=False, server_default=text("false")),  # an earlier send may have arrived
    Column("attempts", Integer, nullable=False, server_default="0"),
    _moment("not_before"),
    Column("error", Text),
    _now("created_at"),
    _moment("sent_at"),
    Index("outbox_waiting_idx", "chat_id", "id", postgresql_where=text("state IN ('pending', 'sending')")),
)

# What is known of a chat: a parked chat blocked the bot and gets nothing until it writes again.
chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    _moment("parked_at"),
    Column("has_bursts", Boolean, nullable=False, server_default=text("true")),  # forwards are answered together
)

# Who may use the bot. Everybody else is a stranger.
users = Table(
    "users",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),  # owner, admin, user
    Column("name", Text, nullable=False, server_default=""),
    _now("added_at"),
)

# Single values that outlive the process.
facts = Table(
    "facts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
