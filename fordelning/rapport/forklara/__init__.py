"""One förbund's grant in words: every post of the ledger, and `forklara`, each line so that it can be recomputed."""
