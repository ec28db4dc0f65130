"""Excel workbooks: sheets of tables whose figures are live formulas with stored values."""
