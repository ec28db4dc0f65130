"""The command line as a user calls it, in this process, and what it writes as another program reads it."""

from __future__ import annotations

import csv
from pathlib import Path

from typer.testing import CliRunner, Result

from fordelning.cli import app


def run(*argument: object) -> Result:
    """What `fordelning` with these arguments answers."""
    return CliRunner().invoke(app, [str(a) for a in argument])


def read_csv(fil: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as texts."""
    with fil.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
