"""Waiting for the log's thread."""

import asyncio
import threading
from concurrent.futures import Future

import pytest

from tenfold.collector.settling import Settling
from tenfold.eventlog.refusals import LogUnwritable


def test_many_waiters__settled_from_another_thread__all_go_on():
    futures = [Future() for _ in range(5_000)]

    def settle():
        for number, future in enumerate(futures):
            future.set_result(number)

    async def wait():
        settling = Settling()
        waiting = [asyncio.create_task(settling.wait(future)) for future in futures]
        await asyncio.sleep(0)
        thread = threading.Thread(target=settle)
        thread.start()
        try:
            return await asyncio.wait_for(asyncio.gather(*waiting), 20)
        finally:
            thread.join()

    assert asyncio.run(wait()) == list(range(5_000))


def test_a_waiter__that_gave_up__does_not_hold_up_the_others():
    futures = [Future(), Future()]

    async def wait():
        settling = Settling()
        first, second = (asyncio.create_task(settling.wait(future)) for future in futures)
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        for future in futures:
            future.set_result("stored")
        return await asyncio.wait_for(second, 20)

    assert asyncio.run(wait()) == "stored"


def test_a_waiter__on_a_log_that_refuses__hears_why():
    future = Future()
    future.set_exception(LogUnwritable("Full."))
    with pytest.raises(LogUnwritable):
        asyncio.run(Settling().wait(future))


def test_a_future__settled_after_the_loop_ended__disturbs_nobody(caplog):
    future = Future()

    async def give_up():
        waiting = asyncio.create_task(Settling().wait(future))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(give_up())
    future.set_result("stored")
    assert caplog.text == ""
