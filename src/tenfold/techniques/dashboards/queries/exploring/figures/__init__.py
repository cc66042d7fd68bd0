"""Ways of drawing an answer, one module for each kind that needs its own."""
