"""Need and reach as files: behov.xlsx, behov.csv, behov_forbund.csv, behov.json, and the text of the terminal."""
