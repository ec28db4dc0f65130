"""The allocation as files: fordelning.xlsx, its CSV files, resultat.json, and the text of the terminal."""
