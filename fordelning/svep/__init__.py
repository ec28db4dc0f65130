"""Thousands of scenarios at once, and plans of them: on this computer, or on a cluster, with the same answers."""
