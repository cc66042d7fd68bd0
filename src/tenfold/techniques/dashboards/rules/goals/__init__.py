"""Of objectives and key results."""
