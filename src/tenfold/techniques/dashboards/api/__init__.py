"""This technique's part of the interface of programs: metrics and answers, segments."""

from tenfold.techniques.dashboards.api import metrics, segments

ROUTERS = (metrics.router, segments.router)
