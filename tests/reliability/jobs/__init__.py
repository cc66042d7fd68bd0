"""A real server and real workers with jobs of the tests' own."""
