"""What everything may import: the clock, ids, money, refusals, operations."""
