"""The one place that writes to the terminal: no text of a file, a name or an argument can steer it.

Sentences are folded between words at the width of the terminal, or of COLUMNS; in a pipe they are whole. Rows of tables
are left as they are: they fit 80 columns by their own making.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from textwrap import wrap

import typer

from fordelning.tecken import make_printable

_SMALAST = 40
"""Narrower than this nothing is folded."""
TABELLRAD = re.compile(r"\S {2,}\S.* {2,}\S")
"""How a row of a table is known: two gaps or more."""
_BORJAN = re.compile(r" *(?:[0-9]+\. |- |\S[^:]{0,20}?\S {2,})?")
"""What a line begins with before its sentence: an indent, a number, a dash, or a label with space after it."""
_BELOPP = re.compile(r"(?<=[0-9]) (?=%|(?:kr|förbund)\b)")
"""A space that no line ends at."""


def say(text: str, *, err: bool = False, hel: bool = False) -> None:
    """A text on stdout, or stderr, its invisible characters spelt out. `hel`: its lines are never folded: paths."""
    bredd = None if hel else _find_width(err)
    rader = make_printable(text).split("\n")
    typer.echo("\n".join(rader if bredd is None else (fold_line(rad, bredd) for rad in rader)), err=err)


def _find_width(err: bool) -> int | None:
    """The width that lines are folded at; None in a pipe."""
    onskad = os.environ.get("COLUMNS", "")
    if not onskad.isdecimal() and not (sys.stderr if err else sys.stdout).isatty():
        return None
    bredd = int(onskad) if onskad.isdecimal() else shutil.get_terminal_size().columns
    return bredd if bredd >= _SMALAST else None


def fold_line(rad: str, bredd: int) -> str:
    """A line folded between words, what follows set in as its sentence; a row of a table stays."""
    if len(rad) <= bredd or TABELLRAD.search(rad.strip()):
        return rad
    borjan = _BORJAN.match(rad)
    indrag = " " * ((borjan.end() if borjan else 0) or 2)
    hel = _BELOPP.sub("\u00a0", rad)
    return "\n".join(
        wrap(hel, bredd, subsequent_indent=indrag, break_long_words=False, break_on_hyphens=False) or [rad]
    )
