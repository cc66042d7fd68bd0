"""The pages of annotations."""
