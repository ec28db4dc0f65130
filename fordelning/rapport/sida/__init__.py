"""The page: one HTML file that shows what was decided, on which data, and what would follow of other values."""
