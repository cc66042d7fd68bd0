"""Dashboards: the company's numbers, live.

For now the home page, "Are we moving?": the purpose, four headline numbers in plain words, a chart,
the latest events as they arrive, and how the sources are. `tenfold metric revenue --by week` asks
the same questions on the command line.
"""
