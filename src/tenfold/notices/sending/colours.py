"""The colours of mails: the design tokens of ui/tokens.css, as mail programs understand them.

A mail cannot load a style sheet, and most programs know no custom properties.
"""

from types import SimpleNamespace

LIGHT = SimpleNamespace(
    paper="#f7f6f2",
    card="#ffffff",
    line="#e4e2da",
    ink="#1b1f27",
    quiet="#5f6673",
    accent="#0f6b62",
    bad="#b3261e",
)
DARK = SimpleNamespace(
    paper="#14171c",
    card="#1b1f26",
    line="#2c323c",
    ink="#eceae4",
    quiet="#9aa2b1",
    accent="#4cc0ae",
    bad="#ff8a80",
)
