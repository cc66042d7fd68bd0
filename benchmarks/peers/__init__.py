"""What a company would build instead of Tenfold: measured beside it, on the same payloads."""
