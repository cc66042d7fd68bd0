"""The ten techniques, one Django app each. They never import each other."""
