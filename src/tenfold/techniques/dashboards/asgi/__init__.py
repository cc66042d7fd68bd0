"""The fast doors: GET /live, GET /live/boards/<id>, GET /live/shared/<secret>.

`live` is the stream of news, `feed` the snapshots that it and the pages show; `boards` keeps boards
up to date and streams what changes on them.
"""

from tenfold.techniques.dashboards.asgi.live import LiveApp

__all__ = ["LiveApp"]
