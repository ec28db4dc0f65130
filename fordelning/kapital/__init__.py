"""Eget kapital over the years: one year (`ar`), the ledger of years (`bok`), and the years ahead (`framskrivning`)."""
