import asyncio
import os
import signal
import subprocess
import sys

from bot.shutdown import Deadline, stopped_by_signals

HANGING = """
import time
from bot.shutdown import Deadline
with Deadline(0.2) as deadline:
    deadline.start()
    deadline.start()
    time.sleep(600)
"""


async def test_signals_ask_to_stop_and_a_second_one_is_harmless() -> None:
    stop = asyncio.Event()
    before = signal.getsignal(signal.SIGTERM)
    with stopped_by_signals(stop):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 60)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_process_that_hangs_at_its_end_is_ended() -> None:
    result = subprocess.run([sys.executable, "-c", HANGING], capture_output=True, timeout=120, check=False)
    assert result.returncode == 1


def test_an_orderly_end_is_left_alone() -> None:
    with Deadline(3600) as deadline:
        deadline.start()
    assert not deadline._timer.is_alive() or deadline._timer.finished.is_set()
