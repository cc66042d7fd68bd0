"""Of annotations: what one must say, whose it is, and where it stands on a chart."""
