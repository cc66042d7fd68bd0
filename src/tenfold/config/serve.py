"""`tenfold up`: one process that owns the company, answers the network, leaves nothing behind."""

import gc
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from tenfold.config.asgi import App, build
from tenfold.config.company import Company, opened_log, set_up_django
from tenfold.config.connections import PatientUpToAPoint, allow_many_files
from tenfold.config.control import ControlServer, require_no_server
from tenfold.config.database import address_of_rows
from tenfold.config.faults import name_fault
from tenfold.config.home import Home
from tenfold.config.keys import WriteKeys
from tenfold.config.leftovers import finish_what_was_begun
from tenfold.config.lock import HomeLock
from tenfold.config.pulse import Duty, Pulse
from tenfold.config.surroundings import as_in_the_company
from tenfold.config.upgrade import upgrade
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal

STOP_SECONDS = 2  # how long open requests may take to end; live streams never end by themselves
Tell = Callable[[str], None]
Beside = Callable[[Company], Callable[[], None]]
"""Something to run beside the server; returns how to stop it."""


class AddressTaken(Refusal):
    """Something else listens there."""

    code = "port_taken"


def listen(*, host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises `AddressTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise AddressTaken(
            f"Tenfold cannot listen on {host}, port {port}: {error}.",
            next_step="Choose another port, for example: tenfold up --port 8010",
            field="port",
        ) from error
    listener.listen(2048)
    return listener


def serve(
    *,
    home: Home,
    host: str,
    port: int,
    tell: Tell,
    tell_address: Tell,
    beside: Beside | None = None,
) -> None:
    """Run the server until SIGTERM or SIGINT; then stop within five seconds, nothing lost.

    `tell_address` hears once where it is, when all is open.
    Raises `NoCompanyHere`, `ServerRuns`, `CompanyBusy`, `AddressTaken`, `HomeIsNewer`, and what
    the log refuses.
    """
    home.require()
    require_no_server(home=home)
    _leave_on_signals()
    allow_many_files()
    with HomeLock(home=home) as lock, listen(host=host, port=port) as listener:
        lock.take()
        finish_what_was_begun(home=home)
        set_up_django(home=home)
        _say_where(port=listener.getsockname()[1])
        upgrade(home=home, tell=tell)
        with opened_log(home=home) as company, _duties(company=company) as keys:
            stop_beside = beside(company) if beside else None
            tell_address(f"http://{host}:{listener.getsockname()[1]}")
            try:
                _answer(company=company, keys=keys, listener=listener)
            finally:
                if stop_beside:
                    stop_beside()


def _say_where(*, port: int) -> None:
    # Links that a command prints lead to this server, whatever tenfold.toml says about the port.
    from django.conf import settings

    settings.LOCAL_URL = f"http://127.0.0.1:{port}"


def _leave_on_signals() -> None:
    # While uvicorn runs it takes the signals itself, ends its requests, and then raises the signal
    # again for us: by leaving through an exception, everything that is open gets closed.
    def leave(_number: int, _frame: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a second one must not cut the closing short
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)


def _answer(*, company: Company, keys: WriteKeys, listener: socket.socket) -> None:
    from django.core.asgi import get_asgi_application
    from django.urls import get_resolver

    from tenfold.collector.app import Collector
    from tenfold.config.boards import make_boards
    from tenfold.config.live import make_live
    from tenfold.config.refused import CollectorRefusals
    from tenfold.techniques.interfaces.queries.refused import install_refused

    _ = get_resolver().url_patterns  # read now: the first visitor need not wait for it
    collector = Collector(log=company.log, keys=keys)
    install_refused(CollectorRefusals(counters=collector.counters))
    live, release = make_live(company=company)
    boards, release_boards = make_boards(company=company)
    app = build(
        collector=collector,
        live=live,
        boards=boards,
        pages=get_asgi_application(),
        health=lambda: company.log.status().problem,
    )
    _favour_answers()

    def let_go() -> None:
        live.close()
        boards.close()

    try:
        _run(app=app, listener=listener, on_stop=let_go)
    finally:
        release_boards()
        release()
        install_refused(None)


@contextmanager
def _duties(*, company: Company) -> Iterator[WriteKeys]:
    from tenfold.jobs.worker import Worker
    from tenfold.outbox.pump import deliver
    from tenfold.people.keys import watch_write_keys

    def carry_facts() -> None:
        deliver(log=company.log, at=clock.now())

    keys = WriteKeys()
    keys.refresh()
    stop_watching = watch_write_keys(watcher=keys.refresh)
    pulse = Pulse(
        duties=(
            Duty("reading the write keys", keys.refresh),
            Duty("carrying facts to the log", carry_facts),
        )
    )
    control = ControlServer(company=company)
    control.start()
    pulse.start()
    worker = Worker(
        has_log=True, alone=not address_of_rows(), explain=name_fault, surround=as_in_the_company
    )
    worker.start()
    try:
        yield keys
    finally:
        worker.tell_to_stop()
        control.stop()
        pulse.stop()
        worker.stop()
        stop_watching()


class _Server(uvicorn.Server):
    """Ends live streams as soon as it is told to stop: a server waits for open requests."""

    on_stop: Callable[[], None]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.on_stop()
        await super().shutdown(sockets)


def _favour_answers() -> None:
    """Tell Python that this process answers requests while another thread writes the log.

    With the default of 5 ms, every answer could wait that long for the writer to let go of the
    interpreter; and a full collection of all that Django loaded takes longer than a commit.
    """
    sys.setswitchinterval(0.0005)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _run(*, app: App, listener: socket.socket, on_stop: Callable[[], None]) -> None:
    config = uvicorn.Config(
        app,
        http=PatientUpToAPoint,
        loop="uvloop",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = _Server(config)
    server.on_stop = on_stop
    server.run(sockets=[listener])
