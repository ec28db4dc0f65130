"""The one place that writes to the terminal: no text of a file, a name or an argument can steer it."""

from __future__ import annotations

import typer

from fordelning.tecken import make_printable


def say(text: str, *, err: bool = False) -> None:
    """A text on stdout, or stderr, its invisible characters spelt out."""
    typer.echo(make_printable(text), err=err)
