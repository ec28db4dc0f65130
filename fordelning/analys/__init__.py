"""Analyses on top of the results: what would change if something were different."""
