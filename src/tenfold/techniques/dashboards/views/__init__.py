"""The pages: read the address, ask once, draw. One module a kind of page."""
