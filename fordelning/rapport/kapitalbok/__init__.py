"""kapital.xlsx: eget kapital over the years as a workbook with live formulas."""
