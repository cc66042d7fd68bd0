"""Of alerts."""
