"""What the benchmarks of boards share: the board that they draw."""
