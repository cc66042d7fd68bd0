"""What can be asked of sources, events, persons, the catalogue and imports."""
