"""Writes: one function per use case, one transaction each."""
