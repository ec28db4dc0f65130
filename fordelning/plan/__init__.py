"""The optimiser: one förbund's money over its insatser and years, against need. Everything that solves lives in this
room.
"""
