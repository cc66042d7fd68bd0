"""Tenfold: the growth platform that a company of 5 to 250 people installs with one command."""

__version__ = "0.1.0"
