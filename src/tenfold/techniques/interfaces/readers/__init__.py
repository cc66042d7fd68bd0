"""Readers: a file of any common kind in, a header and rows out; streaming, with bounded memory.

    form = detect_format(path=path)
    with open_table(path=path, form=form) as table:
        table.header                      # ("InvoiceNo", "StockCode", ...)
        for chunk in table.chunks(size=5000):
            chunk.lines, chunk.rows, chunk.faults

One module per kind of file. Files come from users: what is damaged, endless, binary or made to burst
ends in a `Refusal` that says so.
"""

from tenfold.techniques.interfaces.readers.detection import detect_format
from tenfold.techniques.interfaces.readers.kinds import open_table
from tenfold.techniques.interfaces.readers.table import Chunk, Table

__all__ = ["Chunk", "Table", "detect_format", "open_table"]
