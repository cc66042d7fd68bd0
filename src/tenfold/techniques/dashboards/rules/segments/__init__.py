"""Segments as they are clicked together: rows of conditions, and what they say."""
