"""The input workbook to fill in, and a data set written as CSV files."""
