"""The budget workbook of one förbund: what its finance officer fills in and its board reads."""
