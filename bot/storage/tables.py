"""Every table of the bot. Procrastinate brings its own (its names begin with `procrastinate_`).

What people wrote is kept as `json`, never `jsonb`: `json` stores what Telegram may send (NUL, lone surrogates) as it
came, where `jsonb` refuses it, and a refused row would stop the ingress for good.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.columns import flag, moment, now, row_id, words

metadata = MetaData()

# What Telegram sent, stored before Telegram is told that we have it.
updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payload", JSON, nullable=False),
    Column("state", Text, nullable=False, server_default="new"),  # new, done, poison (unreadable), failed (given up)
    Column("error", Text),
    now("received_at"),
)

# What a chat asked to be read: one message, or several that belong together. Answered once.
requests = Table(
    "requests",
    metadata,
    row_id(),
    Column("key", Text, nullable=False, unique=True),  # "message:<chat_id>:<message_id>"
    Column("chat_id", BigInteger, nullable=False),
    Column("reply_to", BigInteger, nullable=False),  # the message that the answer replies to
    Column("user_id", BigInteger),
    Column("messages", JSON, nullable=False),  # list of IncomingMessage
    Column("length", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),  # waiting, answered, failed
    Column("error", Text),
    now("created_at"),
    moment("answered_at"),
    moment("closes_at"),  # while messages are still collected into it; see burst_messages
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
    now("added_at"),
)

summaries = Table(
    "summaries",
    metadata,
    row_id(),
    Column("request_id", BigInteger, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("length", Text, nullable=False),
    Column("summary", JSON, nullable=False),  # the JSON contract, with text as long as that is kept
    Column("provenances", JSON, nullable=False, server_default="[]"),  # of its documents, in their order
    flag("has_text", default=True),
    now("created_at"),
    UniqueConstraint("request_id", "length", name="summaries_request_id_length_key"),
)

# Every message that goes out. Sent in order of id within a chat, by one process.
# pending -> sending -> sent; skipped: no longer wanted; refused: Telegram will never take it.
outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("key", Text, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", JSON, nullable=False),  # OutgoingMessage
    Column("replaces", Text),  # key of the row whose message this one is edited into
    Column("state", Text, nullable=False, server_default="pending"),
    Column("message_id", BigInteger),  # of the message as Telegram knows it
    flag("is_disposable"),  # an acknowledgement: never repeated
    flag("is_unsure"),  # an earlier send may have arrived
    Column("attempts", Integer, nullable=False, server_default="0"),
    moment("not_before"),
    Column("error", Text),
    now("created_at"),
    moment("sent_at"),
    Index("outbox_waiting_idx", "chat_id", "id", postgresql_where=text("state IN ('pending', 'sending')")),
)

# What is known of a chat: a parked chat blocked the bot and gets nothing until it writes again.
chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    moment("parked_at"),
    flag("has_bursts", default=True),  # forwards are answered together
)

# Who may use the bot. Everybody else is a stranger.
users = Table(
    "users",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),  # owner, admin, user
    words("name"),
    now("added_at"),
)

# Single values that outlive the process.
facts = Table(
    "facts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
