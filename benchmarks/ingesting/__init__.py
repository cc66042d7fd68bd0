"""Parts of the benchmarks of ingest: a load generator, the log alone, a running Tenfold."""
