"""What the pages and doors of segments show."""
