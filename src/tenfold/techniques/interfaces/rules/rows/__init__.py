"""Rows -> envelopes, by a mapping.

mapper = make_mapper(mapping=mapping, table=table, source=3, at=at)
mapped = mapper(chunk)
mapped.envelopes, mapped.lines, mapped.faults, mapped.left_out
"""

from tenfold.techniques.interfaces.rules.rows.making import Mapped, Mapper, make_mapper

__all__ = ["Mapped", "Mapper", "make_mapper"]
