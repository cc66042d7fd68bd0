"""Of boards and their tiles."""
