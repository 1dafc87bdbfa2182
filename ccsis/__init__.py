"""The frame that holds articles and submissions."""
