"""Reports: tables, workbooks and texts. Nothing is computed here that is not already in a result."""
