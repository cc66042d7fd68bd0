"""A network cable between a browser and a server that can be pulled: what is sent then is lost,
and neither side hears that the other is gone."""

import socket
import threading
from types import TracebackType


class Cable:
    """Forwards connections to a port of this machine while it is plugged in."""

    def __init__(self, *, to: int) -> None:
        self._to = to
        self._plugged = threading.Event()
        self._plugged.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []

    def __enter__(self) -> "Cable":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._listener.close()
        for one in self._open:
            one.close()

    def pull(self) -> None:
        """Let nothing through any more."""
        self._plugged.clear()

    def plug_in(self) -> None:
        """Let through what is sent from now on, on connections that are made from now on."""
        self._plugged.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return  # the test is over
            far = socket.create_connection(("127.0.0.1", self._to))
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                if not self._plugged.is_set():
                    return  # half a connection: the rest of it waits for ever
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return
