"""The posts of one förbund's grant in words, which the workbook, the page and forklara stand on."""
