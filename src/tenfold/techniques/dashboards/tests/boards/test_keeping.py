"""Boards that are kept current: asked once for all who look, slow tiles apart, failures kept apart."""

import threading
from collections.abc import Callable, Iterator

import pytest

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.asgi.boards import Keeper
from tenfold.techniques.dashboards.asgi.boards.lanes import Lane, lay
from tenfold.techniques.dashboards.asgi.boards.shown import (
    Drawn,
    Key,
    Layout,
    Picture,
    Shown,
    Sight,
)
from tenfold.techniques.dashboards.tests.conftest import NOW

OWNER = Key(1, Sight(persons=True, money=True, doors=True))
MEMBER = Key(1, Sight(persons=False, money=False, doors=True))
FAILED = "It could not be drawn."


class Shop:
    """A board of two quick tiles and a slow one, a log, and a clock that stands still."""

    def __init__(self) -> None:
        self.version, self.seconds, self.layout = 1, 100.0, Layout(1, (1, 2), (3,))
        self.asked: list[tuple[Key, tuple[int, ...]]] = []
        self.worth, self.broken, self.gone = 5, False, False
        self.slow = threading.Event()
        self.slow.set()

    def lay(self, _: int) -> Layout:
        if self.gone:
            raise Refusal("There is no such board.")
        return self.layout

    def draw(self, key: Key, ids: tuple[int, ...]) -> list[Drawn]:
        self.asked.append((key, ids))
        if 3 in ids:
            assert self.slow.wait(10)
        if self.broken and 1 in ids:
            raise ValueError("a bug")
        return [Drawn(one, f"{one}/{self.worth}", f"<p>{self.worth}</p>") for one in ids]

    def keeper(self) -> Keeper:
        return Keeper(
            layout=self.lay,
            draw=self.draw,
            log_version=lambda: self.version,
            say_failed=lambda: FAILED,
            seconds=lambda: self.seconds,
        )


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr("tenfold.kit.clock.now", lambda: NOW)
    return Shop()


@pytest.fixture
def keeper(shop: Shop) -> Iterator[Keeper]:
    keeper = shop.keeper()
    yield keeper
    shop.slow.set()
    keeper.stop()


def look(keeper: Keeper, key: Key = OWNER) -> Picture:
    return keeper.picture(key=key, patience=5)


def news(shop: Shop, *, worth: int, seconds: float = 2) -> None:
    shop.version, shop.worth, shop.seconds = shop.version + 1, worth, shop.seconds + seconds


def until(holds: Callable[[], bool]) -> None:
    done = threading.Event()
    for _ in range(500):
        if holds():
            return
        done.wait(0.01)
    raise AssertionError("it did not come to hold")


