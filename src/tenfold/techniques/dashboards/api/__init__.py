"""This technique's part of the interface of programs, a module for each thing that it is about."""

from tenfold.techniques.dashboards.api import alerts, annotations, boards, goals, metrics, segments

ROUTERS = (
    metrics.router,
    segments.router,
    boards.router,
    annotations.router,
    goals.router,
    alerts.router,
)
