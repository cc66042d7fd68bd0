"""The root: settings, urls, asgi, the command line, and the explicit list of what is installed.

Everything is put together here and nowhere else; nothing imports this room.
"""
