"""Eget kapital over the years: kapital.xlsx, its tables and its words."""
