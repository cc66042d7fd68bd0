"""Pure decisions: `happening` says an event in one line, `looking` at which stretch of time."""