def test_picture__of_fifty_who_see_the_same__is_asked_for_once(shop, keeper):
    threads = [threading.Thread(target=look, args=(keeper,)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ids for _, ids in shop.asked) == [(1, 2), (3,)]


def test_picture__of_somebody_who_sees_less__is_drawn_for_their_eyes(shop, keeper):
    look(keeper)
    look(keeper, MEMBER)
    assert {key for key, _ in shop.asked} == {OWNER, MEMBER}


def test_picture__where_nothing_came__is_not_asked_for_again(shop, keeper):
    first = look(keeper)
    shop.seconds += 100
    assert look(keeper).mark == first.mark
    assert len(shop.asked) == 2


def test_picture__within_a_second__is_the_one_that_is_there(shop, keeper):
    look(keeper)
    news(shop, worth=6, seconds=0.5)
    assert look(keeper).tiles[1].html == "<p>5</p>"
    shop.seconds += 0.6
    assert look(keeper).tiles[1].html == "<p>6</p>"


def test_tiles__beside_a_slow_one__do_not_wait_for_it(shop, keeper):
    look(keeper)
    shop.slow.clear()
    news(shop, worth=6)
    picture = keeper.picture(key=OWNER, patience=5)
    assert (picture.tiles[1].html, picture.tiles[3].html) == ("<p>6</p>", "<p>5</p>")


def test_picture__of_a_slow_tile_for_the_first_time__comes_when_patience_is_over(shop, keeper):
    shop.slow.clear()
    assert 3 not in keeper.picture(key=OWNER, patience=0.2).tiles
    shop.slow.set()
    until(lambda: 3 in look(keeper).tiles)


def test_tile__that_fails__keeps_its_picture_says_why_and_leaves_the_others_alone(shop, keeper):
    before = look(keeper)
    shop.broken = True
    news(shop, worth=6)
    after = look(keeper)
    assert (after.tiles[1].html, after.tiles[1].problem) == ("<p>5</p>", FAILED)
    assert after.tiles[1].as_of == before.tiles[1].as_of
    assert after.tiles[1].digest != before.tiles[1].digest
    assert (after.tiles[3].html, after.tiles[3].problem) == ("<p>6</p>", "")


def test_tile__that_failed_and_works_again__shows_what_is_now(shop, keeper):
    shop.broken = True
    assert look(keeper).tiles[1].problem == FAILED
    shop.broken = False
    news(shop, worth=6)
    assert (look(keeper).tiles[1].html, look(keeper).tiles[1].problem) == ("<p>6</p>", "")


def test_watching__while_events_come__is_woken_and_told_only_what_changed(shop, keeper):
    woken = threading.Event()
    stop = keeper.watch(key=OWNER, wake=woken.set)
    seen = look(keeper).mark
    woken.clear()
    news(shop, worth=6)
    keeper.tick()
    assert woken.wait(5)
    until(
        lambda: (
            look(keeper).tiles[3].html == "<p>6</p>" and look(keeper).tiles[1].html == "<p>6</p>"
        )
    )
    message = keeper.message(key=OWNER, seen=seen, zipped=False)
    assert message is not None
    assert message[0].startswith(b"event: tiles\nid: ")
    stop()
    assert keeper.watched == 0


def test_message__to_fifty_who_saw_the_same__is_the_same_bytes(shop, keeper):
    keeper.watch(key=OWNER, wake=lambda: None)
    look(keeper)
    bodies = [keeper.message(key=OWNER, seen="", zipped=True) for _ in range(50)]
    assert len({id(body[0]) for body in bodies if body}) == 1


def test_message__to_somebody_who_is_up_to_date__says_how_fresh_it_is_alone(shop, keeper):
    keeper.watch(key=OWNER, wake=lambda: None)
    mark = look(keeper).mark
    message = keeper.message(key=OWNER, seen=mark, zipped=False)
    assert message is not None
    assert message[0].startswith(b"event: fresh\ndata: ")
    assert b"<p>" not in message[0]


def test_board__that_was_changed__is_laid_anew_and_what_stays_keeps_its_picture(shop, keeper):
    keeper.watch(key=OWNER, wake=lambda: None)
    look(keeper)
    shop.layout, shop.seconds = Layout(2, (2, 4), ()), shop.seconds + 2
    keeper.tick()
    until(lambda: set(look(keeper).tiles) == {2, 4})
    assert look(keeper).version == 2


def test_board__that_is_put_away__wakes_those_who_look_and_is_over(shop, keeper):
    woken = threading.Event()
    keeper.watch(key=OWNER, wake=woken.set)
    look(keeper)
    woken.clear()
    shop.gone, shop.seconds = True, shop.seconds + 2
    keeper.tick()
    assert woken.is_set()
    assert keeper.message(key=OWNER, seen="", zipped=False) is None


def test_picture__that_nobody_looks_at__is_forgotten(shop, keeper):
    look(keeper)
    shop.seconds += 61
    keeper.tick()
    assert keeper.message(key=OWNER, seen="", zipped=False) is None


def test_lane__that_is_slow_again__is_halved_until_the_slow_tile_is_alone():
    (lane,) = lay(Layout(1, (1, 2, 3, 4)))
    lane.runs, lane.cost = 1, 9.0
    assert lane.halves() == (lane,)
    lane.runs = 2
    assert [half.ids for half in lane.halves()] == [(1, 2), (3, 4)]


@pytest.mark.parametrize(("cost", "rest"), [(0.1, 1.0), (0.6, 1.2), (5.0, 50.0)])
def test_lane__that_took_long__rests_the_longer(cost, rest):
    lane = Lane((1,), cost=cost, runs=2, begun=100.0)
    assert not lane.may_begin(seconds=100.0 + rest - 0.01)
    assert lane.may_begin(seconds=100.01 + rest)


def test_lane__that_took_long_once__does_not_rest_for_it():
    lane = Lane((1,), begun=100.0)
    lane.take_time(cost=60.0)  # the first time: all of the log was read
    assert lane.may_begin(seconds=101.0)
    for cost in (0.1, 30.0):  # something else kept the machine busy
        lane.take_time(cost=cost)
    assert lane.may_begin(seconds=101.0)


def test_shown__drawn_the_same_again__has_the_same_mark():
    drawn = Drawn(1, "a", "<p>5</p>")
    one = Shown.of(drawn, before=None, at=NOW)
    assert Picture(1, {1: one}).mark == Picture(1, {1: Shown.of(drawn, before=one, at=NOW)}).mark
