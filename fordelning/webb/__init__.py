"""The page live on this computer: any value of the model and the pot, two models against each other, and files."""
