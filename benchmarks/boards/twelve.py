"""A board as a shop would have it: twelve tiles, over the events of `shop.py`."""

LAST = "range=last_90_days"
WAY = "kind=conversion&steps.1.event=visit&steps.2.event=cart&steps.3.event=order"
TWELVE = (
    ("number", "All events", "kind=count&range=all"),
    ("number", "Orders", f"kind=count&event=order&{LAST}"),
    ("number", "Sold", f"kind=sum&event=order&{LAST}"),
    ("number", "Customers", f"kind=persons&event=order&{LAST}"),
    ("line", "Orders by day", f"kind=count&event=order&by=day&{LAST}"),
    ("bar", "Sold by country", f"kind=sum&event=order&by=day&split=country&{LAST}"),
    ("area", "Visits by channel", f"kind=count&event=visit&by=day&split=channel&{LAST}"),
    ("table", "Customers by country", f"kind=persons&event=order&split=country&view=table&{LAST}"),
    ("line", "Order value", f"kind=mean&event=order&by=day&{LAST}"),
    ("map", "Orders by country", f"kind=count&event=order&by=none&split=country&{LAST}"),
    ("bar", "Orders by channel", f"kind=count&event=order&by=week&split=channel&{LAST}"),
    ("number", "Sold for each customer", f"kind=per_person&of.kind=sum&of.event=order&{LAST}"),
)  # fmt: skip
"""Kind, title and question: what is brought up to date from the new events alone."""

READ_ANEW = (
    ("funnel", "From visit to order", f"{WAY}&{LAST}"),
    ("heat", "Who comes back", "kind=retention&grain=week&range=last_12_weeks"),
)
"""What is read anew wherever something came: a board asks for it apart, and more rarely."""


def make_twelve(*, by: int, mixed: bool = False) -> int:
    """Make the board, where it is `mixed` with two tiles that are read anew; return its id.

    Django must be set up.
    """
    from tenfold.kit import clock
    from tenfold.techniques.dashboards.actions.boards import make_board
    from tenfold.techniques.dashboards.rules.boards.tiles import NewTile

    chosen = (*TWELVE[:-2], *READ_ANEW) if mixed else TWELVE
    tiles = tuple(NewTile(kind=kind, title=title, query=query) for kind, title, query in chosen)
    return make_board(title="Twelve", tiles=tiles, by=by, at=clock.now())
