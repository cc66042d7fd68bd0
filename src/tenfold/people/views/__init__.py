"""The pages of the company, its members, its teams and its purpose: parse, one call, draw."""
