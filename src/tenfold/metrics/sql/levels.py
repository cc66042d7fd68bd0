"""What a row of a statement is about."""

TOTAL, POINT, GROUP, CELL, TOTAL_DOUBLES, POINT_DOUBLES = range(6)
"""All of it; one period; one value of the breakdown; one period of one value. And how many different
persons too many were counted, in all and by period (see `sql.doubles`)."""
