"""How a message leaves the house: by e-mail, by anything apprise reaches, as a signed webhook.

Each module takes a `Letter` and hands it over once, or raises `NotDelivered`. None knows a row.
"""
