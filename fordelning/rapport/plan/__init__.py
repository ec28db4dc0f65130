"""The plans of one förbund or all: gathered, told on the terminal, and written as plan.csv, plan.json and plan.xlsx."""
