"""A förbund's budget workbook, with live formulas: written, and read back when it has been filled in."""
