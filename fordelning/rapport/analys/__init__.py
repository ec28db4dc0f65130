"""The analyses: analys.xlsx, whose sheets each command puts together, their CSV files and their words."""
