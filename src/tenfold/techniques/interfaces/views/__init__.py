"""The technique's pages: parse, one call, render."""
