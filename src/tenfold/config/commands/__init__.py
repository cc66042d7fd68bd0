"""The commands that concern the company as a whole: begin and run (life), keep safe (care)."""
