"""Parts of the benchmarks of questions: a home, the cases, how they are timed, the peer's rows."""
