"""`python cli.py …` from a checkout does what the installed command `fordelning …` does."""

from fordelning.cli import app

if __name__ == "__main__":
    app()
