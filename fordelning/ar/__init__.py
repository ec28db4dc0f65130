"""The year goes round: a data set rolled into the next year, and areas and förbund that merge, split, move and end."""
