"""One process at a time, and nobody is locked out by the dead."""

import multiprocessing
import os
import signal

import pytest

from tenfold.config.home import Home
from tenfold.config.lock import CompanyBusy, HomeLock


def _hold(folder, held) -> None:
    HomeLock(home=Home(folder)).take()
    held.set()
    signal.pause()


def test_lock__held_by_another_process__is_refused_naming_it(tmp_path):
    held = multiprocessing.Event()
    other = multiprocessing.Process(target=_hold, args=(tmp_path, held))
    other.start()
    held.wait(10)
    with pytest.raises(CompanyBusy) as refused:
        HomeLock(home=Home(tmp_path)).take(wait_seconds=0.1)
    assert str(other.pid) in refused.value.sentence
    other.kill()
    other.join()


def test_lock__whose_holder_was_killed__is_free(tmp_path):
    held = multiprocessing.Event()
    other = multiprocessing.Process(target=_hold, args=(tmp_path, held))
    other.start()
    held.wait(10)
    os.kill(other.pid, signal.SIGKILL)
    other.join()
    assert HomeLock(home=Home(tmp_path)).try_once()


def test_lock__released__is_free_again(tmp_path):
    first, second = HomeLock(home=Home(tmp_path)), HomeLock(home=Home(tmp_path))
    first.take()
    assert not second.try_once()
    first.release()
    assert second.try_once()
