"""Interfaces: takes in what customers, products and machines do.

A source is where events come from (a web shop, a till, a sensor, a file); it has a write key. What
a company already has comes in as a file: `tenfold import orders.csv` guesses what the columns mean,
shows the first rows as events, asks where it is not sure, and can be undone whole.
"""
