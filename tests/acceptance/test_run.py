import contextlib
import signal
import socket
import subprocess
import sys

from bot.demo.bot_api import LocalBotApi
from tests.acceptance.conftest import Byline

ARTICLE = """Harbor of Orvanne to stay half closed until June

The harbor of Orvanne will work at half strength until at least the end of June, the port authority said on Monday.

"We have two dredgers and need four," its director, Ines Marlowe, told reporters. "The sand does not wait."

According to Marlowe, the southern channel has silted up faster than at any time since the storms of 2009. Two
freighters ran aground there in May. The shipping company Isle Lines said it would move its ferries to Little Orvanne.

The mayor, Pavel Drost, denied that the town had delayed the money for new dredgers. He said the council would vote on
the purchase on Thursday.
"""
START_S, ANSWER_S = 300, 600  # all of them are only waited out when nothing comes


def has_answer(api: LocalBotApi) -> bool:
    return any("Evidence" in str(message.get("reply_markup")) for message in api.answers())


async def test_an_article_forwarded_before_a_kill_is_answered_once_after_the_restart(byline: Byline) -> None:
    api = byline.api
    process = byline.start()
    await api.wait_for(lambda: api.calls_of("setMyCommands"), START_S)
    hold = "Too Many Requests: retry after 1"  # however fast the model is, no answer comes before the kill
    api.fail("editMessageText", 429, hold, retry_after=1, times=1_000_000)
    api.post_text(ARTICLE)
    await api.wait_for(api.answers)
    await api.wait_for(lambda: byline.states("outbox")[:1] == ["sent"])
    process.kill()  # most likely the model is still being loaded, and the summary waits for it
    process.wait()
    assert not has_answer(api)
    with api.state.lock:
        api.state.faults.clear()
    byline.start()
    await api.wait_for(lambda: has_answer(api), ANSWER_S)
    api.post_text("/help")  # handled and sent after everything that is left over
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])
    answers = [m for m in api.answers() if "Send me something" not in m["text"]]
    assert len(answers) == 1
    assert "Marlowe" in answers[0]["text"]


async def test_evidence_is_there_after_a_restart_and_sigterm_loses_nothing(byline: Byline) -> None:
    api = byline.api
    process = byline.start()
    api.post_text(ARTICLE)
    await api.wait_for(lambda: has_answer(api), ANSWER_S)
    api.post_text(ARTICLE + "\nThe vote is open to the public.")
    await api.wait_for(lambda: len(api.answers()) == 2)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0
    byline.start()
    api.press("Evidence", message_id=api.answers()[0]["message_id"])
    evidence = await api.wait_for(lambda: [m for m in api.answers() if m["text"].startswith("Evidence")], ANSWER_S)
    assert "The sand does not wait" in evidence[0]["text"] or "Marlowe" in evidence[0]["text"]
    await api.wait_for(lambda: sum("Evidence" in str(m.get("reply_markup")) for m in api.answers()) == 2, ANSWER_S)
    assert "Reading …" not in [m["text"] for m in api.answers()]


async def test_bot_and_worker_share_the_embedded_database(byline: Byline) -> None:
    api = byline.api
    byline.start("bot")
    worker = byline.start("worker")
    api.post_text(ARTICLE)
    await api.wait_for(lambda: has_answer(api), ANSWER_S)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(120) == 0
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])


async def test_a_second_bot_process_takes_over(byline: Byline) -> None:
    api = byline.api
    first = byline.start("bot")
    await api.wait_for(lambda: api.calls_of("setMyCommands"), START_S)
    byline.start("bot")
    await api.wait_for(lambda: "standing by" in byline.log, START_S)
    first.kill()
    first.wait()
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])


async def test_the_token_is_never_logged(byline: Byline) -> None:
    api = byline.api
    api.fail("sendMessage", 500, "Internal Server Error", times=1)
    byline.start("bot")
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]], START_S)
    assert api.token not in byline.log
    assert api.token.partition(":")[2] not in byline.log


def test_a_wrong_token_is_one_clear_line(byline: Byline) -> None:
    result = run_to_its_end(byline, BYLINE_TELEGRAM_TOKEN="1:wrong")
    assert result.returncode == 1
    assert "Telegram does not know this bot token" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_token_is_explained(byline: Byline) -> None:
    result = run_to_its_end(byline, BYLINE_TELEGRAM_TOKEN="")
    assert result.returncode == 1
    assert "byline demo" in result.stderr


def test_a_wrong_setting_is_named(byline: Byline) -> None:
    result = run_to_its_end(byline, BYLINE_SUMMARIZER_THREADS="none")
    assert result.returncode == 1
    assert "summarizer.threads" in result.stderr


async def test_telegram_away_at_the_start_is_waited_for(byline: Byline) -> None:
    api = byline.api
    api.fail("getMe", 502, "Bad Gateway", times=2)
    process = byline.start("bot")
    await api.wait_for(lambda: api.calls_of("setMyCommands"), START_S)
    assert process.poll() is None


def run_to_its_end(byline: Byline, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=byline.environment | {"BYLINE_LOG_LEVEL": "INFO"} | environment,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


async def test_updates_come_by_webhook(byline: Byline) -> None:
    api = byline.api
    port = free_port()
    webhook = f"http://127.0.0.1:{port}/telegram"
    byline.start("bot", BYLINE_TELEGRAM_WEBHOOK_URL=webhook, BYLINE_WEB_PORT=str(port))
    await api.wait_for(lambda: api.calls_of("setWebhook"), START_S)
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])
    assert not api.calls_of("getUpdates")


def test_a_webhook_without_its_port_is_one_clear_line(byline: Byline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run_to_its_end(byline, BYLINE_TELEGRAM_WEBHOOK_URL="https://bot.example/in", BYLINE_WEB_PORT=str(port))
    assert result.returncode == 1
    assert "BYLINE_WEB_PORT" in result.stderr
    assert "Traceback" not in result.stderr


def free_port() -> int:
    """A port below those that the system gives away by itself: nobody takes it before the bot does."""
    for port in range(20_000, 30_000):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port is free")
