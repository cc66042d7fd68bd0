"""What docs/how-to/go-online.md says to write into files is accepted by who reads them."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.running import ROOT

PAGE = (ROOT / "docs" / "how-to" / "go-online.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found, language
    return found


def needs(program: str) -> str:
    path = shutil.which(program) or f"/usr/sbin/{program}"
    if not Path(path).exists():
        pytest.skip(f"{program} is not installed here")
    return path


def run(*words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(list(map(str, words)), check=False, capture_output=True, text=True)


def write_nginx(folder: Path) -> Path:
    """Write the site as the page says, in a folder instead of /etc/nginx and on a high port."""
    (site,), (proxy,) = blocks("nginx"), blocks("nginx-part")
    (folder / "proxy.conf").write_text(proxy)
    site = site.replace("/etc/nginx/tenfold-proxy.conf", str(folder / "proxy.conf"))
    site = site.replace("listen 80;", "listen 127.0.0.1:18080;").replace(
        "    listen [::]:80;\n", ""
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;\n"
        f"uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n{site}}}\n"
    )
    return config


def test_nginx__the_site_of_the_page__is_accepted(tmp_path: Path) -> None:
    nginx = needs("nginx")
    config = write_nginx(tmp_path)
    done = run(nginx, "-t", "-c", config)
    assert done.returncode == 0, done.stderr


def test_caddy__the_file_of_the_page__is_accepted(tmp_path: Path) -> None:
    caddy = needs("caddy")
    (said,) = blocks("caddyfile")
    config = tmp_path / "Caddyfile"
    config.write_text(said)
    done = run(caddy, "adapt", "--adapter", "caddyfile", "--config", config)
    assert "warn" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_systemd__the_unit_of_the_page__is_accepted(tmp_path: Path) -> None:
    analyze = needs("systemd-analyze")
    (said,) = blocks("ini")
    unit = tmp_path / "tenfold.service"
    unit.write_text(said.replace("/opt/tenfold/bin/tenfold", "/bin/true"))
    done = run(analyze, "verify", unit)
    assert done.returncode == 0, done.stderr
    assert "tenfold.service:" not in done.stderr, done.stderr


def test_settings__every_example_of_the_page__is_understood() -> None:
    from tenfold.config.options import read_options

    for said in blocks("toml"):
        read_options(said=tomllib.loads(said))
