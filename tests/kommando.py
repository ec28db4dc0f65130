"""The command line as a user calls it, in this process."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from fordelning.cli import app


def run(*argument: object) -> Result:
    """What `fordelning` with these arguments answers."""
    return CliRunner().invoke(app, [str(a) for a in argument])
