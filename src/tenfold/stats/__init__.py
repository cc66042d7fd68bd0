"""Pure statistics over sufficient statistics: no Django, no database, no clock.

share_interval(successes=81, trials=263)     # (0.255, 0.366): where the share may well be
"""
