"""The fast door: GET /live. `live` is the stream, `feed` the snapshots that it and the pages show."""

from tenfold.techniques.dashboards.asgi.live import LiveApp

__all__ = ["LiveApp"]
