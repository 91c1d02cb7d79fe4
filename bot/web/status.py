"""What /healthz and /metrics tell about a process."""

from dataclasses import dataclass

import psutil
from sqlalchemy import func, select, text

from bot.errors import StorageError
from bot.inference import Inference
from bot.jobs import Jobs
from bot.storage.database import Database
from bot.storage.tables import outbox, updates
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.web.metrics import Metric, render_metrics, single

OK = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatParts:
    """What only a bot process has."""

    inbox: Inbox
    leader: Leader
    sender: OutboxSender
    poller: Poller | None  # None: updates come by webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The parts of this process that can be looked at."""

    database: Database
    jobs: Jobs
    inference: Inference | None
    chats: ChatParts | None

    async def health(self) -> dict[str, str]:
        """Part -> "ok", or what is wrong with it."""
        found = {"database": await self._database_health()}
        if self.inference:
            state = self.inference.state
            found["model"] = OK if state == "ready" else state
        if self.chats and self.chats.leader.is_leading and self.chats.poller:
            found["telegram"] = OK if self.chats.poller.is_connected else "does not answer"
        return found

    async def metrics(self) -> str:
        """Prometheus text."""
        metrics = [
            single("byline_resident_bytes", "gauge", "Memory of this process.", psutil.Process().memory_info().rss)
        ]
        metrics += await self._queue_metrics()
        if self.inference:
            metrics += [
                single("byline_summaries_total", "counter", "Summaries made.", self.inference.summary_count),
                single("byline_summary_seconds_total", "counter", "Time in them.", self.inference.summary_seconds),
            ]
        if self.chats:
            sends: dict[tuple[tuple[str, str], ...], float] = {
                (("outcome", outcome),): count for outcome, count in self.chats.sender.counts.items()
            }
            metrics += [
                single(
                    "byline_leading", "gauge", "Whether this process polls and sends.", self.chats.leader.is_leading
                ),
                single("byline_updates_total", "counter", "Updates stored.", self.chats.inbox.stored_count),
                Metric("byline_sends_total", "counter", "Attempts to send a message.", sends),
            ]
        return render_metrics(metrics)

    async def _database_health(self) -> str:
        try:
            async with self.database.transaction() as transaction:
                await transaction.execute(text("SELECT 1"))
        except StorageError as error:
            return str(error)
        return OK

    async def _queue_metrics(self) -> list[Metric]:
        """What waits, over all processes."""
        jobs = {(("queue", queue), ("status", status)): n for (queue, status), n in (await self.jobs.counts()).items()}
        async with self.database.transaction() as transaction:
            sends = await transaction.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
            inbox = await transaction.execute(select(updates.c.state, func.count()).group_by(updates.c.state))
            return [
                Metric("byline_jobs", "gauge", "Jobs by queue and status.", {k: float(n) for k, n in jobs.items()}),
                Metric("byline_outbox", "gauge", "Messages by state.", {(("state", s),): n for s, n in sends}),
                Metric("byline_updates", "gauge", "Kept updates by state.", {(("state", s),): n for s, n in inbox}),
            ]
