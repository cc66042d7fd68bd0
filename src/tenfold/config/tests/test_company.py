"""What is said in tenfold.toml reaches the log."""

from contextlib import closing

from tenfold.config.company import open_event_log
from tenfold.config.home import Home, make_secret
from tenfold.eventlog.current import set_log


def test_log__of_a_company_that_says_how_much_memory__has_so_much(tmp_path):
    home = Home(tmp_path)
    make_secret(home=home)
    home.settings.write_text("log_memory_mb = 1024\n", encoding="utf-8")
    with closing(open_event_log(home=home)) as log:
        set_log(None)
        said = log.read("SELECT current_setting('memory_limit')")
    assert said == [("976.5 MiB",)]
