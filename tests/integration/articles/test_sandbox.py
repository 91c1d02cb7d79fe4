"""Parsing in child processes that can be killed. `eval` stands for a parser that does whatever its input says."""

import asyncio
import os
import signal
from contextlib import suppress

import pytest

from bot.articles import sandbox as sandbox_module
from bot.articles.sandbox import Limits, Sandbox
from bot.errors import ParseFailedError, UnreadableError

EVAL = "builtins:eval"
PID = b"__import__('os').getpid()"


@pytest.fixture
async def sandbox():
    async with Sandbox(Limits(timeout_s=60.0, memory_mb=512), size=1) as sandbox:
        yield sandbox


async def test_an_answer_comes_back_as_json(sandbox):
    assert await sandbox.run("json:loads", b'{"a": [1, "\xc3\xa4"]}') == {"a": [1, "ä"]}


async def test_options_reach_the_function(sandbox):
    assert await sandbox.run("json:loads", b"[1]", parse_int=None) == [1]


async def test_a_child_stays_warm_between_calls(sandbox):
    assert await sandbox.run(EVAL, PID) == await sandbox.run(EVAL, PID) != os.getpid()


async def test_a_call_that_hangs_is_killed_and_the_next_one_answered(sandbox):
    first = await sandbox.run(EVAL, PID)
    with pytest.raises(ParseFailedError, match="too long"):
        await sandbox.run(EVAL, b"__import__('time').sleep(600)", limits=Limits(timeout_s=0.2, memory_mb=512))
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert await sandbox.run(EVAL, PID) != first


async def test_a_call_that_swells_is_refused_and_the_next_one_answered(sandbox):
    with pytest.raises(ParseFailedError, match="too large"):
        await sandbox.run(EVAL, b"len(bytes(600_000_000))")
    assert await sandbox.run(EVAL, b"len(bytes(100_000_000))") == 100_000_000


async def test_each_call_has_its_own_memory_limit(sandbox):
    small = Limits(timeout_s=60.0, memory_mb=256)
    with pytest.raises(ParseFailedError):
        await sandbox.run(EVAL, b"len(bytes(300_000_000))", limits=small)
    assert await sandbox.run(EVAL, b"len(bytes(300_000_000))") == 300_000_000


@pytest.mark.parametrize("crash", [b"__import__('os')._exit(3)", b"__import__('os').abort()"])
async def test_a_crash_is_told_and_the_next_call_answered(sandbox, crash):
    with pytest.raises(ParseFailedError, match="damaged"):
        await sandbox.run(EVAL, crash)
    assert await sandbox.run(EVAL, b"1 + 1") == 2


async def test_deep_recursion_is_told(sandbox):
    with pytest.raises(ParseFailedError):
        await sandbox.run(EVAL, b"(lambda f: f(f))(lambda f: f(f))")


async def test_what_a_parser_prints_is_not_taken_for_an_answer(sandbox):
    assert await sandbox.run(EVAL, b"print('noise', flush=True)") is None
    assert await sandbox.run(EVAL, b"1 + 1") == 2


async def test_an_error_of_the_function_keeps_its_class_and_words(sandbox):
    raising = b"(_ for _ in ()).throw(__import__('bot.errors').errors.UnreadableError('Nothing there.'))"
    with pytest.raises(UnreadableError, match=r"^Nothing there\.$"):
        await sandbox.run(EVAL, raising)


async def test_other_errors_tell_their_kind_and_no_content(sandbox):
    with pytest.raises(ParseFailedError, match=r"^It could not be read \(JSONDecodeError\)\.$"):
        await sandbox.run("json:loads", b"secret words")


async def test_a_child_writes_no_file_and_knows_no_environment(sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_TELEGRAM_TOKEN", "secret")
    target = tmp_path / "x"
    writing = (
        f"(lambda os: os.write(os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY), b'x'))(__import__('os'))".encode()
    )
    with pytest.raises(ParseFailedError):
        await sandbox.run(EVAL, writing)
    assert not target.exists() or target.read_text() == ""
    assert await sandbox.run(EVAL, b"'BYLINE_TELEGRAM_TOKEN' in __import__('os').environ") is False


async def test_calls_beyond_the_size_wait_for_their_turn(sandbox):
    pids = await asyncio.gather(*(sandbox.run(EVAL, PID) for _ in range(5)))
    assert len(set(pids)) == 1


async def test_a_cancelled_call_ends_its_child(sandbox):
    first = await sandbox.run(EVAL, PID)
    call = asyncio.ensure_future(sandbox.run(EVAL, b"__import__('time').sleep(600)"))
    await asyncio.sleep(0.1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


async def test_a_child_that_somebody_ended_is_replaced(sandbox):
    first = await sandbox.run(EVAL, PID)
    os.kill(first, signal.SIGKILL)
    with suppress(ProcessLookupError):
        while True:
            os.kill(first, 0)
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert await sandbox.run(EVAL, PID) != first


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_for_the_whole_group_does_not_end_a_call(sandbox, stop):
    first = await sandbox.run(EVAL, PID)
    call = asyncio.ensure_future(sandbox.run(EVAL, b"__import__('time').sleep(0.3) or 5"))
    await asyncio.sleep(0.1)
    os.kill(first, stop)
    assert await call == 5


async def test_an_idle_child_is_ended():
    async with Sandbox(Limits(timeout_s=60.0, memory_mb=512), size=1, idle_s=0.05) as sandbox:
        first = await sandbox.run(EVAL, PID)
        await asyncio.sleep(0.2)
        assert await sandbox.run(EVAL, PID) != first


async def test_a_child_is_replaced_after_many_calls(monkeypatch):
    monkeypatch.setattr(sandbox_module, "MAX_CALLS", 2)
    async with Sandbox(Limits(timeout_s=60.0, memory_mb=512), size=1) as sandbox:
        pids = [await sandbox.run(EVAL, PID) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


async def test_an_endless_answer_is_refused(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox_module, "MAX_ANSWER_BYTES", 1000)
    with pytest.raises(ParseFailedError):
        await sandbox.run(EVAL, b"'x' * 2000")


async def test_closing_ends_every_child():
    async with Sandbox(Limits(timeout_s=60.0, memory_mb=512), size=2) as sandbox:
        pids = await asyncio.gather(*(sandbox.run(EVAL, PID) for _ in range(2)))
    for pid in set(pids):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
