"""tenfold.toml: every setting is documented, and nonsense is refused by name."""

import dataclasses
import os
import re
import subprocess
import sys

import pytest

from tenfold.config.options import BadSettings, Options, read_options
from tests.running import ROOT

PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def names(shape=Options, prefix="") -> dict[str, object]:
    found: dict[str, object] = {}
    for field in dataclasses.fields(shape):
        default = getattr(shape(), field.name)
        if dataclasses.is_dataclass(default):
            found |= names(type(default), f"{field.name}.")
        else:
            found[prefix + field.name] = default
    return found


def documented() -> dict[str, str]:
    parts = re.split(r"^### (\S+)\n", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def written(default: object) -> str:
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return f"`{list(default)}`"
    return f'`"{default}"`' if isinstance(default, str) else f"`{default}`"


def test_settings__and_their_page__are_the_same_set():
    from_environment = {name for name in documented() if name.isupper()}
    assert set(names()) == set(documented()) - from_environment
    assert "TENFOLD_HOME" in from_environment


@pytest.mark.parametrize(("name", "default"), names().items())
def test_setting__on_its_page__has_the_default_that_it_has_in_truth(name, default):
    assert f"default {written(default)}" in documented()[name]


def test_environment__variables_of_ours__are_all_documented():
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = {name for text in sources for name in re.findall(r"[\"'](TENFOLD_[A-Z_]+)[\"']", text)}
    assert used <= set(documented())


def test_nothing_said__is_fine():
    assert read_options(said={}) == Options()


def test_hosts__with_a_public_url__are_loopback_and_that_one():
    options = read_options(said={"public_url": "https://numbers.nordlys.example:8443"})
    assert options.allowed_hosts == [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "numbers.nordlys.example",
    ]
    assert options.is_https


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"pubic_url": "https://a.example"}, "pubic_url"),
        ({"public_url": "numbers.example"}, "public_url"),
        ({"public_url": "https://a.example/tenfold"}, "public_url"),
        ({"public_url": "https://user@a.example"}, "public_url"),
        ({"public_url": "ftp://a.example"}, "public_url"),
        ({"public_url": "https://[::1"}, "public_url"),
        ({"hosts": ["*"]}, "hosts"),
        ({"hosts": [".example"]}, "hosts"),
        ({"hosts": "a.example"}, "hosts"),
        ({"demo": "yes"}, "demo"),
        ({"session_days": 0}, "session_days"),
        ({"log_memory_mb": 100}, "log_memory_mb"),
        ({"session_days": True}, "session_days"),
        ({"trusted_proxies": -1}, "trusted_proxies"),
        ({"email": "smtp"}, "email"),
        ({"email": {"hostt": "a"}}, "email.hostt"),
        ({"email": {"host": "a"}}, "email.sender"),
        ({"email": {"security": "ssl"}}, "email.security"),
        ({"email": {"port": 99999}}, "email.port"),
        ({"backup": {"keep": 0}}, "backup.keep"),
    ],
)
def test_nonsense__said__is_refused_by_name(said, named):
    with pytest.raises(BadSettings) as refused:
        read_options(said=said)
    assert refused.value.field == named
    assert named in refused.value.sentence


SHOW = """
from django.conf import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS,
      s.SECURE_PROXY_SSL_HEADER, s.CSRF_TRUSTED_ORIGINS, s.ALLAUTH_TRUSTED_PROXY_COUNT,
      s.SESSION_COOKIE_AGE, s.EMAIL_USE_TLS, s.EMAIL_BACKEND.rsplit(".", 2)[1])
"""


def show(folder, said: str) -> str:
    (folder / "tenfold.toml").write_text(said, encoding="utf-8")
    environment = os.environ | {
        "TENFOLD_HOME": str(folder),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "tenfold.config.settings",
    }
    command = [sys.executable, "-c", SHOW]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_public_url__with_https__makes_cookies_secure(tmp_path):
    said = 'public_url = "https://a.example"\ntrusted_proxies = 1\nsession_days = 3\n'
    assert show(tmp_path, said + '[email]\nhost = "m"\nsender = "a@a.example"\n') == (
        "True True 31536000 ('HTTP_X_FORWARDED_PROTO', 'https') ['https://a.example'] 1 259200 "
        "True smtp"
    )


def test_public_url__without_https__keeps_plain_cookies_and_believes_no_header(tmp_path):
    shown = show(tmp_path, 'public_url = "http://a.lan"\n')
    assert shown == "False False 0 None ['http://a.lan'] 0 1209600 True dummy"


def test_unknown_setting__in_the_file__stops_the_server_with_its_name(tmp_path):
    assert "sesion_days is not a setting" in show(tmp_path, "sesion_days = 3\n")
