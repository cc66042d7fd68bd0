"""The command line is a contract: others script it."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from tenfold.config import cli
from tests.running import OWNER, PASSWORD, ROOT, Running

INIT = (
    *("init", "--company", "Nordlys", "--timezone", "Europe/Oslo", "--currency", "NOK"),
    *("--owner", OWNER, "--password-stdin", "--format", "json"),
)


def test_help__before_any_company_exists__reads_like_a_table_of_contents(tmp_path):
    said = Running(folder=tmp_path).tenfold("--help")
    for command in ("init", "up", "demo", "import", "metric", "events", "source", "backup",
                    "restore", "erase", "trace", "doctor", "reset-password"):  # fmt: skip
        assert f" {command} " in said.out


def test_help__of_every_command_and_group__has_an_example():
    cli.register_all()
    waiting = [typer.main.get_command(cli.app)]
    while waiting:
        command = waiting.pop()
        assert "Example" in f"{command.epilog}{command.help}" or command.name == "tenfold"
        waiting.extend(getattr(command, "commands", {}).values())


def test_help__to_be_fast__imports_nothing_heavy():
    code = (
        "import sys; from tenfold.config import cli; cli.register_all();"
        "print({'django', 'duckdb', 'numpy', 'uvicorn', 'msgspec'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=ROOT / "src",
    )  # fmt: skip
    assert said.stdout.strip() == "set()"


def test_init__in_a_folder_with_other_files__founds_and_leaves_them(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    said = Running(folder=tmp_path).tenfold(*INIT, given=PASSWORD + "\n")
    assert said.json["company"] == "Nordlys"
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_init__where_a_company_lives__refuses_and_changes_nothing(company):
    before = (company.folder / "secret.key").read_text()
    said = company.tenfold(*INIT, given=PASSWORD + "\n", check=False)
    assert (said.status, said.out) == (1, "")
    assert "already holds a company" in said.err
    assert (company.folder / "secret.key").read_text() == before


def test_init__where_the_server_of_a_company_runs__says_so_and_not_to_stop_it(server):
    said = server.tenfold(*INIT, given="", check=False)
    assert (said.status, said.out) == (1, "")
    assert "already holds a company" in said.err


def test_restore__of_what_is_no_backup_while_the_server_runs__says_that_and_not_to_stop_it(server):
    said = server.tenfold("restore", server.folder / "nothing-here", check=False)
    assert (said.status, said.out) == (1, "")
    assert "is not a backup" in said.err


def test_init__with_an_unknown_time_zone__refuses_and_leaves_no_half_company(tmp_path):
    arguments = [word.replace("Europe/Oslo", "Mars/Olympus") for word in INIT]
    said = Running(folder=tmp_path).tenfold(*arguments, given=PASSWORD + "\n", check=False)
    assert said.status == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"lock"}


def test_command__without_a_company__says_how_to_make_one(tmp_path):
    said = Running(folder=tmp_path).tenfold("events", "list", check=False)
    assert said.status == 1
    assert "tenfold init" in said.err


def test_command__used_wrongly__exits_with_2(company):
    said = company.tenfold("events", "list", "--limit", "many", check=False)
    assert (said.status, said.out) == (2, "")


def test_commands__with_and_without_a_server__answer_alike(company):
    source = company.add_source()
    offline = company.tenfold("metric", "events", "--format", "json").json["value"]
    company.up()
    company.post([{"id": "a", "name": "visit"}], key=source["write_key"])
    online = company.tenfold("metric", "events", "--format", "json").json["value"]
    company.stop()
    again = company.tenfold("metric", "events", "--format", "json").json["value"]
    assert (offline, online, again) == (0, 1, 1)


def test_json__of_a_server_that_starts__says_where_it_is(company):
    process = subprocess.Popen(
        [sys.executable, "-m", "tenfold.config.cli", "up", "--port", "0", "--format", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=company.environment_of(),
    )  # fmt: skip
    assert process.stdout is not None
    first_lines = "".join(process.stdout.readline() for _ in range(3))
    process.terminate()
    rest, _ = process.communicate(timeout=20)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", json.loads(first_lines + rest)["url"])


def test_json__of_every_command_that_lists__is_one_document(company):
    for arguments in (
        ("events", "list"), ("source", "list"), ("imports", "list"), ("catalogue",),
        ("metrics", "list"), ("doctor",), ("persons", "merges"),
    ):  # fmt: skip
        said = company.tenfold(*arguments, "--format", "json", check=False)
        assert isinstance(json.loads(said.out), (list, dict)), arguments


def test_socket__while_the_server_runs__is_for_its_owner_alone(server):
    mode = (server.folder / "tenfold.sock").stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_socket__in_a_home_with_a_long_path__works(tmp_path):
    running = Running(folder=tmp_path / ("deep" * 30) / "home").found().up()
    assert running.tenfold("events", "list", "--format", "json").json == []
    running.stop()


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_up__ended_in_any_way__leaves_no_process_port_or_lock(company, by):
    company.up()
    port, process = company.port, company.process
    os.kill(process.pid, by)
    process.wait(timeout=10)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert not _children_of(process.pid)
    company.tenfold("events", "list")
    company.up()


def test_up__on_sigterm_with_a_live_page_open__stops_within_five_seconds(server):
    with socket.create_connection(("127.0.0.1", server.port)) as browser:
        browser.sendall(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.3)
        assert server.stop(seconds=5) == 0


def test_up__where_another_runs__refuses(server):
    said = server.tenfold("up", "--port", "0", check=False)
    assert said.status == 1
    assert "is running" in said.err


def test_up__on_a_port_in_use__refuses_and_names_it(company):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = company.tenfold("up", "--port", port, check=False)
    assert said.status == 1
    assert str(port) in said.err


def _children_of(pid: int) -> list[str]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if text.rsplit(")", 1)[1].split()[1] == str(pid):
            found.append(text)
    return found
