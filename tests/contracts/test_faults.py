"""What is wrong with the machine or the home is said in a sentence, never with a trace."""

import pytest

from tests.running import OWNER, PASSWORD, Running

INIT = (
    *("init", "--company", "Nordlys", "--timezone", "Europe/Oslo", "--currency", "NOK"),
    *("--owner", OWNER, "--password-stdin", "--format", "json"),
)


def _refused(running: Running, *arguments: object, given: str = "") -> str:
    said = running.tenfold(*arguments, given=given, check=False)
    assert (said.status, said.out) == (1, ""), said
    assert "Traceback" not in said.err
    return said.err


def _spoil_rows(running: Running) -> None:
    content = bytearray((running.folder / "rows.sqlite3").read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 100] = b"\xff" * 100
    (running.folder / "rows.sqlite3").write_bytes(content)


def _spoil_log(running: Running) -> None:
    content = bytearray((running.folder / "log.duckdb").read_bytes())
    for block in range(12288 + 64, len(content), 4096):
        content[block] ^= 0xFF
    (running.folder / "log.duckdb").write_bytes(content)


@pytest.mark.parametrize("command", [("up", "--port", "0"), ("source", "list")])
def test_command__over_damaged_rows__says_so_and_names_the_way_out(company, command):
    _spoil_rows(company)
    assert "tenfold restore" in _refused(company, *command)


def test_command__over_rows_that_are_no_database__says_so(company):
    (company.folder / "rows.sqlite3").write_bytes(b"nonsense" * 5000)
    assert "tenfold restore" in _refused(company, "source", "list")


def test_command__with_settings_that_cannot_be_read__names_the_file(company):
    (company.folder / "tenfold.toml").write_text("port = = 3")
    assert "tenfold.toml" in _refused(company, "source", "list")


@pytest.mark.parametrize("left", [None, ""])
def test_command__without_the_secret__refuses_instead_of_making_another(company, left):
    (company.folder / "secret.key").unlink()
    if left is not None:
        (company.folder / "secret.key").write_text(left)
    assert "secret.key" in _refused(company, "source", "list")


def test_init__in_a_place_that_cannot_be_written__says_so(tmp_path):
    (tmp_path / "file").write_text("")
    said = _refused(Running(folder=tmp_path / "file" / "home"), *INIT, given=f"{PASSWORD}\n")
    assert "file" in said


def test_restore__over_a_damaged_log__brings_the_company_back_and_says_what_it_could_not_know(
    company, tmp_path
):
    company.tenfold("backup", tmp_path / "copy")
    _spoil_log(company)
    said = company.tenfold("restore", tmp_path / "copy", "--format", "json").json
    assert "erased" in said["warning"]
    assert company.tenfold("doctor", "--format", "json").status == 0


def test_restore__over_a_home_without_its_secret__still_knows_the_erased(server, tmp_path):
    key = server.add_source()["write_key"]
    server.post([{"name": "visit", "actor": "v1"}, {"name": "visit", "actor": "v2"}], key=key)
    server.tenfold("backup", tmp_path / "copy")
    server.tenfold("erase", "v1", "--yes")
    server.stop()
    (server.folder / "secret.key").unlink()
    server.tenfold("restore", tmp_path / "copy")
    left = server.tenfold("events", "list", "--format", "json").json
    assert [event["actor"] for event in left] == ["v2"]


@pytest.mark.parametrize("spoil", [_spoil_log, _spoil_rows])
def test_doctor__over_damaged_files__still_says_what_it_can_see(company, spoil):
    spoil(company)
    said = company.tenfold("doctor", "--format", "json", check=False)
    assert said.status == 1
    states = {finding["what"]: finding["state"] for finding in said.json}
    assert states["Disk"] == "good"
    assert "bad" in states.values()


def test_init__where_a_log_lost_its_rows__keeps_the_log(company):
    log = (company.folder / "log.duckdb").read_bytes()
    (company.folder / "rows.sqlite3").unlink()
    company.tenfold(*INIT, given=f"{PASSWORD}\n")
    kept = [path.read_bytes() for path in company.folder.glob("replaced-*/log.duckdb")]
    assert kept == [log]
