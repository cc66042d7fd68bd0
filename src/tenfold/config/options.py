"""What an administrator may say in tenfold.toml. docs/reference/settings.md explains each.

Everything has a default: a company runs without the file. A word that is not known here is refused,
because a misspelt setting that is silently ignored is worse than a server that does not start.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from tenfold.kit.refusal import Refusal

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
Security = Literal["starttls", "tls", "none"]


class BadSettings(Refusal):
    """tenfold.toml says something that cannot be."""

    code = "bad_settings"


@dataclass(frozen=True)
class Email:
    """The table [email]: a mail server. Tenfold works without one."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    security: str = "starttls"
    sender: str = ""


@dataclass(frozen=True)
class Backup:
    """The table [backup]: copies that take themselves. `every_hours` of 0: never."""

    every_hours: int = 24
    keep: int = 7
    folder: str = ""


@dataclass(frozen=True)
class Notices:
    """The table [notices]. `inside`: hosts of one's own network that ways may lead to."""

    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """All of tenfold.toml."""

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    session_days: int = 14
    log_memory_mb: int = 512
    demo: bool = False
    email: Email = dataclasses.field(default_factory=Email)
    backup: Backup = dataclasses.field(default_factory=Backup)
    notices: Notices = dataclasses.field(default_factory=Notices)

    @property
    def is_https(self) -> bool:
        """Whether people reach this company over https."""
        return self.public_url.startswith("https://")

    @property
    def allowed_hosts(self) -> list[str]:
        """The names under which this server answers: never all of them."""
        public = urlsplit(self.public_url).hostname
        listening = self.host if self.host not in {"0.0.0.0", "::", ""} else ""  # noqa: S104
        further = [name for name in (public, listening, *self.hosts) if name]
        return list(dict.fromkeys([*LOOPBACK_HOSTS, *further]))


def read_options(*, said: Mapping[str, Any]) -> Options:
    """Return what tenfold.toml says, checked. Raises `BadSettings`, naming the setting."""
    values = _check_table(said, Options, prefix="")
    for name, table in (("email", Email), ("backup", Backup), ("notices", Notices)):
        if name in values:
            values[name] = table(**_check_table(values[name], table, prefix=f"{name}."))
    options = Options(**values)
    _check_public_url(options.public_url)
    _check_hosts(options.hosts)
    _check_numbers(options)
    _check_email(options.email)
    _check_inside(options.notices.inside)
    return options


def _check_table(said: Mapping[str, Any], shape: type, *, prefix: str) -> dict[str, Any]:
    known = {field.name: field for field in dataclasses.fields(shape)}
    for name in said:
        if name not in known:
            raise _bad(prefix + name, f"is not a setting. Known: {', '.join(sorted(known))}.")
    return {name: _check_type(prefix + name, value, shape) for name, value in said.items()}


def _check_type(name: str, value: Any, shape: type) -> Any:
    default = getattr(shape(), name.rpartition(".")[2])
    if isinstance(default, Email | Backup | Notices):
        wanted, kind = isinstance(value, dict), "a table"
    elif isinstance(default, tuple):
        wanted = isinstance(value, list) and all(isinstance(each, str) for each in value)
        kind, value = "a list of texts", tuple(value) if wanted else value
    else:
        wanted = type(value) is type(default)
        kind = {bool: "true or false", int: "a whole number", str: "a text"}[type(default)]
    if not wanted:
        raise _bad(name, f"must be {kind}.")
    return value


def _check_public_url(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
        parts = urlsplit("")
    if not fine or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise _bad("public_url", "must look like https://numbers.company.example, without a path.")


def _check_hosts(hosts: tuple[str, ...]) -> None:
    for host in hosts:
        if "*" in host or "/" in host or not host.strip() or host.startswith("."):
            raise _bad("hosts", f"must name hosts one by one, as in numbers.lan; not “{host}”.")


def _check_numbers(options: Options) -> None:
    if not 0 <= options.trusted_proxies <= 5:
        raise _bad("trusted_proxies", "must be between 0 and 5.")
    if not 1 <= options.session_days <= 365:
        raise _bad("session_days", "must be between 1 and 365.")
    if not 256 <= options.log_memory_mb <= 262_144:
        raise _bad("log_memory_mb", "must be between 256 and 262144.")
    if not 0 <= options.port <= 65535:
        raise _bad("port", "must be between 0 and 65535.")
    if options.backup.every_hours < 0:
        raise _bad("backup.every_hours", "must be 0 (never) or more.")
    if options.backup.keep < 1:
        raise _bad("backup.keep", "must be 1 or more.")


def _check_email(email: Email) -> None:
    if email.security not in get_args(Security):
        raise _bad("email.security", "must be starttls, tls or none.")
    if not 1 <= email.port <= 65535:
        raise _bad("email.port", "must be between 1 and 65535.")
    if email.host and not email.sender:
        raise _bad("email.sender", "must say from which address mail is sent.")


def _check_inside(inside: tuple[str, ...]) -> None:
    for host in inside:
        if not host.strip() or any(sign in host for sign in "*/@ ") or host != host.lower():
            raise _bad(
                "notices.inside", f"must name hosts one by one, as in chat.lan; not “{host}”."
            )


def _bad(name: str, complaint: str) -> BadSettings:
    return BadSettings(
        f"tenfold.toml: {name} {complaint}",
        next_step="Correct the file; docs/reference/settings.md lists every setting.",
        field=name,
    )
