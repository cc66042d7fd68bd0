"""The newest state of the log, kept for every open page."""

from datetime import timedelta

from tenfold.techniques.dashboards.asgi.feed import LATEST, Feed, get_feed, install_feed
from tenfold.techniques.dashboards.tests.happened import AT, Happened, Told, make_feed


def ids(feed_news: object) -> list[str]:
    return [event.id for event in feed_news.latest]  # type: ignore[attr-defined]


def test_feed__before_any_commit__knows_what_the_log_holds() -> None:
    news = make_feed(Happened("1"), total=1).news()
    assert ids(news) == ["1"]
    assert news.version == 0
    assert news.changed_at is None
    assert news.names == {3: "Web shop"}


def test_commit__with_events__puts_the_newest_of_them_first() -> None:
    feed = make_feed(Happened("1"), total=1)
    feed.news()
    feed.take(Told(3, (Happened("2", at=AT), Happened("3", at=AT + timedelta(seconds=1)))))
    assert ids(feed.news()) == ["3", "2", "1"]
    assert feed.news().version == 1
    assert feed.news().changed_at == AT


def test_commit__before_anybody_looked__is_read_from_the_log() -> None:
    feed = make_feed(Happened("2"), Happened("1"), total=1)
    feed.take(Told(2, (Happened("2"),)))
    assert ids(feed.news()) == ["2", "1"]


def test_own_facts__of_the_company__are_no_news() -> None:
    feed = make_feed()
    feed.news()
    feed.take(Told(2, (Happened("fact", source=0), Happened("order"))))
    assert ids(feed.news()) == ["order"]


def test_latest__after_many_commits__are_few() -> None:
    feed = make_feed()
    feed.news()
    for number in range(100):
        feed.take(Told(number + 1, (Happened(str(number)),)))
    assert len(feed.news().latest) == LATEST
    assert feed.news().latest[0].id == "99"


def test_events__taken_away_again__are_read_anew() -> None:
    feed = make_feed(Happened("kept"), total=1)
    feed.news()
    feed.take(Told(2, (Happened("undone"),)))
    assert ids(feed.news()) == ["undone", "kept"]
    feed.take(Told(1))
    assert ids(feed.news()) == ["kept"]


def test_rate__counts_what_arrived_in_the_last_minute() -> None:
    now = [0.0]
    feed = make_feed(seconds=lambda: now[0])
    feed.take(Told(100, arrived=100))
    now[0] = 30.0
    feed.take(Told(1_041, arrived=41))  # the other 900 came from a file
    assert feed.news().per_minute == 141
    now[0] = 61.0
    assert feed.news().per_minute == 41
    now[0] = 91.0
    assert feed.news().per_minute == 0


def test_new_source__in_a_commit__gets_its_name() -> None:
    names = {3: "Web shop"}
    feed = make_feed(names=lambda: dict(names))
    feed.news()
    names[4] = "Till"
    feed.take(Told(1, (Happened("1", source=4),)))
    assert feed.news().names[4] == "Till"


def test_listener__is_woken_by_each_commit__until_it_stops() -> None:
    feed, woken = make_feed(), []
    stop = feed.subscribe(lambda: woken.append(1))
    feed.take(Told(1))
    stop()
    feed.take(Told(2))
    assert woken == [1]


def test_installed_feed__is_the_process_own__until_it_is_taken_out() -> None:
    feed, before = make_feed(), get_feed()
    install_feed(feed)
    assert get_feed() is feed
    install_feed(before)
    assert get_feed() is before


def test_renamed_source__soon__has_its_new_name() -> None:
    now, names = [0.0], {3: "Web shop"}
    feed = make_feed(Happened("1"), names=lambda: dict(names), seconds=lambda: now[0])
    assert feed.news().names[3] == "Web shop"
    names[3] = "Gift shop"
    now[0] = 6.0
    assert feed.news().names[3] == "Gift shop"


def test_commit__while_the_log_is_read__is_not_lost_behind_it() -> None:
    newest = [Happened("1")]

    def read(**wanted: object) -> list[Happened]:
        found = list(newest)
        if len(newest) == 1:
            newest.insert(0, Happened("2"))
            feed.take(Told(2, (Happened("2"),)))
        return found

    feed = Feed(latest=read, total=1, names=dict)
    feed.news()
    assert ids(feed.news()) == ["2", "1"]
