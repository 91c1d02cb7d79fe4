"""Tables of feeds, follows and digests."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from bot.storage.columns import flag, moment, now, row_id, words
from bot.storage.tables import metadata

# Every feed anybody follows or an admin lists, and what is remembered of it between two requests.
feeds = Table(
    "feeds",
    metadata,
    row_id(),
    Column("url", Text, nullable=False, unique=True),
    Column("host", Text, nullable=False),
    words("title"),
    Column("site_url", Text),
    Column("language", Text),
    flag("is_listed"),  # in the catalog of the admins
    flag("is_default"),  # followed by new users
    words("category"),
    words("trust_note"),
    Column("interval_s", Integer, nullable=False, server_default="3600"),  # the shortest that a reader wants
    Column("etag", Text),
    Column("last_modified", Text),
    Column("status", Text, nullable=False, server_default="active"),  # active, gone, stopped
    Column("failures", Integer, nullable=False, server_default="0"),
    moment("failing_since"),
    flag("is_told"),
    Column("moved_to", Text),
    Column("moved_count", Integer, nullable=False, server_default="0"),
    moment("last_success_at"),
    now("next_poll_at"),
    Column("error", Text),
    now("added_at"),
    Index("feeds_due_idx", "next_poll_at", postgresql_where=text("status = 'active'")),
)

# Politeness is by host: who asks it now, when it was asked last, and until when it wants to be left alone.
feed_hosts = Table(
    "feed_hosts",
    metadata,
    Column("host", Text, primary_key=True),
    moment("held_until"),
    moment("claimed_until"),
    moment("asked_at"),
)

entries = Table(
    "entries",
    metadata,
    row_id(),
    Column("feed_id", BigInteger, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # fresh, backlog, duplicate
    words("title"),
    words("text"),  # emptied after the retention time
    Column("url", Text),
    Column("url_key", Text),
    Column("author", Text),
    Column("words_hash", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    now("seen_at"),
    now("listed_at"),  # last in its feed, to within a day
    moment("changed_at"),
    UniqueConstraint("feed_id", "entry_id", name="entries_feed_id_entry_id_key"),
    Index("entries_fresh_idx", "feed_id", "seen_at", postgresql_where=text("verdict = 'fresh'")),
)

follows = Table(
    "follows",
    metadata,
    row_id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("feed_id", BigInteger, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("delivery", Text, nullable=False, server_default="digest"),  # now, digest
    flag("is_paused"),
    words("topics"),
    Column("interval_s", Integer, nullable=False, server_default="3600"),  # as this chat wants it
    Column("posted_id", BigInteger, nullable=False, server_default="0"),  # entries up to this id were posted at once
    now("added_at"),
    UniqueConstraint("chat_id", "feed_id", name="follows_chat_id_feed_id_key"),
    Index("follows_feed_id_idx", "feed_id"),
)

# What a chat wants of its digests, and how far they have come.
subscribers = Table(
    "subscribers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    flag("is_on", default=True),
    Column("zone", Text),  # IANA; null: not known yet, so nothing is due
    Column("times", JSON, nullable=False),  # list of "HH:MM"
    Column("weekdays", JSON, nullable=False),  # list of 0 (Monday) to 6
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("stories", Integer, nullable=False, server_default="7"),
    Column("length", Text, nullable=False, server_default="short"),
    Column("language", Text),  # only feeds in it; null: all
    flag("is_silent"),
    words("topics"),
    Column("deliver_to", BigInteger),  # another chat, as a channel; null: this one
    Column("thread_id", BigInteger),  # of a forum topic
    words("deliver_title"),  # what people call that chat or topic
    now("started_at"),
    now("settled_at"),
    Column("done", JSON, nullable=False, server_default=text("'[]'")),  # list of ["YYYY-MM-DD", "HH:MM"]
    moment("next_due_at"),
    Index("subscribers_due_idx", "next_due_at", postgresql_where=text("is_on")),
)

# One digest of one local date and time: the unique key makes two processes that tick at once make one.
digests = Table(
    "digests",
    metadata,
    row_id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),  # "2026-05-01 08:00", or "now:<update>" when asked for
    Column("due_at", DateTime(timezone=True), nullable=False),
    flag("is_late"),
    Column("since_at", DateTime(timezone=True), nullable=False),  # entries seen after this moment are its news
    Column("state", Text, nullable=False, server_default="due"),  # due, planned (its stories are chosen), made
    Column("opening", JSON),  # FormattedText; sent with its first story
    now("created_at"),
    moment("made_at"),
    UniqueConstraint("chat_id", "key", name="digests_chat_id_key_key"),
)

# What was told: a story comes back only with something new.
stories = Table(
    "stories",
    metadata,
    row_id(),
    Column("digest_id", BigInteger, ForeignKey("digests.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="planned"),  # planned, told, dropped (nothing new in it)
    Column("updates_id", BigInteger, ForeignKey("stories.id", ondelete="SET NULL")),  # the story that it carries on
    Column("lead", Text, nullable=False),
    Column("entry_ids", JSON, nullable=False),  # list of entries.id
    Column("statements", JSON, nullable=False, server_default=text("'[]'")),  # what was told
    Column("vectors", LargeBinary, nullable=False),  # float32: of the title, then of the lead
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("request_id", BigInteger, ForeignKey("requests.id", ondelete="SET NULL")),  # its summary and buttons
    now("told_at"),
    UniqueConstraint("digest_id", "number", name="stories_digest_id_number_key"),
    Index("stories_chat_id_told_at_idx", "chat_id", "told_at"),
)

# What somebody asked to follow: a site to find the feeds of, or a file with a list of them.
searches = Table(
    "searches",
    metadata,
    row_id(),
    Column("key", Text, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),  # of the forum topic where it was asked
    Column("kind", Text, nullable=False),  # feed, opml, catalog
    Column("query", JSON, nullable=False),  # what was typed, an IncomingFile, or what an admin says of a feed
    Column("choices", JSON, nullable=False, server_default=text("'[]'")),  # list of feed addresses to choose from
    Column("state", Text, nullable=False, server_default="waiting"),  # waiting, answered
    now("created_at"),
)

# "Less like this": stories near one of these rank last.
dislikes = Table(
    "dislikes",
    metadata,
    row_id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("story_id", BigInteger, ForeignKey("stories.id", ondelete="SET NULL")),
    Column("title", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, of its lead
    now("added_at"),
    UniqueConstraint("chat_id", "story_id", name="dislikes_chat_id_story_id_key"),
)
