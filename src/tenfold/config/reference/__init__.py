"""The reference pages that are made from the code: what is written there cannot be out of date.

    python -m tenfold.config.reference            # write docs/reference/{commands,...}.md
    python -m tenfold.config.reference --check    # say which are out of date; exit status 1

Each module beside this one makes one page from what the rooms declare. A room that is new needs
no line here.
"""
